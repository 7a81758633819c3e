"""Each repair: what comes out, which finding tells it, and at which line."""

from __future__ import annotations

import pytest
from lxml import html

from renderer.markup import Marked, convert, split


def marked(text: str, title: str = "", lang: str = "en") -> Marked:
    return convert(text, source="m.md", title=title, lang=lang)


def tree(result: Marked) -> html.HtmlElement:
    return html.fragment_fromstring(result.html, create_parent="div")


def told(result: Marked) -> list[tuple[str, int]]:
    return [(f.code, f.place.line) for f in result.findings]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


LOGO = '<div style="width: 30%">\n  <a href="https://x.org"><img src="/l.svg" alt="Airship Logo"/></a>\n</div>\n'


# ------------------------------------------------------------------------------------------------- headings
def test_levels_without_gaps() -> None:
    result = marked("#### A\n\n#### B\n\n## C\n\n#### D\n\n###### E\n\n## F\n")
    assert [(h.text, h.level) for h in result.headings] == [("A", 2), ("B", 2), ("C", 2), ("D", 3), ("E", 4), ("F", 2)]
    assert told(result) == [("MD-HEADING-LEVEL", 1), ("MD-HEADING-LEVEL", 7), ("MD-HEADING-LEVEL", 9)]


def test_levels_that_are_only_deep_are_shifted_silently() -> None:
    result = marked("#### A\n\n##### B\n\n#### C\n")
    assert [h.level for h in result.headings] == [2, 3, 2] and told(result) == []


@pytest.mark.parametrize(
    ("heading", "text", "codes"),
    [
        ("## **Bold**", "Bold", ["MD-HEADING-MARKUP"]),
        ("## [**Link** ](https://x.org)", "Link", ["MD-HEADING-MARKUP"]),
        ("## THE OPENING WORDS", "The opening words", ["MD-HEADING-CAPITALS"]),
        ("## The *new* `code` ", "The new code", []),
        ("## PTG", "PTG", []),
    ],
)
def test_headings_are_plain_text(heading: str, text: str, codes: list[str]) -> None:
    result = marked(f"a\n\n{heading}\n\nb")
    assert [h.text for h in result.headings] == [text]
    assert told(result) == [(code, 3) for code in codes]
    assert "https" not in result.html


def test_finding_tells_the_address_that_went() -> None:
    assert "https://x.org" in marked("## [A](https://x.org)").findings[0].message


def test_empty_heading_goes() -> None:
    result = marked("a\n\n## ![]()\n\nb")
    assert result.headings == () and told(result) == [("MD-HEADING-EMPTY", 3), ("MD-PICTURE-EMPTY", 3)]


def test_picture_in_a_heading_gives_its_text() -> None:
    result = marked("a\n\n## ![Zuul logo](z.svg)\n\nb")
    assert [h.text for h in result.headings] == ["Zuul"] and told(result) == [("MD-HEADING-MISSING", 3)]
    assert tree(result).xpath("//p[@class='logo']/img/@src") == ["z.svg"]


def test_title_is_taken_off() -> None:
    for title in ("The Year", ""):
        result = marked("# The Year\n\n## A\n\n## B\n", title)
        assert (result.title, result.title_line) == ("The Year", 1)
        assert [(h.text, h.level) for h in result.headings] == [("A", 2), ("B", 2)]
    kept = marked("# Another\n\n## A\n", "The Year")
    assert kept.title == "" and [h.level for h in kept.headings] == [2, 3]


def test_heading_for_a_section_that_has_only_a_logo() -> None:
    result = marked(f"## Projects\n\n{LOGO}\nText.\n\n#### Exam\n\nMore.\n")
    assert [(h.text, h.level, h.id, h.line) for h in result.headings] == [
        ("Projects", 2, "projects", 1),
        ("Airship", 3, "airship", 3),
        ("Exam", 4, "exam", 9),
    ]
    assert told(result) == [("MD-HEADING-MISSING", 3), ("MD-STYLE", 3)]
    logo = tree(result).xpath("//h3/following-sibling::*[1]")[0]
    assert (logo.tag, logo.get("class"), logo.xpath("a/img/@alt")) == ("p", "logo", ["Airship Logo"])


