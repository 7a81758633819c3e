"""In: pages of a PDF from elsewhere. Out: the same pages without slips nobody sees, which PDF/A or PDF/UA forbid.

What a page looks like stays: only entries that readers ignore, or take by default for what is now written, change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name, Object, PdfError, Stream

from renderer.papers.content import forms_of

NEEDLESS = ("/Metadata", "/OPI", "/Alternates", "/PieceInfo", "/LastModified", "/AF", "/Interpolate")
"""Of pictures and forms; smoothing of coarse pictures (/Interpolate) is left to the reader in PDF/A."""


def mend_pages(pages: Sequence[Object]) -> None:
    """Mend pages, their pictures, forms and fonts."""
    for page in pages:
        if "/Annots" in page:
            page.Tabs = Name.S  # ISO 14289-1, 7.18.3
        _give_resources(page.Resources)
    for thing in forms_of(pages):
        for key in NEEDLESS:
            if key in thing:
                del thing[key]
        for inner in (thing.get("/SMask"), thing.get("/Mask")):
            if isinstance(inner, Stream) and "/Interpolate" in inner:
                del inner["/Interpolate"]
        if "/LZWDecode" in _filters(thing):  # ISO 19005-3, 6.1.7.2
            _pack_anew(thing)
    for font in fonts_of(pages):
        _mend_font(font)
    for page in pages:
        streams = list(page.Contents) if page.Contents._type_name == "array" else [page.Contents]
        for stream in streams:
            if "/LZWDecode" in _filters(stream):
                _pack_anew(stream)


def _give_resources(resources: Object) -> None:
    """Write down the resources that old forms take from their page (ISO 32000-1, 7.8.3)."""
    waiting = [resources]
    seen: set[tuple[int, int]] = set()
    while waiting:
        its = waiting.pop()
        held = its.get("/XObject")
        for name, form in list(held.items()) if isinstance(held, Dictionary) else ():
            if not isinstance(form, Stream):
                del its.XObject[name]  # a reference to something else, which readers pass over
                continue
            if form.get("/Subtype") != Name.Form or form.objgen in seen:
                continue
            seen.add(form.objgen)
            if not isinstance(form.get("/Resources"), Dictionary):
                form.Resources = its
            else:
                waiting.append(form.Resources)


def _filters(stream: Object) -> str:
    return repr(stream.get("/Filter", ""))


def _pack_anew(stream: Object) -> None:
    try:
        stream.write(stream.read_bytes())
    except PdfError:
        return


def fonts_of(pages: Sequence[Object]) -> Iterator[Object]:
    """Give every font that pages and forms name, once."""
    seen: set[tuple[int, int]] = set()
    for owner in [*pages, *forms_of(pages)]:
        resources = owner.get("/Resources")
        held = resources.get("/Font") if isinstance(resources, Dictionary) else None
        for _, font in held.items() if isinstance(held, Dictionary) else ():
            if isinstance(font, Dictionary) and not (font.is_indirect and font.objgen in seen):
                seen.add(font.objgen)
                yield font


def _mend_font(font: Object) -> None:
    inner = descendant(font)
    descriptor = inner.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary):
        for key in ("/CIDSet", "/CharSet"):  # they need not be there, but when they are they have to be complete
            if key in descriptor:
                del descriptor[key]
    embedded = isinstance(descriptor, Dictionary) and "/FontFile2" in descriptor
    if inner.get("/Subtype") == Name.CIDFontType2 and embedded and "/CIDToGIDMap" not in inner:
        inner.CIDToGIDMap = Name.Identity  # the default, which PDF/A wants to see written


def descendant(font: Object) -> Object:
    """Give the font that has the glyphs: of a composite font the one below it."""
    below = font.get("/DescendantFonts")
    if below is not None and len(below) and isinstance(below[0], Dictionary):
        return below[0]
    return font
