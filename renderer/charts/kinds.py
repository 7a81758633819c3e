"""The kinds of chart there are: a name in, what draws it and what it takes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renderer.charts import bar, grouped_bar, line
from renderer.charts.canvas import Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.values import ChartData


@dataclass(frozen=True, slots=True)
class ChartKind:
    """How a kind is drawn.

    `height` gives the height in pt that suits data in a figure of some width (pt), `plot` draws on a canvas of its
    data; `many` tells whether the kind takes more than one series.
    """

    height: Callable[[ChartData, Lettering, float], float]
    plot: Callable[[Canvas], None]
    many: bool


CHART_KINDS: Mapping[str, ChartKind] = {
    "bar": ChartKind(bar.height, bar.plot, many=False),
    "grouped-bar": ChartKind(grouped_bar.height, grouped_bar.plot, many=True),
    "line": ChartKind(line.height, line.plot, many=True),
}
