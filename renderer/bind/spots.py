"""In: a page as it is seen, its room and the width of a stamp. Out: where page and stamp stand, with nothing covered.

In this order: in the margin where a stamp belongs, elsewhere in the margins, beside a page that is made smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renderer.bind.refitting import IDENTITY, Matrix
from renderer.paper import Room, Strip

REFERENCE = 595.276
"""Short side of the page, in pt, on which the sizes below hold; on others they grow and shrink with it."""
SMALLEST, LARGEST = 0.67, 24.0
SIZE = 7.5
HEIGHT, DROP = 9.0, 2.6  # a line of that size with air, and how far its baseline is above its foot
NOMINAL, LOWEST, SIDE = 13.0, 8.5, 24.0  # from the edge of the page: where it belongs, where printers still print
GAP = 12.0
WHITE = 255
ONE_TONE = 32
"""Levels of grey between two tones that pass for one (renderer.papers.measuring tells them in steps of 32)."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a stamp needs, in pt: its page number at the right, and at the left all it says or the least of it."""

    left: float
    least: float
    right: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stamp stands on the sheet, in pt from its lower left corner: its baseline from `x0` to `x1`.

    `left` is how much of it the words at the left may take, `tone` the grey that lies behind, `unit` the size of
    everything against that on A4; `covers` tells that there is something below.
    """

    x0: float
    x1: float
    y: float
    left: float
    tone: int
    unit: float
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the page as it is seen stands on its sheet: smaller by `scale`, moved by `dx` and `dy`.

    `area` are the sides between which it may stand (left, bottom, right, top): the sheet without its gutter.
    """

    sheet: tuple[float, float]
    area: tuple[float, float, float, float]
    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    @property
    def matrix(self) -> Matrix:
        """From the page as it is seen to the sheet."""
        return (self.scale, 0, 0, self.scale, self.dx, self.dy)

    @property
    def moves(self) -> bool:
        """Whether the page does not stay as it is."""
        return any(abs(now - was) > 1e-4 for now, was in zip(self.matrix, IDENTITY, strict=True))

    @property
    def percent(self) -> int:
        """The scale in per cent, as it is told."""
        return min(round(self.scale * 100), 99) if self.scale < 0.9999 else 100


def unit_of(sheet: tuple[float, float]) -> float:
    """Give the size of a stamp on a sheet against that on A4."""
    return min(max(min(sheet) / REFERENCE, SMALLEST), LARGEST)


def framed(size: tuple[float, float], sheet: tuple[float, float] | None, gutter: float, recto: bool) -> Frame:
    """Stand a page on a sheet of its own size, or in the middle of the paper, never enlarged.

    A wide page stands on the paper turned by a quarter, with its head to the left: so its gutter is at the head of a
    right-hand page and at the foot of a left-hand one.
    """
    if sheet is None:
        return Frame(size, (0, 0, *size))
    wide = size[0] > size[1]
    width, height = (max(sheet), min(sheet)) if wide else (min(sheet), max(sheet))
    left, bottom, right, top = {
        (False, True): (gutter, 0, 0, 0),
        (False, False): (0, 0, gutter, 0),
        (True, True): (0, 0, 0, gutter),
        (True, False): (0, gutter, 0, 0),
    }[wide, recto]
    area = (left, bottom, width - right, height - top)
    scale = min((area[2] - area[0]) / size[0], (area[3] - area[1]) / size[1], 1.0)
    scale = 1.0 if scale > 0.999 else scale
    return _standing(size, (width, height), area, scale)


def _standing(
    size: tuple[float, float], sheet: tuple[float, float], area: tuple[float, float, float, float], scale: float,
    foot: float = 0,
) -> Frame:  # fmt: skip
    """Stand a page in the middle of an area, above what is kept free at its foot."""
    left, bottom, right, top = area
    dx = left + (right - left - scale * size[0]) / 2
    dy = bottom + foot + (top - bottom - foot - scale * size[1]) / 2
    return Frame(sheet, area, scale, dx, dy)


def place(size: tuple[float, float], frame: Frame, room: Room, need: Need, shrink: bool) -> tuple[Frame, Spot]:
    """Find where a stamp stands; when nothing is free the page is made smaller, or the stamp covers what is there."""
    unit = unit_of(frame.sheet)
    left, bottom, right, _ = frame.area
    band = (NOMINAL + HEIGHT + 1) * unit
    x0, x1 = left + SIDE * unit, right - SIDE * unit
    width = x1 - x0 - need.right - GAP * unit
    below = Spot(x0, x1, bottom + (NOMINAL + DROP) * unit, width, WHITE, unit)
    if frame.dy - bottom >= band:
        return frame, below
    for least in (min(need.left, width), need.least):
        if (spot := next(_free(size, frame, room, Need(need.left, least, need.right), unit), None)) is not None:
            return frame, spot
    if not shrink or width < need.least:
        return frame, Spot(x0, x1, below.y, width, WHITE, unit, covers=True)
    scale = min(frame.scale, (frame.area[3] - bottom - band) / size[1])
    return _standing(size, frame.sheet, frame.area, scale, band), below


def _free(size: tuple[float, float], frame: Frame, room: Room, need: Need, unit: float) -> Iterator[Spot]:
    """Give the places within the page that are free for a stamp, the best first."""
    height = frame.scale * room.step
    rows = int(HEIGHT * unit / height) + 2
    x0, x1 = (frame.dx + frame.scale * x for x in (room.inset, size[0] - room.inset))
    for strips, is_foot in ((room.foot, True), (room.head, False)):
        flat = [strip for strip in strips for _ in range(strip.rows)]
        for first in _inward(len(flat), rows, height, unit):
            window = flat[first : first + rows]
            found = _fits(window, x1 - x0, need, frame.scale, unit)
            if found is None:
                continue
            middle = (first + rows / 2) * height
            above = middle if is_foot else frame.scale * size[1] - middle
            yield Spot(x0, x1, frame.dy + above + (DROP - HEIGHT / 2) * unit, found[0], found[1], unit)


def _inward(count: int, rows: int, height: float, unit: float) -> Iterator[int]:
    """Give the first rows of windows: from where a stamp belongs inward, then back to the edge."""
    nominal, lowest = round(NOMINAL * unit / height), round(LOWEST * unit / height)
    yield from range(nominal, count - rows + 1)
    yield from range(min(nominal - 1, count - rows), lowest - 1, -1)


def _fits(window: Sequence[Strip], width: float, need: Need, scale: float, unit: float) -> tuple[float, int] | None:
    """Tell how much of a window the words at the left may take, and its tone; None when a stamp does not fit."""
    tones = {tone for strip in window for tone in (strip.left_tone, strip.right_tone)}
    if max(tones) - min(tones) > ONE_TONE:
        return None
    left = min(strip.left for strip in window) * scale
    right = min(strip.right for strip in window) * scale
    words = min(left - GAP * unit * (left < width), width - need.right - GAP * unit)
    if words < need.least or right < need.right + GAP * unit * (right < width):
        return None
    return words, min(tones)
