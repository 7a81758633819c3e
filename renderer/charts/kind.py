"""What a kind of chart is: how its data become heights and drawings, and which keys of a block it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
