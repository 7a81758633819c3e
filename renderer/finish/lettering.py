"""A name in; its outlines as a drawing in PDF operators out.

A watermark drawn as outlines needs no font in the file, says nothing to screen readers, and takes any script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz

from renderer.workspace import Workspace, font_files

_SHIPPED = ("fonts/SourceSansPro-Semibold.ttf", "fonts/DejaVuSans.ttf")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Operators that draw a line of text from the origin; `width` and `height` of what is drawn, in units of the form.

    `left` and `bottom` are the lower left corner of the ink.
    """

    operators: tuple[tuple[tuple[float, ...], str], ...]
    left: float
    bottom: float
    width: float
    height: float

    def placed(self, x: float, y: float, scale: float) -> str:
        """Give the operators with the ink's lower left corner at a place, in another size."""
        moved = []
        for numbers, operator in self.operators:
            points = [(n - (self.left if i % 2 == 0 else self.bottom)) * scale for i, n in enumerate(numbers)]
            shown = " ".join(f"{p + (x if i % 2 == 0 else y):.1f}" for i, p in enumerate(points))
            moved.append(f"{shown} {operator}".strip())
        return "\n".join(moved)


def draw(text: str, workspace: Workspace) -> Drawing | None:
    """Draw a line of text, or give None when no font has all of its characters."""
    for data in _fonts(text, workspace):
        face = uharfbuzz.Face(uharfbuzz.Blob(data))
        if not {ord(c) for c in text if not c.isspace()} <= set(face.unicodes):
            continue
        pen = _Pen()
        font = uharfbuzz.Font(face)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen.at = pen.x + position.x_offset, position.y_offset
            font.draw_glyph_with_pen(info.codepoint, pen)
            pen.x += position.x_advance
        return pen.drawing()
    return None


def _fonts(text: str, workspace: Workspace) -> Iterator[bytes]:
    shipped = font_files()
    yield from (workspace.read(shipped[name]) for name in _SHIPPED)
    letters = "".join(sorted({c for c in text if not c.isspace()}))
    yield from (workspace.read(Path(face.file)) for face in workspace.fonts_with(letters)[:1])


class _Pen:
    """Takes the outline of one glyph after the other, quadratic curves made cubic as PDF has them."""

    def __init__(self) -> None:
        self.x = 0.0
        self.at = 0.0, 0.0
        self._last = 0.0, 0.0
        self._operators: list[tuple[tuple[float, ...], str]] = []

    def moveTo(self, point: tuple[float, float]) -> None:
        """Begin a contour."""
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        """Draw a line."""
        self._add("l", point)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a quadratic curve."""
        (x0, y0), (x1, y1), (x2, y2) = self._last, control, end
        first = x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)
        self._add("c", first, (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)), end)

    def curveTo(self, *points: tuple[float, float]) -> None:
        """Draw a cubic curve."""
        self._add("c", *points)

    def closePath(self) -> None:
        """End a contour."""
        self._operators.append(((), "h"))

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._last = points[-1]
        dx, dy = self.at
        self._operators.append((tuple(n for x, y in points for n in (x + dx, y + dy)), operator))

    def drawing(self) -> Drawing:
        """Give all that was drawn with its measure."""
        xs = [n for numbers, _ in self._operators for n in numbers[::2]] or [0.0, self.x]
        ys = [n for numbers, _ in self._operators for n in numbers[1::2]] or [0.0]
        return Drawing(tuple(self._operators), min(xs), min(ys), max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0)
