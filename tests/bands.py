"""Measures the blank bands of a PDF: the empty height between lines and pictures that follow each other on a page.

Only what is tagged counts, so running heads and folios are left out; a picture counts as a whole, however white it is.
"""

from __future__ import annotations

from typing import NamedTuple

from inspector import Inspector

MM = 25.4 / 72


class Band(NamedTuple):
    """An empty strip: page index, where it begins, how high it is (mm), and the first word below it."""

    page: int
    top: float
    height: float
    below: str


def bands(pdf: Inspector, least: float) -> list[Band]:
    """Give the bands between the first and the last thing on each page that are higher than `least` mm."""
    found, figures = [], pdf.figures()
    for page in range(pdf.pages):
        things = [(w.y - w.size * 0.75, w.y, w.text) for w in pdf.words(page) if not w.artifact]
        things += [(f.box[1], f.box[3], "picture") for f in figures if f.page == page and f.box]
        bottom = None
        for top, end, text in sorted(things):
            if bottom is not None and (top - bottom) * MM > least:
                found.append(Band(page, round(bottom * MM, 1), round((top - bottom) * MM, 1), text))
            bottom = end if bottom is None else max(bottom, end)
    return found
