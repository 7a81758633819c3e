"""Press kits: what is in the folder and the zip, what PDFs and texts say, and what is refused."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import browser
import pytest
from command import Ran, run
from inspector import Inspector
from lxml import html as lxml_html
from PIL import Image
from press_kits import ORGANISATION, PRESS, write_kit

from renderer.publications.logos import logos_of
from renderer.publications.press import named, works_of
from renderer.publications.texts import as_text
from renderer.read import read
from renderer.workspace import Workspace, unchanged

EMBARGO = "embargo: 2023-01-31 14:00 Europe/Berlin\n"
BEFORE, AFTER = "2023-01-31T12:59:00+00:00", "2023-01-31T13:00:00+00:00"
PDFS = (
    "excerpt-growth-cores",
    "excerpt-growth",
    "fact-sheet-a4",
    "fact-sheet-letter",
    "press-release-a4",
    "press-release-letter",
)


def build(folder: Path, *words: str, **environment: str) -> Ran:
    return run("build", "press-report", "--jobs", "1", *words, "--json", cwd=folder, **environment)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a kit that was built."""
    root = tmp_path_factory.mktemp("press")
    write_kit(root / "content")
    ran = build(root)
    assert ran.status == 0, ran.out + ran.err
    assert ran.codes == []
    return root / "output" / "press-report"


def pdf(kit: Path, name: str) -> Inspector:
    return Inspector(kit / f"report-{name}.pdf")


def words_of(kit: Path, name: str) -> str:
    found = pdf(kit, name)
    return " ".join(" ".join(found.text(page) for page in range(found.pages)).split())


# ------------------------------------------------------------------------------------------------------- the kit
def test_folder_zip_and_manifest_hold_the_same_files(kit: Path) -> None:
    files = {p.relative_to(kit).as_posix(): p.read_bytes() for p in kit.rglob("*") if p.is_file()}
    figure = {f"figures/cores-in-production{end}" for end in (".svg", ".png", "-1200.png", "-2400.png", ".csv", ".txt")}
    assert files.keys() == figure | {f"report-{name}.pdf" for name in PDFS} | {
        "report-press-release.txt", "report-press-release.html", "README.txt", "manifest.json",
    }  # fmt: skip
    assert all(name.isascii() for name in files)
    with zipfile.ZipFile(kit.parent / "press-report.zip") as archive:
        assert {i.filename: archive.read(i) for i in archive.infolist()} == {
            f"press-report/{n}": d for n, d in files.items()
        }
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    listed = json.loads(files["manifest.json"])["files"]
    assert {f["file"]: f["sha256"] for f in listed} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
    }
    assert all(name in files["README.txt"].decode() for name in files.keys() - {"README.txt", "manifest.json"})


def test_pdfs_are_titled_tagged_open_and_say_nothing_of_their_making(kit: Path) -> None:
    for name in PDFS:
        found = pdf(kit, name)
        assert found.metadata["Title"]
        assert found.metadata.get("Author", "") in ("Example Foundation", "")
        assert found.tags("H1")
        data = (kit / f"report-{name}.pdf").read_bytes()
        assert b"/Encrypt" not in data
        assert str(kit.parent.parent).encode() not in data
        assert ".md" not in found.xmp
    assert pdf(kit, "press-release-a4").metadata["Title"] == "41 cores"


@pytest.mark.slow
def test_every_pdf_conforms(kit: Path, verapdf: Callable[..., dict[Path, list[Any]]]) -> None:
    found = verapdf(sorted(kit.glob("*.pdf")), "ua1")
    assert len(found) == len(PDFS)
    assert not any(found.values()), found


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_release_and_fact_sheet_are_made_on_both_papers(kit: Path, paper: str) -> None:
    width = {"a4": 595.276, "letter": 612.0}[paper]
    for name in ("press-release", "fact-sheet"):
        assert pdf(kit, f"{name}-{paper}").sizes[0][0] == pytest.approx(width, abs=0.5)
    assert pdf(kit, f"fact-sheet-{paper}").pages == 1


def test_pictures_of_figures_are_on_white_and_as_wide_as_they_say(kit: Path) -> None:
    for name, width in (("", 0), ("-1200", 1200), ("-2400", 2400)):
        with Image.open(kit / "figures" / f"cores-in-production{name}.png") as image:
            assert image.getpixel((0, 0)) == (255, 255, 255)
            assert image.width == width or (not width and image.info["dpi"][0] == pytest.approx(300, abs=1))
    said = (kit / "figures" / "cores-in-production.txt").read_text("utf-8")
    for line in ("Caption: They rise.", "Alternative text: Cores rise", "Licence: CC BY 4.0", "Source: Survey"):
        assert line in said


def share(image: Image.Image, *colour: int) -> float:
    """How much of a picture is of a colour."""
    found = {seen: count for count, seen in image.getcolors(1 << 24) or []}
    return found.get(colour, 0) / (image.width * image.height)