def test_logo_before_its_heading_goes_below_it() -> None:
    result = marked(f"## Projects\n\n{LOGO}\n### The Airship (project)\n\nText.\n")
    assert [h.text for h in result.headings] == ["Projects", "The Airship (project)"]
    assert [e.tag for e in tree(result)] == ["h2", "h3", "p", "p"]
    assert told(result) == [("MD-STYLE", 3)]


def test_bold_paragraph_becomes_a_heading() -> None:
    result = marked("## A\n\n**One**\n\ntext\n\n**Two** \n\ntext\n")
    assert [(h.text, h.level) for h in result.headings] == [("A", 2), ("One", 3), ("Two", 3)]
    assert told(result) == [("MD-HEADING-BOLD", 3), ("MD-HEADING-BOLD", 7)]


@pytest.mark.parametrize(
    "text",
    [
        "**A sentence.**\n\nb",
        "**Get involved:**\n\n- b",
        "**Bold** and more\n\nb",
        "a\n\n**Last words**",
        "> **Q**\n>\n> b",
    ],
)
def test_other_bold_paragraphs_stay(text: str) -> None:
    assert marked(text).headings == ()


def test_logo_that_stands_below_its_heading_stays_there() -> None:
    result = marked(f"## Projects\n\n### Airship\n\n{LOGO}\nText.\n")
    assert [h.text for h in result.headings] == ["Projects", "Airship"] and told(result) == [("MD-STYLE", 5)]


# ------------------------------------------------------------------------------------------------- capitals
@pytest.mark.parametrize(
    ("heading", "set_as"),
    [
        ("NEWS FROM OPENINFRA", "News from OpenInfra"),
        ("USER SURVEY OF THE PTG", "User Survey of the PTG"),
        ("COVID-19 AND HTTP: WHAT REMAINS", "COVID-19 and HTTP: What remains"),
        ("PROJECT TEAMS GATHERING (PTG)", "Project Teams Gathering (PTG)"),
        ("THE CHAIR’S NOTE & MORE", "The chair’s note & more"),
        ("“WHY IT MATTERS TO US”", "“Why it matters to us”"),
        ("PTG FAQ", "PTG FAQ"),
        ("OPENINFRA", "OPENINFRA"),
        ("A NOTE on OpenInfra", "A NOTE on OpenInfra"),
    ],
)
def test_headings_in_capitals(heading: str, set_as: str) -> None:
    text = "The User Survey of the PTG is by OpenInfra. Users like a survey or the other. NOT SO MUCH OF IT."
    result = marked(f"a\n\n## {heading}\n\n{text}")
    assert [h.text for h in result.headings] == [set_as]
    assert told(result) == ([("MD-HEADING-CAPITALS", 3)] if heading != set_as else [])


def test_a_word_alone_in_capitals_is_taken_for_a_name_unless_other_headings_shout() -> None:
    alone = marked("## ADJOURNMENT\n\na")
    assert [h.text for h in alone.headings] == ["ADJOURNMENT"] and told(alone) == []
    among = marked("## CALL TO ORDER\n\na\n\n## ADJOURNMENT\n\nb\n\n## OPENINFRA\n\nof OpenInfra\n\n## UNESCO\n\nc")
    assert [h.text for h in among.headings] == ["Call to order", "Adjournment", "OpenInfra", "UNESCO"]
    assert [line for _, line in told(among)] == [1, 5, 9]


def test_headings_in_capitals_follow_the_others() -> None:
    text = "## ALL THE OTHER WORDS\n\na\n\n## The Year in Numbers\n\nb\n\n## Growth of Members\n\nc"
    assert marked(text).headings[0].text == "All the Other Words"
    assert marked(text.replace("Numbers", "numbers")).headings[0].text == "All the other words"


def test_languages_without_a_way_back_from_capitals() -> None:
    assert marked("## DER BERICHT DES JAHRES\n\nDer Bericht", lang="de").headings[0].text == "Der Bericht des Jahres"
    assert marked("## ΕΤΗΣΙΑ ΕΚΘΕΣΗ ΤΟΥ ΙΔΡΥΜΑΤΟΣ\n\na", lang="el").headings[0].text == "ΕΤΗΣΙΑ ΕΚΘΕΣΗ ΤΟΥ ΙΔΡΥΜΑΤΟΣ"
    assert marked("## IŞIK VE ISI RAPORU\n\na", lang="tr").headings[0].text == "IŞIK VE ISI RAPORU"


