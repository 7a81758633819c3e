"""The kind `line`: one or more rows of values over ordered categories in, lines named at their ends out.

Lines lie apart along the horizontal scale as their years or days do. A gap in the data is a gap in the line.
"""

from __future__ import annotations

from collections.abc import Sequence

from renderer.charts.bars import GAP, STANDING_MM
from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.scales import apart, line_range, standing_free
from renderer.charts.values import ChartData, Series

_MARKERS = ("o", "s", "D", "^", "v", "P")
_DASHES = ((), (5, 1.5), (1.2, 1.2), (6, 1.5, 1.2, 1.5), (3, 1), (8, 2))
_MARKED_UP_TO = 12
"""More points than these are not marked one by one: dashes then tell the lines apart."""
_STROKE = 1.8
_NAMES_SHARE = 0.3
_TO_NAME = 8.0


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the lines."""
    return STANDING_MM * PT_PER_MM


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, lettering = canvas.data, canvas.lettering
    places = data.positions or tuple(float(i) for i in range(len(data.categories)))
    ticks = canvas.ticks(*line_range(data.numbers))
    ends = [_end_text(canvas, series) for series in data.series]
    half = [lettering.width(c) / 2 for c in (data.categories[0], data.categories[-1])]
    left = max(max(map(lettering.width, ticks.values())) + 2 * GAP, half[0])
    right = max(max(lettering.width(e, strong=True) for e in ends) + _TO_NAME, half[1])
    top = canvas.unit_line() + lettering.line / 2
    canvas.frame(left, right, lettering.line + GAP, top)
    low, high = places[0], places[-1]
    canvas.axes.set_xlim((low, high) if low < high else (low - 1, low))
    canvas.axes.set_ylim(min(ticks), max(ticks))
    for tick, written in ticks.items():
        canvas.rule(tick, strong=tick == 0)
        canvas.label(written, 0, tick, offset=(-2 * GAP, 0), ha="right", muted=True, coords=("axes fraction", "data"))
    _name_categories(canvas, places)
    for i in range(len(data.series)):
        _draw_line(canvas, i, places)
    if data.highlight is not None:
        _highlight(canvas, places, data.highlight)
    _name_lines(canvas, ends, places)


def _draw_line(canvas: Canvas, index: int, places: Sequence[float]) -> None:
    """Draw a line and its points; a point with a gap on both sides is marked, else it would not be seen."""
    values = canvas.data.series[index].values
    many = len(canvas.data.series) > 1
    known = [v is not None for v in (None, *values, None)]
    marked = [
        i
        for i, v in enumerate(values)
        if v is not None and (len(values) <= _MARKED_UP_TO or not (known[i] or known[i + 2]))
    ]
    (line,) = canvas.axes.plot(
        places,
        [float("nan") if v is None else v for v in values],
        color=_colour(canvas, index),
        linewidth=_STROKE,
        marker=_MARKERS[index % len(_MARKERS)],
        markersize=4.5,
        markevery=marked,
        markeredgecolor=canvas.theme.paper,
        markeredgewidth=0.6,
        solid_capstyle="round",
        solid_joinstyle="round",
        clip_on=False,
        zorder=2 + 0.1 * index,
    )
    if many and len(values) > _MARKED_UP_TO and _DASHES[index % len(_DASHES)]:
        line.set_dashes(_DASHES[index % len(_DASHES)])


def _colour(canvas: Canvas, index: int) -> str:
    return canvas.theme.series[index % len(canvas.theme.series)]


# ------------------------------------------------------------------------------------------------------- words
def _name_categories(canvas: Canvas, places: Sequence[float]) -> None:
    """Write the names under the axes that stand free of one another: the last always, as it is what is new."""
    data, lettering = canvas.data, canvas.lettering
    span = (places[-1] - places[0]) or 1.0
    middles = [(place - places[0]) / span * canvas.plot_width for place in places]
    sizes = [lettering.width(c, strong=True) + 2 * GAP for c in data.categories]
    shown = standing_free(middles, sizes, positions=data.positions, preferred=data.highlight)
    if len(shown) < len(places) and not data.positions:
        canvas.shortfalls.append(f"there is room for the names of only {len(shown)} of {len(places)} categories")
    for i in shown:
        canvas.label(
            data.categories[i],
            places[i],
            0,
            offset=(0, -GAP),
            va="top",
            strong=i == data.highlight,
            coords=("data", "axes fraction"),
        )


def _highlight(canvas: Canvas, places: Sequence[float], index: int) -> None:
    """Mark one category with an upright rule, and write its values beside it; at the end they stand there anyway."""
    canvas.axes.axvline(places[index], color=canvas.theme.highlight, linewidth=0.75, zorder=1, clip_on=False)
    if index == len(places) - 1:
        return
    known = [(s.values[index], s.values[index + 1]) for s in canvas.data.series]
    points = [(v, after) for v, after in known if v is not None]
    wanted = [canvas.pt_above(v) + 0.8 * canvas.lettering.line for v, _ in points]
    middles = apart(wanted, [canvas.lettering.line] * len(points), canvas.plot_height)
    for (value, after), middle in zip(points, middles, strict=True):
        rising = after is not None and after > value  # then there is room above the line on its left
        canvas.label(
            canvas.number(value),
            places[index],
            0,
            offset=(-4 if rising else 4, middle),
            ha="right" if rising else "left",
            strong=True,
            backed=True,
            coords=("data", "axes fraction"),
        )


def _last_known(values: Sequence[float | None]) -> tuple[int, float]:
    """Give the index and value of the last point; `prepare` lets no series without one pass."""
    return next((i, v) for i, v in reversed([*enumerate(values)]) if v is not None)


def _end_text(canvas: Canvas, series: Series) -> str:
    """Word the end of a line: its name where there are several, its last value, and when that is not the end's."""
    data = canvas.data
    last, value = _last_known(series.values)
    words = f"{series.name} {canvas.number(value)}" if len(data.series) > 1 else canvas.number(value)
    if last < len(data.categories) - 1:
        words += f" ({data.categories[last]})"
    return canvas.lettering.wrap(words, canvas.width * _NAMES_SHARE, strong=True)


def _name_lines(canvas: Canvas, ends: Sequence[str], places: Sequence[float]) -> None:
    """Write names and last values right of the lines, moved apart where lines end close together.

    A hairline leads from the last point to a label that does not stand right beside it.
    """
    points = [_last_known(series.values) for series in canvas.data.series]
    wanted = [canvas.pt_above(value) for _, value in points]
    middles = apart(wanted, [canvas.lettering.height(text) for text in ends], canvas.plot_height)
    left, right = canvas.axes.get_xlim()
    low, high = canvas.axes.get_ylim()
    for text, (last, value), want, middle in zip(ends, points, wanted, middles, strict=True):
        canvas.label(text, canvas.plot_width + _TO_NAME, middle, ha="left", strong=True, coords="axes points")
        if abs(middle - want) > canvas.lettering.line / 2 or last < len(places) - 1:
            reach = right + (right - left) * (_TO_NAME - 2) / canvas.plot_width
            end = low + (high - low) * middle / canvas.plot_height
            canvas.axes.plot(
                [places[last], reach],
                [value, end],
                color=canvas.theme.muted,
                linewidth=HAIRLINE,
                clip_on=False,
                zorder=1,
            )
