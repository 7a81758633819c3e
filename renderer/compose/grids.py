"""People, logos and photographs in; how they share out a page, as templates ask for it: initials, shapes, rows.

Style sheets know a picture's shape only by the name of the nearest of a few (`styles/frames.css`).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

SHAPES = (50, 67, 75, 100, 133, 150, 178, 220, 300, 450)
"""Width of a picture for 100 of its height: the shapes that `frames.css` has a class for."""
_SPREAD = 3.0  # width of a row of photographs for 1 of its height
_LEAD = 1.5  # the same of the row that leads
_FILLED = 1.2  # a row narrower than that would be higher than a page bears, so it is not drawn out to the full width
_ARTICLES = frozenset(
    {
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "het",
        "en",
        "ett",
    }
)


class Shaped(Protocol):
    """A picture that knows its width for 1 of its height."""

    @property
    def ratio(self) -> float:
        """Give width by height."""


P = TypeVar("P", bound=Shaped)


def shape(ratio: float) -> int:
    """Give the nearest of the shapes; twice as wide is as far as twice as high."""
    return min(SHAPES, key=lambda s: abs(math.log(100 * ratio / s)))


def initials(name: str) -> str:
    """Give the first letters of a person's first and last name; none of an office, such as "The Chair"."""
    words = name.split(",")[0].split()
    if not words or words[0].lower() in _ARTICLES:
        return ""
    # Particles ("van", "de") are written small in scripts that have capitals, and left out.
    letters = [_first(word) for word in words if word[0].isalpha() and not word[0].islower()]
    return "".join(letters if len(letters) < 2 else (letters[0], letters[-1]))


def _first(word: str) -> str:
    """Give the first letter of a word with the marks that belong to it."""
    end = 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    return word[:end].upper()


def columns(count: int) -> int:
    """Give the number of columns in which so many people stand with the fewest left over in the last row."""
    if count <= 2:
        return 2
    return 3 if count in (3, 5, 6, 9) else 4


def rows(pictures: Sequence[P], lead: bool = True) -> list[tuple[P, ...]]:
    """Share pictures out to rows of one height each, in their order; with `lead` the first row is the largest."""
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # for the first n pictures: the least cost, and where their last row begins
    for end in range(1, len(pictures) + 1):
        costs = []
        for start in range(max(0, end - 6), end):
            wanted = _LEAD if lead and start == 0 else _SPREAD
            costs.append((best[start][0] + _cost(pictures[start:end], wanted), start))
        best.append(min(costs))
    made: list[tuple[P, ...]] = []
    end = len(pictures)
    while end:
        start = best[end][1]
        made.insert(0, tuple(pictures[start:end]))
        end = start
    return made


def _cost(row: Sequence[Shaped], wanted: float) -> float:
    return math.log(sum(p.ratio for p in row) / wanted) ** 2


def narrow(row: Sequence[Shaped]) -> bool:
    """Tell whether a row is too high to be drawn out to the full width."""
    return sum(p.ratio for p in row) < _FILLED


FILTERS: Mapping[str, Callable[..., Any]] = {
    "shape": shape, "initials": initials, "columns": columns, "rows": rows, "narrow": narrow,
}  # fmt: skip
"""The same by the names that templates have for them."""
