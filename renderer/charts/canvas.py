"""The drawing surface of a chart: marks and labels in, SVG text and complaints about labels out.

One unit is 1 pt at printed size. Things are placed in data coordinates of the one pair of axes, and text by an offset
in pt from there, or in pt from the lower left corner of the figure; what the labels cover is measured once all are
placed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Literal

from renderer.charts.lettering import Lettering
from renderer.charts.scales import decimals_between, ticks_within
from renderer.charts.theme import ChartTheme, tint
from renderer.charts.values import ChartData
from renderer.data.formats import decimals_of, with_percent, write_number

Horizontal = Literal["left", "center", "right"]
Vertical = Literal["top", "center", "bottom", "baseline"]

Points = Sequence[tuple[float, float]]
"""Places in pt from the lower left corner of the figure."""

PT_PER_MM = 72 / 25.4
HAIRLINE = 0.5
_MOST_TICKS = 5
_SLACK = 0.5
"""Overlap, in pt, that the white space inside a text box makes invisible."""
_BEARING = 0.05
"""Of its height: the white space beside a letter, by which large figures are set out to stand flush."""
_NO_METADATA: Mapping[str, None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
SETTINGS: Mapping[str, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "renderer",  # ids by content instead of chance
    "hatch.linewidth": 0.7,
    "path.simplify": False,
}


class Canvas:
    """A figure of `width` by `height` pt with one pair of axes that fill it until `frame` is called."""

    def __init__(self, data: ChartData, theme: ChartTheme, lettering: Lettering, width: float, height: float):
        from matplotlib.backends.backend_svg import RendererSVG
        from matplotlib.figure import Figure

        self.data, self.theme, self.lettering = data, theme, lettering
        self.width, self.height = width, height
        self.left = self.bottom = 0.0
        self.plot_width, self.plot_height = width, height
        self.shortfalls: list[str] = []
        """What could not be shown in full, in words."""
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
        self.axes = self._figure.add_axes((0, 0, 1, 1))
        self.axes.axis("off")
        self._labels: list[Any] = []
        self._renderer = RendererSVG(width, height, io.StringIO(), image_dpi=72)
        self._decimals = decimals_of(data.numbers)

    # -- coordinates
    def frame(self, left: float, right: float, bottom: float, top: float) -> None:
        """Set the axes into margins given in pt."""
        w, h = max(1.0, self.width - left - right), max(1.0, self.height - bottom - top)
        self.axes.set_position((left / self.width, bottom / self.height, w / self.width, h / self.height))
        self.left, self.bottom, self.plot_width, self.plot_height = left, bottom, w, h

    def x_pt(self, value: float) -> float:
        """Give how far a place on the horizontal axis lies from the left edge of the figure, in pt."""
        low, high = self.axes.get_xlim()
        return float(self.left + (value - low) / (high - low) * self.plot_width)

    def y_pt(self, value: float) -> float:
        """Give how far a place on the vertical axis lies above the bottom of the figure, in pt."""
        low, high = self.axes.get_ylim()
        return float(self.bottom + (value - low) / (high - low) * self.plot_height)

    # -- marks, in pt from the lower left corner of the figure
    def rectangle(
        self, x: float, y: float, width: float, height: float, colour: str, *, hatch: str = "", parted: bool = False
    ) -> None:
        """Fill a rectangle whose lower left corner is given; `parted` rules it off from its neighbours with paper."""
        from matplotlib.patches import Rectangle

        pale = tint(colour, self.theme.paper, 0.45)
        self._add(
            Rectangle(
                (x, y), width, height, facecolor=colour, hatch=hatch or None, hatchcolor=pale,
                edgecolor=self.theme.paper, linewidth=0.75 if parted else 0, zorder=2,
            )
        )  # fmt: skip

    def polygon(self, points: Points, colour: str, *, hatch: str = "", parted: bool = False) -> None:
        """Fill a polygon."""
        from matplotlib.patches import Polygon

        pale = tint(colour, self.theme.paper, 0.45)
        self._add(
            Polygon(
                points, closed=True, facecolor=colour, hatch=hatch or None, hatchcolor=pale,
                edgecolor=self.theme.paper, linewidth=0.75 if parted else 0, zorder=2,
            )
        )  # fmt: skip

    def stroke(
        self,
        points: Points,
        colour: str,
        width: float = HAIRLINE,
        *,
        dashes: Sequence[float] = (),
        zorder: float = 2.5,
        cased: bool = False,
    ) -> None:
        """Draw a line through points; `cased` sets it off from what it crosses with paper on both sides."""
        from matplotlib.lines import Line2D

        if cased:
            self.stroke(points, self.theme.paper, width + 1.6, zorder=zorder)
        line = Line2D([x for x, _ in points], [y for _, y in points], color=colour, linewidth=width, zorder=zorder)
        line.set_solid_capstyle("round")
        line.set_solid_joinstyle("round")
        if dashes:
            line.set_dashes(dashes)
        self._add(line)

    def dot(self, x: float, y: float, colour: str, *, size: float = 4.5, marker: str = "o", zorder: float = 3) -> None:
        """Draw a point mark `size` pt across, in matplotlib's notation, with an edge of paper."""
        from matplotlib.lines import Line2D

        self._add(
            Line2D(
                [x], [y], linestyle="none", marker=marker, markersize=size, markerfacecolor=colour,
                markeredgecolor=self.theme.paper, markeredgewidth=0.6, zorder=zorder,
            )
        )  # fmt: skip

    def wedge(self, x: float, y: float, outer: float, inner: float, start: float, end: float, colour: str) -> None:
        """Fill a piece of a ring around a point, between two angles in degrees, counted against the clock from east."""
        from matplotlib.patches import Wedge

        ring = Wedge((x, y), outer, start, end, width=outer - inner, facecolor=colour)
        ring.set(edgecolor=self.theme.paper, linewidth=1.2, zorder=2)
        self._add(ring)

    def _add(self, artist: Any) -> None:
        from matplotlib.transforms import IdentityTransform

        artist.set_transform(IdentityTransform())  # at 72 dots an inch a dot is a pt
        artist.set_clip_on(False)
        self.axes.add_artist(artist)

    # -- marks on the axes
    def rule(self, at: float, *, upright: bool = False, strong: bool = False) -> None:
        """Draw a line across the axes: a grid line, or the base line when `strong`."""
        draw = self.axes.axvline if upright else self.axes.axhline
        colour = self.theme.muted if strong else self.theme.rule
        draw(at, color=colour, linewidth=0.75 if strong else HAIRLINE, zorder=3 if strong else 0, clip_on=False)

    # -- words
    def number(self, value: float) -> str:
        """Write a value of the chart, all with the same decimals."""
        return self._written(value, self._decimals)

    def exact(self, value: float) -> str:
        """Write a value that is not of the chart's own, such as a target, with the decimals it needs itself."""
        number = write_number(value, decimals_of((value,)), self.data.lang)
        return with_percent(number, self.data.mark_unit, self.data.lang)

    def ticks(self, low: float, high: float) -> dict[float, str]:
        """Give the round values for an axis over a range, and how they are written."""
        ticks = ticks_within(low, high, _MOST_TICKS, whole=all(v == int(v) for v in self.data.numbers))
        return {t: self._written(t, decimals_between(ticks)) for t in ticks}

    def _written(self, value: float, decimals: int) -> str:
        return with_percent(write_number(value, decimals, self.data.lang), self.data.unit, self.data.lang)

    def label(
        self,
        text: str,
        x: float,
        y: float,
        *,
        offset: tuple[float, float] = (0.0, 0.0),
        ha: Horizontal = "center",
        va: Vertical = "center",
        strong: bool = False,
        muted: bool = False,
        coords: Any = "data",
        backed: bool = False,
        on: str = "",
        size: float = 0.0,
    ) -> None:
        """Set a label `offset` pt away from a point, at a size in pt other than the theme's when one is given.

        `backed` puts paper behind it, over lines; `on` is the colour of the area it stands on.
        """
        colour = self.theme.lettering_on(on) if on else self.theme.muted if muted else self.theme.ink
        box = {"facecolor": on or self.theme.paper, "edgecolor": "none", "pad": 1.0} if backed else None
        self._labels.append(
            self.axes.annotate(
                text,
                xy=(x, y),
                xycoords=coords,
                xytext=offset,
                textcoords="offset points",
                ha=ha,
                va={"center": "center_baseline"}.get(va, va),
                linespacing=1.0,
                multialignment=ha,
                color=colour,
                fontproperties=self.lettering.face(strong, size),
                parse_math=False,
                annotation_clip=False,
                bbox=box,
                zorder=5,
            )
        )

    def words(
        self,
        text: str,
        x: float,
        y: float,
        *,
        ha: Horizontal = "left",
        va: Vertical = "center",
        strong: bool = False,
        muted: bool = False,
        backed: bool = False,
        on: str = "",
        size: float = 0.0,
    ) -> None:
        """Set a label at a point in pt from the lower left corner of the figure; else as `label`."""
        self.label(
            text,
            x,
            y,
            ha=ha,
            va=va,
            strong=strong,
            muted=muted,
            backed=backed,
            on=on,
            size=size,
            coords="figure points",
        )

    def paragraph(self, text: str, y: float, *, x: float = 0.0, strong: bool = False, muted: bool = False) -> None:
        """Set lines of text below `y` pt, on base lines that are the same whatever letters stand on them."""
        for i, line in enumerate(text.split("\n")):
            base = y - self.lettering.size * 0.9 - i * self.lettering.line
            self.words(line, x, base, va="baseline", strong=strong, muted=muted)

    def unit_line(self) -> float:
        """Write the unit at the top left, once for the chart; give the height it takes in pt, or 0 without one."""
        unit = self.data.unit
        if not unit or unit == "%":
            return 0.0
        text = self.lettering.wrap(unit, self.width)
        self.label(text, 0, 1, ha="left", va="top", muted=True, coords="figure fraction")
        return self.lettering.height(text) + 3

    # -- the result
    def complaints(self) -> Iterator[str]:
        """Measure the labels: which leave the figure, which lie on one another."""
        yield from self.shortfalls
        boxes = [self._box(label) for label in self._labels]
        for text, box in boxes:
            slack = max(_SLACK, box.height * _BEARING)
            if box.x0 < -slack or box.y0 < -2 or box.x1 > self.width + slack or box.y1 > self.height + 2:
                yield f"the label {text!r} runs out of the figure"
        for (one, a), (other, b) in combinations(boxes, 2):
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            if wide > _SLACK and high > _SLACK + 1:
                yield f"the labels {one!r} and {other!r} overlap"

    def _box(self, label: Any) -> tuple[str, Any]:
        """Give the words of a label and the box they cover, with the width the page will have."""
        text, box = label.get_text(), label.get_window_extent(self._renderer).frozen()
        more = self.lettering.width(text, label.get_weight() == 600, label.get_size()) - box.width
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.get_ha()]
        box.x0, box.x1 = box.x0 - more * share, box.x1 + more * (1 - share)
        return text.replace("\n", " "), box

    def svg(self) -> str:
        """Write the figure as SVG text."""
        out = io.StringIO()
        self._figure.savefig(out, format="svg", metadata=_NO_METADATA, transparent=True)
        return out.getvalue()
