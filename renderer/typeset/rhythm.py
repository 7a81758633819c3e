"""Blocks in running text fill whole half lines, so that the lines after a figure or a table stand where they would
without it, and those of neighbouring columns side by side.

In: a block and the box it lies in. Out: the step of its height.
"""

from __future__ import annotations

from renderer.typeset.dom import has_class
from renderer.typeset.private import Box, line_height

STEPPED = frozenset({"figure", "table", "aside", "pre", "hr", "ul", "ol", "dl", "blockquote", "div"})
"""Blocks whose height their content decides; those of text alone are held by line heights."""


def half_line(block: Box, around: Box) -> float:
    """Give half a line of the running text, in px, for a block that stands in it, else 0."""
    inside = getattr(around, "element", None)
    if block.element_tag not in STEPPED or inside is None or not has_class(inside, "body"):
        return 0.0
    return line_height(around) / 2
