"""Languages: what is known of them, what manuscripts say of them, and what can be seen without being said."""

# ruff: noqa: E501 -- one text a line
from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.languages.guess import guess
from renderer.languages.scripts import JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL, block_of, script_for, scripts_in
from renderer.languages.tags import canonical, direction, is_valid, nearest
from renderer.languages.words import WORDS, callout_title, has_words, words
from renderer.markup import convert
from renderer.model import Publication
from renderer.read import read
from renderer.workspace import Workspace

TEXTS = {
    "en": "The board met in the spring and in the autumn, and the members of the project were with us on both days. "
    "It was the first year in which this was done, and from now on we will do it in the same way.",
    "de": "Der Vorstand hat sich im Frühjahr und im Herbst getroffen, und die Mitglieder sind auch mit dabei gewesen. "
    "Das ist nicht für ein Jahr, sondern auf Dauer so; wir werden es von nun an wieder zu einer Sitzung machen.",
    "fr": "Le conseil s’est réuni au printemps et à l’automne, et les membres du projet sont venus avec nous pour les deux "
    "jours. Cette année est la première dans laquelle nous avons fait une réunion sur place, et ce n’est pas la dernière.",
    "nl": "Het bestuur is in het voorjaar en in het najaar bijeen geweest, en de leden van het project zijn ook met ons op "
    "reis geweest. Dat is niet voor een jaar, wij doen het van nu af aan op deze manier en ook door het hele land.",
    "sv": "Styrelsen har träffats på våren och på hösten, och det är första året som vi har gjort det med alla medlemmar. "
    "Från och med nu är det så att vi också kan ha ett möte till, om det är det som medlemmarna vill, och inte av plikt.",
    "ru": "Совет собирался весной и осенью, и члены проекта были с нами на обеих встречах. Это не на один год, мы и дальше "
    "будем так делать, как и в этот раз, для всех и по всем вопросам, и к тому же от души, а также из интереса.",
    "uk": "Рада збиралася навесні та восени, і члени проєкту були з нами на обох зустрічах. Це не на один рік, ми й далі "
    "будемо так робити, як і цього разу, для всіх і з усіх питань, що до нас дійдуть, а також від душі, та й це ще не все.",
    "zh-Hans": "理事会在春天和秋天开会，项目的会员们都来了。这是第一年这样做，从现在开始我们还会这样做，让所有人都可以说话。" * 2,
    "zh-Hant": "理事會在春天和秋天開會，專案的會員們都來了。這是第一年這樣做，從現在開始我們還會這樣做，讓所有人都可以說話。" * 2,
    "ja": "理事会は春と秋に開かれ、プロジェクトの会員もみな参加しました。このように行うのは今年がはじめてで、これからも続けます。",
    "ko": "이사회는 봄과 가을에 열렸고 프로젝트 회원도 모두 참여했습니다. 이렇게 한 것은 올해가 처음이며 앞으로도 계속할 것입니다.",
    "he": "הוועד נפגש באביב ובסתיו, וחברי המיזם היו איתנו בשני הימים. זו השנה הראשונה שבה עשינו כך, ונמשיך בדרך הזאת.",
    "hi": "बोर्ड की बैठक वसंत और शरद में हुई, और परियोजना के सदस्य दोनों दिन हमारे साथ थे। यह पहला वर्ष है जब ऐसा किया गया।",
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ tags
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("DE", "de"), ("en-us", "en-US"), ("zh-hans", "zh-Hans"), ("sr-LATN-rs", "sr-Latn-RS"), ("de-1996", "de-1996"),
        ("en_US", "en-US"), ("zh_CN.UTF-8", "zh-CN"), ("English", "en"), ("german", "de"), ("français", "fr"),
        ("jp", "ja"), ("cz", "cs"), ("Portugese", "pt"), ("klingon", ""), ("xx", ""), ("", ""),
    ],
)  # fmt: skip
def test_nearest_tag(said: str, meant: str) -> None:
    assert nearest(said) == meant
    assert not meant or (is_valid(meant) and canonical(meant) == meant)


@pytest.mark.parametrize("tag", ["de", "pt-BR", "zh-Hant-HK", "es-419", "sl-rozaj-biske", "de-CH-x-web", "tlh"])
def test_valid_tags(tag: str) -> None:
    assert is_valid(tag) and canonical(tag) == tag


@pytest.mark.parametrize("tag", ["en_US", "english", "x", "jp", "de-", "", "de DE"])
def test_what_is_no_tag(tag: str) -> None:
    assert not is_valid(tag)