@pytest.mark.slow
def test_every_file_opens_in_a_browser(kit: Path, tmp_path: Path) -> None:
    if reason := browser.why_absent():
        pytest.skip(reason)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes((kit / "report-press-release-a4.pdf").read_bytes()[:400])
    torn = tmp_path / "torn.svg"
    torn.write_bytes((kit / "figures" / "cores-in-production.svg").read_bytes()[:400])
    pdfs, figures = sorted(kit.glob("*.pdf")), sorted((kit / "figures").glob("*.[sp][vn]g"))
    assert len(figures) == 4
    files = [*pdfs, *figures, kit / "report-press-release.html", torn, broken]
    *shown, torn_shown, broken_shown = browser.shown(files, tmp_path)
    fault = 255, 221, 221  # the box that tells of one in a drawing
    for file, image in zip(files, shown, strict=False):
        assert share(image, 255, 255, 255) > 0.5, f"{file.name}: no page is seen"
        assert len(image.getcolors(1 << 24) or []) > 100, f"{file.name}: nothing is on the page"
        assert not share(image, *fault), file.name
    assert share(broken_shown, 255, 255, 255) < 0.5, "so a page that is not there would be noticed"
    assert share(torn_shown, *fault) > 0.01


# ------------------------------------------------------------------------------------------------------ the words
def test_release_says_the_same_in_all_its_forms(kit: Path) -> None:
    text = (kit / "report-press-release.txt").read_text("utf-8")
    mail = lxml_html.document_fromstring((kit / "report-press-release.html").read_text("utf-8"))
    order = ["For immediate release", "41 cores", "They rose", "Example, 31 January 2023", "The survey counted 41",
             "They rose.", "Notes to editors", "About Example Foundation", "press@example.org", "End"]  # fmt: skip
    printed = words_of(kit, "press-release-a4")
    for form in (text, mail.text_content()):
        said = " ".join(form.split())
        at = -1
        for words in order:
            at = said.find(words, at + 1)
            assert at >= 0, words
    assert all(words.lower() in printed.lower() for words in order)
    assert max(map(len, text.splitlines())) <= 72
    assert "the site (https://example.org/report)" in text
    assert not mail.xpath("//@class | //@id | //*[starts-with(name(), 'data')] | //script | //img")
    assert mail.xpath("//a/@href") == ["https://example.org/report", "mailto:press@example.org", "https://example.org"]


def test_text_has_lists_tables_notes_and_figures() -> None:
    source = """<main><h2>T</h2><ol><li>a</li><li>b <b>c</b></li></ol><p>w<span class="footnote">n</span></p>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
    <figure><img alt="Hills"><figcaption>Figure 1</figcaption></figure><a href="mailto:a@x.org">a@x.org</a></main>"""
    assert as_text(source) == "T\n-\n\n1. a\n2. b c\n\nw [n]\n\nA | B\n1 | 2\n\n[Figure 1 Hills]\n\na@x.org\n"


def test_excerpt_keeps_pages_and_figures_of_the_report_and_drops_links_out_of_it(kit: Path) -> None:
    found = pdf(kit, "excerpt-growth")
    assert found.labels == ["", "2"]
    assert "From Report, page 2" in found.text(0)
    assert "Figure 1" in found.text(1)
    assert "More follows on its page (page 1)" in " ".join(found.text(1).split())
    targets = {str(link) for page in range(found.pages) for link in found.links(page)}
    assert not [target for target in targets if "outlook" in target or "part:" in target]
    assert found.metadata["Title"] == "Report: Growth in 2022"


def test_excerpt_of_a_heading_ends_where_the_next_begins(kit: Path) -> None:
    words = words_of(kit, "excerpt-growth-cores")
    assert "They rose, see Figure 1" in words
    assert "Words that are not in the section" not in words
    assert "There were" not in words


# ----------------------------------------------------------------------------------------------------- numbers
@pytest.mark.slow
def test_one_cell_changes_report_release_fact_sheet_chart_and_csv_alike(kit: Path, tmp_path: Path) -> None:
    def said(folder: Path, number: str) -> list[int]:
        release = folder / "report-press-release.txt"
        svg, csv = (folder / "figures" / f"cores-in-production.{end}" for end in ("svg", "csv"))
        pages = [words_of(folder, n) for n in ("press-release-letter", "fact-sheet-a4", "excerpt-growth")]
        drawn = "".join(lxml_html.fromstring(svg.read_bytes()).itertext())
        texts = [release.read_text("utf-8"), csv.read_text("utf-8"), drawn, *pages]
        return [len(re.findall(rf"\b{number}\b", text)) for text in texts]

    write_kit(tmp_path / "content", latest="77")
    assert build(tmp_path).status == 0
    changed = tmp_path / "output" / "press-report"
    before, after = said(kit, "41"), said(changed, "77")
    assert before == after
    assert min(before) > 0
    assert said(changed, "41") == [0] * len(before)
    assert run("build", "report", "--jobs", "1", cwd=tmp_path).status == 0
    report = Inspector(tmp_path / "output" / "report.pdf")
    assert any("There were 77 cores" in report.text(page) for page in range(report.pages))