def test_capitals_of_a_bold_paragraph_that_becomes_a_heading() -> None:
    result = marked("## A\n\n**READ THIS FIRST**\n\nb")
    assert [h.text for h in result.headings] == ["A", "Read this first"]


# ------------------------------------------------------------------------------------------------- bylines
@pytest.mark.parametrize(
    "text",
    [
        "## A\n\n***Ada Lovelace, Board Chair*** ",
        "## A\n\n**_Ada Lovelace, Board Chair_**",
        "## A\n\nAda Lovelace , Board Chair",
        "## A\n\n[](x.org)***Ada Lovelace, Board Chair***",
    ],
)
def test_bylines(text: str) -> None:
    byline = tree(marked(text + "\n\nText.")).xpath("//p[@class='byline']")
    assert [words(p) for p in byline] == ["Ada Lovelace, Board Chair"] and len(byline[0]) == 0


@pytest.mark.parametrize(
    "text",
    [
        "## A\n\nIn 2021, we met.",
        "## A\n\nBerlin, Germany",
        "## A\n\nWe met Ada Lovelace, who was there",
        "## A\n\nText.\n\nAda Lovelace, Board Chair",
        "***Read this first***",
    ],
)
def test_what_is_no_byline(text: str) -> None:
    assert tree(marked(text)).xpath("//p[@class='byline']") == []


def test_byline_without_a_heading_is_told() -> None:
    assert told(marked("## A\n\nText.\n\n***Ada Lovelace, Chair***\n\nText.")) == [("MD-HEADING-MISSING", 5)]


# ------------------------------------------------------------------------------------------------- breaks
def test_breaks_that_stand_for_space_go_with_one_finding_a_run() -> None:
    result = marked("Text.\\\n<br />\n<br />\n\n![A](a.png)\n\n<br />\n\n<br />\n\nText.\n\n\\\n<br>\n")
    assert (
        [e.tag for e in tree(result)] == ["p", "figure", "p"] and "<br" not in result.html and "\\" not in result.html
    )
    assert told(result) == [
        ("MD-BACKSLASH", 1),
        ("MD-BREAKS", 2),
        ("MD-PICTURE-ALT", 5),
        ("MD-BREAKS", 7),
        ("MD-BACKSLASH", 13),
        ("MD-BREAKS", 14),
    ]


def test_break_between_words_stays_and_two_part_the_paragraph() -> None:
    assert [len(p.findall("br")) for p in tree(marked("a<br>b"))] == [1]
    result = marked("a *b*<br><br>*c* d")
    assert [words(p) for p in tree(result)] == ["a b", "c d"] and told(result) == [("MD-BREAKS", 1)]


def test_paragraph_of_no_break_spaces_goes() -> None:
    result = marked("a\n\n&nbsp;\n\nb")
    assert len(tree(result)) == 2 and told(result) == [("MD-BREAKS", 3)]


# ------------------------------------------------------------------------------------------------- spaces, lists
def test_no_break_spaces_are_told_once() -> None:
    result = marked("a\n\nb\u00a0c\u00a0\nd 5\u00a0km\n\ne\u00a0f \n`x`\n")
    assert [words(p) for p in tree(result)] == ["a", "b c d 5\u00a0km".replace("\u00a0", " "), "e f x"]
    assert "5\u00a0km" in result.html and result.html.count("\u00a0") == 1 and "<br" not in result.html
    assert told(result) == [("MD-SPACE", 3)] and "3 no-break" in result.findings[0].message


def test_french_keeps_its_no_break_spaces() -> None:
    assert told(marked("Oui\u00a0! «\u00a0Non\u00a0»", lang="fr")) == []


def test_two_markers_make_an_item_below_the_one_above() -> None:
    result = marked("* a\n* * b\n  * c\n* d\n")
    assert [words(li) for li in tree(result).xpath("/div/ul/li/ul/li")] == ["b", "c"]
    assert len(tree(result).xpath("/div/ul/li")) == 2 and told(result) == [("MD-LIST-MARKER", 2)]


def test_list_shape_is_told_once() -> None:
    result = marked("a\n- b\n  - c\n\nd\n- e\n")
    assert told(result) == [("MD-LIST-SHAPE", 2)] and "3 lines" in result.findings[0].message


