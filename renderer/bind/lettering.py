"""In: short texts and font files. Out: operators that show them, their widths, and the fonts they need as subsets.

For what is printed on every page, where laying out each page anew would take longer than everything else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import uharfbuzz
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from renderer.bind.fonts import SPECIAL_TABLES, subset, write_unicode, write_widths

_WORDS = re.compile(r"\S+| +|\s")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
SYMBOLIC = 4  # bit 3 of /Flags, ISO 32000-1, table 123


@dataclass(slots=True)
class Typeface:
    """A font file with what has been set in it: the width (1/1000 em) and text of each glyph."""

    path: Path
    data: bytes
    face: uharfbuzz.Face
    font: uharfbuzz.Font
    characters: frozenset[int]
    widths: dict[int, float] = field(default_factory=dict)
    text: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A text that is set: its width in em, and the pieces that show it, each with the number of its typeface."""

    width: float
    pieces: tuple[tuple[int, str], ...]

    def shown(self, size: float) -> str:
        """Give the operators that show it in a size; runs of one font are shown together."""
        return " ".join(
            f"/Stamp{number} {size:.2f} Tf [{' '.join(glyphs for _, glyphs in run)}] TJ"
            for number, run in groupby(self.pieces, key=lambda piece: piece[0])
        )


class Lettering:
    """Sets lines in the first of some fonts that has a letter; `missing` is what none of them has."""

    def __init__(self, files: Sequence[Path]):
        self.missing: set[str] = set()
        self._faces = list(_typefaces(files))
        self._lines: dict[str, Line] = {}

    def set(self, text: str) -> Line:
        """Set a text on one line."""
        if _RIGHT_TO_LEFT.search(text):  # its words stand in another order than they are written in
            return self._set(text)
        words = [self._set(word) for word in _WORDS.findall(text)]  # most have been set on the page before
        return Line(sum(word.width for word in words), tuple(piece for word in words for piece in word.pieces))

    def _set(self, text: str) -> Line:
        if text not in self._lines:
            pieces, width = [], 0.0
            for number, run in self._runs(text):
                glyphs, advance = self._shape(self._faces[number], run)
                pieces.append((number, glyphs))
                width += advance
            self._lines[text] = Line(width, tuple(pieces))
        return self._lines[text]

    def fonts(self, book: Pdf) -> dict[str, Object]:
        """Write the fonts in use into a file; by the names that lines call them."""
        return {f"/Stamp{n}": written for n, face in enumerate(self._faces) if (written := _write(book, face))}

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Part a text where it needs another font; signs no font has are left out."""
        run, current = "", -1
        for letter in text:
            has = [n for n, face in enumerate(self._faces) if ord(letter) in face.characters]
            if not has:
                self.missing.add(letter)
                continue
            chosen = current if current in has and letter == " " else has[0]
            if chosen != current and run:
                yield current, run
                run = ""
            run, current = run + letter, chosen
        if run:
            yield current, run

    def _shape(self, face: Typeface, text: str) -> tuple[str, float]:
        """Shape a run; gives the operand of TJ and the advance in em."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(face.font, buffer, {"liga": False, "clig": False})
        unit = 1000 / face.face.upem
        starts = sorted({info.cluster for info in buffer.glyph_infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        told: set[int] = set()
        out, pending, advance = [], 0.0, 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyph, cluster = info.codepoint, info.cluster
            own = face.widths.setdefault(glyph, round(face.font.get_glyph_h_advance(glyph) * unit))
            face.text.setdefault(glyph, "\u200b" if cluster in told else text[cluster : ends[cluster]])
            told.add(cluster)
            shift = position.x_offset * unit
            if before := round(pending + shift):
                out.append(f"{-before}")
            out.append(f"<{glyph:04x}>")
            pending = position.x_advance * unit - own - shift + (pending + shift - before)
            advance += position.x_advance * unit
        if rest := round(pending):
            out.append(f"{-rest}")
        return " ".join(out), advance / 1000


def _typefaces(files: Sequence[Path]) -> Iterator[Typeface]:
    for path in files:
        data = path.read_bytes()
        face = uharfbuzz.Face(uharfbuzz.Blob(data))
        if not SPECIAL_TABLES & set(face.table_tags):
            yield Typeface(path, data, face, uharfbuzz.Font(face), frozenset(face.unicodes))


def _write(book: Pdf, face: Typeface) -> Object | None:
    """Write a composite font whose codes are glyph ids (ISO 32000-1, 9.7); None when nothing is set in it."""
    program = subset(face.data, 0, frozenset(face.widths)) if face.widths else None
    if program is None:
        return None
    compact = "CFF " in face.face.table_tags
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
    name = Name(f"/{tag}+{face.path.stem.replace(' ', '')}")
    unit = 1000 / face.face.upem
    extents = face.font.get_font_extents("ltr")
    up, down, widest = extents.ascender * unit, extents.descender * unit, max(face.widths.values())
    length = {"Subtype": Name.OpenType} if compact else {"Length1": len(program)}
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=SYMBOLIC, FontBBox=Array([0, round(down), widest, round(up)]),
        ItalicAngle=0, Ascent=round(up), Descent=round(down), CapHeight=round(up * 0.7), StemV=80,
    )  # fmt: skip
    descriptor["/FontFile3" if compact else "/FontFile2"] = book.make_stream(program, **length)
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0 if compact else Name.CIDFontType2, BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=book.make_indirect(descriptor), W=write_widths(face.widths),
    )  # fmt: skip
    if not compact:
        below.CIDToGIDMap = Name.Identity
    texts = {glyph: text.encode("utf-16-be").hex() for glyph, text in face.text.items()}
    return book.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([book.make_indirect(below)]), ToUnicode=book.make_stream(write_unicode(texts)),
        )
    )  # fmt: skip
