"""The kind `grouped-bar`: several rows of values in, a group of bars for each category out.

The bars of a group are named right under them where the names fit; else a key at the top names them, and each series
has a hatch of its own beside its colour.
"""

from __future__ import annotations

from renderer.charts import bars
from renderer.charts.bars import BarStyle
from renderer.charts.canvas import Canvas
from renderer.charts.key import draw_key, key_height, tell_apart
from renderer.charts.lettering import Lettering
from renderer.charts.palette import HATCHES, series_colours
from renderer.charts.values import ChartData


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the bars and their key."""
    key = 0.0 if _named_under(data, lettering, width) else key_height(data, lettering, width)
    return bars.height(data, lettering, width) + (0.0 if bars.stand(data, lettering, width) else key)


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, theme, lettering = canvas.data, canvas.theme, canvas.lettering
    under = _named_under(data, lettering, canvas.width)
    colours = series_colours(data, theme)
    styles = [
        [
            BarStyle(
                colours[s],
                "" if under else HATCHES[s % len(HATCHES)],
                strong=i == data.highlight,
            )
            for i in range(len(data.categories))
        ]
        for s in range(len(data.series))
    ]
    top = canvas.unit_line()
    if under:
        tell_apart(canvas)
    else:
        top = draw_key(canvas, colours, top)
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
