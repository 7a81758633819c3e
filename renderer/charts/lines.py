"""Lines over an ordered scale: what the kinds `line` and `area` share. In: a canvas. Out: axes, names and words on it.

Points lie apart along the horizontal scale as their years or days do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renderer.charts.canvas import Canvas
from renderer.charts.guides import GAP, draw_lane, ends_width, lane_height
from renderer.charts.scales import apart, standing_free
from renderer.charts.values import ChartData, Series

STANDING_MM = 70.0
_NAMES_SHARE = 0.3
_BESIDE = ("axes fraction", "data")


def places_of(data: ChartData) -> tuple[float, ...]:
    """Give the place of each category on the horizontal scale."""
    return data.positions or tuple(float(i) for i in range(len(data.categories)))


def last_known(values: Sequence[float | None]) -> tuple[int, float]:
    """Give the index and value of the last point; `prepare` lets no series without one pass."""
    return next((i, v) for i, v in reversed([*enumerate(values)]) if v is not None)


def end_text(canvas: Canvas, series: Series) -> str:
    """Word the end of a line: its name where there are several, its last value, and when that is not the end's."""
    data = canvas.data
    last, value = last_known(series.values)
    named, valued = len(data.series) > 1, data.shown != "none"
    words = " ".join([*([series.name] if named else []), *([canvas.number(value)] if valued else [])])
    if words and last < len(data.categories) - 1:
        words += f" ({data.categories[last]})"
    return canvas.lettering.wrap(words, canvas.width * _NAMES_SHARE, strong=True)


def set_axes(canvas: Canvas, ticks: Mapping[float, str], ends: Sequence[str]) -> None:
    """Set the axes between their words, with a quiet grid, the names of the categories and the annotations' lane."""
    data, lettering, places = canvas.data, canvas.lettering, places_of(canvas.data)
    half = [lettering.width(c, strong=True) / 2 for c in (data.categories[0], data.categories[-1])]
    left = max(max(map(lettering.width, ticks.values())) + 2 * GAP, half[0])
    right = max(ends_width(canvas, ends), half[1])
    top = canvas.unit_line() + lane_height(canvas) + lettering.line / 2
    canvas.frame(left, right, lettering.line + GAP, top)
    low, high = places[0], places[-1]
    canvas.axes.set_xlim((low, high) if low < high else (low - 1, low))
    canvas.axes.set_ylim(min(ticks), max(ticks))
    for tick, written in ticks.items():
        canvas.rule(tick, strong=tick == 0)
        canvas.label(written, 0, tick, offset=(-2 * GAP, 0), ha="right", muted=True, coords=_BESIDE)
    name_categories(canvas, places)


def name_categories(canvas: Canvas, places: Sequence[float]) -> None:
    """Write the names under the axes that stand free of one another: the last always, as it is what is new."""
    data, lettering = canvas.data, canvas.lettering
    span = (places[-1] - places[0]) or 1.0
    middles = [(place - places[0]) / span * canvas.plot_width for place in places]
    sizes = [lettering.width(c, strong=True) + 2 * GAP for c in data.categories]
    shown = standing_free(middles, sizes, positions=data.positions, preferred=data.highlight)
    if len(shown) < len(places) and not data.positions:
        canvas.shortfalls.append(f"there is room for the names of only {len(shown)} of {len(places)} categories")
    below = ("data", "axes fraction")
    for i in shown:
        strong = i == data.highlight
        canvas.label(data.categories[i], places[i], 0, offset=(0, -GAP), va="top", strong=strong, coords=below)


def draw_annotations(canvas: Canvas, tops: Sequence[float | None]) -> None:
    """Hang the annotations above the axes; `tops` are the highest values drawn at each category."""
    floor = min(canvas.axes.get_ylim())
    ends = [canvas.y_pt(floor if top is None else top) + GAP for top in tops]
    bottom = canvas.bottom + canvas.plot_height + 2 * GAP + canvas.lettering.line / 2
    draw_lane(canvas, bottom, [canvas.x_pt(p) for p in places_of(canvas.data)], ends)


def draw_highlight(canvas: Canvas, index: int, rows: Sequence[Sequence[float | None]]) -> None:
    """Mark one category with an upright rule, and write its values beside it; at the end they stand there anyway.

    `rows` say, for each series, how high its line runs; the words are its own values.
    """
    data, places = canvas.data, places_of(canvas.data)
    canvas.axes.axvline(places[index], color=canvas.theme.highlight, linewidth=0.75, zorder=1, clip_on=False)
    if index == len(places) - 1 or data.shown != "auto":
        return
    known = [(s.values[index], row[index], row[index + 1]) for s, row in zip(data.series, rows, strict=True)]
    points = [(v, at, after) for v, at, after in known if v is not None and at is not None]
    wanted = [canvas.y_pt(at) - canvas.bottom + 0.8 * canvas.lettering.line for _, at, _ in points]
    middles = apart(wanted, [canvas.lettering.line] * len(points), canvas.plot_height)
    for (value, at, after), middle in zip(points, middles, strict=True):
        rising = after is not None and after > at  # then there is room above the line on its left
        rising = rising and canvas.x_pt(places[index]) - canvas.left > canvas.lettering.width(canvas.number(value)) + 4
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
