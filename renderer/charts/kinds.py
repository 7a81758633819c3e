"""The kinds of chart there are: a name in, what draws it and what it takes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renderer.charts import (
    area,
    bar,
    donut,
    dot_plot,
    grouped_bar,
    horizontal_bar,
    line,
    number,
    percent_bar,
    slope,
    small_multiples,
    spark,
    stacked_bar,
    tile_map,
    waffle,
)
from renderer.charts.canvas import Canvas
from renderer.charts.lettering import Lettering
from renderer.charts.values import ChartData

OPTIONAL = ("series", "highlight", "target", "reference", "annotations", "sort", "values", "colors")
"""The keys of a chart block that only some kinds take."""

Fault = tuple[str, str]
"""Why data do not suit a kind, and what to do about it."""


def suits(data: ChartData) -> Fault | None:
    """Find no fault: the kind takes all data."""
    return None


@dataclass(frozen=True, slots=True)
class ChartKind:
    """How a kind is drawn and what it takes.

    `height` gives the height in pt that suits data in a figure of some width (pt), `plot` draws on a canvas of its
    data. `many` tells whether the kind takes more than one series, `ordered` whether its categories follow one another
    in time, `gaps` whether years and months that the file leaves out are shown as gaps; `keys` are those of `OPTIONAL`
    that it takes; `fault` says what is wrong with data it cannot show.
    """

    height: Callable[[ChartData, Lettering, float], float]
    plot: Callable[[Canvas], None]
    many: bool
    keys: frozenset[str]
    ordered: bool = False
    gaps: bool = False
    fault: Callable[[ChartData], Fault | None] = suits


_MARKED = frozenset(("highlight", "target", "reference", "annotations", "values", "colors"))
_BARS = _MARKED | {"sort"}
_PARTS = frozenset(("highlight", "sort", "values", "colors"))

CHART_KINDS: Mapping[str, ChartKind] = {
    "bar": ChartKind(bar.height, bar.plot, many=False, keys=_BARS, gaps=True),
    "horizontal-bar": ChartKind(horizontal_bar.height, horizontal_bar.plot, many=False, keys=_BARS),
    "grouped-bar": ChartKind(grouped_bar.height, grouped_bar.plot, many=True, keys=_BARS | {"series"}, gaps=True),
    "stacked-bar": ChartKind(
        stacked_bar.height, stacked_bar.plot, many=True, keys=_BARS | {"series"}, gaps=True, fault=stacked_bar.fault
    ),
    "percent-bar": ChartKind(
        percent_bar.height, percent_bar.plot, many=True, keys=_BARS | {"series"}, gaps=True, fault=percent_bar.fault
    ),
    "line": ChartKind(line.height, line.plot, many=True, keys=_MARKED | {"series"}, ordered=True, gaps=True),
    "area": ChartKind(
        area.height, area.plot, many=True, keys=_MARKED | {"series"}, ordered=True, gaps=True, fault=area.fault
    ),
    "slope": ChartKind(
        slope.height, slope.plot, many=True, keys=frozenset(("series", "highlight", "values", "colors")),
        ordered=True, fault=slope.fault,
    ),
    "dot-plot": ChartKind(dot_plot.height, dot_plot.plot, many=True, keys=_BARS - {"annotations"} | {"series"}),
    "donut": ChartKind(donut.height, donut.plot, many=False, keys=_PARTS, fault=donut.fault),
    "waffle": ChartKind(waffle.height, waffle.plot, many=False, keys=_PARTS, fault=waffle.fault),
    "small-multiples": ChartKind(
        small_multiples.height, small_multiples.plot, many=True,
        keys=frozenset(("series", "highlight", "target", "reference", "sort", "colors")), ordered=True, gaps=True,
    ),
    "number": ChartKind(
        number.height, number.plot, many=True, keys=frozenset(("series", "highlight", "target")),
        ordered=True, fault=number.fault,
    ),
    "tile-map": ChartKind(
        tile_map.height, tile_map.plot, many=False, keys=frozenset(("highlight",)), fault=tile_map.fault
    ),
}  # fmt: skip

_SPARK = ChartKind(spark.height, spark.plot, many=False, keys=frozenset(), ordered=True, gaps=True)


def kind_of(name: str) -> ChartKind:
    """Give a kind of chart block, or `spark`, which only stands in text."""
    return _SPARK if name == "spark" else CHART_KINDS[name]
