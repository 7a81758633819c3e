"""Bars, standing or lying: what the bar kinds share. In: a canvas and how each bar looks. Out: the canvas drawn on.

Bars begin at zero and carry their values. They stand when the names of the categories fit under them, or when the
categories have an order in time; else they lie, with the names to their left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from renderer.charts.canvas import HAIRLINE, PT_PER_MM, Canvas, Horizontal, Vertical
from renderer.charts.guides import (
    GAP,
    draw_ends,
    draw_heads,
    draw_lane,
    draw_marks,
    ends_width,
    heads_height,
    lane_height,
)
from renderer.charts.lettering import Lettering
from renderer.charts.scales import standing_free, zero_range
from renderer.charts.theme import tint
from renderer.charts.values import ChartData

STANDING_MM = 70.0
TALLEST_MM = 230.0
"""The type area of an A4 page, less a caption."""
_MOST_LINES = 2
NAMES_SHARE = 0.4
"""Most of the width that names beside lying bars may take."""
_BELOW = ("data", "axes fraction")
_BESIDE = ("axes fraction", "data")
_THICKEST = 54.0
LYING_BAR = 13.0
_THINNEST = 4.0
"""A hatch does not show in less, in pt."""
_PARTED_FROM = 6.0
"""Bars from this thickness on are parted by a hairline of paper."""
_ROW_GAP = 7.0
_NOTES_SHARE = 0.3
"""Most of the width that an annotation beside a lying bar may take."""


@dataclass(frozen=True, slots=True)
class BarStyle:
    """How one bar looks: fill colour, hatch in matplotlib's notation, and whether its words are strong."""

    colour: str
    hatch: str = ""
    strong: bool = False


Styles = Sequence[Sequence[BarStyle]]
"""By series, then by category."""


# ------------------------------------------------------------------------------------------------- decisions
def stand(data: ChartData, lettering: Lettering, width: float) -> bool:
    """Tell whether the bars stand upright in a figure `width` pt wide."""
    slot = width / len(data.categories)
    return bool(data.positions) or all(
        lettering.fits(c, slot * 0.92, _MOST_LINES, strong=True) for c in data.categories
    )


