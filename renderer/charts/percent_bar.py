"""The kind `percent-bar`: several rows of values in, bars of 100 % each out, parted as the values of their category."""

from __future__ import annotations

from renderer.charts import stacks
from renderer.charts.canvas import Canvas
from renderer.charts.stacks import Stack, height
from renderer.charts.values import ChartData
from renderer.data.formats import with_percent, write_number

__all__ = ["fault", "height", "plot"]


def fault(data: ChartData) -> tuple[str, str] | None:
    """Refuse what has no shares: negative values, nothing at all."""
    if min(data.numbers) < 0:
        return "negative values are no parts of a whole", "use `kind: grouped-bar`, which shows them side by side"
    if not sum(data.numbers):
        return "the values add up to zero, which has no shares", "add data, or leave the chart out"
    return None


def plot(canvas: Canvas) -> None:
    """Draw the chart; the share stands in each piece there is room in, a dash where there is nothing to share."""
    stacks.plot(canvas, [_stack(canvas, i) for i in range(len(canvas.data.categories))], percent=True)


def _stack(canvas: Canvas, index: int) -> Stack:
    data = canvas.data
    values = [series.values[index] for series in data.series]
    total = sum(v for v in values if v is not None)
    at, pieces, texts = 0.0, [], []
    for value in values:
        share = 100 * (value or 0.0) / total if total else 0.0
        pieces.append((at, min(100.0, at + share)))
        at += share
        texts.append(with_percent(write_number(share, 0, data.lang), "%", data.lang) if value else "")
    shown = data.shown != "none"
    return Stack(tuple(pieces), tuple(t if shown else "" for t in texts), "" if total else "–")
