"""The kind `horizontal-bar`: one row of values in, lying bars below one another out, for names and rankings."""

from __future__ import annotations

from renderer.charts.bar import styles_of
from renderer.charts.bars import LYING_BAR, lying_height, plot_lying
from renderer.charts.canvas import Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.values import ChartData


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the bars."""
    return lying_height(data, lettering, width, LYING_BAR)


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    plot_lying(canvas, styles_of(canvas), top=canvas.unit_line())
