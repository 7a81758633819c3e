"""What a part says of its page numbers in; the frozen values that say where numbers and outline lead out."""

from __future__ import annotations

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
