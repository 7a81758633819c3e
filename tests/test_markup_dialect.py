"""Each construct of the dialect against the HTML docs/html.md promises for it."""

from __future__ import annotations

import pytest
from lxml import etree, html

from renderer.markup import Marked, convert, split


def marked(text: str, lang: str = "en", title: str = "") -> Marked:
    return convert(text, source="m.md", lang=lang, title=title)


def tree(text: str, lang: str = "en") -> html.HtmlElement:
    return html.fragment_fromstring(marked(text, lang).html, create_parent="div")


def one(text: str, path: str, lang: str = "en") -> html.HtmlElement:
    found = tree(text, lang).xpath(path)
    assert len(found) == 1, html.tostring(tree(text, lang), encoding="unicode")
    return found[0]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# ------------------------------------------------------------------------------------------------- lists
def test_list_right_behind_a_paragraph() -> None:
    assert len(one("Members\n- Ada\n- Grace", "//ul")) == 2


def test_nesting_by_two_spaces() -> None:
    assert words(one("- a\n  - b\n    - c\n- d", "/div/ul/li/ul/li/ul/li")) == "c"


def test_nesting_by_four_spaces_and_by_the_width_of_the_number() -> None:
    assert len(one("1. a\n    - b\n    - c\n2. d", "/div/ol/li/ul")) == 2
    assert len(one("1. a\n   - b\n   - c\n2. d", "/div/ol/li/ul")) == 2


def test_numbers_with_a_bracket() -> None:
    assert len(one("1) a\n2) b", "/div/ol")) == 2


def test_list_keeps_its_first_number() -> None:
    assert one("3. a\n4. b", "//ol").get("start") == "3"


def test_year_in_a_paragraph_is_no_list() -> None:
    assert tree("It was the year\n2021. And it ended.").xpath("//ol") == []


def test_paragraph_and_code_in_an_item() -> None:
    item = tree("- a\n\n  more\n\n  ```\n  x = 1\n    y\n  ```\n- b").xpath("//ul/li")[0]
    assert [child.tag for child in item] == ["p", "p", "pre"]
    assert item.xpath(".//code")[0].text == "x = 1\n  y"


def test_code_block_right_behind_the_marker() -> None:
    items = tree("1. ```\n   x\n   ```\n2. b").xpath("//ol/li")
    assert len(items) == 2 and words(items[0].find("pre")) == "x"


def test_bullets_and_numbers_are_two_lists() -> None:
    assert [e.tag for e in tree("- a\n1. b")] == ["ul", "ol"]


def test_list_in_a_quotation() -> None:
    assert words(one("> Said\n> - a\n>   - b", "//blockquote/ul/li/ul/li")) == "b"


def test_tasks() -> None:
    items = tree("- [x] done\n- [ ] open\n- plain").xpath("//li")
    assert [i.get("class") for i in items] == ["task done", "task", None]
    assert [words(i) for i in items] == ["done", "open", "plain"]


# ------------------------------------------------------------------------------------------------- lines of text
def test_backslash_breaks_the_line() -> None:
    assert one("one\\\ntwo", "//p/br").tail.strip() == "two"


def test_two_spaces_break_the_line() -> None:
    assert one("one  \ntwo", "//p/br") is not None


def test_hash_without_space_is_text() -> None:
    assert words(one("#1 of all", "/div/p")) == "#1 of all"


@pytest.mark.parametrize("head", ["rust,ignore", "rust ignore", "rust {.x}", '{.rust title="a"}', "rust title=x"])
def test_any_info_string_begins_a_code_block(head: str) -> None:
    code = one(f"```{head}\nlet x = 1;\n```", "//pre/code")
    assert code.text == "let x = 1;" and code.get("class") == "language-rust"


def test_code_block_right_behind_a_paragraph() -> None:
    assert [e.tag for e in tree("Run:\n```\nmake\n```\nand wait")] == ["p", "pre", "p"]


