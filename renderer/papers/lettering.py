"""In: pages. Out: for each font in use what is wrong with it for PDF/UA and PDF/A: not embedded, without Unicode, …

Only text that is shown counts: many programs name fonts that no letter is set in (ISO 14289-1, 7.21).
"""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String, parse_content_stream

from renderer.papers.content import forms_of
from renderer.papers.mending import descendant

ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding")
SYMBOLIC = 4  # bit 3 of /Flags, ISO 32000-1, table 123
_STATES = "q Q Tf Tj TJ ' \""
_SLACK = 1.5  # thousandths of an em that a width may differ from the font's: ISO 19005-3, 6.2.11.5 allows 1


@dataclass(slots=True)
class Use:
    """A font and the codes it shows."""

    font: Object
    codes: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name of the font without the mark of its subset."""
        return str(self.font.get("/BaseFont", "/a font without name"))[1:].rpartition("+")[2]

    @property
    def composite(self) -> bool:
        """Whether its codes are of two bytes."""
        return bool(self.font.get("/Subtype") == Name.Type0)


def fonts_in_use(pages: Sequence[Object]) -> list[Use]:
    """Give the fonts that text is shown in, with the codes that are shown."""
    uses: dict[tuple[object, ...], Use] = {}
    for owner in [*pages, *(thing for thing in forms_of(pages) if thing.get("/Subtype") == Name.Form)]:
        held = owner.get("/Resources", Dictionary()).get("/Font", Dictionary())
        by_name: dict[str, set[bytes]] = {}
        for name, shown in _shown(owner):
            by_name.setdefault(name, set()).add(shown)
        for name, pieces in by_name.items():
            font = held.get(name)
            if isinstance(font, Dictionary):
                key = font.objgen if font.is_indirect else (owner.objgen, name)
                use = uses.setdefault(key, Use(font))
                composite = use.composite
                for piece in pieces:
                    use.codes.update(_pairs(piece) if composite else piece)
    return list(uses.values())


def _shown(owner: Object) -> Iterator[tuple[str, bytes]]:
    """Give what text-showing operators show, with the name of their font."""
    try:
        instructions = parse_content_stream(owner, _STATES)
    except PdfError:
        return
    name, saved = "", list[str]()
    for instruction in instructions:
        operands, kind = list(instruction.operands), str(instruction.operator)
        if kind == "q":
            saved.append(name)
        elif kind == "Q":
            name = saved.pop() if saved else name
        elif kind == "Tf" and operands:
            name = str(operands[0])
        elif operands:
            last = operands[-1]
            pieces = last if isinstance(last, Array) else [last]
            yield name, b"".join(bytes(piece) for piece in pieces if isinstance(piece, String))


def _pairs(data: bytes) -> Iterator[int]:
    return (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data) - 1, 2))


# ------------------------------------------------------------------------------------------------------- faults
def faults_of(use: Use) -> Iterator[str]:
    """Tell what is wrong with a font: `embedded`, `unicode`, `encoding`, `glyphs` or `widths`."""
    from fontTools.ttLib import TTLibError

    logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # what it says is said by the findings
    inner = descendant(use.font)
    kind = str(use.font.get("/Subtype", ""))
    if not has_unicode(use):
        yield "unicode"
    if kind == "/Type3":
        return
    descriptor = inner.get("/FontDescriptor")
    program = _program(descriptor) if isinstance(descriptor, Dictionary) else None
    if program is None or descriptor is None:
        yield "embedded"
        return
    if kind == "/TrueType" and not _is_encoded(use.font, descriptor):
        yield "encoding"
    if "/FontFile2" not in descriptor:
        return
    try:
        yield from list(_composite_faults(use, inner, program) if use.composite else _simple_faults(use, program))
    except (ValueError, LookupError, ArithmeticError, AssertionError, struct.error, TTLibError):
        yield "glyphs"  # the font program is damaged


def has_unicode(use: Use) -> bool:
    """Tell whether the letters of a font can be told (ISO 14289-1, 7.21.7)."""
    if "/ToUnicode" in use.font:
        return True
    encoding = use.font.get("/Encoding")
    if use.composite:
        return isinstance(encoding, Name) and str(encoding).startswith("/Uni")
    if isinstance(encoding, Dictionary):
        named = str(encoding.get("/BaseEncoding", "")) in ENCODINGS or not _is_symbolic(use.font)
        odd = [n for n in encoding.get("/Differences", ()) if isinstance(n, Name) and not _is_known(str(n)[1:])]
        return named and not odd
    return str(encoding) in (*ENCODINGS, "/StandardEncoding") or (encoding is None and not _is_symbolic(use.font))


def _is_known(glyph: str) -> bool:
    from fontTools import agl

    return glyph == ".notdef" or bool(agl.toUnicode(glyph))


def _is_symbolic(font: Object) -> bool:
    descriptor = font.get("/FontDescriptor", Dictionary())
    return bool(int(descriptor.get("/Flags", SYMBOLIC)) & SYMBOLIC)


def _is_encoded(font: Object, descriptor: Object) -> bool:
    """Tell whether a TrueType font says how its codes are meant (ISO 19005-3, 6.2.11.6)."""
    encoding = font.get("/Encoding")
    if int(descriptor.get("/Flags", 0)) & SYMBOLIC:
        return encoding is None
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    return str(base) in ENCODINGS


def _program(descriptor: Object) -> bytes | None:
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        stream = descriptor.get(key)
        if isinstance(stream, Stream):
            try:
                return bytes(stream.read_bytes())
            except PdfError:
                return None
    return None


def _open(program: bytes) -> Any:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(program), lazy=True)
    return font if {"glyf", "hmtx", "head", "maxp"} <= set(font.keys()) else None


def _composite_faults(use: Use, inner: Object, program: bytes) -> Iterator[str]:
    """Hold codes and widths of a composite TrueType font against its program."""
    font = _open(program)
    encoding = str(use.font.get("/Encoding", ""))
    mapped = inner.get("/CIDToGIDMap", Name.Identity)
    if font is None or encoding not in ("/Identity-H", "/Identity-V"):
        yield "glyphs"
        return
    table = mapped.read_bytes() if isinstance(mapped, Stream) else None
    count = font["maxp"].numGlyphs
    glyphs = {
        cid: int.from_bytes(table[2 * cid : 2 * cid + 2], "big") if table is not None else cid for cid in use.codes
    }
    if any(not 0 < glyph < count for glyph in glyphs.values()):
        yield "glyphs"
        return
    widths, default = _cid_widths(inner), float(inner.get("/DW", 1000))
    if _differ({glyph: widths.get(cid, default) for cid, glyph in glyphs.items()}, font):
        yield "widths"


def _simple_faults(use: Use, program: bytes) -> Iterator[str]:
    """Hold codes and widths of a simple TrueType font against its program (ISO 32000-1, 9.6.6.4)."""
    font = _open(program)
    if font is None or "cmap" not in font:
        yield "glyphs"
        return
    glyphs = {code: _glyph(code, use.font, font) for code in use.codes}
    if any(not glyph for glyph in glyphs.values()):
        yield "glyphs"
        return
    first = int(use.font.get("/FirstChar", 0))
    given = [float(w) for w in use.font.get("/Widths", ())]
    said = {g: given[c - first] for c, g in glyphs.items() if 0 <= c - first < len(given)}
    if _differ(said, font):
        yield "widths"


def _glyph(code: int, pdf_font: Object, font: Any) -> int:
    maps = {(t.platformID, t.platEncID): t.cmap for t in font["cmap"].tables}
    name = ""
    if not _is_symbolic(pdf_font) or ((3, 0) not in maps and (1, 0) not in maps):
        encoding = pdf_font.get("/Encoding")
        codec = "mac_roman" if "MacRoman" in str(encoding) else "cp1252"
        letter = bytes([code]).decode(codec, "replace")
        name = maps.get((3, 1), {}).get(ord(letter), "") or maps.get((1, 0), {}).get(code, "")
    else:
        symbols = maps.get((3, 0), {})
        name = next((symbols[c] for c in (code, 0xF000 + code, 0xF100 + code, 0xF200 + code) if c in symbols), "")
        name = name or maps.get((1, 0), {}).get(code, "")
    return int(font.getGlyphID(name)) if name else 0


def _cid_widths(inner: Object) -> dict[int, float]:
    """Read /W (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    entries = list(inner.get("/W", ()))
    while len(entries) >= 2:
        first = int(entries.pop(0))
        if isinstance(entries[0], Array):
            widths.update(enumerate(map(float, entries.pop(0)), first))
        elif len(entries) >= 2:
            last, width = int(entries.pop(0)), float(entries.pop(0))
            widths.update(dict.fromkeys(range(first, min(last, 65535) + 1), width))
    return widths


def _differ(said: Mapping[int, float], font: Any) -> bool:
    scale = 1000 / font["head"].unitsPerEm
    order, metrics = font.getGlyphOrder(), font["hmtx"].metrics
    return any(abs(width - metrics[order[glyph]][0] * scale) > _SLACK for glyph, width in said.items())
