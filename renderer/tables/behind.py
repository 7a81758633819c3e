"""The data behind a chart: its `ChartSpec` and `ChartData` in, a `Grid` with the numbers of the drawing out."""

from __future__ import annotations

from renderer.charts.values import ChartData, ChartSpec
from renderer.data.formats import decimals_of, with_percent, write_number
from renderer.tables.prepare import MISSING
from renderer.tables.values import Grid, Section


def grid_behind(spec: ChartSpec, data: ChartData) -> Grid:
    """Write the values of a chart as a table: a row for each category, a column for each series.

    With more series than categories (two moments and many lines) it is the other way round, to stay narrow.
    """
    decimals = decimals_of(data.numbers)

    def written(value: float | None) -> str:
        text = MISSING if value is None else write_number(value, decimals, data.lang)
        return text if value is None else with_percent(text, data.unit, data.lang)

    by_series = [tuple(map(written, series.values)) for series in data.series]
    if len(data.series) > len(data.categories):
        corner = spec.labels.get(spec.series, spec.series) or data.x_name
        heads, names, rows = data.categories, [s.name for s in data.series], by_series
    else:
        corner = data.x_name
        heads = tuple(series.name for series in data.series)
        names, rows = list(data.categories), list(zip(*by_series, strict=True))
    lines = tuple((name, *row) for name, row in zip(names, rows, strict=True))
    return Grid((corner, *heads), (False, *(True for _ in heads)), (Section("", lines),))
