"""Pages that were promised: a text grows line by line, and the number of its pages never lies."""

from __future__ import annotations

import re

import pytest
from inspector import Inspector

from renderer.kit import PagePromise
from renderer.model import Sheets, TypesetJob
from renderer.typeset import typeset

STYLE = """:root {
  --page-height: 600px; --fit-spacing: 1; --fit-type: 1; --fit-least-spacing: 0.9; --fit-least-type: 0.9
}
@page { size: 400px var(--page-height); margin: 100px 50px }
body { margin: 0; font: calc(16px * var(--fit-type)) / calc(20px * var(--fit-spacing)) sans-serif }
p { margin: 0; orphans: 1; widows: 1 } .body > aside { height: 120px; break-inside: avoid }"""
PAGE = 20
"""Lines of a page as it is set at first."""
CLOSEST = 22
"""Lines of a page whose lines stand as close as they may: 400 / 18."""


def sheet(count: int, pages: int = 1, fit: tuple[str, ...] = ("spacing", "type"), more: str = "") -> Sheets:
    lines = "".join(f'<p data-line="{n}">Line {n}.</p>' for n in range(1, count + 1))
    html = f'<!DOCTYPE html><html lang=en><title>T</title><body><main><div class="body">{lines}{more}</div></main>'
    return typeset(TypesetJob("p", "p.md", html, (STYLE,), (), promise=PagePromise(pages, fit)))  # type: ignore[arg-type]


def told(sheets: Sheets) -> list[tuple[str, int]]:
    """The findings about the promise, with the lines they count."""
    found = [f for f in sheets.findings if f.code in ("PAGE-TIGHT", "PAGE-PROMISE")]
    return [(f.code, int((re.search(r"(\d+) lines? too long", f.message) or ["0", "0"])[1])) for f in found]


def test_line_by_line_the_pages_are_what_was_promised_or_the_lines_over_are_counted() -> None:
    for count in range(PAGE - 1, CLOSEST + 6):
        sheets = sheet(count)
        printed = sum(Inspector(sheets.pdf).text(page).count("Line") for page in range(sheets.pages))
        assert printed == count, "nothing is clipped"
        if count <= PAGE:
            assert (sheets.pages, told(sheets)) == (1, [])
        elif count <= CLOSEST:
            assert (sheets.pages, told(sheets)) == (1, [("PAGE-TIGHT", 0)])
        else:
            assert (sheets.pages, told(sheets)) == (2, [("PAGE-PROMISE", count - CLOSEST)])


@pytest.mark.parametrize(
    ("over", "code", "lines"), [(2, "PAGE-TIGHT", 0), (10, "PAGE-PROMISE", 8), (40, "PAGE-PROMISE", 38)]
)
def test_texts_too_long_by_a_little_and_by_much(over: int, code: str, lines: int) -> None:
    assert told(sheet(PAGE + over)) == [(code, lines)]


def test_only_the_steps_that_are_allowed_are_tried() -> None:
    assert told(sheet(PAGE + 1, fit=())) == [("PAGE-PROMISE", 1)]
    assert told(sheet(PAGE + 1, fit=("type",))) == [("PAGE-PROMISE", 1)], "smaller type does not move lines here"


def test_of_two_pages_both_are_filled_before_lines_are_counted() -> None:
    assert (sheet(2 * PAGE, pages=2).pages, told(sheet(2 * PAGE, pages=2))) == (2, [])
    assert told(sheet(2 * CLOSEST + 5, pages=2)) == [("PAGE-PROMISE", 5)]


def test_blocks_that_would_be_enough_to_leave_out_are_named() -> None:
    sheets = sheet(CLOSEST, more='<aside data-line="99">A box of words</aside>')
    (found,) = [f for f in sheets.findings if f.code == "PAGE-PROMISE"]
    assert "7 lines too long" in found.message
    assert "the box “A box of words” (line 99, 7 lines)" in found.message
