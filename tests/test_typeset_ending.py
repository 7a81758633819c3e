"""Parts that would end with a few lines on a last page: how far their pages change, and when they do not."""

from __future__ import annotations

import pytest
from inspector import Inspector

from renderer.model import Sheets, TypesetJob
from renderer.typeset import typeset

STYLE = """:root { --line: 20px; --more-lines: 0; --fit-longer: %d; --fit-shorter: %d }
@page { size: 400px 600px; margin: 100px 50px calc(100px - var(--more-lines) * var(--line)) }
body { margin: 0; font: 12px/20px sans-serif } p { margin: 0 } header { break-after: page }"""
PAGE = 20
"""Lines of a page of the usual depth."""


def set_lines(count: int, longer: int = 1, shorter: int = 3, before: str = "", tagged: bool = True) -> Sheets:
    lines = "".join(f'<p data-line="{n}">Line {n}.</p>' for n in range(1, count + 1))
    html = f"<!DOCTYPE html><html lang=en><title>T</title><body>{before}<main>{lines}</main>"
    return typeset(TypesetJob("p", "p.md", html, (STYLE % (longer, shorter),), (), tagged))


def depths(sheets: Sheets) -> list[int]:
    pdf = Inspector(sheets.pdf)
    return [pdf.text(page).count("Line") for page in range(sheets.pages)]


def notes(sheets: Sheets) -> list[tuple[str, str]]:
    wanted = ("PAGE-FIT", "PAGE-EMPTY", "PAGE-HEADING", "PAGE-HOLE")
    return [(f.code, f.message) for f in sheets.findings if f.code in wanted]


def fit(how: str, filled: str) -> list[tuple[str, str]]:
    return [("PAGE-FIT", f"the pages of this part are {how} than others, or its last would be only {filled} full")]


@pytest.mark.parametrize(
    ("count", "made", "said"),
    [
        (PAGE, [20], []),
        (PAGE + 4, [20, 4], []),
        (PAGE + 1, [21], fit("1 line longer", "5%")),
        (2 * PAGE + 2, [21, 21], fit("1 line longer", "10%")),
        (PAGE + 3, [19, 4], fit("1 line shorter", "15%")),
        (PAGE + 2, [18, 4], fit("2 lines shorter", "10%")),
        (2 * PAGE + 3, [19, 19, 5], fit("1 line shorter", "15%")),
    ],
)
def test_a_part_ends_on_a_page_at_least_a_fifth_full(count: int, made: list[int], said: list[tuple[str, str]]) -> None:
    sheets = set_lines(count)
    assert (depths(sheets), notes(sheets)) == (made, said)


def test_tokens_limit_how_far_pages_change() -> None:
    assert depths(set_lines(PAGE + 1, longer=0)) == [17, 4]
    unchanged = set_lines(PAGE + 1, longer=0, shorter=0)
    assert depths(unchanged) == [20, 1]
    assert [code for code, _ in notes(unchanged)] == ["PAGE-EMPTY"]
    too_far = set_lines(PAGE + 1, longer=0, shorter=2)
    assert depths(too_far) == [20, 1], "what does not help is not done"
    assert [code for code, _ in notes(too_far)] == ["PAGE-EMPTY"]


def test_a_page_after_an_opener_is_not_one_that_ran_over() -> None:
    sheets = set_lines(2, before='<header class="sheet"><h1>Title</h1><p>Summary</p></header>')
    assert depths(sheets) == [0, 2]
    assert "PAGE-FIT" not in {code for code, _ in notes(sheets)}


def test_pages_without_tags_are_left_as_they_are() -> None:
    assert depths(set_lines(PAGE + 1, tagged=False)) == [20, 1]
