"""A bound file in; the hand-out out: two pages side by side on each sheet, made smaller, with all tags and links.

What paints a page becomes a form of its sheet, and the marked content in it keeps its identifiers: elements of the
structure tree name the form (ISO 32000-1, 14.7.4.2), so screen readers read a hand-out as they read the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf

from renderer.bind.navigation import write_labels
from renderer.bind.refitting import Matrix, as_seen, move_place, moved_box, times, written
from renderer.model import Bound, LabelRange

MARGIN = 14.0
"""Around each page, in pt: what office printers leave white."""
UP = 2


@dataclass(frozen=True, slots=True)
class Half:
    """A page on its sheet: the sheet, the form it has become, and where what stood on the page stands now."""

    sheet: Object
    form: Object
    matrix: Matrix


def two_up(bound: Bound, paper: tuple[float, float]) -> Bound:
    """Put two pages side by side on each sheet; `paper` is its width and height in pt when it stands upright."""
    out = io.BytesIO()
    labels = tuple(_joined(bound.labels[i : i + UP]) for i in range(0, len(bound.labels), UP))
    with Pdf.open(io.BytesIO(bound.pdf)) as pdf:
        halves = _imposed(pdf, (paper[1], paper[0]))
        _move_structure(pdf, halves)
        _move_destinations(pdf, halves)
        write_labels(pdf, [LabelRange(i, "", prefix=label) for i, label in enumerate(labels)])
        pdf.save(out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=ObjectStreamMode.generate)
    return replace(
        bound,
        pdf=out.getvalue(),
        labels=labels,
        outline=tuple(replace(entry, page=entry.page // UP) for entry in bound.outline),
        destinations={name: page // UP for name, page in bound.destinations.items()},
        part_pages={part: _sheets(*pages) for part, pages in bound.part_pages.items()},
        printed=(),  # contents print numbers of pages, and a sheet has two
    )


def _joined(labels: Sequence[str]) -> str:
    return "–".join(label for label in labels if label)


def _sheets(first: int, count: int) -> tuple[int, int]:
    begin, end = first // UP, (first + max(count, 1) - 1) // UP
    return begin, end - begin + 1


def _imposed(pdf: Pdf, size: tuple[float, float]) -> dict[tuple[int, int], Half]:
    """Make the sheets, and give where each page has gone, by its object number."""
    pages = [page.obj for page in pdf.pages]
    halves: dict[tuple[int, int], Half] = {}
    for first in range(0, len(pages), UP):
        sheet = pdf.make_indirect(
            Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *(round(side, 3) for side in size)]), Tabs=Name.S)
        )
        forms, painted, notes = Dictionary(), [], []
        for place, page in enumerate(pages[first : first + UP]):
            matrix = _placed(page, size, place)
            form = _form(pdf, page)
            forms[f"/Page{place}"] = form
            painted.append(f"q {written(matrix)} cm /Page{place} Do Q {_frame(form, matrix)}")
            notes += _moved_notes(page, sheet, matrix)
            halves[page.objgen] = Half(sheet, form, matrix)
        sheet.Resources = Dictionary(XObject=forms)
        sheet.Contents = pdf.make_stream("\n".join(painted).encode())
        if notes:
            sheet.Annots = Array(notes)
        pdf.pages.append(Page(sheet))
    del pdf.pages[: len(pages)]
    return halves


def _frame(form: Object, matrix: Matrix) -> str:
    """Give a hairline around a page, which tells where it ends; nobody is told of it."""
    left, bottom, right, top = (float(side) for side in moved_box(matrix, form.BBox))
    return f"/Artifact BMC q 0.25 w 0.7 G {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re S Q EMC"


def _placed(page: Object, size: tuple[float, float], place: int) -> Matrix:
    """Give the transformation of a page to the middle of its half of a sheet; it is never made larger."""
    left, bottom, right, top = (float(side) for side in page.get("/CropBox", page.MediaBox))
    unit, turned = float(page.get("/UserUnit", 1)), int(page.get("/Rotate", 0)) % 180
    width, height = (right - left) * unit, (top - bottom) * unit
    width, height = (height, width) if turned else (width, height)
    room = size[0] / UP
    scale = min((room - 2 * MARGIN) / width, (size[1] - 2 * MARGIN) / height, 1)
    x, y = room * place + (room - width * scale) / 2, (size[1] - height * scale) / 2
    return times(as_seen(page), (scale, 0, 0, scale, x, y))


def _form(pdf: Pdf, page: Object) -> Object:
    content = page.get("/Contents", Array())
    streams = list(content) if isinstance(content, Array) else [content]
    form = pdf.make_stream(
        b"\n".join(stream.read_bytes() for stream in streams), Type=Name.XObject, Subtype=Name.Form, FormType=1,
        BBox=page.get("/CropBox", page.MediaBox), Resources=page.get("/Resources", Dictionary()),
    )  # fmt: skip
    for key in ("/StructParents", "/Group"):
        if key in page:
            form[key] = page[key]
    return form


def _moved_notes(page: Object, sheet: Object, matrix: Matrix) -> list[Object]:
    notes = list(page.get("/Annots", ()))
    for note in notes:
        note.Rect = moved_box(matrix, note.Rect)
        if "/QuadPoints" in note:
            a, b, c, d, e, f = matrix
            values = [float(x) for x in note.QuadPoints]
            corners = zip(values[::2], values[1::2], strict=False)
            note.QuadPoints = Array([round(z, 3) for x, y in corners for z in (a * x + c * y + e, b * x + d * y + f)])
        if "/P" in note:
            note.P = sheet
    return notes


def _move_structure(pdf: Pdf, halves: dict[tuple[int, int], Half]) -> None:
    """Let the elements of the tree name the forms their content stands in now."""
    waiting = [pdf.Root.StructTreeRoot] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        element = waiting.pop()
        page = element.get("/Pg")
        half = halves.get(page.objgen) if page is not None else None
        kids = element.get("/K")
        kept: list[object] = []
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                waiting.append(kid)
            kept.append(_moved_kid(kid, half, halves))
        if kids is not None:
            element.K = Array(kept)
        if half is not None:
            element.Pg = half.sheet
            attributes = element.get("/A")
            for owner in attributes if isinstance(attributes, Array) else [attributes]:
                if isinstance(owner, Dictionary) and "/BBox" in owner:
                    owner.BBox = moved_box(half.matrix, owner.BBox)


def _moved_kid(kid: object, half: Half | None, halves: dict[tuple[int, int], Half]) -> object:
    """Give a kid of an element: marked content, by number or reference, of its form; all else as it is."""
    if isinstance(kid, int):
        return kid if half is None else Dictionary(Type=Name.MCR, Pg=half.sheet, Stm=half.form, MCID=kid)
    if not isinstance(kid, Dictionary) or "/S" in kid:
        return kid
    own = halves.get(kid.Pg.objgen, half) if "/Pg" in kid else half
    if own is not None:
        kid.Pg = own.sheet
        if "/MCID" in kid and "/Stm" not in kid:
            kid.Stm = own.form
    return kid


def _move_destinations(pdf: Pdf, halves: dict[tuple[int, int], Half]) -> None:
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    for entry in list(names)[1::2]:
        place = entry.D if isinstance(entry, Dictionary) else entry
        half = halves[place[0].objgen]
        move_place(place, half.matrix)
        place[0] = half.sheet
        if isinstance(entry, Dictionary) and "/SD" in entry:
            entry.SD = Array([entry.SD[0], *list(place)[1:]])
