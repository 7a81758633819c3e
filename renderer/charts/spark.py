"""The kind `spark`: one row of values in, a line as high as the letters of a text out, with a dot on the last value.

It has no words and no scale, and runs from its lowest to its highest value: the text around it says what it shows.
"""

from __future__ import annotations

from renderer.charts.canvas import Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.lines import last_known, places_of
from renderer.charts.values import ChartData

_HIGH_PT = 10.0
_STROKE, _DOT = 0.9, 3.4


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt: a little more than that of the capitals it stands among."""
    return _HIGH_PT


def plot(canvas: Canvas) -> None:
    """Draw the line, with its gaps."""
    data, theme = canvas.data, canvas.theme
    places, values = places_of(data), data.series[0].values
    low, high = min(data.numbers), max(data.numbers)
    low, high = (low, high) if low < high else (low - 1, high + 1)  # without a change it runs through the middle
    first, span = places[0], (places[-1] - places[0]) or 1.0
    across, upright = canvas.width - 2 * _DOT, canvas.height - _DOT
    run: list[tuple[float, float]] = []
    for place, value in [*zip(places, values, strict=True), (0.0, None)]:
        if value is not None:
            x, y = _DOT + (place - first) / span * across, _DOT / 2 + (value - low) / (high - low) * upright
            run.append((x, y))
            continue
        if run:
            canvas.stroke(run if len(run) > 1 else [run[0], (run[0][0] + 0.1, run[0][1])], theme.series[0], _STROKE)
        run = []
    last, value = last_known(values)
    x, y = _DOT + (places[last] - first) / span * across, _DOT / 2 + (value - low) / (high - low) * upright
    canvas.dot(x, y, theme.highlight, size=_DOT)