def test_longer_fence_closes_and_holds_shorter() -> None:
    assert one("````\n```\nx\n```\n`````", "//code").text == "```\nx\n```"


def test_heading_levels_and_ids() -> None:
    result = marked("# A & B\n\n## C {#own}\n\n# A & B\n")
    assert [(h.level, h.text, h.id) for h in result.headings] == [
        (2, "A & B", "a--b"),
        (3, "C", "own"),
        (2, "A & B", "a--b-1"),
    ]


def test_html_in_lines_of_code_stays_text() -> None:
    assert one("    <div>\n    <b>x</b>", "//pre/code").text == "<div>\n<b>x</b>"


def test_strikethrough_abbreviation_definition() -> None:
    assert words(one("~~old~~ new", "//del")) == "old"
    assert one("The OIF.\n\n*[OIF]: Open Infrastructure Foundation", "//abbr").get("title").startswith("Open")
    assert words(one("Term\n:   Meaning", "//dl/dd")) == "Meaning"


# ------------------------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://x.org/a_b_c", "https://x.org/a_b_c"),
        ("www.x.org", "https://www.x.org"),
        ("opendev.org/airship", "https://opendev.org/airship"),
        ("airshipit.org", "https://airshipit.org"),
        ("a.b+c@lists.x.org", "mailto:a.b+c@lists.x.org"),
    ],
)
def test_bare_addresses_are_links(text: str, target: str) -> None:
    link = one(f"See {text}, and *so* on.", "//a")
    assert (link.text, link.get("href")) == (text, target)


@pytest.mark.parametrize(
    "text", ["cenne.d", "notes.md", "index.html", "e.g. this", "v1.0.2", "Node.js", "and/or.", "a@b"]
)
def test_other_words_with_dots_are_not(text: str) -> None:
    assert tree(f"See {text} there").xpath("//a") == []


def test_no_link_in_a_link_or_in_code() -> None:
    assert len(tree("[opendev.org](https://opendev.org) `x.org`").xpath("//a")) == 1


def test_brackets_around_an_address_stay_outside() -> None:
    assert one("(see https://x.org/a(b).)", "//a").get("href") == "https://x.org/a(b)"


# ------------------------------------------------------------------------------------------------- tables
TABLE = "| A | B |\n|---|--:|\n| x | 1 |\n"


def test_table_with_scopes_and_alignment() -> None:
    table = one(TABLE, "/div/table")
    assert [th.get("scope") for th in table.iter("th")] == ["col", "col"]
    assert [td.get("class") for td in table.iter("td")] == [None, "align-right"]
    assert table.xpath(".//@style | .//@align") == []


def test_table_right_behind_a_paragraph() -> None:
    assert [e.tag for e in tree("Numbers:\n" + TABLE)] == ["p", "table"]


def test_table_caption() -> None:
    table = one(TABLE + "\n/// table-caption\n    attrs: {id: tbl-x}\nThe *caption*\n///", "/div/table")
    assert table.get("id") == "tbl-x"
    assert table[0].tag == "caption" and words(table[0]) == "The caption"


def test_empty_table_head_goes() -> None:
    assert one("| | |\n|---|---|\n| a | b |", "//table").xpath(".//th") == []


# ------------------------------------------------------------------------------------------------- pictures
def test_picture_with_title_becomes_a_figure() -> None:
    figure = one('![Alt ](p.png "The caption "){#fig-x .wide}', "/div/figure")
    assert figure.get("id") == "fig-x" and figure.get("class") == "picture wide"
    assert figure.find("img").get("alt") == "Alt" and words(figure.find("figcaption")) == "The caption"


def test_picture_without_title_and_picture_in_text() -> None:
    assert [e.tag for e in one("![Alt](p.png)", "/div/figure")] == ["img"]
    assert one("Text ![Alt](p.png) text", "/div/p/img").get("class") == "inline"


