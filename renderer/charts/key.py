"""The key of a chart whose series cannot be named where they are: names and colours in, swatches with words out."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.charts.canvas import Canvas
from renderer.charts.guides import GAP
from renderer.charts.lettering import Lettering
from renderer.charts.palette import HATCHES, MARKERS
from renderer.charts.values import ChartData

_SWATCH = 9.0


def _places(data: ChartData, lettering: Lettering, width: float) -> list[tuple[float, int]]:
    """Give the left edge and the line of each name."""
    left, line, found = 0.0, 0, []
    for series in data.series:
        long = _SWATCH + GAP + lettering.width(series.name)
        if left and left + long > width:
            left, line = 0.0, line + 1
        found.append((left, line))
        left += long + 4 * GAP
    return found


def key_height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height of the key in a figure `width` pt wide, with the space below it."""
    return (_places(data, lettering, width)[-1][1] + 1) * lettering.line + GAP


def draw_key(canvas: Canvas, colours: Sequence[str], top: float, *, dots: bool = False) -> float:
    """Write the key below `top` pt, with hatched squares or the `dots` of a dot plot; give the height taken so far."""
    data, lettering = canvas.data, canvas.lettering
    if len(data.series) > len(canvas.theme.series):
        have = len(canvas.theme.series)
        canvas.shortfalls.append(f"there are {len(data.series)} series and only {have} looks to tell them apart by")
    for i, (left, line) in enumerate(_places(data, lettering, canvas.width)):
        middle = canvas.height - top - (line + 0.5) * lettering.line
        if dots:
            canvas.dot(left + _SWATCH / 2, middle, colours[i], size=7, marker=MARKERS[i % len(MARKERS)])
        else:
            bottom = middle - _SWATCH / 2
            canvas.rectangle(left, bottom, _SWATCH, _SWATCH, colours[i], hatch=HATCHES[i % len(HATCHES)])
        canvas.words(data.series[i].name, left + _SWATCH + GAP, middle)
    return top + key_height(data, lettering, canvas.width)
