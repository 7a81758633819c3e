"""The fonts of a part: what it uses of them, and subsets of just that.

In: a document as it is written. Out: `FontUse` records for the binder, and small font files in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from renderer.model import Asset, FontUse
from renderer.typeset.private import font_bytes

# What weasyprint/pdf/fonts.py drops as well: tables for editing, bitmaps and layout, which is done.
_USELESS = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")


def font_uses(document: Any, assets: Sequence[Asset]) -> dict[int, FontUse]:
    """Tell for each font of a written document (by its key there) which file it came from and what was used."""
    by_digest = {asset.digest: asset.name for asset in assets}
    uses = {}
    for key, font in document.fonts.items():
        digest = sha256(font_bytes(font)).hexdigest()
        # Characters without a glyph get made-up glyph ids above those of the font.
        glyphs = tuple(sorted(glyph for glyph in font.to_unicode if glyph < font.glyph_count))
        name = font.name.decode().removeprefix("/")
        uses[key] = FontUse(name, by_digest.get(digest, ""), digest, font.index, glyphs, bool(font.missing))
    return uses


def united(uses: Iterable[FontUse]) -> tuple[FontUse, ...]:
    """Unite the uses of one font: the engine may hold a font twice, but embeds it once."""
    by_font: dict[tuple[str, str, int], FontUse] = {}
    for use in uses:
        key = (use.base_font, use.digest, use.index)
        before = by_font.get(key, use)
        glyphs = tuple(sorted({*before.glyphs, *use.glyphs}))
        by_font[key] = FontUse(use.base_font, use.asset, use.digest, use.index, glyphs, before.missing or use.missing)
    return tuple(by_font[key] for key in sorted(by_font))


NOTHING = "\u200b"
"""What a glyph stands for whose text another glyph has: ISO 14289-1, 7.21.7 demands something."""


def name_glyphs(fonts: Iterable[Any]) -> None:
    """Correct what glyphs stand for where several glyphs set several characters together, as in Devanagari.

    The engine gives all the text to one of the glyphs and none to the others, and keeps that wherever they stand. A
    glyph that is the plain form of one of the characters stands for it; ActualText has the text in its order.
    """
    import uharfbuzz as hb

    for font in fonts:
        clusters = {glyph: text for glyph, text in font.to_unicode.items() if len(text) != 1}
        if not clusters:
            continue
        shapes = hb.Font(hb.Face(hb.Blob(font.file_content), font.index))
        characters = sorted({*"".join(clusters.values())})
        plain = {shapes.get_nominal_glyph(ord(character)): character for character in characters}
        for glyph, text in clusters.items():
            own = plain.get(glyph, "")
            font.to_unicode[glyph] = own if own and own in (text or own) else text or NOTHING


def subset(font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
    """Cut the file of a font down to some glyphs, which keep their ids; takes the place of the engine's own method.

    The engine asks HarfBuzz-Subset when the system has it and else fontTools, 200 ms a font and other bytes. The
    HarfBuzz that comes with uharfbuzz takes 1 ms and is the same on every machine.
    """
    import uharfbuzz as hb

    if not to_unicode:
        return
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.GLYPH_INDEX).set(set(to_unicode))
    request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update({int.from_bytes(tag.encode(), "big") for tag in _USELESS})
    flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    flags |= hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    if not hinting:
        flags |= hb.SubsetFlags.NO_HINTING
    if font.missing:
        flags |= hb.SubsetFlags.NOTDEF_OUTLINE
    request.flags = flags
    font.file_content = hb.subset(hb.Face(hb.Blob(font.file_content), font.index), request).blob.data
