"""The pages of a PDF from elsewhere in; nothing out, or what of them is too large to be read.

A file of one megabyte can hold streams that unpack to one gigabyte. So nothing that paints a page is unpacked before it
is known that this ends: no stream is unpacked here beyond the limit.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream

from renderer.findings import finding
from renderer.papers.content import forms_of
from renderer.papers.mending import descendant, fonts_of
from renderer.papers.opening import CannotBind

MOST_UNPACKED = 64_000_000
"""Bytes of one stream of operators, or of a font: some six million operators, more than readers would wait for."""
MOST_OF_PICTURE = 512_000_000
"""Bytes of one picture: A3 in colours at 800 dots an inch."""
FLATE_RATIO = 1032
"""How many times longer data can become when they are unpacked (zlib)."""
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/Indexed": 1, "/Separation": 1, "/DeviceCMYK": 4}


def refuse_what_is_too_large(pdf: Pdf, pages: Sequence[Object]) -> None:
    """Look at all that paints pages.

    Raises CannotBind: something is too large.
    """
    for number, page in enumerate(pages, 1):
        for stream in page.Contents if isinstance(page.Contents, Array) else [page.Contents]:
            if _is_too_long(pdf, stream):
                raise _too_large(f"what paints page {number} unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
    looks = list(_appearances(pages))
    for thing in [*looks, *forms_of([*pages, *looks])]:
        if thing.get("/Subtype") == Name.Image:
            _refuse_large_picture(thing)
        elif _is_too_long(pdf, thing):
            raise _too_large(f"a form on its pages unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
    for font in fonts_of(pages):
        if any(_is_too_long(pdf, stream) for stream in _streams_of(font)):
            raise _too_large(f"a font of it unpacks to more than {MOST_UNPACKED // 1_000_000} MB")


def _too_large(message: str) -> CannotBind:
    return CannotBind(finding("PAPER-FORMAT", message))


def _refuse_large_picture(picture: Object) -> None:
    width, height = (int(picture.get(key, 0)) for key in ("/Width", "/Height"))
    space = picture.get("/ColorSpace", Name.DeviceRGB)
    kind = str(space[0] if isinstance(space, Array) and len(space) else space)
    bits = 1 if bool(picture.get("/ImageMask", False)) else int(picture.get("/BitsPerComponent", 8))
    if width * height * bits * _COMPONENTS.get(kind, 3) / 8 > MOST_OF_PICTURE:
        raise _too_large(f"a picture of {width:,} × {height:,} pixels is larger than {MOST_OF_PICTURE // 1_000_000} MB")


def _appearances(pages: Sequence[Object]) -> Iterator[Object]:
    """Give what annotations look like: it becomes part of the page."""
    for page in pages:
        notes = page.get("/Annots")
        for note in notes if isinstance(notes, Array) else ():
            look = note.get("/AP", Dictionary()).get("/N") if isinstance(note, Dictionary) else None
            if isinstance(look, Stream):
                yield look
            elif isinstance(look, Dictionary):
                yield from (state for _, state in look.items() if isinstance(state, Stream))


def _streams_of(font: Object) -> Iterator[Object]:
    descriptor = descendant(font).get("/FontDescriptor")
    held = [font.get("/ToUnicode"), font.get("/Encoding")]
    if isinstance(descriptor, Dictionary):
        held += [descriptor.get(key) for key in ("/FontFile", "/FontFile2", "/FontFile3")]
    procedures = font.get("/CharProcs")
    held += [glyph for _, glyph in procedures.items()] if isinstance(procedures, Dictionary) else []
    return (thing for thing in held if isinstance(thing, Stream))


def _is_too_long(pdf: Pdf, stream: Object) -> bool:
    """Unpack a stream filter by filter, and none of them beyond the limit."""
    given = stream.get("/Filter")
    filters = [] if given is None else [str(f) for f in given] if isinstance(given, Array) else [str(given)]
    data = stream.read_raw_bytes()
    if len(data) * FLATE_RATIO ** len(filters) <= MOST_UNPACKED:
        return False
    for kind in filters:
        try:
            if kind in _FLATE:
                data = zlib.decompressobj().decompress(data, MOST_UNPACKED + 1)
            else:
                data = pdf.make_stream(data, Filter=Name(kind)).read_bytes()
        except (zlib.error, PdfError):  # damaged: what reads it later says so
            return False
        if len(data) > MOST_UNPACKED:
            return True
    return len(data) > MOST_UNPACKED
