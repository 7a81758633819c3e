"""In: the pages of an open PDF. Out: their text as a reader finds it, or the pages as pictures of themselves.

PDFium does both; it is what Chrome shows PDFs with. Pictures are in sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from renderer.papers.opening import seen_box

DENSITY = 200
"""Dots an inch of a page that becomes a picture: small print stays readable."""
MOST_PIXELS = 40_000_000


def read_texts(pdf: Pdf) -> list[str]:
    """Give the text of each page, in the order in which a reader would copy it."""
    with _reading(pdf) as document:
        return [_text(page) for page in document]


def _text(page: Any) -> str:
    text = page.get_textpage().get_text_range()
    lines = (" ".join(line.replace("\x02", "-").split()) for line in text.splitlines())
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines if line)


def replace_by_pictures(pdf: Pdf) -> None:
    """Let each page be a picture of itself; its fonts, colours and layers no longer matter."""
    with _reading(pdf) as document:
        for page, shown in zip(pdf.pages, document, strict=True):
            own = page.obj
            x0, y0, x1, y1 = seen_box(own)
            turned, unit = int(own.get("/Rotate", 0)), float(own.get("/UserUnit", 1))
            scale = min(DENSITY / 72 * unit, (MOST_PIXELS / ((x1 - x0) * (y1 - y0))) ** 0.5)
            shown.set_rotation(0)
            picture = shown.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
            shown.set_rotation(turned)
            stream = pdf.make_stream(
                picture.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height,
                ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
            )  # fmt: skip
            own.Resources = Dictionary(XObject=Dictionary({"/Page": stream}))
            place = f"q {x1 - x0:.4f} 0 0 {y1 - y0:.4f} {x0:.4f} {y0:.4f} cm /Page Do Q"
            own.Contents = Array([pdf.make_stream(place.encode())])
            if "/Group" in own:
                del own["/Group"]


@contextmanager
def _reading(pdf: Pdf) -> Iterator[Any]:
    import pypdfium2

    copy = io.BytesIO()
    pdf.save(copy, static_id=True, encryption=False, fix_metadata_version=False)
    document = pypdfium2.PdfDocument(copy.getvalue())
    try:
        yield document
    finally:
        document.close()