# ------------------------------------------------------------------------------------------------------ embargo
@pytest.mark.slow
def test_embargo_stands_everywhere_while_it_holds_and_goes_when_it_has_passed(tmp_path: Path) -> None:
    write_kit(tmp_path / "content", PRESS.replace('  - {from: report, parts: "growth#cores"}\n', "") + EMBARGO)
    held = build(tmp_path, RENDERER_NOW=BEFORE)
    assert (held.status, held.codes) == (0, [])
    output, stamp = tmp_path / "output", "embargoed-until-2023-01-31-1400-"
    assert (output / f"{stamp}press-report.zip").is_file()
    names = {p.name for p in (output / "press-report").rglob("*") if p.is_file()} - {"README.txt", "manifest.json"}
    assert all(name.startswith(stamp) for name in names)
    line = "Embargoed until 31 January 2023, 14:00 Europe/Berlin (UTC+01:00)"
    for path in (output / "press-report").glob("*.pdf"):
        found = Inspector(path)
        assert all(line in " ".join(found.text(page).split()) for page in range(found.pages)), path.name
        assert line in found.metadata["Subject"]
    for path in (output / "press-report").glob("**/*.[th][xt][tm]*"):
        assert line in " ".join(path.read_text("utf-8").split()), path.name
    assert "under embargo until 2023-01-31 14:00 Europe/Berlin" in run("list", cwd=tmp_path, RENDERER_NOW=BEFORE).out
    assert build(tmp_path, RENDERER_NOW=BEFORE).result["up_to_date"]
    archive = (output / f"{stamp}press-report.zip").read_bytes()
    again = ("--no-cache", "--output", "again")
    assert build(tmp_path, *again, RENDERER_NOW="2023-01-01T00:00:00-05:00").status == 0
    assert (tmp_path / "again" / f"{stamp}press-report.zip").read_bytes() == archive, (
        "every moment before it is the same"
    )

    assert "the embargo has passed" in run("list", cwd=tmp_path, RENDERER_NOW=AFTER).out
    passed = build(tmp_path, RENDERER_NOW=AFTER)
    assert (passed.status, passed.codes, passed.result["up_to_date"]) == (0, ["EMBARGO-PAST"], False)
    assert not list(output.rglob("embargoed*"))
    assert (output / "press-report.zip").is_file()
    assert all("mbargo" not in Inspector(p).text(0) for p in (output / "press-report").glob("*.pdf"))


def test_the_clock_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime

    monkeypatch.setenv("RENDERER_NOW", BEFORE)
    workspace = Workspace()
    assert not workspace.has_passed(datetime.fromisoformat(AFTER))
    assert unchanged(workspace.trace())
    monkeypatch.setenv("RENDERER_NOW", AFTER)
    assert not unchanged(workspace.trace())


@pytest.mark.slow
def test_of_a_kit_with_an_error_only_the_proof_is_left(tmp_path: Path) -> None:
    folder = write_kit(tmp_path / "content")
    (folder / "facts.md").write_text("---\ntitle: Facts\n---\n" + "".join(f"Line {n}.\n\n" for n in range(80)), "utf-8")
    ran = build(tmp_path)
    assert (ran.status, set(ran.codes)) == (1, {"PAGE-PROMISE"})
    assert {p.name for p in (tmp_path / "output").glob("*.*")} == {
        "report-fact-sheet-a4.proof.pdf", "report-fact-sheet-letter.proof.pdf", "manifest.json",
    }  # fmt: skip


def test_logos_go_into_the_kit(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    folder = write_kit(tmp_path, PRESS, f"{ORGANISATION}logo: mark.svg\n")
    publication, _ = read(Workspace(tmp_path), folder)
    assert publication.kit is not None
    assert list(logos_of(publication.kit, Workspace(tmp_path))) == ["mark.svg"]
    works, _ = works_of(publication, Workspace(tmp_path))
    assert [w.name for w in works][:2] == ["report-press-release-a4", "report-press-release-letter"]


def test_names_of_figures_say_what_they_show_and_are_given_once() -> None:
    assert named("Cores in production", "cores", ()) == "cores-in-production"
    assert named("Cores in production", "cores", ("cores-in-production",)) == "cores"
    assert named("Cores in production", "cores", ("cores-in-production", "cores")) == "cores-2"
    assert named("稼働中のコア", "cores", ()) == "cores"
    assert named("Part of the whole", "share", ()) == "part-of-the-whole"


def test_zips_are_the_same_bytes_again(kit: Path, tmp_path: Path) -> None:
    write_kit(tmp_path / "content")
    assert build(tmp_path, "--no-cache").status == 0
    first, second = ((folder / "press-report.zip").read_bytes() for folder in (kit.parent, tmp_path / "output"))
    assert first == second, [
        (a.filename, a.CRC == b.CRC)
        for a, b in zip(*(zipfile.ZipFile(io.BytesIO(d)).infolist() for d in (first, second)), strict=True)
    ]
