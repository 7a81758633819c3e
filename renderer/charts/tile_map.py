"""The kind `tile-map`: values by country or region in, a world of equal tiles out, the darker the larger the value.

On a map of areas large empty countries count most; here every country has the same room. The values are put into at
most five classes that hold about as many countries each; a key says from which to which value each runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.charts.canvas import Canvas
from renderer.charts.guides import GAP
from renderer.charts.lettering import Lettering
from renderer.charts.regions import COLUMNS, ROWS, tiles, tiles_of
from renderer.charts.theme import tint
from renderer.charts.values import ChartData
from renderer.charts.words import words_for

_PALEST, _CLASSES = 0.2, 5
_PARTING = 1.2
_KEY_ROWS = 4
"""Rows of the grid at its lower left corner, where no country lies."""


@dataclass(frozen=True, slots=True)
class _Class:
    """Values that share a tone: the lowest and highest of them, and the colour."""

    low: float
    high: float
    colour: str


def height(data: ChartData, lettering: Lettering, width: float) -> float:
    """Give the height in pt of the grid; in a narrow figure the key stands below it."""
    tile = width / COLUMNS
    unit = lettering.line + 3 if data.unit not in ("", "%") else 0.0
    return ROWS * tile + unit + max(0.0, (_CLASSES + 1) * lettering.line + GAP - _KEY_ROWS * tile)


def fault(data: ChartData) -> tuple[str, str] | None:
    """Refuse a country that stands in two rows under different names."""
    seen: dict[tuple[str, ...], str] = {}
    for key in data.keys:
        codes = tiles_of(key)
        if codes in seen:
            return f"{seen[codes]!r} and {key!r} are the same place", "keep one of the two rows"
        seen[codes] = key
    return None


def plot(canvas: Canvas) -> None:
    """Draw the chart."""
    data, lettering, theme = canvas.data, canvas.lettering, canvas.theme
    top = canvas.height - canvas.unit_line()
    tile = min(canvas.width / COLUMNS, top / ROWS)
    values, classes = _by_tile(data), _classes(data.numbers, theme.series[0], theme.paper)
    marked = tiles_of(data.keys[data.highlight]) if data.highlight is not None else ()
    coded = lettering.width("MW", strong=True) <= tile - _PARTING
    for code, place in tiles().items():
        x, y, side = place.column * tile, top - (place.row + 1) * tile, tile - _PARTING
        value = values.get(code)
        colour = next((c.colour for c in classes if value is not None and c.low <= value <= c.high), theme.paper)
        canvas.rectangle(x, y, side, side, colour)
        if value is None or code in marked:
            edge = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
            own = code in marked
            canvas.stroke(edge, theme.highlight if own else theme.rule, 1.6 if own else 0.5)
        if coded:
            muted, on = value is None, "" if value is None else colour
            canvas.words(code, x + side / 2, y + side / 2, ha="center", muted=muted, on=on, strong=code in marked)
    if not coded:
        canvas.shortfalls.append("the tiles are too small for the codes of the countries")
    _draw_key(canvas, classes, len(values) < len(tiles()))


def _by_tile(data: ChartData) -> dict[str, float]:
    """Give the value of each tile: that of its country, else that of the smallest region it lies in."""
    found: dict[str, float] = {}
    rows = [(tiles_of(key), v) for key, v in zip(data.keys, data.series[0].values, strict=True) if v is not None]
    for codes, value in sorted(rows, key=lambda row: -len(row[0])):
        found |= dict.fromkeys(codes, value)
    return found


def _classes(values: Sequence[float], colour: str, paper: str) -> list[_Class]:
    """Part the values into classes of about as many each; equal values never part."""
    ranked = sorted(values)
    wanted = min(_CLASSES, len(set(ranked)))
    starts = sorted({ranked.index(ranked[len(ranked) * i // wanted]) for i in range(wanted)})
    ends = [*(s - 1 for s in starts[1:]), len(ranked) - 1]
    found = []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        share = 1.0 if len(starts) == 1 else _PALEST + (1 - _PALEST) * i / (len(starts) - 1)
        found.append(_Class(ranked[start], ranked[end], tint(colour, paper, share)))
    return found


def _draw_key(canvas: Canvas, classes: Sequence[_Class], gaps: bool) -> None:
    """Write what each tone means into the lower left corner, the largest values at the top."""
    lettering, theme, side = canvas.lettering, canvas.theme, canvas.lettering.line * 0.8
    lines = [(c.colour, _range_text(canvas, c)) for c in reversed(classes)]
    named = canvas.data.series[0].name
    if _only_present(classes) and named:
        lines = [(classes[0].colour, named)]
    elif gaps:
        lines.append(("", words_for(canvas.data.lang)["no data"]))
    for i, (colour, text) in enumerate(lines):
        middle = (len(lines) - i - 0.5) * lettering.line
        y = middle - side / 2
        if colour:
            canvas.rectangle(0, y, side, side, colour)
        else:
            canvas.stroke([(0.3, y), (side, y), (side, y + side), (0.3, y + side), (0.3, y)], theme.rule, 0.5)
        canvas.words(text, side + GAP, middle, muted=not colour)


def _only_present(classes: Sequence[_Class]) -> bool:
    """Tell whether the map shows only where something is: every country there is has a 1, and the others none."""
    return len(classes) == 1 and classes[0].low == classes[0].high == 1


def _range_text(canvas: Canvas, own: _Class) -> str:
    low, high = canvas.number(own.low), canvas.number(own.high)
    return low if low == high else f"{low} – {high}"
