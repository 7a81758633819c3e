"""What a part says of its page numbers in; the frozen value that travels with it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the pages from a part on are numbered: A-1, A-2 for the prefix `A-`; `style` is `D` (1) or `r` (i)."""

    prefix: str = ""
    start: int = 1
    style: Literal["D", "r"] = "D"


@dataclass(frozen=True, slots=True)
class LabelRange:
    """A PDF page label range: from page index `start`, `style` is `D` (1), `r` (i) or `` (prefix only)."""

    start: int
    style: Literal["D", "r", ""]
    first: int = 1
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A page number printed in the contents, to be held against the page its anchor really lies on."""

    part: str
    anchor: str
    label: str