def test_direction() -> None:
    assert [t for t in ("ar", "fa-IR", "he", "en", "pa-Arab", "ar-Latn", "zh", "?") if direction(t) == "rtl"] == [
        "ar", "fa-IR", "he", "pa-Arab",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- words
def test_words_are_whole_in_every_language() -> None:
    assert len(WORDS) > 25
    for lang, own in WORDS.items():
        assert own["page"].count("{}") == 1, lang
        assert all(text.strip() and "  " not in text for text in own.values()), lang
        assert "{}" not in "".join(text for key, text in own.items() if key != "page"), lang


def test_words_are_found_by_tag() -> None:
    assert words("zh-TW")["contents"] == "目錄" and words("zh-CN")["contents"] == "目录" == words("zh")["contents"]
    assert words("no")["contents"] == "Innhold" == words("nb-NO")["contents"]
    assert words("tlh") == words("en") and not has_words("tlh")
    assert callout_title("warning", "ja") == "警告"


# ---------------------------------------------------------------------------------------------------------- scripts
def test_scripts_of_characters() -> None:
    assert [block_of(c) for c in "aé1 Яλ漢，かハ글عאकกꙀ😀"] == [
        "Latin", "Latin", "", "", "Cyrillic", "Greek", "Han", "Han", "Kana", "Kana", "Hangul", "Arabic", "Hebrew",
        "Devanagari", "Thai", "", "",
    ]  # fmt: skip
    assert scripts_in("ab 漢字か") == {"Latin": 2, "Han": 2, "Kana": 1}


@pytest.mark.parametrize(
    ("lang", "others", "script"),
    [("zh", (), SIMPLIFIED), ("zh-HK", (), TRADITIONAL), ("ja", (), JAPANESE), ("en", (), SIMPLIFIED),
     ("en", ("Kana",), JAPANESE), ("en", ("Hangul",), KOREAN)],
)  # fmt: skip
def test_whose_chinese_characters_they_are(lang: str, others: tuple[str, ...], script: object) -> None:
    assert script_for("Han", lang, others) is script


# ------------------------------------------------------------------------------------------------------------ guess
@pytest.mark.parametrize("real", TEXTS)
@pytest.mark.parametrize("said", ["en", "de", "zh", "ar", "ru"])
def test_language_of_a_text(real: str, said: str) -> None:
    said_is_real = real == ("zh-Hans" if said == "zh" else said)
    assert guess(TEXTS[real], said) == ("" if said_is_real else real)


def test_little_text_is_believed() -> None:
    assert guess("Danke schön an alle.", "en") == ""
    assert guess("华为技术有限公司 and ZTE are members of the foundation, and so are we.", "en") == ""
    assert (
        guess(TEXTS["en"] + TEXTS["en"] + "„Das ist nicht der Rede wert und auch für die anderen nicht.“", "en") == ""
    )


# ------------------------------------------------------------------------------------------- what manuscripts say
def told(text: str, lang: str = "en", first_line: int = 1) -> list[tuple[str, int]]:
    return [(f.code, f.place.line) for f in convert(text, source="m.md", lang=lang, first_line=first_line).findings]


def test_tags_in_a_manuscript() -> None:
    marked = convert('One *deux*{lang=fr_FR}.\n\n> - <span lang="Klingon">x</span>\n', source="m.md", first_line=5)
    assert [(f.code, f.place.line, f.remedy) for f in marked.findings] == [
        ("LANG-TAG", 5, "write fr-FR"),
        ("LANG-TAG", 7, "write a tag of BCP 47, such as de, pt-BR or zh-Hans"),
    ]
    assert 'lang="fr-FR"' in marked.html and "Klingon" not in marked.html and marked.html.count("lang=") == 1


def test_a_language_that_is_not_said_is_told() -> None:
    (finding,) = convert(TEXTS["de"], source="m.md", first_line=4).findings
    assert (finding.code, finding.place.line) == ("LANG-GUESS", 4)
    assert finding.message == "the text looks like German, and is set as English"
    assert finding.remedy.startswith("say `lang: de`")
    assert told(TEXTS["de"], "de") == []
    assert (
        told(f"{TEXTS['en']}\n\n<div lang='de'>\n\n{TEXTS['de']}{TEXTS['de']}\n\n</div>\n\n```\n{TEXTS['fr']}\n```")
        == []
    )


def test_direction_follows_the_language() -> None:
    html = convert('One <span lang="he">שלום</span> *two*{lang=de}.\n\n<div lang="ar">\n\nx\n\n</div>', source="m").html
    assert re.findall(r"<(\w+)[^>]* dir=\"(\w+)\"", html) == [("span", "rtl"), ("div", "rtl")]
    assert 'dir="ltr"' in convert('שלום <span lang="en">one</span>', source="m", lang="he").html


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("שלום **Open** Source עולם", [("LANG-DIRECTION", 3)]),
        ("שלום\nעולם [Open **Source**](https://x.org) עולם", [("LANG-DIRECTION", 4)]),
        ("שלום **Open Source** עולם", []),
        ('שלום <span dir="ltr">**Open** Source</span> עולם', []),
        ("שלום **עולם** Open (Source), [שלום](https://x.org)", []),
        ("**שלום** 12 **34** (א)", []),
    ],
)
def test_phrases_that_would_change_places(text: str, codes: list[tuple[str, int]]) -> None:
    assert told(text, "he", 3) == codes
    assert "LANG-DIRECTION" not in str(told(text, "en", 3))


# --------------------------------------------------------------------------------------------- what is read
def publication(folder: Path, yaml: str, manuscript: str) -> tuple[Publication, list[tuple[str, str, int]]]:
    (folder / "publication.yml").write_text(yaml, encoding="utf-8")
    (folder / "one.md").write_text(manuscript, encoding="utf-8")
    made, findings = read(Workspace(folder), folder)
    return made, [(f.code, str(f.severity), f.place.line) for f in findings]


def test_tags_of_publication_and_parts(tmp_path: Path) -> None:
    yaml = "title: T\nlanguage: en_GB\nparts:\n  - one.md\n  - {file: one.md, id: two, lang: Deutsch}\n"
    made, told = publication(tmp_path, yaml, "---\ntitle: One\nlang: zh_hans\n---\n\nText.\n")
    assert (made.lang, [part.lang for part in made.parts]) == ("en-GB", ["zh-Hans", "de"])
    assert sorted(told) == [("LANG-TAG", "warning", line) for line in (2, 3, 3, 5)]


def test_a_language_nobody_knows_is_an_error(tmp_path: Path) -> None:
    made, told = publication(tmp_path, "title: T\nlang: klingon\nparts: [one.md]\n", "Text.\n")
    assert (made.lang, told) == ("en", [("LANG-TAG", "error", 2)])
