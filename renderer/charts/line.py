"""The kind `line`: one or more rows of values over ordered categories in, lines named at their ends out.

A gap in the data is a gap in the line.
"""

from __future__ import annotations

from renderer.charts.canvas import PT_PER_MM, Canvas
from renderer.charts.guides import End, draw_ends, draw_marks
from renderer.charts.key import tell_apart
from renderer.charts.lettering import Lettering
from renderer.charts.lines import (
    STANDING_MM,
    draw_annotations,
    draw_highlight,
    end_text,
    last_known,
    places_of,
    set_axes,
)
from renderer.charts.palette import MARKERS, series_colours
from renderer.charts.scales import line_range
from renderer.charts.values import ChartData

_DASHES = ((), (5, 1.5), (1.2, 1.2), (6, 1.5, 1.2, 1.5), (3, 1), (8, 2))
_MARKED_UP_TO = 12
"""More points than these are not marked one by one: dashes then tell the lines apart."""
_STROKE = 1.8


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the lines."""
    return STANDING_MM * PT_PER_MM


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data = canvas.data
    texts = [end_text(canvas, series) for series in data.series]
    set_axes(canvas, canvas.ticks(*line_range(data.measured)), texts)
    colours = series_colours(data, canvas.theme)
    if data.highlighted is None:
        tell_apart(canvas)
    for i in range(len(data.series)):
        _draw_line(canvas, i, colours[i])
    if data.highlight is not None:
        draw_highlight(canvas, data.highlight, [s.values for s in data.series])
    draw_marks(canvas)
    places, ends = places_of(data), []
    for i, (text, series) in enumerate(zip(texts, data.series, strict=True)):
        last, value = last_known(series.values)
        if text:
            strong = data.highlighted in (None, i)
            ends.append(End(text, canvas.x_pt(places[last]), canvas.y_pt(value), strong=strong))
    draw_ends(canvas, ends)
    if data.shown == "all":
        _write_values(canvas)
    tops = [max((v for s in data.series if (v := s.values[i]) is not None), default=None) for i in range(len(places))]
    draw_annotations(canvas, tops)


def _draw_line(canvas: Canvas, index: int, colour: str) -> None:
    """Draw a line and its points; a point with a gap on both sides is marked, else it would not be seen."""
    data = canvas.data
    values = data.series[index].values
    known = [v is not None for v in (None, *values, None)]
    marked = [
        i
        for i, v in enumerate(values)
        if v is not None and (len(values) <= _MARKED_UP_TO or not (known[i] or known[i + 2]))
    ]
    (line,) = canvas.axes.plot(
        places_of(data),
        [float("nan") if v is None else v for v in values],
        color=colour,
        linewidth=_STROKE,
        marker=MARKERS[index % len(MARKERS)],
        markersize=4.5,
        markevery=marked,
        markeredgecolor=canvas.theme.paper,
        markeredgewidth=0.6,
        solid_capstyle="round",
        solid_joinstyle="round",
        clip_on=False,
        zorder=2.6 if index == data.highlighted else 2 + 0.5 * index / len(data.series),
    )
    if len(data.series) > 1 and len(values) > _MARKED_UP_TO and _DASHES[index % len(_DASHES)]:
        line.set_dashes(_DASHES[index % len(_DASHES)])


def _write_values(canvas: Canvas) -> None:
    """Write every value at its point but the last, which stands at the end: above a peak, below a dip."""
    places = places_of(canvas.data)
    for series in canvas.data.series:
        last, _ = last_known(series.values)
        for i, value in enumerate(series.values[:last]):
            if value is None:
                continue
            beside = [v for v in (series.values[max(0, i - 1)], series.values[i + 1]) if v is not None]
            above = value >= sum(beside) / max(1, len(beside))
            offset = (0.0, 5.0 if above else -5.0)
            canvas.label(canvas.number(value), places[i], value, offset=offset, va="bottom" if above else "top")
