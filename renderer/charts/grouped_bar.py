"""The kind `grouped-bar`: several rows of values in, a group of bars for each category out.

The bars of a group are named right under them where the names fit; else a key at the top names them, and each series
has a hatch of its own beside its colour.
"""

from __future__ import annotations

from renderer.charts import bars
from renderer.charts.bars import GAP, BarStyle
from renderer.charts.canvas import Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.theme import tint
from renderer.charts.values import ChartData

_HATCHES = ("", "///", "\\\\\\", "xxx", "--", "//")
_SWATCH = 9.0


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the bars and their key."""
    key = 0.0 if _named_under(data, lettering, width) else lettering.line + GAP
    return bars.height(data, lettering, width) + (0.0 if bars.stand(data, lettering, width) else key)


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, theme, lettering = canvas.data, canvas.theme, canvas.lettering
    under = _named_under(data, lettering, canvas.width)
    styles = [
        [
            BarStyle(
                theme.series[s % len(theme.series)],
                "" if under else _HATCHES[s % len(_HATCHES)],
                strong=i == data.highlight,
            )
            for i in range(len(data.categories))
        ]
        for s in range(len(data.series))
    ]
    top = canvas.unit_line()
    if not under:
        top = _draw_key(canvas, [s[0] for s in styles], top)
    if bars.stand(data, lettering, canvas.width):
        bars.plot_standing(canvas, styles, top=top, under=under)
    else:
        bars.plot_lying(canvas, styles, top=top)


def _named_under(data: ChartData, lettering: Lettering, width: float) -> bool:
    """Tell whether the name of each series fits under its bars."""
    if not bars.stand(data, lettering, width):
        return False
    room = bars.thickness(data, width / len(data.categories))
    return len(data.series) > 1 and all(lettering.width(s.name) <= room - 2 for s in data.series)


def _draw_key(canvas: Canvas, styles: list[BarStyle], top: float) -> float:
    """Write the key in lines below `top` pt; give the height taken so far."""
    from matplotlib.patches import Rectangle

    lettering, left, line = canvas.lettering, 0.0, 0
    for series, style in zip(canvas.data.series, styles, strict=True):
        long = _SWATCH + GAP + lettering.width(series.name)
        if left and left + long > canvas.width:
            left, line = 0.0, line + 1
        middle = canvas.height - top - (line + 0.5) * lettering.line
        swatch = Rectangle(
            (left, middle - _SWATCH / 2),
            _SWATCH,
            _SWATCH,
            facecolor=style.colour,
            hatch=style.hatch,
            hatchcolor=tint(style.colour, canvas.theme.paper, 0.45),
            linewidth=0,
            transform=None,
        )
        canvas.axes.figure.add_artist(swatch)
        canvas.label(series.name, left + _SWATCH + GAP, middle, ha="left", coords="figure points")
        left += long + 4 * GAP
    return top + (line + 1) * lettering.line + GAP