def test_pictures_that_share_a_paragraph_with_no_word_stand_in_a_row() -> None:
    row = one("![One](a.png)\n![Two](b.png)", "/div/p")
    assert row.get("class") == "pictures" and not row.xpath("img/@class")
    assert one("![One](a.png) and ![Two](b.png)", "/div/p").xpath("img/@class") == ["inline", "inline"]


def test_figure_caption() -> None:
    figure = one(
        "![Alt](p.png)\n/// figure-caption\n    attrs: {id: fig-y}\nWords with [a link](x.md).\n///", "/div/figure"
    )
    assert [e.tag for e in figure] == ["img", "figcaption"]
    assert figure.get("id") == "fig-y" and figure.get("class") == "picture"
    assert figure.xpath("figcaption/a/@href") == ["x.md"]


def test_chart_keeps_its_text_and_the_line_of_its_fence() -> None:
    figure = one('Text\n\n```chart\nkind: bar\ntitle: "A & B"\n\n```\n', "/div/figure")
    assert figure.get("class") == "chart" and figure.get("data-line") == "3"
    assert figure.get("data-chart").rstrip() == 'kind: bar\ntitle: "A & B"'


def test_chart_in_a_list() -> None:
    assert one("- a\n\n  ```chart\n  kind: bar\n  data:\n    - x\n  ```", "//li/figure").get("data-chart") == (
        "kind: bar\ndata:\n  - x"
    )


# ------------------------------------------------------------------------------------------------- boxes
def test_pull_quote_and_contact() -> None:
    quote = one("/// pull-quote | Jane Doe, Chair\nWords.\n///", "/div/aside")
    assert quote.get("class") == "pull-quote"
    assert [(p.get("class"), words(p)) for p in quote] == [(None, "Words."), ("attribution", "Jane Doe, Chair")]
    contact = one("/// contact | Find us\n- Code: x\n///", "/div/aside")
    assert contact.get("class") == "contact" and contact[0].get("class") == "callout-title"


@pytest.mark.parametrize(
    "text", ["/// tip | Watch\nText.\n///", '!!! tip "Watch"\n    Text.', "> [!TIP] Watch\n> Text."]
)
def test_three_ways_to_write_a_callout(text: str) -> None:
    aside = one(text, "/div/aside")
    assert aside.get("class") == "callout tip"
    assert [words(p) for p in aside] == ["Watch", "Text."] and aside[0].get("class") == "callout-title"


def test_title_of_an_alert_is_in_the_language() -> None:
    assert words(one("> [!WARNING]\n> Achtung.", "//aside/p[1]", "de-AT")) == "Warnung"


def test_two_alerts_are_two() -> None:
    assert [e.get("class") for e in tree("> [!NOTE]\n> a\n\n> [!TIP]\n> b")] == ["callout note", "callout tip"]


# ------------------------------------------------------------------------------------------------- footnotes
def test_footnote_stands_where_it_is_referred_to() -> None:
    text = "First [^n], again[^n].\n\n[^n]: The *note*\n    goes on.\n\n    Second paragraph.\n\nEnd."
    root = tree(text)
    note = root.xpath("//span[@class='footnote']")[0]
    assert note.get("id") == "fn-n" and note.get("data-line") == "3"
    assert words(note) == "The note goes on. Second paragraph." and len(note.findall("br")) == 1
    assert note.getparent().text == "First"
    again = root.xpath("//a[@class='footnote-ref']")[0]
    assert (again.get("href"), again.text) == ("#fn-n", "1")
    assert [words(p) for p in root.xpath("/div/p")][1:] == ["End."]


def test_footnotes_that_do_not_meet() -> None:
    found = marked("A[^x].\n\n[^y]: B").findings
    assert [(f.code, f.place.line) for f in found] == [("MD-FOOTNOTE", 1), ("MD-FOOTNOTE", 3)]


