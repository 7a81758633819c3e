"""In: prepared pages. Out: what of them keeps a publication from claiming PDF/UA-1 or PDF/A-3a, in words.

Looked at is what the fonts in use, colours and pictures allow. Tags that are kept are only trusted when their file
claims PDF/UA: whether they say what the page means no program can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Stream

from renderer.papers.content import content_bytes, forms_of, tagged_text, unpacked
from renderer.papers.lettering import Use, faults_of, has_unicode
from renderer.papers.tree import Kept

FONT_FAULTS: Mapping[str, str] = {
    "embedded": "fonts are not embedded",
    "unicode": "letters of fonts have no Unicode values",
    "encoding": "fonts do not say how their codes are meant",
    "glyphs": "fonts lack glyphs that are shown, or hide which they are",
    "widths": "fonts give other widths than their glyphs have",
}
_CMYK_OPERATOR = re.compile(rb"(?<![A-Za-z0-9_.])[kK](?=[\s])|/(?:DeviceCMYK|CMYK)\b")
_MODES = """
    Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference
    Exclusion Hue Saturation Color Luminosity
"""
_BLEND_MODES = frozenset(_MODES.split())


@dataclass(frozen=True, slots=True)
class Fitness:
    """Reasons against claims, in words."""

    against_ua: tuple[str, ...] = ()
    against_archive: tuple[str, ...] = ()
    lettering: bool = False
    """Whether fonts are among them."""


def judge(pages: Sequence[Object], uses: Sequence[Use], kept: Kept | None = None, claims_ua: bool = False) -> Fitness:
    """Look pages over and the fonts in use on them; `kept` is their own structure tree when it is kept, `claims_ua`
    whether their file vouches for it.
    """
    lettering = tuple(_font_faults(uses))
    tags = tuple(_tag_faults(pages, kept, claims_ua)) if kept else ()
    return Fitness((*lettering, *tags), (*lettering, *_archive_faults(pages)), bool(lettering))


def unreadable_fonts(uses: Sequence[Use]) -> list[str]:
    """Name the fonts in use whose letters cannot be told."""
    return sorted({use.name for use in uses if not has_unicode(use)})


def _font_faults(uses: Sequence[Use]) -> Iterator[str]:
    found: dict[str, set[str]] = {}
    for use in uses:
        for fault in faults_of(use):
            found.setdefault(fault, set()).add(use.name)
    for fault, words in FONT_FAULTS.items():
        if fault in found:
            names = sorted(found[fault])
            yield f"{words} ({', '.join(names[:5])}{' …' if len(names) > 5 else ''})"


def _tag_faults(pages: Sequence[Object], kept: Kept, claims_ua: bool) -> Iterator[str]:
    if not claims_ua:
        yield "its tags are kept, but it does not claim itself that they follow PDF/UA"
    if tagged_text(pages)[2]:
        yield "its tags leave out some of what is on its pages"
    if kept.figures_without_alt:
        yield f"{kept.figures_without_alt} figures have no alternative text"
    level = 0
    for kind in kept.types:
        if kind[:1] == "H" and kind[1:].isdigit():
            if int(kind[1]) > level + 1:
                yield f"a heading {kind} follows {f'H{level}' if level else 'no other'}"
                return
            level = int(kind[1])


# -------------------------------------------------------------------------------------------------------- archive
def _archive_faults(pages: Sequence[Object]) -> Iterator[str]:
    """Look for what PDF/A-3 forbids beside fonts (ISO 19005-3, 6.2)."""
    things = list(forms_of(pages))
    forms = [thing for thing in things if thing.get("/Subtype") == Name.Form]
    resources = [owner.Resources for owner in [*pages, *forms] if isinstance(owner.get("/Resources"), Dictionary)]
    colours = [
        *resources,
        *(t.get("/ColorSpace") for t in things),
        *(owner.get("/Group") for owner in [*pages, *forms]),
    ]
    contents = [*(content_bytes(page) for page in pages), *(unpacked(form) for form in forms)]
    if any(map(_CMYK_OPERATOR.search, contents)) or any(_has_cmyk(c) for c in colours):
        yield "colours are given for a press (CMYK) without a profile"
    if any("/JPXDecode" in repr(thing.get("/Filter", "")) for thing in things):
        yield "pictures are in JPEG 2000"
    if any(thing.get("/Subtype") == Name.PS or "/Ref" in thing or "/PS" in thing for thing in things):
        yield "pages hold PostScript or pages of other files"
    states = [state for held in resources for _, state in held.get("/ExtGState", Dictionary()).items()]
    if any(_is_odd(state) for state in states if isinstance(state, Dictionary)):
        yield "transfer functions, halftones or unknown blend modes are used"


def _is_odd(state: Object) -> bool:
    mode = state.get("/BM", Name.Normal)
    modes = [str(m)[1:] for m in mode] if isinstance(mode, Array) else [str(mode)[1:]]
    curve = state.get("/TR2", Name.Default)
    return "/TR" in state or "/HTP" in state or curve != Name.Default or not _BLEND_MODES.issuperset(modes)


def _has_cmyk(value: object, depth: int = 0) -> bool:
    """Look for device CMYK in colour spaces, and in what of resources may name one."""
    if depth > 6 or isinstance(value, (bytes, str, int, float)):
        return False
    if isinstance(value, Name):
        return str(value) == "/DeviceCMYK"
    if isinstance(value, Array):
        if len(value) and value[0] == Name.ICCBased:
            return False
        return any(_has_cmyk(inner, depth + 1) for inner in value)
    if isinstance(value, (Dictionary, Stream)):
        keys = ("/ColorSpace", "/CS", "/Shading", "/Pattern", "/Colorants")
        inner = [value.get(key) for key in keys if key in value]
        if not inner and depth and isinstance(value, Dictionary) and "/Type" not in value and "/S" not in value:
            inner = [thing for _, thing in value.items()]  # a resource dictionary of one kind: names to colour spaces
        return any(_has_cmyk(thing, depth + 1) for thing in inner)
    return False
