"""Measured pages: the rules of rhythm, length of lines, ends of pages, type area and gaps between words.

`test_themes_conform.py` holds every page of the shipped report to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from measure import Line, MeasuredPage, measured

from renderer.model import TypesetJob

OFF = 0.5
"""pt by which a base line may stand off the grid of its page."""
LONGEST, SHORTEST = 80, 35
LEAST_BELOW = 3
FULL = 0.2
WIDEST = 0.6


def off_grid(page: MeasuredPage) -> Iterator[str]:
    """Lines of running text off the half lines counted from the first; items of lists may stand on the quarters."""
    running = [line for line in page.lines if line.running]
    for line in running:
        step = page.step / 2 if line.tag == "li" else page.step
        off = (line.baseline - running[0].baseline) % step
        if min(off, step - off) >= OFF:
            yield f"{off:.2f} pt off: {line.text[:40]}"


def badly_measured(page: MeasuredPage) -> Iterator[str]:
    """Lines too long, and lines too short that do not end a paragraph or an item."""
    for line in (line for line in page.lines if line.running):
        cut_short = line.tag == "p" and not line.last and len(line.text) < SHORTEST
        if cut_short or len(line.text) > LONGEST:
            yield f"{len(line.text)} characters: {line.text}"


def stranded(page: MeasuredPage) -> Iterator[str]:
    """Headings with less than three lines below them."""
    for heading in (line for line in page.lines if line.heading and not page.last):
        below = [line for line in page.lines if line.top > heading.top + 1 and not line.heading]
        if len(below) < LEAST_BELOW:
            yield f"{len(below)} lines below “{heading.text}”"


def outside(page: MeasuredPage) -> Iterator[str]:
    """Text out of the type area that no style sheet put there."""
    left, top, right, bottom = page.area
    for line in (line for line in page.lines if not line.free):
        box: tuple[float, ...] = (left - line.left, line.right - right, top - line.top, line.top + line.height - bottom)
        if max(box) > 1:
            yield f"{max(box):.1f} pt outside: {line.text[:40]}"


def gaping(page: MeasuredPage) -> Iterator[str]:
    return (f"{line.gap:.2f} em: {line.text}" for line in page.lines if line.running and line.gap >= WIDEST)


def nearly_empty(page: MeasuredPage) -> Iterator[str]:
    filled = (page.bottom - page.area[1]) / (page.area[3] - page.area[1])
    if page.last and page.number > 1 and filled < FULL:
        yield f"{filled:.0%} full"


RULES = (off_grid, badly_measured, stranded, outside, gaping, nearly_empty)


def faults(pages: Iterable[MeasuredPage]) -> list[str]:
    """Say what is wrong on pages."""
    return [f"{p.part} {p.number}: {rule.__name__}: {said}" for p in pages for rule in RULES for said in rule(p)]


# ------------------------------------------------------------------------------------- the rules see what is wrong
GOOD = "@page { size: 600px 800px; margin: 100px } body { font: 16px/20px sans-serif; margin: 0 } p { margin: 0 }"
WORDS = "<p>" + "Words of a paragraph that runs over several lines of the page. " * 8 + "</p>"


def page_of(body: str, style: str = "") -> list[MeasuredPage]:
    html = f"<!DOCTYPE html><html lang=en><title>T</title><body><main class=body>{body}</main>"
    return measured(TypesetJob("p", "p.md", html, (GOOD, style), ()))


def told(pages: list[MeasuredPage]) -> set[str]:
    return {rule.__name__ for page in pages for rule in RULES for _ in rule(page)}


@pytest.mark.parametrize(
    ("body", "style", "seen"),
    [
        (WORDS * 2, "", set()),
        (WORDS * 2, "p { margin-bottom: 3px }", {"off_grid"}),
        (f"{WORDS}<div style='height:33px'></div>{WORDS}", "", set()),
        (f"{WORDS}<h3>Words</h3>{WORDS}", "h3 { margin: 3px 0; font-size: 16px }", {"off_grid"}),
        (WORDS, "p { font-size: 8px }", {"badly_measured"}),
        (WORDS, "p { font-size: 30px; line-height: 40px; hyphens: none }", {"badly_measured"}),
        (WORDS, "p { text-indent: -40px }", {"outside"}),
        (WORDS.replace("several", "incomprehensibilities" * 2), "p { text-align: justify }", {"gaping"}),
        (
            f"<div style='height:540px'></div><h3>Words</h3><p>One.</p>{WORDS}",
            "h3 { margin: 0; font-size: 16px }",
            {"stranded"},
        ),
        ("<div style='height:560px'></div><p>One.</p><p>Two.</p><p>Three.</p>", "", {"nearly_empty"}),
    ],
)
def test_the_measure_tells_what_is_wrong(body: str, style: str, seen: set[str]) -> None:
    assert told(page_of(body, style)) == seen


def test_a_line_knows_whether_it_ends_its_paragraph() -> None:
    [page] = page_of(f"{WORDS}<ul><li>Item</li></ul>")
    lines: list[Line] = [line for line in page.lines if line.running]
    assert [line.last for line in lines] == [False] * (len(lines) - 2) + [True, True]