# ------------------------------------------------------------------------------------------------- typography
@pytest.mark.parametrize(
    ("lang", "written", "printed"),
    [
        ("en", "\"A\" and 'b'", "“A” and ‘b’"),
        ("en", '"As it … (added)…” he said', "“As it … (added)…” he said"),
        ("en", '"**Bold**" and "*it*", "[l](x.md)".', "“Bold” and “it”, “l”."),
        ("en", "don't, the '90s, Members' day", "don’t, the ’90s, Members’ day"),
        ("en", "1990--2000 --- so...", "1990–2000 — so…"),
        ("en", "use --draft here", "use --draft here"),
        ("de", "\"A 'b' c\"", "„A ‚b‘ c“"),
        ("fr", '"Oui" : l\'ami !', "«\u202fOui\u202f»\u00a0: l’ami\u202f!"),
        ("es", '"A"', "«A»"),
        ("it", '"A"', "«A»"),
        ("pl", '"A"', "„A”"),
        ("sv", '"A"', "”A”"),
        ("nl", '"A"', "“A”"),
        ("cs", '"A"', "„A“"),
        ("cs", "\"A\" -- 'b'", "„A“ – ‚b‘"),
        ("da", '"A"', "»A«"),
        ("de-CH", '"A"', "«A»"),
        ("el", '"A"', "«A»"),
        ("fi", "\"A 'b'\"", "”A ’b’”"),
        ("fr", "Vraiment? Oui! Prix: 3 (ou 4); 12:30", "Vraiment\u202f? Oui\u202f! Prix\u00a0: 3 (ou 4)\u202f; 12:30"),
        ("fr-CA", 'Oui! "A"', "Oui! «\u202fA\u202f»"),
        ("es", "A -- b, 2019--2021", "A — b, 2019–2021"),
        ("he", '"A"', "”A”"),
        ("hu", "\"A 'b' c\"", "„A »b« c”"),
        ("ja", '日本語の"テスト"です', "日本語の「テスト」です"),
        ("ko", '"그래프"를', "“그래프”를"),
        ("nb", '"A"', "«A»"),
        ("pl", "\"A 'b' c\"", "„A «b» c”"),
        ("pt", '"A" -- b', "“A” — b"),
        ("pt-PT", '"A"', "«A»"),
        ("ro", '"A"', "„A”"),
        ("ru", "\"А 'б' в\" -- г", "«А „б“ в» — г"),
        ("uk", '"А"', "«А»"),
        ("zh", '点击"Graphs",然后"Traffic"', "点击“Graphs”,然后“Traffic”"),
        ("zh-Hans", "甲--乙", "甲——乙"),
        ("zh-TW", '他說"好"。"再\'見\'"，GitHub\'s', "他說「好」。「再『見』」，GitHub’s"),
        ("tlh", "\"A\" 'b' d'A", "\"A\" 'b' d’A"),
    ],
)
def test_punctuation_of_the_language(lang: str, written: str, printed: str) -> None:
    assert one(written, "/div/p", lang).text_content() == printed


def test_punctuation_follows_the_language_of_a_passage() -> None:
    text = """He said "*das 'A' "B"*{lang=de}" -- so.\n\n"Zu Ende"\n{: lang=de}\n
<div lang="fr">\n\n"Oui!"\n\n</div>\n\n"End"
"""
    root = tree(text)
    assert [p.text_content() for p in root.iter("p")] == [
        "He said “das ‚A‘ „B“” – so.", "„Zu Ende“", "«\u202fOui\u202f!\u202f»", "“End”",
    ]  # fmt: skip
    assert root.xpath("//em/@lang") == ["de"] and root.xpath("//p/@lang") == ["de"]


def test_code_and_addresses_keep_their_characters() -> None:
    root = tree('`"x"...` https://x.org/a--b "y"')
    assert root.text_content().strip() == '"x"... https://x.org/a--b “y”'


