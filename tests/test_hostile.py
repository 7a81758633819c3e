"""Manuscripts no press would take: each is set, or refused with a finding, and never takes time that grows faster
than the manuscript does.

Growth is counted in function calls, our own and those of the libraries, so that a busy machine changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from command import run
from counted import calls
from hostile import CONSTRUCTS

from renderer.findings import InputError
from renderer.markup import convert
from renderer.markup.limits import DEEPEST, LARGEST, LONGEST, LONGEST_WORD, MOST_ABBREVIATIONS, MOST_UNCLOSED
from renderer.order import Order
from renderer.pipeline import build
from renderer.read.yaml_lines import load

SUPERLINEAR = 2.6
"""From 2 n to 4 n a linear step does twice the work of that from n to 2 n, a quadratic one four times."""


def growth(work: Callable[[int], Any], n: int) -> float:
    """Give how much more work the second doubling is than the first."""
    work(max(1, n // 4))  # what is loaded or compiled once
    once, twice, four = (calls(lambda size=size: work(size)) for size in (n, 2 * n, 4 * n))
    # Where size makes no difference at all, what is left are a few calls of caches.
    return (four - twice) / max(50, twice - once)


# ------------------------------------------------------------------------------------------------- growth
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_conversion_grows_with_the_text(construct: str) -> None:
    text = CONSTRUCTS[construct]
    assert growth(lambda n: convert(text(n), source="m.md"), 60) < SUPERLINEAR


@pytest.mark.slow
@pytest.mark.parametrize("construct", ["rows of HTML", "footnotes", "dead links"])
def test_a_build_grows_with_the_text(construct: str, tmp_path: Path) -> None:
    def work(n: int) -> None:
        (tmp_path / "m.md").write_text(f"---\ntitle: T\n---\n\n{CONSTRUCTS[construct](n)}", encoding="utf-8")
        build(Order(tmp_path / "m.md", tmp_path / "output", remember=False))

    assert growth(work, 20) < SUPERLINEAR


# ------------------------------------------------------------------------------------------------- limits
def refused(text: str, first_line: int = 1) -> tuple[int, str]:
    """Convert a text that is refused; give the line and the message of the finding."""
    result = convert(text, source="m.md", first_line=first_line)
    assert result.html == ""
    [found] = [f for f in result.findings if f.code == "FILE-LIMIT"]
    return found.place.line, found.message


def test_a_manuscript_that_is_too_long() -> None:
    line, message = refused("A paragraph.\n\n" * (LARGEST // 14 + 1), first_line=4)
    assert line == 4 and "2,000," in message


def test_a_paragraph_that_is_too_long_is_named_by_its_first_line() -> None:
    long = "words that go on\n" * (LONGEST // 17 + 1)
    assert refused(f"Text.\n\n{long}\nText.", first_line=5)[0] == 7
    assert refused(f"# Heading\n\n- item\n\n{'漢' * LONGEST}y")[0] == 5
    assert refused(f"| a |\n|---|\n| b |\n| {'c ' * LONGEST} |")[0] == 4


def test_a_word_that_no_line_can_hold_is_named_by_its_line() -> None:
    line, message = refused(f"Text.\n\n```\n{'x' * (LONGEST_WORD + 1)}\n```", first_line=3)
    assert line == 6 and "10,000" in message
    assert convert("漢" * (LONGEST_WORD + 1), source="m.md").html
    assert convert("<b>a</b>" * LONGEST_WORD, source="m.md").findings[0].code == "FILE-LIMIT"  # a long paragraph
    assert convert("<b>a</b>" * (LONGEST_WORD // 2), source="m.md").html


def test_long_tables_lists_and_code_are_no_long_paragraph() -> None:
    rows = "| a | b |\n|---|---|\n" + "| some words | more words |\n" * 2200
    items = "- some words of an item\n" * 2200
    code = "```\n" + "some code of a long listing\n" * 2200 + "```\n"
    result = convert(f"{rows}\n{items}\n{code}", source="m.md")
    assert result.findings == () and min(len(t) for t in (rows, items, code)) > LONGEST


def test_pictures_written_out_in_the_text_do_not_count() -> None:
    data = "A" * (LONGEST + 1)
    result = convert(f"See ![a map](data:image/png;base64,{data}) here.", source="m.md")
    assert f'src="data:image/png;base64,{data}"' in result.html and result.findings == ()


def test_abbreviations_and_tags_without_an_end() -> None:
    terms = "\n".join(f"*[A{i}]: Term" for i in range(MOST_ABBREVIATIONS + 1))
    assert refused(f"Text.\n\n{terms}")[0] == 3 + MOST_ABBREVIATIONS
    assert refused("Text.\n\n" + "<a \n" * (MOST_UNCLOSED + 1))[0] == 3 + MOST_UNCLOSED
    assert convert("\n\n".join("<a\nhref='b.org'>c</a>" for _ in range(MOST_UNCLOSED + 1)), source="m.md").html


def test_elements_too_deep_in_each_other_are_named_where_they_get_too_deep() -> None:
    assert refused("<div>\n\nText\n\n" * (DEEPEST + 40), first_line=3)[0] == 3 + 4 * DEEPEST
    assert "Text" in convert("<div>\n\nText\n\n" * DEEPEST, source="m.md").html
    assert refused("Text.\n\n" + "<sub>" * 3000 + "x")[0] == 3


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("    " * i + "!!! note\n" for i in range(100)) + "    " * 100 + "the end",
        "\n".join("/" * (403 - i) + " note\n" for i in range(400)) + "the end",
        "> - " * 1000 + "the end",
        "\n".join("> " * i + "x" for i in range(300)) + "\n\nthe end",
        "[" * 1000 + "the end" + "](y)" * 1000,
        "<sub>" * 1500 + "the end",
    ],
    ids=["admonitions", "boxes", "lists in quotations", "quotations", "links", "inline elements"],
)
def test_what_is_deep_but_not_too_deep_keeps_its_words(text: str) -> None:
    assert "the end" in convert(text, source="m.md").html


def test_a_cell_over_a_million_columns_is_an_ordinary_cell() -> None:
    result = convert('<table><tr><td colspan="1000000" rowspan="2">x</td></tr></table>', source="m.md")
    assert "1000000" not in result.html and 'rowspan="2"' in result.html
    assert [f.code for f in result.findings] == ["MD-HTML"]


# -------------------------------------------------------------------------------------------- front matter
@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "\n".join(" " * i + "a:" for i in range(3000))])
def test_front_matter_nested_without_end(text: str) -> None:
    value, _, [fault] = load(text, file="m.md", first_line=2)
    assert value is None and fault.code == "YAML-SYNTAX" and "50 deep" in fault.message and fault.place.line >= 2


def test_front_matter_of_aliases_of_aliases() -> None:
    names = "abcdefghij"
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise(names))
    value, _, [fault] = load(bomb, file="m.md")
    assert value is None and "too many values" in fault.message


# ------------------------------------------------------------------------------------------------- builds
def test_a_refused_manuscript_ends_the_build_with_its_finding(tmp_path: Path) -> None:
    (tmp_path / "m.md").write_text(f"---\ntitle: T\n---\n\nText.\n\n{'word ' * LONGEST}", encoding="utf-8")
    ran = run("build", "m.md", "--json", "--jobs", "1", cwd=tmp_path)
    assert ran.status == 3 and ran.codes == ["FILE-LIMIT"] and ran.lines[0]["place"]["line"] == 7
    with pytest.raises(InputError):
        build(Order(tmp_path / "m.md", tmp_path / "output", remember=False))


@pytest.mark.slow
def test_many_headings_of_one_level_do_not_each_begin_a_page(tmp_path: Path) -> None:
    (tmp_path / "m.md").write_text("\n\n".join(f"## Section {i}\n\nText." for i in range(300)), encoding="utf-8")
    outcome = build(Order(tmp_path / "m.md", tmp_path / "output", remember=False))
    assert len(outcome.typeset) == 1 and 10 <= outcome.deliveries[0].pages < 60
