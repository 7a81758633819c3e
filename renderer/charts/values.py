"""The frozen values a chart passes through: `ChartSpec` (as written), `ChartData` (as shown), `Drawn` (as SVG)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from renderer.findings import Finding, Place

Width = Literal["full", "half", "text"]
"""Of the page, one of two side by side, or a picture in a line of text."""
Show = Literal["auto", "all", "none"]
"""Which values are written: those there is room for, all, or none."""
Order = Literal["file", "ascending", "descending"]
Aggregate = Literal["", "count", "share", "sum", "mean", "median"]
"""How many rows become one value; empty where every row is a value of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that a line across the chart marks (a target, an average), and its name, which may be empty."""

    value: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Words about one category, by its index."""

    index: int
    text: str


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
    target: Mark | None
    reference: tuple[Mark, ...]
    annotations: Mapping[str, str]
    sort: Order
    values: Show
    colors: Mapping[str, str]
    note: str
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)
    aggregate: Aggregate = ""

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
    (years, days) when they have an order, else empty. `highlight` is the index of a category, or None, and
    `highlighted` that of a series. `height` is in mm or None. `keys` are the categories as the file writes them;
    `roles` and `category_roles` name a colour of the theme for each series and category, or are empty text.
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
    highlighted: int | None = None
    keys: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    category_roles: tuple[str, ...] = ()
    target: Mark | None = None
    references: tuple[Mark, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    shown: Show = "auto"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The target, if there is one, and the references."""
        return (*([self.target] if self.target else []), *self.references)

    @property
    def mark_unit(self) -> str:
        """What targets and references count: per cent where the axis does."""
        return "%" if self.kind == "percent-bar" else self.unit

    @property
    def measured(self) -> tuple[float, ...]:
        """What the value axis has to hold: all values, and what is marked."""
        return (*self.numbers, *(mark.value for mark in self.marks))

    @property
    def numbers(self) -> tuple[float, ...]:
        """All values that are there, series after series."""
        return tuple(v for s in self.series for v in s.values if v is not None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as SVG text (width and height in pt) and what could not be fitted into it."""

    svg: str
    findings: tuple[Finding, ...]
