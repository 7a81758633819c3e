"""The kind `stacked-bar`: several rows of values in, one bar for each category out, its parts on top of one another."""

from __future__ import annotations

from renderer.charts import stacks
from renderer.charts.canvas import Canvas
from renderer.charts.stacks import Stack, height
from renderer.charts.values import ChartData

__all__ = ["fault", "height", "plot"]


def fault(data: ChartData) -> tuple[str, str] | None:
    """Refuse negative values: their bars would lie over others."""
    if min(data.numbers) < 0:
        return "negative values cannot be stacked", "use `kind: grouped-bar`, which shows them side by side"
    return None


def plot(canvas: Canvas) -> None:
    """Draw the chart; the sum stands at the end of each bar, a dash where nothing is known."""
    stacks.plot(canvas, [_stack(canvas, i) for i in range(len(canvas.data.categories))], percent=False)


def _stack(canvas: Canvas, index: int) -> Stack:
    data = canvas.data
    values = [series.values[index] for series in data.series]
    at, pieces = 0.0, []
    for value in values:
        pieces.append((at, at + (value or 0.0)))
        at += value or 0.0
    shown = data.shown != "none"
    texts = tuple(canvas.number(v) if shown and v else "" for v in values)
    known = [v for v in values if v is not None]
    return Stack(tuple(pieces), texts, canvas.number(at) if known and shown else "" if known else "–")
