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


def tell_apart(canvas: Canvas) -> None:
    """Complain of more series than there are colours: two would look the same, whether named directly or by a key."""
    series, looks = len(canvas.data.series), len(canvas.theme.series)
    if series > looks:
        canvas.shortfalls.append(f"there are {series} series and only {looks} looks to tell them apart by")


def draw_key(canvas: Canvas, colours: Sequence[str], top: float, *, dots: bool = False) -> float:
    """Write the key below `top` pt, with hatched squares or the `dots` of a dot plot; give the height taken so far."""
    data, lettering = canvas.data, canvas.lettering
    tell_apart(canvas)
    for i, (left, line) in enumerate(_places(data, lettering, canvas.width)):
        middle = canvas.height - top - (line + 0.5) * lettering.line
        if dots:
            canvas.dot(left + _SWATCH / 2, middle, colours[i], size=7, marker=MARKERS[i % len(MARKERS)])
        else:
            bottom = middle - _SWATCH / 2
            canvas.rectangle(left, bottom, _SWATCH, _SWATCH, colours[i], hatch=HATCHES[i % len(HATCHES)])
        canvas.words(data.series[i].name, left + _SWATCH + GAP, middle)
    return top + key_height(data, lettering, canvas.width)
