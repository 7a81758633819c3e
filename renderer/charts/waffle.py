"""The kind `waffle`: the parts of a whole in, a hundred squares out, one for each per cent, row by row from the top.

The words of each part stand right of its squares. Shares are rounded so that there are a hundred squares.
"""

from __future__ import annotations

from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.palette import slice_colours
from renderer.charts.scales import apart_within
from renderer.charts.shares import fault, in_whole, part_text, shares
from renderer.charts.values import ChartData

__all__ = ["fault", "height", "plot"]

_SQUARE_MM = 44.0
_TO_WORDS = 14.0
_PARTING = 1.6


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the squares, or the words beside them."""
    unit = lettering.line + 3 if data.unit not in ("", "%") else 0.0
    return max(_SQUARE_MM * PT_PER_MM, 2.4 * lettering.line * len(data.categories)) + unit


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, lettering = canvas.data, canvas.lettering
    room = canvas.height - canvas.unit_line()
    side = min(room, canvas.width * 0.6)
    texts = [part_text(canvas, i, canvas.width - side - _TO_WORDS) for i in range(len(data.categories))]
    step = side / 10
    colours, first = slice_colours(data, canvas.theme), 0
    wanted: list[float] = []
    there: list[bool] = []
    for colour, count in zip(colours, in_whole(shares(data)), strict=True):
        for square in range(first, first + count):
            x, y = square % 10 * step, room - (square // 10 + 1) * step
            canvas.rectangle(x, y, step - _PARTING, step - _PARTING, colour)
        wanted.append(room - (first + count / 2) / 10 * step - 0.01 * len(wanted))  # equals keep their order
        there.append(count > 0)
        first += count
    sizes = [lettering.height(text) + 2 for text in texts]
    if sum(sizes) > room:
        canvas.shortfalls.append(f"there is no room for the words of {len(texts)} parts beside one another")
    for i, (text, want, middle) in enumerate(zip(texts, wanted, apart_within(wanted, sizes, 0.0, room), strict=True)):
        if there[i]:
            canvas.stroke([(side, want), (side + _TO_WORDS - 3, middle)], canvas.theme.muted, HAIRLINE)
        canvas.words(text, side + _TO_WORDS, middle, strong=i == data.highlight)
