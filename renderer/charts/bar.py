"""The kind `bar`: one row of values in, a bar for each category out, the highlighted one set off in tone and type."""

from __future__ import annotations

from renderer.charts.bars import BarStyle, height, plot_lying, plot_standing, stand
from renderer.charts.canvas import Canvas
from renderer.charts.palette import category_colours

__all__ = ["height", "plot", "styles_of"]


def styles_of(canvas: Canvas) -> list[list[BarStyle]]:
    """Give the look of the bars of a single series."""
    data, theme = canvas.data, canvas.theme
    colours = category_colours(data, theme, theme.series[0])
    return [[BarStyle(colour, strong=i == data.highlight) for i, colour in enumerate(colours)]]


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    top = canvas.unit_line()
    if stand(canvas.data, canvas.lettering, canvas.width):
        plot_standing(canvas, styles_of(canvas), top=top, under=False)
    else:
        plot_lying(canvas, styles_of(canvas), top=top)
