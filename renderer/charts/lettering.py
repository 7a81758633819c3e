"""Lettering of charts: font files and a theme in, measured and wrapped text out, in pt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.charts.theme import ChartTheme
from renderer.findings import ToolError, finding

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

LEADING = 1.2
"""Distance of base lines, in text sizes."""
_BLANKS = re.compile(r"[ \t\n]+")  # no-break spaces hold their words together


class Lettering:
    """The regular and the semibold face of a theme's family at its text size, measured as the typesetter sets them.

    Raises ToolError: the fonts do not hold the family.
    """

    def __init__(self, theme: ChartTheme, fonts: Mapping[str, Path]):
        self.size = theme.text_pt
        self.line = theme.text_pt * LEADING
        self._theme = theme
        self._faces: dict[tuple[bool, float], FontProperties] = {}
        self._files = {False: _file(fonts, theme.regular), True: _file(fonts, theme.semibold)}

    def face(self, strong: bool = False, size: float = 0.0) -> FontProperties:
        """Give the font for matplotlib at a size in pt, that of the theme's text unless another is given."""
        from matplotlib.font_manager import FontProperties

        key = strong, size or self.size
        if key not in self._faces:
            # With `fname` the very file is measured: no search, which would find other fonts on another machine.
            file, family = self._files[strong], [self._theme.family]
            weight = 600 if strong else 400
            self._faces[key] = FontProperties(family=family, weight=weight, size=key[1], fname=file)
        return self._faces[key]

    def width(self, text: str, strong: bool = False, size: float = 0.0) -> float:
        """Measure the widest line of a text."""
        return max(_width(line, self.face(strong, size), size or self.size) for line in text.split("\n"))

    def wrap(self, text: str, width: float, strong: bool = False, size: float = 0.0) -> str:
        """Break a text at spaces into lines no wider than `width`; a single word may stand out."""
        lines = [""]
        for word in _BLANKS.split(text.strip()):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, strong, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)

    def fits(self, text: str, width: float, lines: int, strong: bool = False) -> bool:
        """Tell whether a text, wrapped, keeps to a width and a number of lines."""
        wrapped = self.wrap(text, width, strong)
        return wrapped.count("\n") < lines and self.width(wrapped, strong) <= width

    def height(self, text: str) -> float:
        """Give the height of a text of one or more lines."""
        return (text.count("\n") + 1) * self.line


def _file(fonts: Mapping[str, Path], asset: str) -> Path:
    """Find the TrueType file of a face."""
    if asset not in fonts:
        raise ToolError([finding("TOOL-MISSING", f"charts need the font {asset}, which is not installed")])
    return fonts[asset]


@cache
def _width(line: str, face: FontProperties, size: float) -> float:
    from matplotlib.textpath import text_to_path

    if not line:
        return 0.0
    # A Chinese character, which another font will supply, is as wide as it is high.
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    rest = "".join(c for c in line if unicodedata.east_asian_width(c) not in "WF")
    return wide * size + float(text_to_path.get_text_width_height_descent(rest, face, False)[0])