def thickness(data: ChartData, slot: float) -> float:
    """Give the width of a standing bar whose category has a `slot` pt wide."""
    share = 0.62 if len(data.series) == 1 else 0.8
    return min(_THICKEST, slot * share / len(data.series))


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the bars."""
    if stand(data, lettering, width):
        return STANDING_MM * PT_PER_MM
    return lying_height(data, lettering, width, LYING_BAR if len(data.series) == 1 else lettering.line)


def lying_height(data: ChartData, lettering: Lettering, width: float, bar: float) -> float:
    """Give the height in pt that suits lying bars, each `bar` pt thick."""
    above = lettering.line + GAP if data.unit not in ("", "%") else 0.0
    above += lettering.line + GAP if data.marks else 0.0
    row = _row_height(data, lettering, width, bar * len(data.series))
    return min(row * len(data.categories) + above, TALLEST_MM * PT_PER_MM)


def _row_height(data: ChartData, lettering: Lettering, width: float, bars: float) -> float:
    names = [lettering.wrap(c, width * NAMES_SHARE, strong=True) for c in data.categories]
    notes = [lettering.wrap(n.text, width * _NOTES_SHARE) for n in data.annotations]
    return max(bars, *map(lettering.height, names), *map(lettering.height, notes)) + _ROW_GAP


# -------------------------------------------------------------------------------------------------- standing
def plot_standing(canvas: Canvas, styles: Styles, *, top: float, under: bool) -> None:
    """Draw standing bars below `top` pt; `under` writes the name of its series under each bar."""
    data, lettering = canvas.data, canvas.lettering
    ends = ends_width(canvas, ())
    slot = (canvas.width - ends) / len(data.categories)
    room = slot if len(data.series) == 1 else thickness(data, slot)
    valued = data.shown != "none" and (data.shown == "all" or _widest(canvas, data.numbers) <= room - 1)
    low, high = zero_range(data.measured)
    lane = lane_height(canvas)
    ticks = {} if valued else canvas.ticks(low, high)
    left = max(map(lettering.width, ticks.values())) + GAP if ticks else 0.0
    top += lane + (lettering.line / 2 if ticks else 0.0)
    slot = (canvas.width - left - ends) / len(data.categories)
    names = [lettering.wrap(c, slot * 0.96, strong=True) for c in data.categories]
    below = lettering.line if under else 0.0
    right = max(ends, (lettering.width(names[-1], strong=True) - slot) / 2)
    first = lettering.width(names[0], strong=True)
    left = max(left, (first - slot) / 2)
    slot = (canvas.width - left - right) / len(data.categories)
    canvas.frame(left, right, max(map(lettering.height, names)) + GAP + below, top)
    if ticks:
        _scale(canvas, min(ticks), max(ticks), upright=True, before=0.0, after=lettering.line / 2)
    else:
        _scale(canvas, low, high, upright=True, before=lettering.line if low < 0 else 0.0, after=lettering.line + 2)
    for tick, written in ticks.items():
        canvas.rule(tick)
        canvas.label(written, 0, tick, offset=(-GAP, 0), ha="right", muted=True, coords=_BESIDE)
    shown = free_names(canvas, [lettering.width(n, strong=True) + GAP for n in names], slot)
    share = thickness(data, slot) / slot
    _draw_bars(
        canvas, styles, share * slot, share, upright=True, valued=range(len(names)) if valued else _highlighted(data)
    )
    canvas.rule(0.0, strong=True)
    for i in shown:
        strong = styles[0][i].strong
        canvas.label(names[i], i, 0, offset=(0, -GAP - below), va="top", strong=strong, coords=_BELOW)
    if data.marks:
        draw_marks(canvas)
        draw_ends(canvas, ())
    if data.annotations:
        values = [[s.values[i] or 0.0 for s in data.series] for i in range(len(names))]
        tops = [canvas.y_pt(max(0.0, *v)) + (lettering.line + 2 if valued else 2) for v in values]
        bottom = canvas.bottom + canvas.plot_height + 2 * GAP + (lettering.line / 2 if ticks else 0.0)
        draw_lane(canvas, bottom, [canvas.x_pt(i) for i in range(len(names))], tops)
    for s, series in enumerate(data.series if under else ()):
        for i in range(len(names)):
            at = i + _shift(data, s) * share
            canvas.label(series.name, at, 0, offset=(0, -GAP), va="top", muted=True, coords=_BELOW)


# ---------------------------------------------------------------------------------------------------- lying
def plot_lying(canvas: Canvas, styles: Styles, *, top: float) -> None:
    """Draw lying bars below `top` pt, the first category at the top."""
    data, lettering = canvas.data, canvas.lettering
    names = [lettering.wrap(c, canvas.width * NAMES_SHARE, strong=True) for c in data.categories]
    left = max(lettering.width(n, strong=True) for n in names) + 2 * GAP
    texts = _widest(canvas, data.numbers) + GAP
    top += heads_height(canvas)
    row = (canvas.height - top) / len(names)
    notes = [lettering.wrap(n.text, canvas.width * _NOTES_SHARE) for n in data.annotations]
    # What the first and last name stand out of thin rows.
    edge = max(0.0, max(map(lettering.height, [*names, *notes])) - row) / 2
    valued = len(data.series) == 1 or _lying_bar(data, lettering, row) >= lettering.line * 0.9
    valued = data.shown != "none" and (valued or data.shown == "all")
    low, high = zero_range(data.measured)
    if valued:
        canvas.frame(left, 0, edge, top + edge)
        after = max(texts, _after_notes(canvas, high))
        _scale(canvas, low, high, upright=False, before=texts if low < 0 else 0.0, after=after)
    else:
        ticks = canvas.ticks(low, high)
        canvas.frame(left, texts / 2, lettering.line + GAP, top + edge)
        _scale(canvas, min(ticks), max(ticks), upright=False, before=0.0, after=0.0)
        for tick, written in ticks.items():
            canvas.rule(tick, upright=True)
            canvas.label(written, tick, 0, offset=(0, -GAP), va="top", muted=True, coords=_BELOW)
    row = canvas.plot_height / len(names)
    bar = _lying_bar(data, lettering, row)
    shown = free_names(canvas, [lettering.height(n) for n in names], row)
    _draw_bars(canvas, styles, bar, bar / row, upright=False, valued=shown if valued else ())
    canvas.rule(0.0, upright=True, strong=True)
    for i in shown:
        canvas.label(names[i], 0, i, offset=(-left, 0), ha="left", strong=styles[0][i].strong, coords=_BESIDE)
    if data.marks:
        draw_marks(canvas, upright=True)
        draw_heads(canvas)
    for note in data.annotations:
        values = [s.values[note.index] or 0.0 for s in data.series]
        words = max((_widest(canvas, [v]) for v in values), default=0.0) + 3 * GAP if valued else GAP
        text = lettering.wrap(note.text, canvas.width * _NOTES_SHARE)
        canvas.words(
            text, canvas.x_pt(max(0.0, *values)) + words, canvas.y_pt(note.index), muted=True, backed=bool(data.marks)
        )


def _after_notes(canvas: Canvas, high: float) -> float:
    """Give the room beyond the longest bar that lets every annotation follow the value of its own bar."""
    data, lettering = canvas.data, canvas.lettering
    rooms = [0.0]
    for note in data.annotations:
        value = max(0.0, *(s.values[note.index] or 0.0 for s in data.series))
        words = lettering.width(lettering.wrap(note.text, canvas.width * _NOTES_SHARE))
        words += _widest(canvas, [value]) + 4 * GAP
        if value > 0 and words < canvas.plot_width:
            rooms.append(canvas.plot_width - (canvas.plot_width - words) * min(1.0, high / value))
    return max(rooms)


def _lying_bar(data: ChartData, lettering: Lettering, row: float) -> float:
    return min(LYING_BAR if len(data.series) == 1 else lettering.line, row * 0.8 / len(data.series))


# --------------------------------------------------------------------------------------------------- in common
def _scale(canvas: Canvas, low: float, high: float, *, upright: bool, before: float, after: float) -> None:
    """Set the axes so that `before` and `after` pt are left for words beyond the ends of the bars."""
    across = (-0.5, len(canvas.data.categories) - 0.5)
    length = canvas.plot_height if upright else canvas.plot_width
    per_pt = (high - low) / max(1.0, length - before - after)
    ends = (low - before * per_pt, high + after * per_pt)
    canvas.axes.set_xlim(across if upright else ends)
    canvas.axes.set_ylim(ends if upright else across[::-1])


def _shift(data: ChartData, series: int) -> float:
    """Give how far the bar of a series is from the middle of its category, in bars."""
    return series - (len(data.series) - 1) / 2


def _widest(canvas: Canvas, values: Sequence[float]) -> float:
    return max(canvas.lettering.width(canvas.number(v), strong=True) for v in values)


def _highlighted(data: ChartData) -> tuple[int, ...]:
    return () if data.highlight is None or len(data.series) > 1 else (data.highlight,)


def free_names(canvas: Canvas, sizes: Sequence[float], slot: float) -> list[int]:
    """Pick the categories whose names stand free; names left out are a fault unless order tells what they are."""
    middles = [slot * i for i in range(len(sizes))]
    shown = standing_free(middles, sizes, positions=canvas.data.positions, preferred=canvas.data.highlight)
    if len(shown) < len(sizes) and not canvas.data.positions:
        canvas.shortfalls.append(f"there is room for the names of only {len(shown)} of {len(sizes)} categories")
    return shown


def _draw_bars(
    canvas: Canvas, styles: Styles, thick: float, share: float, *, upright: bool, valued: Collection[int]
) -> None:
    """Draw the bars, each `thick` pt or `share` of its category, and the values of the categories `valued`."""
    draw = canvas.axes.bar if upright else canvas.axes.barh
    parted = len(canvas.data.series) > 1 and thick > _PARTED_FROM
    if len(canvas.data.series) > 1 and thick < _THINNEST:
        canvas.shortfalls.append(f"the bars are only {thick:.1f} pt thick, too thin to tell their series apart")
    for s, series in enumerate(canvas.data.series):
        shift = _shift(canvas.data, s) * share
        there = [(i, v) for i, v in enumerate(series.values) if v is not None]
        drawn = draw(
            [i + shift for i, _ in there],
            [v for _, v in there],
            share,
            color=[styles[s][i].colour for i, _ in there],
            hatch=[styles[s][i].hatch for i, _ in there],
            hatchcolor=tint(styles[s][0].colour, canvas.theme.paper, 0.45),
            edgecolor=canvas.theme.paper,
            linewidth=HAIRLINE if parted else 0,
            zorder=2,
        )
        for patch in drawn.patches:
            patch.set_clip_on(False)
        for i in valued:
            alone = upright and len(valued) < len(canvas.data.categories)
            _write_value(canvas, series.values[i], i + shift, upright, styles[s][i].strong, alone)


def _write_value(canvas: Canvas, value: float | None, across: float, upright: bool, strong: bool, alone: bool) -> None:
    """Write a value beyond the end of its bar; where there is none a dash tells it from a zero.

    One that stands `alone` between bars without values has paper behind it, as they may be the taller ones.
    """
    text, at = (canvas.number(value), value) if value is not None else ("–", 0.0)
    away = -3.0 if at < 0 else 3.0
    va: Vertical = "center" if not upright else "top" if at < 0 else "bottom"
    ha: Horizontal = "center" if upright else "right" if at < 0 else "left"
    x, y = (across, at) if upright else (at, across)
    offset = (0.0, away) if upright else (away, 0.0)
    canvas.label(
        text,
        x,
        y,
        offset=offset,
        ha=ha,
        va=va,
        strong=strong,
        muted=value is None,
        backed=alone or bool(canvas.data.marks),
    )
