"""Targets, references and annotations: what an author adds to the data in, lines and words beside them out.

Words never lie on the data: those of a target stand at the end of its line, outside the axes; annotations hang from
a lane above standing marks, or follow lying ones. Room for them is measured before the axes are set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.charts.canvas import HAIRLINE, Canvas
from renderer.charts.scales import apart_within
from renderer.charts.values import Mark
from renderer.charts.words import words_for

GAP = 4.0
"""Between a mark and its words, in pt."""
TO_END = 8.0
"""Between the axes and the words right of them."""
_SHARE = 0.3
"""Most of the width that words beside the axes may take."""
_WIDEST = 110.0
_TARGET, _REFERENCE = 1.1, 0.8


# ------------------------------------------------------------------------------------------------- words at ends
@dataclass(frozen=True, slots=True)
class End:
    """Words right of the axes and the place in pt that they belong to."""

    text: str
    x: float
    y: float
    strong: bool = False
    muted: bool = False


def mark_text(canvas: Canvas, mark: Mark) -> str:
    """Word a target or reference: its name and value."""
    value = canvas.exact(mark.value)
    words = words_for(canvas.data.lang)
    name = mark.name or (words["target"] if mark is canvas.data.target else "")
    text = words["named"].format(name=name, text=value) if name else value
    return canvas.lettering.wrap(text, canvas.width * _SHARE, strong=True)


def ends_width(canvas: Canvas, texts: Sequence[str]) -> float:
    """Give the room right of the axes that words and those of targets and references need."""
    texts = [*texts, *(mark_text(canvas, m) for m in canvas.data.marks)]
    return max((canvas.lettering.width(t, strong=True) + TO_END for t in texts), default=0.0)


def draw_ends(canvas: Canvas, ends: Sequence[End]) -> None:
    """Write words right of the axes, those of targets and references among them, moved apart where they are close.

    A hairline leads to words that do not stand right beside their place.
    """
    right = canvas.left + canvas.plot_width
    marks = [
        End(mark_text(canvas, m), right, canvas.y_pt(m.value), m is canvas.data.target, m is not canvas.data.target)
        for m in canvas.data.marks
    ]
    every = [*ends, *marks]
    sizes = [canvas.lettering.height(end.text) for end in every]
    if sum(sizes) > canvas.height:
        canvas.shortfalls.append(f"there is no room for the names of all {len(every)} lines beside one another")
    middles = apart_within([end.y for end in every], sizes, 0.0, canvas.height)
    for end, middle in zip(every, middles, strict=True):
        canvas.words(end.text, right + TO_END, middle, strong=end.strong, muted=end.muted)
        if abs(middle - end.y) > canvas.lettering.line / 2 or end.x < right - 1:
            canvas.stroke([(end.x, end.y), (right + TO_END - 2, middle)], canvas.theme.muted, HAIRLINE, zorder=1)


# ------------------------------------------------------------------------------------------- lines across the axes
def draw_marks(canvas: Canvas, *, upright: bool = False) -> None:
    """Draw the lines of targets (firm) and references (dashed) across the axes; `upright` when values run across."""
    left, right = canvas.left, canvas.left + canvas.plot_width
    bottom, top = canvas.bottom, canvas.bottom + canvas.plot_height
    for mark in canvas.data.marks:
        at = canvas.x_pt(mark.value) if upright else canvas.y_pt(mark.value)
        points = [(at, bottom), (at, top + 2)] if upright else [(left, at), (right + TO_END - 3, at)]
        if mark is canvas.data.target:
            canvas.stroke(points, canvas.theme.ink, _TARGET, zorder=2.8, cased=True)
        else:
            canvas.stroke(points, canvas.theme.muted, _REFERENCE, dashes=(3, 2), zorder=2.7)


def heads_height(canvas: Canvas) -> float:
    """Give the room above lying bars that the words of targets and references need."""
    lines = [canvas.lettering.height(mark_text(canvas, m)) for m in canvas.data.marks]
    return max(lines) + GAP if lines else 0.0


def draw_heads(canvas: Canvas) -> None:
    """Write the words of targets and references above lying bars, each over its line where there is room."""
    marks = canvas.data.marks
    texts = [mark_text(canvas, m) for m in marks]
    sizes = [canvas.lettering.width(t, strong=True) + 2 * GAP for t in texts]
    if sum(sizes) > canvas.width + 2 * GAP:
        canvas.shortfalls.append("there is no room for the words of all targets and references")
    wanted = [canvas.x_pt(m.value) for m in marks]
    bottom = canvas.bottom + canvas.plot_height + GAP
    for mark, text, at, middle in zip(
        marks, texts, wanted, apart_within(wanted, sizes, -GAP, canvas.width + GAP), strict=True
    ):
        own = mark is canvas.data.target
        canvas.words(text, middle, bottom, ha="center", va="baseline", strong=own, muted=not own)
        if abs(middle - at) > canvas.lettering.width(text) / 2:
            canvas.stroke([(at, bottom - 2), (middle, bottom - 2)], canvas.theme.muted, HAIRLINE)


# --------------------------------------------------------------------------------------------------- annotations
def _lane_texts(canvas: Canvas) -> list[str]:
    notes = canvas.data.annotations
    room = min(_WIDEST, canvas.width / max(1, len(notes)) - 2 * GAP)
    return [canvas.lettering.wrap(n.text, room) for n in notes]


def lane_height(canvas: Canvas) -> float:
    """Give the room above standing marks that the annotations need."""
    return max((canvas.lettering.height(t) + 3 * GAP for t in _lane_texts(canvas)), default=0.0)


def draw_lane(canvas: Canvas, bottom: float, places: Sequence[float], tops: Sequence[float]) -> None:
    """Write the annotations with their last lines `bottom` pt high, and lead a hairline from each to its mark.

    `places` and `tops` are, for each category, its middle and what the hairline ends above.
    """
    notes = canvas.data.annotations
    texts = _lane_texts(canvas)
    sizes = [canvas.lettering.width(t) + 2 * GAP for t in texts]
    wanted = [places[n.index] for n in notes]
    middles = apart_within(wanted, sizes, -GAP, canvas.width + GAP)
    for note, text, size, middle in zip(notes, texts, sizes, middles, strict=True):
        at = places[note.index]
        canvas.words(text, middle, bottom, ha="center", va="baseline")
        start = min(max(at, middle - size / 2 + GAP), middle + size / 2 - GAP)
        if bottom - 4 > tops[note.index]:
            canvas.stroke([(start, bottom - 3), (at, tops[note.index])], canvas.theme.muted, HAIRLINE, zorder=1.5)
