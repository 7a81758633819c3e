"""What a part says of its page numbers in; the frozen value that travels with it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the pages from a part on are numbered: A-1 for the prefix `A-`; `style` is `D` (1), `r` (i) or `a` (a)."""

    prefix: str = ""
    start: int = 1
    style: Literal["D", "r", "a"] = "D"
