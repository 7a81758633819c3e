"""Drawings of which nobody knows how large they are.

In: SVG whose root is marked as unsized: it has neither a size nor a view box. Out: the same with those of what is
drawn in it.
"""

from __future__ import annotations

import math
from xml.etree import ElementTree

from renderer.pictures.drawing import UNSIZED
from renderer.typeset.private import drawn_box

_MARK = UNSIZED.encode()


def sized(data: bytes) -> bytes:
    """Give a drawing a size, a unit a px; one in which nothing is drawn is left as it is."""
    if _MARK not in data[:4096]:
        return data
    root = ElementTree.fromstring(data)
    if UNSIZED not in root.attrib:
        return data
    box = drawn_box(root)
    if box is None or not all(math.isfinite(n) for n in box) or box[2] <= 0 or box[3] <= 0:
        return data
    root.set("viewBox", " ".join(f"{n:g}" for n in box))
    root.set("width", f"{box[2]:g}")
    root.set("height", f"{box[3]:g}")
    return ElementTree.tostring(root)
