"""Makes small TrueType fonts: characters in, a font file out in which each of them is a box; and a world without fonts.

So that tests of scripts do not depend on what is installed.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folder}<cachedir>{cache}</cachedir></fontconfig>
"""


def make_font(path: Path, characters: str, family: str) -> Path:
    """Write a font with a box for each character."""
    builder = FontBuilder(1000, isTTF=True)
    names = {character: f"u{ord(character):04X}" for character in dict.fromkeys(" " + characters)}
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(character): name for character, name in names.items()})
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (950, 700), (950, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box, blank = pen.glyph(), TTGlyphPen(None).glyph()
    builder.setupGlyf({name: blank if name == "u0020" else box for name in (".notdef", *names.values())})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (1000, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"}, mac=False)
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    # The clock of the machine must not be in it.
    builder.updateHead(created=0, modified=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def world(folder: Path, *, fonts: Path | None = None) -> dict[str, str]:
    """Give the environment in which only the fonts of a folder are installed, or none."""
    config = folder / "fonts.conf"
    where = f"<dir>{fonts}</dir>" if fonts else ""
    config.write_text(NO_FONTS.format(folder=where, cache=folder / "fontconfig"), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(config)}
