"""The kinds of chart there are: a name in, what draws it and what it takes out.

Other packages bring more of them; one with the name of a kind that is here is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping

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
from renderer.charts.kind import OPTIONAL, ChartKind
from renderer.charts.plugins import load

__all__ = ["CHART_KINDS", "OPTIONAL", "ChartKind", "kind_of"]

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
    """Give a kind of chart block, one that another package brings, or `spark`, which only stands in text.

    Raises KeyError: there is none. BrokenKind: the package cannot be used.
    """
    if name == "spark":
        return _SPARK
    return CHART_KINDS[name] if name in CHART_KINDS else load(name)
