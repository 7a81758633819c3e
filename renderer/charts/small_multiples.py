"""The kind `small-multiples`: several rows of values over time in, a small chart for each on one common scale out.

Behind each line the others stand in a pale grey, so that each is seen among all.
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas
from renderer.charts.guides import GAP
from renderer.charts.lettering import Lettering
from renderer.charts.lines import last_known, places_of
from renderer.charts.palette import PALE
from renderer.charts.scales import line_range
from renderer.charts.theme import tint
from renderer.charts.values import ChartData, Series

__all__ = ["height", "plot"]

_LEAST_MM, _BETWEEN_MM, _PLOT_MM = 30.0, 6.0, 20.0
_TALLEST_MM = 230.0
_SHALLOWEST = 14.0
_CONTEXT_UP_TO = 12
"""Among more lines than these, those behind are a thicket."""
_STROKE = 1.6


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where the plot of one small chart stands, in pt, and the ends of its two scales."""

    left: float
    bottom: float
    width: float
    height: float
    across: tuple[float, float]
    upright: tuple[float, float]

    def at(self, place: float, value: float) -> tuple[float, float]:
        (first, last), (low, high) = self.across, self.upright
        x = (place - first) / (last - first) if last > first else 0.5
        return self.left + x * self.width, self.bottom + (value - low) / (high - low) * self.height


def _columns(data: ChartData, width: float) -> int:
    between = _BETWEEN_MM * PT_PER_MM
    return max(1, min(len(data.series), int((width + between) / (_LEAST_MM * PT_PER_MM + between))))


def _title_height(data: ChartData, lettering: Lettering, width: float) -> float:
    columns = _columns(data, width)
    room = (width - (columns - 1) * _BETWEEN_MM * PT_PER_MM) / columns
    return max(lettering.height(lettering.wrap(s.name, room, strong=True)) for s in data.series) + GAP


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the rows of charts."""
    rows = -(-len(data.series) // _columns(data, width))
    row = _PLOT_MM * PT_PER_MM + _title_height(data, lettering, width) + 2 * GAP
    unit = lettering.line + 3 if data.unit not in ("", "%") else 0.0
    return min(rows * row + lettering.line + GAP + unit, _TALLEST_MM * PT_PER_MM)


def plot(canvas: Canvas) -> None:
    """Draw the charts in rows."""
    data, lettering = canvas.data, canvas.lettering
    top = canvas.unit_line()
    columns = _columns(data, canvas.width)
    rows = -(-len(data.series) // columns)
    ticks = canvas.ticks(*line_range(data.measured))
    grid = {min(ticks): ticks[min(ticks)], max(ticks): ticks[max(ticks)]}
    scale = max(map(lettering.width, grid.values())) + GAP
    end = max(lettering.width(canvas.number(v), strong=True) for v in data.numbers) + 2 * GAP
    between = _BETWEEN_MM * PT_PER_MM
    wide = (canvas.width - scale - (columns - 1) * between) / columns
    title = max(lettering.height(lettering.wrap(s.name, wide, strong=True)) for s in data.series) + GAP
    row = (canvas.height - top - lettering.line - GAP) / rows
    tall = row - title - 2 * GAP
    if tall < _SHALLOWEST:
        canvas.shortfalls.append(f"{len(data.series)} small charts leave only {max(tall, 0):.0f} pt of height to each")
        tall = max(tall, 1.0)
    places = places_of(data)
    for i, series in enumerate(data.series):
        left = scale + i % columns * (wide + between)
        upper = canvas.height - top - i // columns * row
        panel = _Panel(left, upper - title - tall, wide - end, tall, (places[0], places[-1]), (min(ticks), max(ticks)))
        canvas.paragraph(lettering.wrap(series.name, wide, strong=True), upper, x=left, strong=True)
        _draw_grid(canvas, panel, grid if i % columns == 0 else dict.fromkeys(grid, ""))
        _draw_lines(canvas, panel, i)
        if data.highlight is not None:
            place = places[data.highlight]
            ends = [panel.at(place, min(ticks)), panel.at(place, max(ticks))]
            canvas.stroke(ends, canvas.theme.highlight, 0.75, zorder=1.2)
        if i + columns >= len(data.series):
            _name_ends(canvas, panel)


def _draw_grid(canvas: Canvas, panel: _Panel, grid: dict[float, str]) -> None:
    for tick, written in grid.items():
        y = panel.at(panel.across[0], tick)[1]
        colour = canvas.theme.muted if tick == 0 else canvas.theme.rule
        canvas.stroke([(panel.left, y), (panel.left + panel.width, y)], colour, HAIRLINE, zorder=0.5)
        if written:
            canvas.words(written, panel.left - GAP, y, ha="right", muted=True)
    for mark in canvas.data.marks:
        own, y = mark is canvas.data.target, panel.at(panel.across[0], mark.value)[1]
        points = [(panel.left, y), (panel.left + panel.width, y)]
        colour = canvas.theme.ink if own else canvas.theme.muted
        canvas.stroke(points, colour, 0.9 if own else 0.7, dashes=() if own else (3, 2), zorder=1.5)


def _draw_lines(canvas: Canvas, panel: _Panel, index: int) -> None:
    data, theme = canvas.data, canvas.theme
    if len(data.series) <= _CONTEXT_UP_TO:
        for other in (s for i, s in enumerate(data.series) if i != index):
            _draw_line(canvas, panel, other, tint(theme.muted, theme.paper, 0.32), 0.6, 1.0)
    series, asked = data.series[index], theme.roles.get(data.roles[index] if data.roles else "")
    others = theme.series[0] if data.highlighted is None else tint(theme.series[0], theme.paper, PALE)
    colour = asked or (theme.highlight if data.highlighted == index else others)
    _draw_line(canvas, panel, series, colour, _STROKE, 2.2)
    last, value = last_known(series.values)
    x, y = panel.at(places_of(data)[last], value)
    canvas.dot(x, y, colour, size=4.5)
    low, high = panel.bottom + canvas.lettering.line * 0.3, panel.bottom + panel.height
    canvas.words(
        canvas.number(value), x + GAP + 1, min(max(y, low), high), strong=True, backed=last < len(series.values) - 1
    )


def _draw_line(canvas: Canvas, panel: _Panel, series: Series, colour: str, width: float, zorder: float) -> None:
    """Draw a line with its gaps; a point between two gaps is a dot."""
    run: list[tuple[float, float]] = []
    for place, value in [*zip(places_of(canvas.data), series.values, strict=True), (0.0, None)]:
        if value is not None:
            run.append(panel.at(place, value))
            continue
        if len(run) == 1:
            canvas.dot(*run[0], colour, size=3 * width, zorder=zorder)
        elif run:
            canvas.stroke(run, colour, width, zorder=zorder)
        run = []


def _name_ends(canvas: Canvas, panel: _Panel) -> None:
    """Write the first and last category under the lowest chart of a column; both only where they stand apart."""
    data, lettering = canvas.data, canvas.lettering
    first, last = data.categories[0], data.categories[-1]
    y = panel.bottom - GAP
    if first != last and lettering.width(first) + lettering.width(last) + 2 * GAP <= panel.width:
        canvas.words(first, panel.left, y, va="top", muted=True)
        canvas.words(last, panel.left + panel.width, y, ha="right", va="top", muted=True)
    else:
        canvas.words(last, panel.left, y, va="top", muted=True)
