"""The kind `number`: a few rows of values in, the last of each in large figures out, with its change and its course."""

from __future__ import annotations

from renderer.charts.canvas import PT_PER_MM, Canvas
from renderer.charts.guides import GAP, mark_text
from renderer.charts.lettering import Lettering
from renderer.charts.lines import last_known, places_of
from renderer.charts.theme import tint
from renderer.charts.values import ChartData, Series
from renderer.charts.words import words_for
from renderer.data.formats import decimals_of, with_percent, write_number

_MOST = 4
_LARGEST, _SMALLEST = 34.0, 12.0
_BETWEEN_MM = 8.0
_COURSE_MM = 9.0
_WIDEST_MM = 60.0


def fault(data: ChartData) -> tuple[str, str] | None:
    """Allow a few figures side by side."""
    if len(data.series) > _MOST:
        what = f"{len(data.series)} large figures side by side have no room; {_MOST} are the most"
        return what, "show fewer, or use `kind: horizontal-bar`"
    return None


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits figures, words and, of three values or more, their course."""
    lines = 1 + bool(data.unit not in ("", "%")) + (len(data.series) > 1) + bool(data.target) + 1
    wide = _column(data, width)
    more = max(lettering.wrap(s.name, wide, strong=True).count("\n") for s in data.series)
    more += max(lettering.wrap(data.unit, wide).count("\n"), 0)
    course = _COURSE_MM * PT_PER_MM + 2 * GAP if _has_course(data) else 0.0
    return _LARGEST + (lines + more) * lettering.line + course + 2 * GAP


def plot(canvas: Canvas) -> None:
    """Draw the figures in columns."""
    for i, series in enumerate(canvas.data.series):
        _draw_column(canvas, i, series)


def _has_course(data: ChartData) -> bool:
    return any(sum(v is not None for v in s.values) > 2 for s in data.series)


def _column(data: ChartData, width: float) -> float:
    """Give the width of a column, in pt."""
    count = len(data.series)
    return (width - (count - 1) * _BETWEEN_MM * PT_PER_MM) / count


def _draw_column(canvas: Canvas, index: int, series: Series) -> None:
    """Draw one figure: name, value, unit, change, target, course, each below the one before."""
    data, lettering = canvas.data, canvas.lettering
    wide = _column(data, canvas.width)
    x, y = index * (wide + _BETWEEN_MM * PT_PER_MM), canvas.height
    if len(data.series) > 1:
        tall = max(lettering.height(lettering.wrap(s.name, wide, strong=True)) for s in data.series)
        canvas.paragraph(lettering.wrap(series.name, wide, strong=True), y, x=x, strong=True)
        y -= tall
    at, value = _shown(data, series)
    size = _LARGEST
    while size > _SMALLEST and max(lettering.width(canvas.number(v), True, size) for v in _shown_values(data)) > wide:
        size -= 1
    colour_on = data.highlighted == index
    y -= _LARGEST * 0.95
    canvas.words(canvas.number(value), x - size * 0.04, y, va="baseline", strong=True, size=size)
    if colour_on:
        canvas.stroke([(x, y - 4), (x + min(wide, 24.0), y - 4)], canvas.theme.highlight, 2.0)
    y -= 2 * GAP
    lines = [(lettering.wrap(data.unit, wide), False)] if data.unit not in ("", "%") else []
    lines.append((_change_text(canvas, series, at, wide), True))
    if data.target:
        lines.append((mark_text(canvas, data.target), False))
    for text, muted in lines:
        if text:
            canvas.paragraph(text, y, x=x, muted=muted)
        y -= lettering.height(text)
    if _has_course(data):
        _draw_course(canvas, series, at, (x, 2.0, min(wide, _WIDEST_MM * PT_PER_MM), max(6.0, y - 2 * GAP)))


def _shown(data: ChartData, series: Series) -> tuple[int, float]:
    """Give index and value of what is shown: the highlighted category, or the last that is known."""
    own = None if data.highlight is None else series.values[data.highlight]
    return (data.highlight or 0, own) if own is not None else last_known(series.values)


def _shown_values(data: ChartData) -> list[float]:
    return [_shown(data, s)[1] for s in data.series]


def _change_text(canvas: Canvas, series: Series, at: int, wide: float) -> str:
    """Word the change from the value before: by how much, and in per cent where that means something."""
    data = canvas.data
    before = [(i, v) for i, v in enumerate(series.values[:at]) if v is not None]
    if not before:
        return data.categories[at]
    (i, old), new, words = before[-1], series.values[at] or 0.0, words_for(data.lang)
    if new == old:
        return canvas.lettering.wrap(words["unchanged"].format(start=data.categories[i]), wide)
    sign = "+" if new > old else ""
    change = sign + write_number(new - old, decimals_of(data.numbers), data.lang)
    if data.unit == "%":
        change = words["points"].format(change=change)
    elif old > 0 and new >= 0:
        percent = 100 * (new - old) / old
        change += f" ({sign}{with_percent(write_number(percent, 0, data.lang), '%', data.lang)})"
    return canvas.lettering.wrap(words["since"].format(change=change, start=data.categories[i]), wide)


def _draw_course(canvas: Canvas, series: Series, at: int, box: tuple[float, float, float, float]) -> None:
    """Draw the values as slim bars or, when some are negative, as bars on both sides of zero; the one shown is firm."""
    data, theme, (x, y, wide, tall) = canvas.data, canvas.theme, box
    low, high = min(0.0, *data.numbers), max(0.0, *data.numbers)
    span = (high - low) or 1.0
    places = places_of(data)
    step = wide / len(places)
    zero = y - low / span * tall
    for i, value in enumerate(series.values):
        if value is not None:
            colour = theme.series[0] if i == at else tint(theme.series[0], theme.paper, 0.4)
            canvas.rectangle(x + i * step, zero, max(step - 1.5, step * 0.7), value / span * tall, colour)
    canvas.stroke([(x, zero), (x + wide - 1.5, zero)], theme.muted, 0.5)
