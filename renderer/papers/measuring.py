"""In: a PDF as it is bound. Out: where each page has room for a stamp, by what is painted there.

Pages are rendered small, in grey, as readers see them: cut, turned, with whatever lies on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from renderer.paper import Room, Strip
from renderer.papers.covered import hides_text

SHORT_SIDE = 240
"""Pixels of the shorter side of a page: some 2.5 pt each on A4."""
LONGEST_SIDE = 1600
DEPTH = 0.11
"""How far in from foot and head room is looked for, as a share of the shorter side: 65 pt on A4."""
INSET = 0.04
"""Where lines of a stamp begin and end, likewise: 24 pt on A4."""
TOLERANCE = 20
"""Levels of grey by which paper that was scanned differs from itself."""


def measure(
    data: bytes, sizes: Sequence[tuple[float, float]], stamped: bool, suspects: Collection[int]
) -> tuple[tuple[Room, ...], tuple[int, ...]]:
    """Measure the pages of a PDF; `sizes` are width and height of each as it is seen, in pt.

    Gives the room of each page when they are stamped, and which of the suspects hide text under black boxes.
    """
    if not (stamped or suspects):
        return (), ()
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    rooms, hiding = [], []
    try:
        for number, size in enumerate(sizes):
            if not (stamped or number in suspects):
                continue
            page = document[number]
            if number in suspects and hides_text(page):
                hiding.append(number)
            if stamped:
                rooms.append(_room(page, *size))
            page.close()
        return tuple(rooms), tuple(hiding)
    finally:
        document.close()


def _room(page: Any, width: float, height: float) -> Room:
    own_width, own_height = page.get_size()
    scale = min(SHORT_SIDE / min(own_width, own_height), LONGEST_SIDE / max(own_width, own_height))
    across, down = own_width * scale, own_height * scale
    count = max(min(int(DEPTH * min(across, down)), int(down)), 1)
    cut = max(int(down) - count, 0) / scale
    foot, head = _rows(page, scale, (0, 0, 0, cut)), _rows(page, scale, (0, cut, 0, 0))
    column, inset = width / across, INSET * min(width, height)
    skipped = min(int(inset / column), int(across) // 3)
    strips = (tuple(_strips(rows[:count], skipped, column)) for rows in (foot[::-1], head))
    return Room(height / down, inset, *strips)


def _rows(page: Any, scale: float, crop: tuple[float, float, float, float]) -> list[bytes]:
    """Render what is left of a page when it is cropped at its left, foot, right and head; rows from the top."""
    bitmap = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=False, draw_annots=False)
    pixels, width, height, stride = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    bitmap.close()
    return [pixels[y * stride : y * stride + width] for y in range(height)]


def _strips(rows: Sequence[bytes], skipped: int, column: float) -> Iterator[Strip]:
    measured = (_clear(row[skipped : len(row) - skipped], column) for row in rows)
    for (left, left_tone, right, right_tone), alike in groupby(measured):
        yield Strip(sum(1 for _ in alike), left, left_tone, right, right_tone)


def _clear(row: bytes, column: float) -> tuple[int, int, int, int]:
    """Tell how far a row is of one tone from the left and from the right, in whole pt."""
    left, right = row[0], row[-1]
    from_left = row.translate(_other_tones(left)).find(1)
    from_right = row.translate(_other_tones(right)).rfind(1)
    whole = int(len(row) * column) + 1  # more than there is, so that a row that is free is never a fraction short
    clear_left = int(from_left * column) if from_left >= 0 else whole
    clear_right = int((len(row) - 1 - from_right) * column) if from_right >= 0 else whole
    return clear_left, _rounded(left), clear_right, _rounded(right)


@cache
def _other_tones(tone: int) -> bytes:
    return bytes(abs(other - tone) > TOLERANCE for other in range(256))


def _rounded(tone: int) -> int:
    """Round a tone, so that the grain of scanned paper does not make a strip of each row."""
    return min(tone // 32 * 32 + 16, 255)
