"""The kind `slope`: values at two moments in, a line from one to the other for each name out, named on both sides.

The lines have one colour: their names stand right at them, and what matters is which rise and which fall.
"""

from __future__ import annotations

from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas
from renderer.charts.guides import GAP
from renderer.charts.lettering import Lettering
from renderer.charts.scales import apart_within, line_range
from renderer.charts.theme import tint
from renderer.charts.values import ChartData

_STANDING_MM = 70.0
_TALLEST_MM = 230.0
_NAMES_SHARE = 0.34
_TO_NAME = 9.0
_WIDEST_MM = 60.0
"""Lines much longer than high look all alike."""


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that leaves a line of words to each name."""
    names = sum(lettering.height(lettering.wrap(s.name, width * _NAMES_SHARE)) for s in data.series)
    return min(max(_STANDING_MM * PT_PER_MM, names * 1.1 + 3 * lettering.line), _TALLEST_MM * PT_PER_MM)


def fault(data: ChartData) -> tuple[str, str] | None:
    """Ask for two moments."""
    if len(data.categories) != 2:
        count = len(data.categories)
        return f"a slope chart shows two moments, not {count}", "pick two with `where`, or use `kind: line`"
    if data.highlight is not None:
        return "a slope chart sets off a line, not a moment", "name one of the lines in `highlight`"
    return None


def plot(canvas: Canvas) -> None:
    """Draw the chart, set to the left as narrow as its words allow."""
    data, lettering = canvas.data, canvas.lettering
    sides = [_texts(canvas, 0), _texts(canvas, 1)]
    wide = [max((lettering.width(t, strong=True) for t in side if t), default=0.0) + _TO_NAME for side in sides]
    top = canvas.unit_line() + lettering.line + 2 * GAP
    span = min(_WIDEST_MM * PT_PER_MM, canvas.width - wide[0] - wide[1])
    half = max(lettering.width(c, strong=True) / 2 for c in data.categories)
    left = max(wide[0], half)
    canvas.frame(left, canvas.width - left - span, lettering.line / 2, top + lettering.line / 2)
    low, high = line_range(data.numbers)
    canvas.axes.set_xlim(0, 1)
    canvas.axes.set_ylim(low, high)
    for i, category in enumerate(data.categories):
        x, upper = canvas.x_pt(i), canvas.bottom + canvas.plot_height
        canvas.stroke([(x, canvas.bottom), (x, upper + GAP)], canvas.theme.rule, 0.75, zorder=1)
        canvas.words(category, x, upper + 2 * GAP, ha="center", va="baseline", strong=True)
    for i, series in enumerate(data.series):
        points = [(canvas.x_pt(x), canvas.y_pt(v)) for x, v in enumerate(series.values) if v is not None]
        own = data.highlighted == i
        canvas.stroke(points, _colour(canvas, i), 2.2 if own else 1.4, zorder=2.6 if own else 2.2)
        for x, y in points:
            canvas.dot(x, y, _colour(canvas, i), size=5)
    for side, texts in enumerate(sides):
        _write(canvas, side, texts)


def _colour(canvas: Canvas, index: int) -> str:
    data, theme = canvas.data, canvas.theme
    asked = theme.roles.get(data.roles[index] if data.roles else "")
    others = theme.series[0] if data.highlighted is None else tint(theme.muted, theme.paper, 0.6)
    return asked or (theme.highlight if data.highlighted == index else others)


def _texts(canvas: Canvas, side: int) -> list[str]:
    """Word the ends of the lines on one side: the value, and the name where it is needed first."""
    data, found = canvas.data, []
    for series in data.series:
        value = series.values[side]
        if value is None:
            found.append("")
            continue
        number = canvas.number(value) if data.shown != "none" else ""
        words = [series.name, number] if side == 0 else [number, series.name]
        found.append(canvas.lettering.wrap(" ".join(filter(None, words)), canvas.width * _NAMES_SHARE, strong=True))
    return found


def _write(canvas: Canvas, side: int, texts: list[str]) -> None:
    """Write the words of one side, apart from one another, and lead from those that had to move."""
    there = [(i, text, canvas.data.series[i].values[side]) for i, text in enumerate(texts) if text]
    sizes = [canvas.lettering.height(text) for _, text, _ in there]
    if sum(sizes) > canvas.height:
        canvas.shortfalls.append(f"there is no room for the names of all {len(there)} lines beside one another")
    wanted = [canvas.y_pt(value or 0.0) for _, _, value in there]
    top = canvas.bottom + canvas.plot_height + canvas.lettering.line / 2
    x, away = canvas.x_pt(side), -1 if side == 0 else 1
    for (i, text, _), want, middle in zip(there, wanted, apart_within(wanted, sizes, 0.0, top), strict=True):
        strong = canvas.data.highlighted == i
        canvas.words(text, x + away * _TO_NAME, middle, ha="right" if side == 0 else "left", strong=strong)
        if abs(middle - want) > canvas.lettering.line / 2:
            reach = x + away * (_TO_NAME - 2)
            canvas.stroke([(x + away * 3, want), (reach, middle)], canvas.theme.muted, HAIRLINE, zorder=1)
