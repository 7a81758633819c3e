"""Stacked bars, standing or lying: what `stacked-bar` and `percent-bar` share. In: a canvas and shares. Out: marks.

The series are named beside the last standing bar or above the first lying one, so that no key has to be looked up;
where their names do not fit there, a key stands at the top and each series has a hatch besides its colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.charts import bars
from renderer.charts.canvas import PT_PER_MM, Canvas
from renderer.charts.guides import (
    GAP,
    End,
    draw_ends,
    draw_heads,
    draw_lane,
    draw_marks,
    ends_width,
    heads_height,
    lane_height,
)
from renderer.charts.key import draw_key, key_height, tell_apart
from renderer.charts.lettering import Lettering
from renderer.charts.palette import HATCHES, series_colours
from renderer.charts.scales import zero_range
from renderer.charts.values import ChartData

_LYING_BAR = 16.0
_NAMES_SHARE = 0.3
_MOST_VALUES = 72
"""More values than these in one chart are a carpet of digits."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: where each series begins and ends, what is written in each piece, and beyond the end of the bar."""

    pieces: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    end: str


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt that suits the bars and, where needed, their key."""
    if bars.stand(data, lettering, width):
        return bars.STANDING_MM * PT_PER_MM
    tall = bars.lying_height(data, lettering, width, _LYING_BAR / len(data.series))
    return min(tall + key_height(data, lettering, width), bars.TALLEST_MM * PT_PER_MM)


def plot(canvas: Canvas, stacks: Sequence[Stack], *, percent: bool) -> None:
    """Draw a bar for each category, on a scale that holds all of them."""
    top = canvas.unit_line()
    ends = [end for stack in stacks for _, end in stack.pieces] + [mark.value for mark in canvas.data.marks]
    high = 100.0 if percent else zero_range(tuple(ends))[1]
    if bars.stand(canvas.data, canvas.lettering, canvas.width):
        _plot_standing(canvas, stacks, high, top)
    else:
        _plot_lying(canvas, stacks, high, top)


# -------------------------------------------------------------------------------------------------------- standing
def _plot_standing(canvas: Canvas, stacks: Sequence[Stack], high: float, top: float) -> None:
    data, lettering = canvas.data, canvas.lettering
    names = [lettering.wrap(s.name, canvas.width * _NAMES_SHARE) for s in data.series]
    direct = sum(map(lettering.height, names)) <= canvas.height * 0.8
    if direct:
        tell_apart(canvas)
    else:
        top = draw_key(canvas, series_colours(data, canvas.theme), top)
    right = ends_width(canvas, names if direct else ())
    slot = (canvas.width - right) / len(stacks)
    valued = data.shown != "none" and max(lettering.width(s.end, strong=True) for s in stacks) <= slot
    ticks = {} if valued else canvas.ticks(0, high)
    categories = [lettering.wrap(c, slot * 0.96, strong=True) for c in data.categories]
    scale = max((lettering.width(t) + GAP for t in ticks.values()), default=0.0)
    left = max(scale, (lettering.width(categories[0], strong=True) - slot) / 2)
    canvas.frame(
        left, right, max(map(lettering.height, categories)) + GAP, top + lane_height(canvas) + lettering.line + 2
    )
    canvas.axes.set_xlim(-0.5, len(stacks) - 0.5)
    canvas.axes.set_ylim(0, max([high, *ticks]))
    for tick, written in ticks.items():
        canvas.rule(tick)
        canvas.words(written, canvas.left - GAP, canvas.y_pt(tick), ha="right", muted=True)
    slot = canvas.plot_width / len(stacks)
    thick = min(54.0, slot * 0.62)
    for i, stack in enumerate(stacks):
        _draw_upright(canvas, stack, canvas.x_pt(i), thick, hatched=not direct)
        if valued or i in (data.highlight, len(stacks) - 1):
            y = canvas.y_pt(stack.pieces[-1][1]) + 2
            canvas.words(stack.end, canvas.x_pt(i), y, ha="center", va="bottom", strong=True, backed=bool(data.marks))
    canvas.rule(0.0, strong=True)
    for i in bars.free_names(canvas, [lettering.width(n, strong=True) + GAP for n in categories], slot):
        strong = i == data.highlight
        canvas.words(categories[i], canvas.x_pt(i), canvas.bottom - GAP, ha="center", va="top", strong=strong)
    draw_marks(canvas)
    x = canvas.x_pt(len(stacks) - 1) + thick / 2
    middles = [canvas.y_pt((start + end) / 2) for start, end in stacks[-1].pieces]
    named = [End(n, x, y, s == data.highlighted) for s, (n, y) in enumerate(zip(names, middles, strict=True))]
    draw_ends(canvas, named if direct else ())
    tops = [canvas.y_pt(stack.pieces[-1][1]) + lettering.line + 4 for stack in stacks]
    bottom = canvas.bottom + canvas.plot_height + lettering.line + 2 * GAP
    draw_lane(canvas, bottom, [canvas.x_pt(i) for i in range(len(stacks))], tops)


def _draw_upright(canvas: Canvas, stack: Stack, middle: float, thick: float, *, hatched: bool) -> None:
    """Draw a standing bar around `middle` pt, with its values where all of them are few and large enough."""
    data, lettering, colours = canvas.data, canvas.lettering, series_colours(canvas.data, canvas.theme)
    quiet = len(data.categories) * len(data.series) <= _MOST_VALUES or data.shown == "all"
    for s, (start, end) in enumerate(stack.pieces):
        bottom, tall = canvas.y_pt(start), canvas.y_pt(end) - canvas.y_pt(start)
        if tall <= 0:
            continue
        hatch = HATCHES[s % len(HATCHES)] if hatched else ""
        canvas.rectangle(middle - thick / 2, bottom, thick, tall, colours[s], hatch=hatch, parted=tall > 2)
        if quiet and tall >= lettering.line and lettering.width(stack.texts[s], strong=True) <= thick - 2:
            backed, strong = hatched or bool(data.marks), s == data.highlighted
            y = bottom + tall / 2
            canvas.words(stack.texts[s], middle, y, ha="center", on=colours[s], backed=backed, strong=strong)


# ----------------------------------------------------------------------------------------------------------- lying
def _plot_lying(canvas: Canvas, stacks: Sequence[Stack], high: float, top: float) -> None:
    data, lettering = canvas.data, canvas.lettering
    names = [lettering.wrap(c, canvas.width * bars.NAMES_SHARE, strong=True) for c in data.categories]
    left = max(lettering.width(n, strong=True) for n in names) + 2 * GAP
    notes = {n.index: lettering.wrap(n.text, canvas.width * _NAMES_SHARE) for n in data.annotations}
    after = max(lettering.width(stack.end, strong=True) for stack in stacks) + 2 * GAP
    ends = after + max(map(lettering.width, notes.values()), default=-GAP)
    across = canvas.width - left - ends
    direct = not data.marks and all(
        lettering.width(series.name, strong=True) + GAP <= (end - start) / high * across
        for series, (start, end) in zip(data.series, stacks[0].pieces, strict=True)
    )
    if direct:
        tell_apart(canvas)
        top += lettering.line + 2
    else:
        top = draw_key(canvas, series_colours(data, canvas.theme), top) + heads_height(canvas)
    row = (canvas.height - top) / len(names)
    # What the first and last name stand out of thin rows.
    edge = max(0.0, max(map(lettering.height, [*names, *notes.values()])) - row) / 2
    canvas.frame(left, ends, edge, top + edge)
    row = canvas.plot_height / len(names)
    canvas.axes.set_xlim(0, high)
    canvas.axes.set_ylim(len(names) - 0.5, -0.5)
    thick = min(_LYING_BAR, row * 0.8)
    shown = bars.free_names(canvas, [lettering.height(n) for n in names], row)
    for i, stack in enumerate(stacks):
        middle = canvas.y_pt(i)
        _draw_lying(canvas, stack, middle, thick, hatched=not direct)
        if i in shown:
            canvas.words(names[i], 0, middle, strong=i == data.highlight)
            x = canvas.x_pt(stack.pieces[-1][1]) + GAP
            canvas.words(stack.end, x, middle, strong=True, backed=bool(data.marks))
            if i in notes:
                x += canvas.lettering.width(stack.end, strong=True) + (GAP if stack.end else 0.0)
                canvas.words(notes[i], x, middle, muted=True, backed=bool(data.marks))
    canvas.rule(0.0, upright=True, strong=True)
    draw_marks(canvas, upright=True)
    draw_heads(canvas)
    for s, (series, (start, _)) in enumerate(zip(data.series, stacks[0].pieces, strict=True)):
        if direct:
            y = canvas.y_pt(0) + thick / 2 + GAP
            canvas.words(series.name, canvas.x_pt(start) + 1, y, va="baseline", strong=s == data.highlighted)


def _draw_lying(canvas: Canvas, stack: Stack, middle: float, thick: float, *, hatched: bool) -> None:
    """Draw a lying bar around `middle` pt, with the values there is room for in it."""
    data, lettering, colours = canvas.data, canvas.lettering, series_colours(canvas.data, canvas.theme)
    for s, (start, end) in enumerate(stack.pieces):
        x, long = canvas.x_pt(start), canvas.x_pt(end) - canvas.x_pt(start)
        if long <= 0:
            continue
        hatch = HATCHES[s % len(HATCHES)] if hatched else ""
        canvas.rectangle(x, middle - thick / 2, long, thick, colours[s], hatch=hatch, parted=long > 2)
        if thick >= lettering.line * 0.9 and lettering.width(stack.texts[s], strong=True) + GAP <= long:
            backed, strong = hatched or bool(data.marks), s == data.highlighted
            canvas.words(stack.texts[s], x + long / 2, middle, ha="center", on=colours[s], backed=backed, strong=strong)
