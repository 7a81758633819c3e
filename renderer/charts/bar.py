"""The kind `bar`: one row of values in, a bar for each category out, the highlighted one set off in tone and type."""

from __future__ import annotations

from renderer.charts.bars import BarStyle, height, plot_lying, plot_standing, stand
from renderer.charts.canvas import Canvas
from renderer.charts.theme import tint

__all__ = ["height", "plot"]

_OTHERS = 0.5
"""How much of their colour the bars beside a highlighted one keep."""


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, theme = canvas.data, canvas.theme
    plain = BarStyle(theme.series[0])
    if data.highlight is not None:
        plain = BarStyle(tint(theme.series[0], theme.paper, _OTHERS))
    styles = [[plain] * len(data.categories)]
    if data.highlight is not None:
        styles[0][data.highlight] = BarStyle(theme.highlight, strong=True)
    top = canvas.unit_line()
    if stand(data, canvas.lettering, canvas.width):
        plot_standing(canvas, styles, top=top, under=False)
    else:
        plot_lying(canvas, styles, top=top)
