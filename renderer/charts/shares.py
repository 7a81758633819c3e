"""Parts of a whole: what `donut` and `waffle` share. In: the values of one series. Out: shares, words, faults."""

from __future__ import annotations

from renderer.charts.canvas import Canvas
from renderer.charts.values import ChartData
from renderer.charts.words import words_for
from renderer.data.formats import with_percent, write_number

MOST_PARTS = 6
"""More parts than these are not compared by eye any more."""


def fault(data: ChartData) -> tuple[str, str] | None:
    """Refuse what is no whole of a few parts."""
    if min(data.numbers) < 0:
        return "negative values are no parts of a whole", "use `kind: horizontal-bar`"
    if sum(data.numbers) == 0:
        return "the values add up to zero, which has no shares", "add data, or leave the chart out"
    if len(data.categories) > MOST_PARTS:
        what = f"a {data.kind} shows at most {MOST_PARTS} parts, and here are {len(data.categories)}"
        return what, "use `kind: horizontal-bar`, or join the small parts in one row"
    return None


def shares(data: ChartData) -> tuple[float, ...]:
    """Give the per cent of each category; a missing value has none."""
    values = [v or 0.0 for v in data.series[0].values]
    return tuple(100 * v / sum(values) for v in values)


def in_whole(parts: tuple[float, ...]) -> tuple[int, ...]:
    """Round parts of 100 so that they still add up to 100: those cut most are rounded up (largest remainders)."""
    whole = [int(p) for p in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (whole[i] - parts[i], i))
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


def part_text(canvas: Canvas, index: int, width: float) -> str:
    """Word a part: its name, its value and its share, in lines no wider than `width` where words allow."""
    data, share = canvas.data, shares(canvas.data)[index]
    value = data.series[0].values[index]
    percent = with_percent(write_number(share, 0, data.lang), "%", data.lang)
    if 0 < share < 0.5:
        percent = "<\u00a0" + with_percent(write_number(1, 0, data.lang), "%", data.lang)
    if value is None:
        words = "–"
    elif data.unit == "%" or data.shown == "none":
        words = canvas.number(value) if data.unit == "%" else percent
    else:
        words = f"{canvas.number(value)} ({percent})"
    strong, name = index == data.highlight, data.categories[index]
    in_one = words_for(data.lang)["named"].format(name=name, text=words)
    if canvas.lettering.width(in_one, strong) <= width:
        return in_one
    return canvas.lettering.wrap(name, width, strong) + "\n" + words