# ------------------------------------------------------------------------------------------------- HTML
def test_markdown_inside_html_behind_a_blank_line() -> None:
    assert words(one("<div class='box'>\n\n**x**\n\n</div>", "//div[@class='box']//strong")) == "x"
    assert words(one("<details>\n<summary>S</summary>\n\n- x\n\n</details>", "//details/ul/li")) == "x"


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "object", "svg", "textarea", "button"])
def test_what_has_no_place_in_print_goes(tag: str) -> None:
    result = marked(f"Text\n\n<div><{tag}>alert</{tag}></div>\n")
    assert "alert" not in result.html and f"<{tag}" not in result.html
    assert [(f.code, f.place.line) for f in result.findings] == [("MD-HTML", 3)]


def test_attributes_are_held_to_the_list() -> None:
    text = 'a\n<a href="javascript:x()" onclick="y()" target="_blank" style="color: red" class="k">b</a>'
    result = marked(text)
    link = html.fragment_fromstring(result.html, create_parent="div").xpath("//a | //p[contains(., 'b')]")[0]
    assert not {"onclick", "target", "style"} & set(link.keys()) and "javascript" not in result.html
    assert sorted(f.code for f in result.findings) == ["MD-HTML", "MD-HTML", "MD-STYLE"]
    assert {f.place.line for f in result.findings} == {2}


def test_unknown_tags_are_text() -> None:
    result = marked("Clone <repo> first")
    assert "&lt;repo&gt;" in result.html and [f.code for f in result.findings] == ["MD-HTML"]


def test_html_left_open_does_not_swallow_the_rest() -> None:
    result = marked("<div>\n\n**a**\n\n## H\n\ntext\n")
    assert [h.text for h in result.headings] == ["H"] and "<strong>a</strong>" in result.html
    assert [(f.code, f.place.line) for f in result.findings] == [("MD-HTML", 1)]


def test_comments_go_with_one_note() -> None:
    result = marked("a <!-- b --> c\n\n<!--\n- d\n-->\n\ne")
    assert "b" not in result.html and "d" not in etree.fromstring(f"<d>{result.html}</d>").xpath("string()")
    assert [(f.code, f.place.line) for f in result.findings] == [("MD-COMMENT", 1)]
    assert "2 comments" in result.findings[0].message
    assert marked("`<!-- code -->`\n\n```\n<!-- code -->\n```").findings == ()


def test_a_comment_ends_a_list_that_it_is_not_indented_into() -> None:
    assert (
        words(one("1. a\n<!--\nnobody\n\nreads this\n-->\n\n  - b\n    - [c](https://x.org)\n", "/div/ul/li/ul/li/a"))
        == "c"
    )
    assert words(one("1. a\n\n   <!-- x -->\n\n   b\n", "/div/ol/li/p[2]")) == "b"


def test_the_first_definition_of_a_link_counts() -> None:
    assert one("[a][x] b\n\n[x]: https://one.org\n\n[x]: https://two.org", "//a").get("href") == "https://one.org"


def test_unknown_block_is_told() -> None:
    assert [f.code for f in marked("/// sidebar\ntext\n///").findings] == ["MD-BLOCK"]


def test_code_block_never_closed_is_told() -> None:
    result = marked("a\n\n```\nb\n\nc")
    assert [(f.code, f.place.line) for f in result.findings] == [("MD-FENCE", 3)]
    assert "b\n\nc" in result.html


def test_the_note_of_a_title_is_handed_to_the_text_below_it() -> None:
    notes = "\n\n[^a]: Of the title.\n[^b]: Of the chapter.\n"
    marked = convert(f"# Report[^a]\n\nText.\n\n## One[^b]\n\n- Item\n\n## Two\n\nMore[^b].{notes}", source="a.md")
    assert marked.title == "Report"
    opening, one, two = split(marked)
    assert "Text.<span" in opening.html and "Of the title." in opening.html
    assert (one.title, one.html.startswith("<p")) == ("One", True)
    assert "Of the chapter." in one.html and "Of the chapter." in two.html