def test_long_lists_of_short_items_are_set_in_columns() -> None:
    assert tree(marked("- Peru\n" * 9))[0].get("class") == "columns four"
    assert tree(marked("- Czech Republic\n" * 9))[0].get("class") == "columns three"
    assert tree(marked("- A name of more than thirty signs\n" * 9))[0].get("class") is None
    assert tree(marked("- A name of some thirty signs\n" * 9))[0].get("class") == "columns"
    assert tree(marked("- 国家和地区国家\n" * 9))[0].get("class") == "columns three", "as wide as 14 letters"
    numbered = "".join(f"{n}. Peru\n" for n in range(1, 10))
    assert tree(marked(numbered))[0].get("class") == "columns four"
    assert tree(marked("- Peru\n" * 8))[0].get("class") is None
    assert tree(marked("- Peru\n" * 9 + "- " + "long " * 9))[0].get("class") is None


# ------------------------------------------------------------------------------------------------- quotation marks
@pytest.mark.parametrize(
    ("lang", "text", "set_as"),
    [
        ("en", '“a” "b" ’c', "“a” “b” ’c"),
        ("en", '"a ...” b', "“a …” b"),
        ("de", '“a” "b" „c”', "„a“ „b“ „c“"),
        ("es", '“a” "b" «c “d” e» “f”', "«a» «b» «c “d” e» «f»"),
        ("sv", '“a” "b"', "”a” ”b”"),
    ],
)
def test_mixed_quotation_marks_are_set_alike(lang: str, text: str, set_as: str) -> None:
    result = marked(f"x\n\ny\n{text}", lang=lang)
    assert words(tree(result)[1]) == f"y {set_as}" and told(result) == [("MD-QUOTES", 4)]


@pytest.mark.parametrize(
    "text", ["“a” and ‘b’s’", "\"a\" and 'b's", "“a” is 5' 10\"", '“a” `"b"`', "”a” <b title='x'>b</b>"]
)
def test_one_kind_of_quotation_marks_is_no_mixture(text: str) -> None:
    assert told(marked(text)) == []


def test_the_line_where_a_mixture_begins() -> None:
    assert told(marked('- “a”\n- b *c\n  d* "e"')) == [("MD-QUOTES", 3)]
    assert told(marked('| a | b |\n|---|---|\n| "c" | d |\n| e | “f” |')) == [("MD-QUOTES", 4)]


