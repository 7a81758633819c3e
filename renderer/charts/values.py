"""The frozen values a chart passes through: `ChartSpec` (as written), `ChartData` (as shown), `Drawn` (as SVG)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from renderer.findings import Finding, Place

Width = Literal["full", "half"]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart block of a manuscript, checked. Column names and values are the text of the data file.

    `height` is in mm, or None for what suits the chart. `lines` gives the manuscript line of each key given.
    """

    kind: str
    data: str
    x: str
    y: tuple[str, ...]
    series: str
    where: Mapping[str, tuple[str, ...]]
    title: str
    caption: str
    source: str
    alt: str
    unit: str
    labels: Mapping[str, str]
    highlight: str
    height: float | None
    width: Width
    id: str
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Give the manuscript line of a key, or of the block when the key is not written."""
        return self.lines.get(key, self.line)

    @property
    def place(self) -> Place:
        """Where findings about the chart as a whole belong."""
        return Place(self.file, self.line)


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values under a name; a None is a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """All that decides the look of a chart but its theme and fonts; plain values, so it pickles and hashes.

    Every series has one value for each category. `positions` are the places of the categories on a number line
    (years, days) when they have an order, else empty. `highlight` is the index of a category, or None.
    `height` is in mm or None.
    """

    kind: str
    x_name: str
    categories: tuple[str, ...]
    positions: tuple[float, ...]
    series: tuple[Series, ...]
    unit: str
    highlight: int | None
    height: float | None
    width: Width
    lang: str

    @property
    def numbers(self) -> tuple[float, ...]:
        """All values that are there, series after series."""
        return tuple(v for s in self.series for v in s.values if v is not None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as SVG text (width and height in pt) and what could not be fitted into it."""

    svg: str
    findings: tuple[Finding, ...]
