"""In: the parts' subsets of the same font files and those files. Out: one subset of each file that all parts share.

Subsets keep the glyph ids of the original file, so text set with one subset is right with any other that has its
glyphs. A font with characters it has no glyph for is left alone: its encoding points at glyphs that do not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uharfbuzz
from pikepdf import Array, Name, Object, Pdf

from renderer.model import FontUse

Reached = tuple[Sequence[Object], Sequence[FontUse]]
"""Resource dictionaries, and the record of fonts that holds for them."""
SPECIAL_TABLES = {"fvar", "CBDT", "CBLC", "COLR", "SVG ", "EBDT", "sbix"}
"""Variable, colour and bitmap fonts: the typesetter embeds something else than a plain subset of the file."""

NEEDLESS_TABLES = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")

FIXED_PITCH = 1  # bit 1 of /Flags, ISO 32000-1, table 123


@dataclass(frozen=True, slots=True)
class PlacedFont:
    """A font dictionary in a part: `holder[key]` is where it stands, `widths` are in 1/1000 em by glyph id.

    `text` is what each glyph stands for: hex of its id, and of UTF-16. `descriptor` holds the font file.
    """

    holder: Object
    key: str
    font: Object
    glyphs: frozenset[int]
    widths: dict[int, float]
    text: dict[str, str]
    descriptor: Object


@dataclass(slots=True)
class SharedFont:
    """One font dictionary on its way to stand for several: those that agree in every width and every text."""

    fonts: list[PlacedFont] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)

    def takes(self, font: PlacedFont) -> bool:
        """Take a font in when it agrees; widths of parts may differ by a rounding, and text by a no-break space."""
        widths, text = self.widths | font.widths, self.text | font.text
        if font.widths | self.widths != widths or font.text | self.text != text:
            return False
        self.fonts.append(font)
        self.widths, self.text = widths, text
        return True


def unite_fonts(book: Pdf, reached: Iterable[Reached], assets: Mapping[str, Path]) -> None:
    """Give all fonts that come from one asset one font file, and one font dictionary where they agree.

    `reached` are resource dictionaries with the record of the fonts in them. A font whose file is not among `assets`
    keeps its subsets.
    """
    for (asset, _, index), fonts in _fonts_by_file(reached).items():
        files = {font.descriptor[_file_key(font)].objgen for font in fonts}
        if len(files) < 2 or asset not in assets:
            continue
        glyphs = frozenset[int]().union(*(font.glyphs for font in fonts))
        program = subset(assets[asset].read_bytes(), index, glyphs)
        if program is None:
            continue
        _share_file(book, fonts, program)
        for shared in _clusters(fonts):
            _share_dictionary(book, shared)


def subset(data: bytes, index: int, glyphs: frozenset[int]) -> bytes | None:
    """Reduce a font file to some glyphs without renumbering them; None for a font that no subset can stand for.

    The same two steps as the typesetter's own: keep the ids, then drop the empty tail after the last glyph.
    """
    face = uharfbuzz.Face(uharfbuzz.Blob(data), index)
    if SPECIAL_TABLES & set(face.table_tags):
        return None
    flags = uharfbuzz.SubsetFlags
    keep = flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(sorted(glyphs))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in NEEDLESS_TABLES)
    wanted.flags = keep | flags.RETAIN_GIDS
    reduced = uharfbuzz.subset(face, wanted)
    shorter = uharfbuzz.SubsetInput()
    shorter.glyph_set.update(range(max(glyphs) + 1))
    shorter.flags = keep | flags.NO_HINTING
    return bytes(uharfbuzz.subset(reduced, shorter).blob.data)


def _fonts_by_file(reached: Iterable[Reached]) -> dict[tuple[str, str, int], list[PlacedFont]]:
    """Sort the fonts in use by asset, digest and index; a name alone may stand for two different files."""
    found: dict[tuple[str, str, int], list[PlacedFont]] = {}
    for dictionaries, record in reached:
        uses = {use.base_font.removeprefix("/"): use for use in record if use.asset and not use.missing}
        for holder, key, font in _font_entries(dictionaries) if uses else ():
            use = uses.get(str(font.BaseFont).removeprefix("/"))
            if use and font.Subtype == Name.Type0:
                group = found.setdefault((use.asset, use.digest, use.index), [])
                group.append(_placed_font(holder, key, font, use))
    return found


def _font_entries(reached: Iterable[Object]) -> Iterator[tuple[Object, str, Object]]:
    seen: set[tuple[int, int]] = set()
    for resources in reached:
        holder = resources.get("/Font")
        if holder is None or (holder.is_indirect and holder.objgen in seen):
            continue
        seen.add(holder.objgen)
        for key, font in holder.items():
            yield holder, key, font


def _placed_font(holder: Object, key: str, font: Object, use: FontUse) -> PlacedFont:
    below = font.DescendantFonts[0]
    widths = _read_widths(below.get("/W", Array()).unparse(resolved=True))
    text = _read_unicode(font.ToUnicode.read_bytes().decode())
    return PlacedFont(holder, key, font, frozenset(use.glyphs) | widths.keys(), widths, text, below.FontDescriptor)


def _read_widths(runs: bytes) -> dict[int, float]:
    """Read /W as it is written, in one go: a number taken out of it by itself is an object of its own."""
    widths: dict[int, float] = {}
    tokens = iter(runs.split()[1:-1])
    for first in tokens:
        glyph = int(first)
        next(tokens)  # [
        for token in tokens:
            if token == b"]":
                break
            widths[glyph] = float(token)
            glyph += 1
    return widths


def _share_file(book: Pdf, fonts: list[PlacedFont], program: bytes) -> None:
    key = _file_key(fonts[0])
    length = {"Subtype": Name.OpenType} if key == "/FontFile3" else {"Length1": len(program)}
    file = book.make_stream(program, **length)
    for font in fonts:
        font.descriptor[key] = file
        if "/CIDSet" in font.descriptor:  # it would have to name every glyph of the file (ISO 19005-3, 6.2.11.4.2)
            del font.descriptor["/CIDSet"]


def _clusters(fonts: list[PlacedFont]) -> Iterator[SharedFont]:
    """Sort fonts into the fewest dictionaries that contradict nobody, in order of first use."""
    by_name: dict[str, list[SharedFont]] = {}
    for font in fonts:
        shared = by_name.setdefault(str(font.font.BaseFont), [])
        if not any(one.takes(font) for one in shared):
            shared.append(SharedFont())
            shared[-1].takes(font)
    for shared in by_name.values():
        yield from (one for one in shared if len(one.fonts) > 1)


def _share_dictionary(book: Pdf, shared: SharedFont) -> None:
    first = shared.fonts[0]
    first.font.DescendantFonts[0].W = write_widths(shared.widths)
    text = {int(glyph, 16): text for glyph, text in shared.text.items()}
    first.font.ToUnicode = book.make_stream(write_unicode(text))
    boxes = [[float(x) for x in font.descriptor.FontBBox] for font in shared.fonts]
    lows, highs = [min(x) for x in zip(*boxes, strict=True)], [max(x) for x in zip(*boxes, strict=True)]
    first.descriptor.FontBBox = Array([*lows[:2], *highs[2:]])
    if len(set(shared.widths.values())) > 1:
        first.descriptor.Flags = int(first.descriptor.Flags) & ~FIXED_PITCH
    for font in shared.fonts:
        font.holder[font.key] = first.font


def _file_key(font: PlacedFont) -> str:
    return "/FontFile3" if "/FontFile3" in font.descriptor else "/FontFile2"


def write_widths(widths: Mapping[int, float]) -> Array:
    """Write widths as /W: runs of consecutive glyph ids."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(widths[glyph])
    return Array([entry for first, run in runs for entry in (first, Array(run))])


def _read_unicode(cmap: str) -> dict[str, str]:
    """Read the bfchar lines of a ToUnicode map; the typesetter writes no ranges."""
    lines = cmap.partition("endcodespacerange")[2]
    return dict(re.findall("^<([0-9a-f]{4})> <([0-9a-f]+)>$", lines, re.MULTILINE))


def write_unicode(text: Mapping[int, str]) -> bytes:
    """Write a ToUnicode map (ISO 32000-1, 9.10.3), at most a hundred glyphs to a block."""
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap"]
    lines += ["/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"]
    lines += ["/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def"]
    lines += ["1 begincodespacerange", "<0000> <ffff>", "endcodespacerange"]
    glyphs = sorted(text)
    for start in range(0, len(glyphs), 100):
        block = glyphs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *(f"<{glyph:04x}> <{text[glyph]}>" for glyph in block), "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
