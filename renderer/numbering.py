"""What a part says of its page numbers in; the frozen values that say where numbers and outline lead out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["D", "r", "R", "a", "A", ""]
STYLES: tuple[Style, ...] = ("D", "r", "R", "a", "A")
"""What pages are numbered in (ISO 32000-1, table 159)."""
Folio = Literal["number", "of"]
"""What stands at the foot of a page: its number alone, or “Page 4 of 12”."""
TOTAL = "*"
"""What the number of the last page is asked for by, where other numbers are asked for by the name of an anchor."""


@dataclass(frozen=True, slots=True)
class NumberSlot:
    """Noughts on a typeset page in whose place digits of page numbers are written.

    `page` (from 0 in its part) and `mark` tell where: an identifier of marked content, or on a page without tags which
    of the texts shown there it is (from 0); `first` and `count` which of
    the digits of its part, in the order of its HTML; `glyphs` are those of 0 to 9 in the font there.
    """

    page: int
    mark: int
    first: int
    count: int
    glyphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the pages from a part on are numbered: A-1 for the prefix `A-`; `style` is `D` (1), `r` (i) or `a` (a)."""

    prefix: str = ""
    start: int = 1
    style: Literal["D", "r", "a"] = "D"


@dataclass(frozen=True, slots=True)
class LabelRange:
    """A PDF page label range: from page index `start`.

    `style` is `D` (1), `r` (i), `R` (I), `a` (a), `A` (A) or `` (prefix only).
    """

    start: int
    style: Style
    first: int = 1
    prefix: str = ""


def total(ranges: Sequence[LabelRange], labels: Sequence[str], page: int) -> str:
    """Give the label of the last page that is counted in one row with a page (an index); `labels` are those of all.

    A part with labels of its own in between does not end a row that goes on behind it.
    """
    if not labels:
        return ""
    page = min(page, len(labels) - 1)  # a part that could not be typeset lies behind the last
    ends = [*(r.start for r in ranges[1:]), len(labels)]
    rows = [(r.style, r.prefix, r.first - r.start) for r in ranges]
    here = next(row for row, end in zip(rows, ends, strict=True) if page < end)
    return labels[max(end for row, end in zip(rows, ends, strict=True) if row == here) - 1]


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A page number printed in the contents, to be held against the page its anchor really lies on."""

    part: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of the outline: nesting level from 1, text, page index it leads to."""

    level: int
    text: str
    page: int
