"""The kind `dot-plot`: one or more values for each name in, dots on a line for each name out.

Dots do not have to begin at zero as bars do, so small differences between large values can be seen. Each series has a
mark of its own shape.
"""

from __future__ import annotations

from renderer.charts import bars
from renderer.charts.bars import NAMES_SHARE, TALLEST_MM
from renderer.charts.canvas import PT_PER_MM, Canvas
from renderer.charts.guides import GAP, draw_heads, draw_marks, heads_height
from renderer.charts.key import draw_key, key_height
from renderer.charts.lettering import Lettering
from renderer.charts.palette import MARKERS, category_colours, series_colours
from renderer.charts.scales import line_range
from renderer.charts.values import ChartData

_ROW = 13.0
_DOT = 7.0


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the rows, their scale and, where needed, the key."""
    key = key_height(data, lettering, width) if len(data.series) > 1 else 0.0
    tall = bars.lying_height(data, lettering, width, _ROW / len(data.series))
    return min(tall + key + lettering.line + GAP, TALLEST_MM * PT_PER_MM)


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, lettering = canvas.data, canvas.lettering
    names = [lettering.wrap(c, canvas.width * NAMES_SHARE, strong=True) for c in data.categories]
    left = max(lettering.width(n, strong=True) for n in names) + 3 * GAP
    ticks = canvas.ticks(*line_range(data.measured))
    widest = max(lettering.width(canvas.number(v), strong=True) for v in data.numbers)
    right = max(max(map(lettering.width, ticks.values())) / 2, widest + _DOT + GAP)
    top = canvas.unit_line()
    if len(data.series) > 1:
        top = draw_key(canvas, series_colours(data, canvas.theme), top, dots=True)
    top += heads_height(canvas)
    row = (canvas.height - top - lettering.line - GAP) / len(names)
    edge = max(0.0, max(map(lettering.height, names)) - row) / 2
    canvas.frame(left, right, lettering.line + GAP + edge, top + edge)
    canvas.axes.set_xlim(min(ticks), max(ticks))
    canvas.axes.set_ylim(len(names) - 0.5, -0.5)
    for tick, written in ticks.items():
        canvas.rule(tick, upright=True, strong=tick == 0)
        canvas.words(written, canvas.x_pt(tick), canvas.bottom - GAP, ha="center", va="top", muted=True)
    row = canvas.plot_height / len(names)
    for i in bars.free_names(canvas, [lettering.height(n) for n in names], row):
        canvas.words(names[i], 0, canvas.y_pt(i), strong=i == data.highlight)
    for i in range(len(names)):
        _draw_row(canvas, i, valued=row >= lettering.line)
    draw_marks(canvas, upright=True)
    draw_heads(canvas)


def _draw_row(canvas: Canvas, index: int, *, valued: bool) -> None:
    """Draw the dots of one name on a line, with its value or, of several, its lowest and highest."""
    data, theme, y = canvas.data, canvas.theme, canvas.y_pt(index)
    colours = series_colours(data, theme)
    if len(data.series) == 1:
        colours = (category_colours(data, theme, theme.series[0])[index],)
    known = [(v, s) for s, series in enumerate(data.series) if (v := series.values[index]) is not None]
    if not known:
        canvas.words("–", canvas.left + GAP, y, muted=True, backed=True)
        return
    left, right = canvas.x_pt(min(known)[0]), canvas.x_pt(max(known)[0])
    canvas.stroke([(canvas.left, y), (canvas.left + canvas.plot_width, y)], theme.rule, zorder=0.5)
    if len(known) > 1:
        canvas.stroke([(left, y), (right, y)], theme.muted, 1.4, zorder=2)
    for value, s in known:
        canvas.dot(canvas.x_pt(value), y, colours[s], size=_DOT, marker=MARKERS[s % len(MARKERS)])
    strong = index == data.highlight
    if valued and data.shown != "none":
        canvas.words(canvas.number(max(known)[0]), right + _DOT / 2 + GAP, y, strong=strong, backed=True)
    lowest = canvas.number(min(known)[0])
    room = left - canvas.left - _DOT / 2 - GAP
    if valued and data.shown != "none" and len(known) > 1 and canvas.lettering.width(lowest, strong=True) < room:
        canvas.words(lowest, left - _DOT / 2 - GAP, y, ha="right", strong=strong, backed=True)
