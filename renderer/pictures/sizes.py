"""A picture made ready for the engine in, its width and height out: px of a photograph, units of a drawing."""

from __future__ import annotations

import io
import re

from lxml import etree

from renderer.pictures.raster import size_of

_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)")


def dimensions(data: bytes, suffix: str) -> tuple[float, float]:
    """Measure a prepared picture; a drawing that tells neither size nor view box is taken for a square."""
    if suffix != ".svg":
        return size_of(data)
    _, root = next(etree.iterparse(io.BytesIO(data), events=("start",), resolve_entities=False))
    sides = [_LENGTH.match(side) for side in (root.get("width", ""), root.get("height", ""))]
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    texts = [m[1] for m in sides if m] if all(sides) and "%" not in root.get("width", "") else box[2:]
    try:
        width, height = (float(text) for text in texts)
    except ValueError:
        return 1, 1
    return (width, height) if width > 0 and height > 0 else (1, 1)
