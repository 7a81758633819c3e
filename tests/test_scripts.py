"""Scripts beyond Latin on pages: where their fonts come from, what is said when there are none, which way they run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Ran, run
from inspector import Inspector
from small_fonts import make_font, world

from renderer.compose.typefaces import Typefaces
from renderer.installed import faces_with
from renderer.languages.scripts import SIMPLIFIED
from renderer.workspace import Workspace

CHINESE = "理事会在春天和秋天开会，项目的会员们都来了。这是第一年在国内说这些话。"
YAML = "title: 报告\nlang: zh\nparts:\n  - {file: one.md, layout: plain}\n"
MANUSCRIPT = f"---\ntitle: 会员\n---\n\nAbc.\n\n{CHINESE}\n\n1. *{CHINESE}*\n"


def project(folder: Path, yaml: str = YAML, manuscript: str = MANUSCRIPT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "publication.yml").write_text(yaml, encoding="utf-8")
    (folder / "one.md").write_text(manuscript, encoding="utf-8")
    return folder


def built(folder: Path, environment: dict[str, str]) -> Ran:
    return run("build", folder.name, "--output", "out", "--json", cwd=folder.parent, **environment)


def findings(ran: Ran) -> list[tuple[str, str, int]]:
    found = [line for line in ran.lines if line["type"] == "finding"]
    return [(f["code"], f["place"]["file"], f["place"]["line"]) for f in found]


# ------------------------------------------------------------------------------------------------------ no font at all
@pytest.mark.slow
def test_a_script_without_a_font_is_one_finding_and_a_font_mends_it(tmp_path: Path) -> None:
    folder = project(tmp_path / "report")
    ran = built(folder, world(tmp_path))
    assert findings(ran) == [("CONFORMANCE-OFF", "", 0), ("FONT-SCRIPT", "report/one.md", 2)]
    (told,) = [line for line in ran.lines if line.get("code") == "FONT-SCRIPT"]
    assert "the Chinese (Simplified) text" in told["message"] and "fonts-noto-cjk" in told["remedy"]
    assert "(72 characters; this is its first line)" in told["message"] and ran.status == 1

    # A font that is installed meanwhile is found: neither the build nor the pages are taken from the store.
    make_font(tmp_path / "fonts" / "box.ttf", CHINESE + "会员报告" + SIMPLIFIED.sample, "Box Song")
    ran = built(folder, world(tmp_path, fonts=tmp_path / "fonts"))
    assert (ran.status, ran.codes) == (0, [])
    pdf = Inspector(tmp_path / "out" / "report.pdf")
    assert pdf.claims == ("ua1", "3a")
    assert {word.font for word in pdf.words(0) if word.text[0] in CHINESE} == {"Box-Song"}


# ------------------------------------------------------------------------------------------------ fonts of a project
@pytest.mark.slow
def test_a_font_file_of_the_project(tmp_path: Path, verapdf: Callable[..., dict[Path, list[object]]]) -> None:
    folder = project(tmp_path / "report", YAML + "fonts: [fonts/box.ttf]\n")
    make_font(folder / "fonts" / "box.ttf", CHINESE + "会员报告" + SIMPLIFIED.sample, "Box Song")
    ran = built(folder, world(tmp_path))
    assert (ran.status, ran.codes) == (0, [])
    file = tmp_path / "out" / "report.pdf"
    fonts = {word.font for word in Inspector(file).words(0)}
    assert "Own-Box-Song" in str(fonts), "the name of the file's family, kept apart from installed ones"
    assert verapdf([file], "ua1", "3a") == {file: []}


@pytest.mark.slow
def test_fonts_that_cannot_be_had(tmp_path: Path) -> None:
    names = "fonts:\n- gone.ttf\n- text.ttf\n- Box Sonk\n"
    folder = project(tmp_path / "report", YAML + names, "---\ntitle: One\nlang: en\n---\n\nAbc.\n")
    (folder / "text.ttf").write_text("no font")
    make_font(tmp_path / "fonts" / "box.ttf", CHINESE, "Box Song")
    ran = built(folder, world(tmp_path, fonts=tmp_path / "fonts"))
    told = [line for line in ran.lines if line.get("code") == "FONT-MISSING"]
    assert sorted((line["place"]["line"], line["message"]) for line in told) == [
        (6, "the font file report/gone.ttf cannot be read: no such file"),
        (7, "report/text.ttf is not a TrueType or OpenType font"),
        (8, "no font called “Box Sonk” is installed; did you mean “Box Song”?"),
    ]
    assert ran.status == 1


def test_parts_in_the_default_type_ask_for_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert Typefaces(workspace).for_part("<p>Один, δύο, trois …</p>", "en") == ("", ())
    assert workspace.trace() == ()


def test_stacks_put_the_type_of_the_language_first(tmp_path: Path) -> None:
    file = make_font(tmp_path / "box.ttf", SIMPLIFIED.sample, "Box")
    typefaces = Typefaces(Workspace(tmp_path))
    assert typefaces.take([(file, 1)], "publication.yml") == []
    chinese, (asset,) = typefaces.for_part("<p>华为</p>", "zh")
    english, _ = typefaces.for_part("<p>华为</p>", "en")
    assert "--font-serif: 'Own Box', 'Report Serif', 'Report Symbols';" in chinese
    assert "--font-serif: 'Report Serif', 'Own Box', 'Report Symbols';" in english
    assert (asset.name, asset.path) == ("fonts/own/box.ttf", file) and asset.name in chinese


def test_installed_fonts_are_listed_in_order() -> None:
    faces = faces_with("A")
    assert list(faces) == sorted(faces)
    assert {face.family for face in faces_with("\ue9f0\ue9f1\U0010fff0")} == set(), "characters nobody has"


# ------------------------------------------------------------------------------------------- tags, direction, clusters
@pytest.mark.slow
def test_languages_reach_the_tags(tmp_path: Path) -> None:
    text = "---\ntitle: Kapitel\nlang: de\n---\n\n## Ein *mot juste*{lang=fr}\n\nOne.\n{: lang=en}\n\n"
    text += '<div lang="es">\n\nDos *words*{lang=en-GB}.\n\n</div>\n'
    folder = project(tmp_path / "report", "title: R\nlang: en\nparts: [{file: one.md, layout: plain}]\n", text)
    assert built(folder, {}).status == 0
    pdf = Inspector(tmp_path / "out" / "report.pdf")
    assert pdf.lang == "en"
    assert [(tag.type, tag.lang, tag.text) for tag in pdf.tags() if tag.lang] == [
        ("Part", "de", "Kapitel Ein mot juste One. Dos words."),
        ("P", "en", "One."),
        ("Div", "es", "Dos words."),
        ("Span", "en-GB", "words"),
    ]


@pytest.mark.slow
def test_right_to_left_pages_are_mirrored(tmp_path: Path) -> None:
    text = (
        "---\ntitle: פרק\n---\n\n## שלום\n\nשלום עולם ושלום לכולם.\n\n| שנה | סכום |\n| --- | --- |\n| 2022 | 120 |\n"
    )
    folder = project(
        tmp_path / "report", "title: דוח\nlang: he\nparts: [one.md, {layout: contents, matter: back}]\n", text
    )
    ran = built(folder, world(tmp_path))
    assert ran.codes == [], ran.out
    pdf = Inspector(tmp_path / "out" / "report.pdf")
    assert pdf.root["/ViewerPreferences"]["/Direction"] == "/R2L"
    (year,), (amount,) = pdf.find("2022"), pdf.find("120")
    assert year.x > amount.x, "columns run from the right"
    right = 595.276 - (595.276 - 160 * 72 / 25.4) / 2
    assert abs(max(word.right for word in pdf.words(0)) - right) < 1, "the heading stands at the right edge"
    rows = [word for word in pdf.words(1) if word.text in "12" and not word.artifact]
    assert len(rows) == 3, "the number of the chapter and two page numbers"
    assert rows[0].x > rows[1].x, "the number stands at the right, the page at the left"


@pytest.mark.slow
def test_words_of_a_language_without_words_are_told_once(tmp_path: Path) -> None:
    yaml = "title: R\nlang: eo\nparts: [{file: one.md, layout: plain}, {layout: contents, id: c}]\n"
    ran = built(project(tmp_path / "report", yaml, "---\ntitle: Unu\n---\n\nSaluton.\n"), {})
    assert (ran.status, ran.codes) == (0, ["LANG-WORDS"])


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "ja", "ko", "ar", "hi", "ta"])
def test_real_fonts_keep_the_promises(
    tmp_path: Path, lang: str, verapdf: Callable[..., dict[Path, list[object]]]
) -> None:
    samples = {
        "zh": CHINESE, "ja": "これは大切な文章です。日本の会員が増えました。",
        "ko": "회원 수가 크게 늘었다는 좋은 소식이다.",
        "ar": "هذا تقريرٌ سنوي (2023) عن المصادر المفتوحة، ويضم أرقامًا.",
        "hi": "किसी भी परियोजना को क्यों मापें? बुद्धिमानी से निर्णय लें।", "ta": "திறந்த மூல திட்டத்தை ஏன் அளவிட வேண்டும்?",
    }  # fmt: skip
    sheet, assets = Typefaces(Workspace(tmp_path)).for_part(samples[lang], lang)
    if not assets or "Noto" not in sheet:
        pytest.skip(f"no Noto font for {lang} is installed")
    text = f"---\ntitle: {samples[lang][:8]}\n---\n\n## {samples[lang]}\n\n{samples[lang]} **{samples[lang]}**\n"
    folder = project(tmp_path / "report", f"title: R\nlang: {lang}\nparts: [one.md]\n", text)
    ran = built(folder, {})
    assert (ran.status, ran.codes) == (0, [])
    file = tmp_path / "out" / "report.pdf"
    assert verapdf([file], "ua1", "3a") == {file: []}
    if lang in ("hi", "ta"):  # glyphs that change places: the text is told beside them
        pdfium = pytest.importorskip("pypdfium2")
        page = pdfium.PdfDocument(file)[0].get_textpage().get_text_range()
        assert "".join(samples[lang].split()) in "".join(page.split())
