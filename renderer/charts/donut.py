"""The kind `donut`: the parts of a whole in, a ring in at most six pieces out, each named beside it, the sum inside."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate

from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.palette import slice_colours
from renderer.charts.scales import apart_within
from renderer.charts.shares import fault, part_text, shares
from renderer.charts.values import ChartData
from renderer.charts.words import words_for

__all__ = ["fault", "height", "plot"]

_RING_MM = 46.0
_INNER = 0.62
"""Of the outer radius."""
_WORDS_SHARE = 0.27
_TO_WORDS = 14.0
_TURNS = tuple(float(t) for t in range(0, 360, 10))
_UNSEEN = 8.0
"""Words so little away from their piece, in pt, seem to stand beside it."""


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the ring, and the words on its fuller side."""
    unit = lettering.line if data.unit not in ("", "%") else 0.0
    return max(_RING_MM * PT_PER_MM, 3.2 * lettering.line * len(data.categories) * 0.7) + 2 * lettering.line + unit


def plot(canvas: Canvas) -> None:
    """Draw the chart with the clock, in the order of the rows: from the top, or where the words find more room."""
    data, lettering = canvas.data, canvas.lettering
    room = canvas.height - canvas.unit_line()
    texts = [part_text(canvas, i, canvas.width * _WORDS_SHARE) for i in range(len(data.categories))]
    wide = max(lettering.width(t, strong=True) for t in texts)
    across = canvas.width - 2 * wide - 2 * _TO_WORDS
    radius = max(12.0, min(room / 2 - lettering.line * 0.6, across / 2, _RING_MM * PT_PER_MM / 2))
    ring = _Ring(wide + _TO_WORDS + radius, room / 2, radius)
    parts, sizes = shares(data), [lettering.height(text) + 2 for text in texts]
    turn = min(_TURNS, key=lambda t: _moved(ring, _middles(parts, t), sizes, room))
    colours = slice_colours(data, canvas.theme)
    for colour, middle, part in zip(colours, _middles(parts, turn), parts, strict=True):
        if part:
            canvas.wedge(
                ring.x, ring.y, radius, radius * _INNER, 90 - middle - 1.8 * part, 90 - middle + 1.8 * part, colour
            )
    _write_sum(canvas, ring)
    places = _places(ring, _middles(parts, turn), sizes, room)
    if places is None:
        canvas.shortfalls.append(f"there is no room for the words of {len(parts)} parts beside one another")
        return
    for i, (text, middle, at) in enumerate(zip(texts, _middles(parts, turn), places, strict=True)):
        left = _is_left(middle)
        column = ring.x + (-1 if left else 1) * (radius + _TO_WORDS)
        edge, bend = ring.at(middle, 0), ring.at(middle, 5)
        canvas.stroke([edge, bend, (column + (3 if left else -3), at)], canvas.theme.muted, HAIRLINE, zorder=1)
        canvas.words(text, column, at, ha="right" if left else "left", strong=i == data.highlight)


@dataclass(frozen=True, slots=True)
class _Ring:
    """The middle and the outer radius of the ring, in pt."""

    x: float
    y: float
    radius: float

    def at(self, degrees: float, away: float) -> tuple[float, float]:
        """Give a place `away` pt from the ring, `degrees` with the clock from its top."""
        reach, angle = self.radius + away, math.radians(degrees)
        return self.x + reach * math.sin(angle), self.y + reach * math.cos(angle)


def _middles(parts: tuple[float, ...], turn: float) -> list[float]:
    """Give the middle of each piece in degrees with the clock, the first beginning at `turn`."""
    return [turn + 3.6 * (end - part / 2) for end, part in zip(accumulate(parts), parts, strict=True)]


def _is_left(degrees: float) -> bool:
    return degrees % 360 > 180


def _places(ring: _Ring, middles: list[float], sizes: list[float], room: float) -> list[float] | None:
    """Give how high the words of each piece stand, apart from one another on their side; None without room."""
    found = [0.0] * len(middles)
    for left in (True, False):
        own = [i for i, m in enumerate(middles) if _is_left(m) == left]
        if sum(sizes[i] for i in own) > room:
            return None
        wanted = [ring.at(middles[i], 0)[1] for i in own]
        for i, y in zip(own, apart_within(wanted, [sizes[i] for i in own], 0.0, room), strict=True):
            found[i] = y
    return found


def _moved(ring: _Ring, middles: list[float], sizes: list[float], room: float) -> float:
    """Give how far all words together stand from their pieces, in pt: the ring is turned so that it is least."""
    places = _places(ring, middles, sizes, room)
    if places is None:
        return math.inf
    far = [abs(y - ring.at(m, 0)[1]) for m, y in zip(middles, places, strict=True)]
    return sum(f for f in far if f > _UNSEEN)


def _write_sum(canvas: Canvas, ring: _Ring) -> None:
    """Write the sum into the ring where it fits; shares of a hundred have none worth telling."""
    data, x, y, inner = canvas.data, ring.x, ring.y, ring.radius * _INNER
    if data.unit == "%" or data.shown == "none":
        return
    size, number = canvas.lettering.size * 1.7, canvas.number(sum(data.numbers))
    word = words_for(data.lang)["total"]
    if max(canvas.lettering.width(number, True, size), canvas.lettering.width(word)) < inner * 1.7:
        canvas.words(number, x, y + 1, ha="center", va="baseline", strong=True, size=size)
        canvas.words(word, x, y - canvas.lettering.line - 1, ha="center", va="baseline", muted=True)
