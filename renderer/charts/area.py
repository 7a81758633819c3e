"""The kind `area`: rows of values over time in, filled areas on top of one another out, named at their ends.

Areas begin at zero. Where a part is missing the sum is not known, and there is a gap.
"""

from __future__ import annotations

from itertools import accumulate, groupby

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
from renderer.charts.palette import series_colours
from renderer.charts.scales import zero_range
from renderer.charts.theme import tint
from renderer.charts.values import ChartData
from renderer.charts.words import words_for

_STROKE = 1.8
_FILL = 0.35
"""How much of its colour the area under a single line keeps."""

Tops = list[tuple[float, ...] | None]
"""For each category the upper ends of the areas from the lowest on, or None where a part is missing."""


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the areas."""
    return STANDING_MM * PT_PER_MM


def fault(data: ChartData) -> tuple[str, str] | None:
    """Refuse negative parts of a sum."""
    if len(data.series) > 1 and min(data.numbers) < 0:
        return "negative values cannot be stacked", "use `kind: line`"
    if all(top is None for top in _tops(data)):
        return (
            "in every row a value is missing, so no sum is known",
            "use `kind: line`, or write 0 where there is nothing",
        )
    return None


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, tops = canvas.data, _tops(canvas.data)
    texts = [end_text(canvas, series) for series in data.series]
    last = max(i for i, top in enumerate(tops) if top is not None)
    sum_text = ""
    if len(data.series) > 1 and data.shown != "none":
        sum_text = f"{words_for(data.lang)['total']} {canvas.number((tops[last] or (0.0,))[-1])}"
    known = [v for top in tops if top for v in top] + [mark.value for mark in data.marks]
    set_axes(canvas, canvas.ticks(*zero_range(tuple(known))), [*texts, sum_text])
    tell_apart(canvas)
    for i in range(len(data.series)):
        _draw_area(canvas, tops, i)
    canvas.rule(0.0, strong=True)
    if data.highlight is not None:
        draw_highlight(canvas, data.highlight, [[top[i] if top else None for top in tops] for i in range(len(texts))])
    draw_marks(canvas)
    ends = []
    for i, (text, series) in enumerate(zip(texts, data.series, strict=True)):
        at = last if tops[last] else last_known(series.values)[0]
        x, (low, high) = canvas.x_pt(places_of(data)[at]), _ends(tops, at, i)
        y = canvas.y_pt(high if len(data.series) == 1 else (low + high) / 2)
        if text:
            ends.append(End(text, x, y, strong=len(data.series) == 1 or data.highlighted == i))
    if sum_text:
        ends.append(
            End(sum_text, canvas.x_pt(places_of(data)[last]), canvas.y_pt(_ends(tops, last, -1)[1]), strong=True)
        )
    draw_ends(canvas, ends)
    draw_annotations(canvas, [top[-1] if top else None for top in tops])


def _tops(data: ChartData) -> Tops:
    rows = zip(*(s.values for s in data.series), strict=True)
    return [None if None in row else tuple(accumulate(v for v in row if v is not None)) for row in rows]


def _ends(tops: Tops, index: int, series: int) -> tuple[float, float]:
    """Give the lower and upper end of one area at one category."""
    own = tops[index] or (0.0,)
    series %= len(own)
    return own[series - 1] if series else 0.0, own[series]


def _draw_area(canvas: Canvas, tops: Tops, series: int) -> None:
    """Fill one area, run by run between gaps; an area alone is pale under a firm line."""
    data = canvas.data
    colour, alone = series_colours(data, canvas.theme)[series], len(data.series) == 1
    places = places_of(data)
    for there, run in groupby(range(len(tops)), key=lambda i: tops[i] is not None):
        indices = list(run)
        if not there:
            continue
        across = [canvas.x_pt(places[i]) for i in indices]
        lower = [canvas.y_pt(_ends(tops, i, series)[0]) for i in indices]
        upper = [canvas.y_pt(_ends(tops, i, series)[1]) for i in indices]
        edge = list(zip(across, upper, strict=True))
        fill = tint(colour, canvas.theme.paper, _FILL) if alone else colour
        canvas.polygon([*edge, *zip(reversed(across), reversed(lower), strict=True)], fill, parted=not alone)
        if alone:
            canvas.stroke(edge, colour, _STROKE)
        if len(indices) == 1:  # between two gaps there is nothing to fill
            canvas.stroke([(across[0], lower[0]), edge[0]], colour, _STROKE)
