"""In: the parts of a binding and an empty PDF. Out: their pages in order in it, blanks between, furniture laid over.

Copies raw objects only: what joins the parts (tags, names, fonts) is the work of the modules beside this one, which
take a `PlacedPart` for each part.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from renderer.bind.furniture import Furniture
from renderer.bind.laid import take_links
from renderer.bind.numbers import write_numbers
from renderer.bind.resources import reach_resources
from renderer.model import BoundPart, FontUse, Sheets

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")


class Prepares(Protocol):
    """What changes the pages of a part before they are copied (renderer.bind.stamping)."""

    def prepare(self, source: Pdf, part: BoundPart, first: int) -> Counter[str]:
        """Change a part's own file, whose first page will be page `first` of the book; gives the tags it added."""

    def note_blank(self, page: int, size: tuple[float, float]) -> None:
        """Take note of a blank page."""


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """A part whose pages stand in the bound file.

    `source` is the part's own PDF, still open because the bound file reads from it until it is saved; `first` is the
    index of the part's first page, `pages` its page objects in the bound file, `forms` the furniture for each of them
    (empty when it has none), `furniture` what of that no part before it has, with its fonts, `annotations` those of all
    its pages, `tags` how often each structure type stands below the Document of its tree.
    """

    part: BoundPart
    source: Pdf
    first: int
    pages: tuple[Object, ...]
    forms: tuple[Object, ...]
    furniture: tuple[tuple[Object, tuple[FontUse, ...]], ...]
    annotations: tuple[Object, ...]
    tags: Mapping[str, int]

    def resources(self) -> Iterator[tuple[tuple[Object, ...], tuple[FontUse, ...]]]:
        """Give the resource dictionaries of its pages, and of its furniture, with the record of the fonts in them."""
        yield tuple(reach_resources(self.pages)), self.part.sheets.fonts
        for form, fonts in self.furniture:
            yield tuple(reach_resources((form,))), fonts


def place_parts(
    book: Pdf, parts: Iterable[BoundPart], sources: ExitStack, stamper: Prepares, blanks_after: int = 0
) -> tuple[PlacedPart, ...]:
    """Append the pages of all parts and the blanks behind them to `book`; the parts' own PDFs stay open until
    `sources` is closed.

    Raises ValueError: a part's furniture has not as many pages as the part.
    """
    furniture = Furniture(book, sources)
    placed = tuple(_place(book, part, furniture, sources, stamper) for part in parts)
    for _ in range(blanks_after if placed else 0):
        _add_blank(book, placed[-1].pages[-1], stamper)
    return placed


def lay_furniture(book: Pdf, placed: Iterable[PlacedPart]) -> None:
    """Lay each furniture form over its page as a pagination artifact (ISO 32000-1, 14.8.2.2.2).

    The page's own content is closed off in q … Q, so that a transformation it leaves behind does not move the
    furniture. The streams that open and close it are the same for every page of a number, so they are shared.
    """
    opening = book.make_stream(b"q\n")
    closings: dict[str, Object] = {}
    for part in placed:
        for number, (page, form) in enumerate(zip(part.pages, part.forms, strict=False)):
            name = f"/Furniture{number}"
            key = f"{name} {_fitted(page, form)}"
            if key not in closings:
                artifact = f"\nQ /Artifact <</Type /Pagination>> BDC q {_fitted(page, form)}{name} Do Q EMC"
                closings[key] = book.make_stream(artifact.encode())
            _xobjects(page)[name] = form
            content = page.get("/Contents", Array())
            own = list(content) if isinstance(content, Array) else [content]
            page.Contents = Array([opening, *own, closings[key]])


def _fitted(page: Object, form: Object) -> str:
    """Give the operator that fits furniture to the page of a paper as it is seen: of another size, cut or turned.

    Furniture keeps its proportions and stands in the middle; empty for pages of its own size.
    """
    left, bottom, right, top = (float(side) for side in page.get("/CropBox", page.MediaBox))
    x0, y0, x1, y1 = (float(side) for side in form.BBox)
    turn = int(page.get("/Rotate", 0)) % 360
    if (left, bottom, right, top, turn) == (x0, y0, x1, y1, 0):
        return ""
    width, height = (top - bottom, right - left) if turn % 180 else (right - left, top - bottom)
    scale = min(width / (x1 - x0), height / (y1 - y0))
    dx, dy = (width - scale * (x1 - x0)) / 2 - scale * x0, (height - scale * (y1 - y0)) / 2 - scale * y0
    a, b, e, f = {
        0: (1, 0, left, bottom),
        90: (0, 1, right, bottom),
        180: (-1, 0, right, top),
        270: (0, -1, left, top),
    }[turn]  # from the page as it is seen to the page as it is written
    matrix = (a * scale, b * scale, -b * scale, a * scale, a * dx - b * dy + e, b * dx + a * dy + f)
    return " ".join(f"{value:.4f}" for value in matrix) + " cm "


def _place(
    book: Pdf, part: BoundPart, furniture: Furniture, sources: ExitStack, stamper: Prepares
) -> PlacedPart:  # fmt: skip
    if part.furniture and len(part.furniture) != part.sheets.pages:
        raise ValueError(f"part {part.id} has {part.sheets.pages} pages, its furniture {len(part.furniture)}")
    source = _open(part.sheets, sources)
    if part.digits:
        write_numbers(source, part.sheets.slots, part.digits)
    tags = Counter(part.sheets.tags) + stamper.prepare(source, part, len(book.pages) + part.blanks_before)
    tags += take_links(source, [furniture.page(laid) for laid in part.furniture])
    for _ in range(part.blanks_before):  # the back of the leaf before it, so as large as that
        _add_blank(book, (book.pages[-1] if len(book.pages) else source.pages[0]).obj, stamper)
    first = len(book.pages)
    for page in source.pages:
        book.pages.append(page)
    pages = tuple(book.pages[i].obj for i in range(first, len(book.pages)))
    annotations = tuple(note for page in pages for note in page.get("/Annots", ()))
    forms = tuple(furniture.form(laid) for laid in part.furniture)
    return PlacedPart(part, source, first, pages, forms, furniture.newly_met(), annotations, tags)


def _open(sheets: Sheets, sources: ExitStack) -> Pdf:
    return sources.enter_context(Pdf.open(io.BytesIO(sheets.pdf)))


def _add_blank(book: Pdf, like: Object, stamper: Prepares) -> None:
    left, bottom, right, top = (float(side) for side in like.MediaBox)
    stamper.note_blank(len(book.pages), (right - left, top - bottom))
    book.pages.append(_blank_page(book, like))


def _blank_page(book: Pdf, like: Object) -> Page:
    boxes = {box: Array(list(like[box])) for box in BOXES if box in like}
    return Page(book.make_indirect(Dictionary({"/Type": Name.Page, "/Resources": Dictionary(), **boxes})))


def _xobjects(page: Object) -> Object:
    resources = page.Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    return resources.XObject