# ------------------------------------------------------------------------------------------------- links, pictures
@pytest.mark.parametrize(
    ("target", "read_as"),
    [
        ("openstack.org.", "https://openstack.org"),
        ("www.example.de/x", "https://www.example.de/x"),
        ("a@b.org.", "mailto:a@b.org"),
        ("a@b.org?subject=Hi", "mailto:a@b.org?subject=Hi"),
        ("mailto:a@b.org,", "mailto:a@b.org"),
        ("<mailto: a@b.org>", "mailto:a@b.org"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("https:/example.org/a", "https://example.org/a"),
        ("http//example.org", "http://example.org"),
    ],
)
def test_addresses_somebody_meant(target: str, read_as: str) -> None:
    result = marked(f"[x]({target})")
    assert tree(result).xpath("//a/@href") == [read_as] and told(result) == [("MD-LINK-SCHEME", 1)]


@pytest.mark.parametrize(
    "target", ["https://a.org.", "mailto:a@b.org", "mailto:a@b.org?subject=x", "notes.md", "v1.2/a.md", "//", "tel:+1"]
)
def test_addresses_that_stay(target: str) -> None:
    result = marked(f"[x]({target})")
    assert tree(result).xpath("//a/@href") == [target] and told(result) == []


@pytest.mark.parametrize(
    ("alt", "src", "nothing"),
    [
        ("IMG_2034", "a.jpg", True),
        ("image-1-.png", "a.png", True),
        ("Screenshot 2024-05-03 at 10.22.33", "a.png", True),
        ("annual_report_cover_2", "a.png", True),
        ("cores-2022", "img/cores-2022.jpg", True),
        ("Image", "a.png", True),
        ("Logo.", "a.png", True),
        ("25M Cores", "cores.jpg", True),
        ("Member Logos 22", "a.png", True),
        ("Airship", "a.png", False),
        ("Ada Lovelace", "a.png", False),
        ("Traffic graph", "a.png", False),
        ("Diagramm", "a.png", True),
        ("トラフィックグラフ", "a.png", False),
        ("Members grew from 12 to 20", "members.png", False),
    ],
)
def test_alternative_texts_that_say_nothing(alt: str, src: str, nothing: bool) -> None:
    result = marked(f"They use Airship.\n\n![{alt}]({src})")
    assert tree(result).xpath("//img/@alt") == [alt]
    assert told(result) == ([("MD-PICTURE-ALT", 3)] if nothing else [])


def test_one_word_is_enough_for_a_picture_in_the_text() -> None:
    assert told(marked("The sign ![open](open.svg) means open, ![icon](i.svg) nothing.")) == [("MD-PICTURE-ALT", 1)]


def test_links_without_scheme() -> None:
    result = marked("[a](openstack.org/users)\n[b](who@lists.x.org)\n[c](notes.md)\n[d](other.md#x) [e](#y) [f](/g)")
    assert tree(result).xpath("//a/@href") == [
        "https://openstack.org/users",
        "mailto:who@lists.x.org",
        "notes.md",
        "other.md#x",
        "#y",
        "/g",
    ]
    assert told(result) == [("MD-LINK-SCHEME", 1), ("MD-LINK-SCHEME", 2)]


def test_empty_links_and_references() -> None:
    result = marked("a\n[](https://x.org) [](#fig-x)")
    assert tree(result).xpath("//a/@href") == ["#fig-x"] and tree(result).xpath("//a/@class") == ["ref"]
    assert told(result) == [("MD-LINK-EMPTY", 2)]


def test_empty_pictures_and_white_space_in_alternative_texts() -> None:
    result = marked("a\n\n![]()\n\n![Two circles ](a.png)")
    assert tree(result).xpath("//img/@alt") == ["Two circles"] and told(result) == [("MD-PICTURE-EMPTY", 3)]


def test_linked_picture_keeps_its_link() -> None:
    figure = tree(marked("[![Map](m.png)](https://x.org)"))[0]
    assert (
        figure.tag == "figure"
        and figure.xpath("a/@href") == ["https://x.org"]
        and figure.xpath("a/img/@alt") == ["Map"]
    )


# ------------------------------------------------------------------------------------------------- chapters
def test_split_at_the_highest_headings() -> None:
    chapters = split(marked("![C](c.png)\n\n#### A\n\na[^1]\n\n##### B\n\n#### Ä\n\nc\n\n#### A\n\n[^1]: n"))
    assert [(c.title, c.id, c.anchor, c.line) for c in chapters] == [
        ("", "opening", "", 1),
        ("A", "a", "a", 3),
        ("Ä", "a-2", "ä", 9),
        ("A", "a-3", "a-1", 13),
    ]
    assert [(h.level, h.text) for h in chapters[1].headings] == [(2, "B")]
    assert "footnote" in chapters[1].html and "<h2" in chapters[1].html and chapters[3].html == ""


def test_footnotes_are_numbered_in_each_chapter() -> None:
    first, second = split(
        marked("## A\n\na[^x] b[^y]\n\n## B\n\nc[^z] d[^z] e[^y] f[^y].\n\n[^x]: X\n[^y]: Y\n[^z]: Z")
    )
    assert first.html.count("footnote-ref") == 0
    root = html.fragment_fromstring(second.html, create_parent="div")
    assert [(s.get("id"), s.text, s.tail) for s in root.xpath("//span")] == [("fn-z", "Z", " d"), ("fn-y", "Y", " f")]
    assert root.xpath("//a/text()") == ["1", "2"] and words(root) == "cZ d1 eY f2."


def test_split_without_headings() -> None:
    assert [(c.title, c.id) for c in split(marked("# T\n\ntext"))] == [("T", "t")]
    assert split(marked("")) == ()


# ------------------------------------------------------------------------------------------------- hostile sizes
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"## Head {i % 7}\n\ntext" for i in range(10_000)),
        "\n".join("  " * i + "- item" for i in range(60)),
        "\n".join(">" * i + " x" for i in range(200)),
        "<div>" * 600 + "x",
        "<b>" * 2000 + "x",
        "\n".join(f"x[^{i}]\n\n[^{i}]: note\n" for i in range(2000)),
        "<!-- " * 5000,
        "<pre>\n" * 3000,
        "```\n" * 3001,
    ],
    ids=["headings", "lists", "quotations", "elements", "bold", "footnotes", "comments", "pre", "fences"],
)
def test_hostile_sizes(text: str) -> None:
    result = marked(text)
    assert not text.endswith("x") or "x" in tree(result).text_content()
    split(result)
