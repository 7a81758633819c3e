"""Source lines: every element names the line it comes from, and the marks that carried the lines are gone."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from renderer.markup import convert, lines, split

MARKS = re.compile("[\ufdd0-\ufdef]")

TEXT = """\
# Report

Opening "words"
over two lines with [a link](a.md)
and [text that
runs on](b.md).

- one
- two
  - nested
    goes on

1. first

   second paragraph
> Quoted
> - in a list

| H | I |
|---|---|
|   | x |
| y | [z](c.md) |

Setext
------

Term
:   Meaning

<div class="raw">
  <a href="d.md"><img src="e.png" alt="E"></a>
  <p
    class="x">p</p>
</div>

Ref[^n].

[^n]: The note

```rust,ignore
code line
  <div>
```

    indented <div>

![pic](f.png "title")

/// note | T
Inside
///
"""


def by_line(first_line: int) -> dict[str, int]:
    """Lines of the elements that hold each line of the text, as the converter tells them."""
    root = html.fragment_fromstring(
        convert(TEXT, source="m.md", first_line=first_line, title="x").html, create_parent="div"
    )
    found: dict[str, int] = {}
    for element in root.iter():
        line = element.get("data-line")
        if line is not None:
            key = (
                element.get("href")
                or element.get("src")
                or element.tag + ":" + " ".join(element.text_content().split())
            )
            found.setdefault(key, int(line))
    return found


def expected(needle: str, first_line: int) -> int:
    at = TEXT.index(needle)
    return TEXT.count("\n", 0, at) + first_line


def test_lines_are_right_everywhere_and_behind_front_matter() -> None:
    for first_line in (1, 12):
        told = by_line(first_line)
        for key, needle in {
            "h2:Report": "# Report",
            "p:Opening “words” over two lines with a link and text that runs on .": "Opening",
            "a.md": "over two",
            "b.md": "and [text",
            "li:one": "- one",
            "li:nested goes on": "  - nested",
            "p:second paragraph": "   second",
            "p:Quoted": "> Quoted",
            "li:in a list": "> - in",
            "th:H": "| H",
            "td:": "|   | x",
            "td:x": "|   | x",
            "td:z": "| y",
            "c.md": "| y",
            "h3:Setext": "Setext",
            "dt:Term": "Term",
            "dd:Meaning": ":   Meaning",
            "div:p": '<div class="raw">',
            "d.md": '  <a href="d.md">',
            "e.png": '  <a href="d.md">',
            "p:p": "  <p\n",
            "span:The note": "[^n]: The",
            "pre:code line <div>": "```rust",
            "pre:indented <div>": "    indented",
            "f.png": "![pic]",
            "p:Inside": "Inside",
        }.items():
            if key.startswith("p:Opening"):
                found = next(v for k, v in told.items() if k.startswith("p:Opening"))
            else:
                found = told[key]
            assert found == expected(needle, first_line), key


def test_code_is_given_back_exactly() -> None:
    code = '  <div class="a">\n\n\t# no heading\n> - x | y\n    <br/>\n[^1]: n'
    root = html.fragment_fromstring(convert(f"```\n{code}\n```", source="m.md").html, create_parent="div")
    assert root.xpath("//code")[0].text == code.expandtabs(4)


def test_marks_are_taken_off_again() -> None:
    for text in ("plain", "- item", "> # head", "| cell |", "<div class='x'>", "  <br/>", "[^1]: note", "- [x] task"):
        at = lines.spot(text)
        assert at >= 0
        marked = lines.put(text, at, 1204)
        assert marked != text and lines.first(marked) == 1204 and lines.strip(marked) == text


def test_lines_that_carry_no_mark() -> None:
    for text in (
        "---",
        "* * *",
        "===",
        "|---|:-:|",
        "[a]: http://x",
        "*[A]: b",
        "{: .c }",
        "/// note | T",
        "///",
        "</div>",
        "- ",
    ):
        assert lines.spot(text) == -1, text


CONSTRUCTS = """\
# |#### |> |- |* |1. |1) |    |  |```|~~~|```chart|<div>|</div>|<div markdown="1">|<br />|<b>|</p>|<p>|<table>|<td>|
<!--|-->|<script>|</script>|<pre>|</pre>|[a](b)|![]()|![x](y "t")|[^1]|[^1]: |*[HTML]: x|HTML|^a^|---|===|`|**|*|_|~~|
"|'|...|--|{#id}|{: .c}|/// note|///|/// figure-caption|/// table-caption|!!! note "x"|Term|:   def|&nbsp;|&#1;|&amp;|
https://x.org/a_b|a@b.org|opendev.org/x|[ ] |[!NOTE]|<a href="x" onclick="y">|</a>|<img src=x alt="a>b">|<foo>|<3|
<http://x.y>|中文|😀|[|](|)|![|[x]: /url "t"|<svg><path/></svg>|<details>|</details>|<h2>raw</h2>|<li>|<body>|</body>|
<![CDATA[|<?php|?>|<iframe|<span id=q></span>|Ada Name, Role, House|**Bold**"""
SEPARATORS = ["\n", "\n\n", " ", "\t", "\\", "\u00a0", "\u2028", "\x00", "\x0c", "\ufdd0\ufdd3\ufddb", "\x02\x03", "|"]
TABLE = "|a|b|\n|-|-|\n|c|"
PIECES = st.one_of(
    st.sampled_from([*CONSTRUCTS.replace("|\n", "|").split("|"), TABLE]),
    st.sampled_from(SEPARATORS),
    st.text(max_size=6),
)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_converts_and_leaves_no_mark(text: str) -> None:
    result = convert(text, source="m.md", first_line=3)
    assert not MARKS.search(repr((result, split(result))))
    html.fragment_fromstring(result.html, create_parent="div")
    levels = [1, *(h.level for h in result.headings)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = [h.id for h in result.headings]
    assert all(ids)
    last = text.count("\n") + 3
    assert all(0 <= f.place.line <= last for f in result.findings)
    assert all(1 <= int(n) <= last for n in re.findall(r' data-line="(\d+)"', result.html))


WORD = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=8)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
BLOCK = st.tuples(st.sampled_from(["", "", "## ", "- ", "  - ", "1. ", "> ", "> - "]), PARAGRAPH).map("".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(BLOCK, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=12))
def test_no_word_is_lost(blocks: list[tuple[str, str]]) -> None:
    text = "".join(block + gap for block, gap in blocks)
    result = convert(text, source="m.md", title="\u2020")
    root = html.fragment_fromstring(result.html, create_parent="div")
    said = re.findall(r"\w+", root.text_content())
    left = list(said)
    for word in (w for w in re.findall(r"\w+", text) if w != "1"):
        assert word in left, (word, text, result.html)
        left.remove(word)
