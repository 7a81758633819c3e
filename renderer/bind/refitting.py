"""In: a page of a paper and where its content is to stand. Out: the same page with all on it moved and scaled there.

What stands on a page in its own coordinates goes along: patterns, links, destinations and the boxes of figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f of ISO 32000-1, 8.3.4: x' = ax + cy + e, y' = bx + dy + f."""
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
SIZED = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit")
"""What says how a page is seen, beside its MediaBox."""


def times(m: Matrix, n: Matrix) -> Matrix:
    """Give the transformation that does `m` and then `n`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def inverse(m: Matrix) -> Matrix:
    """Give the transformation that undoes another."""
    a, b, c, d, e, f = m
    by = a * d - b * c
    return (d / by, -b / by, -c / by, a / by, (c * f - d * e) / by, (b * e - a * f) / by)


def moved(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """Transform a point."""
    a, b, c, d, e, f = m
    return a * x + c * y + e, b * x + d * y + f


def moved_box(m: Matrix, box: Any) -> Array:
    """Transform a rectangle given by two corners."""
    x0, y0, x1, y1 = (float(side) for side in box)
    (left, bottom), (right, top) = moved(m, x0, y0), moved(m, x1, y1)
    sides = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return Array([round(side, 3) for side in sides])


def written(m: Matrix) -> str:
    """Write a transformation as operands of `cm`."""
    return " ".join(f"{value:.5f}" for value in m)


def as_seen(page: Object) -> Matrix:
    """Give the transformation from the coordinates of a page to those of the page as it is seen.

    These count in pt from the lower left corner of what is shown, upright.
    """
    left, bottom, right, top = (float(side) for side in page.get("/CropBox", page.MediaBox))
    unit = float(page.get("/UserUnit", 1))
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[int(page.get("/Rotate", 0)) % 360]
    return (a * unit, b * unit, c * unit, d * unit, e * unit, f * unit)


def refit(pdf: Pdf, pages: Mapping[int, tuple[Matrix, tuple[float, float] | None]]) -> None:
    """Move what is on pages, by their index: with the transformation of the seen page, and the new size if it has one.

    Without a new size a page keeps its boxes, rotation and unit, and its content moves within them.
    """
    changes: dict[tuple[int, int], Matrix] = {}
    for number, (seen, sheet) in pages.items():
        page = pdf.pages[number].obj
        own = as_seen(page)
        change = times(own, seen) if sheet else times(times(own, seen), inverse(own))
        changes[page.objgen] = change
        _move_content(pdf, page, change)
        _move_links(page, change)
        if sheet:
            for key in SIZED:
                if key in page:
                    del page[key]
            page.MediaBox = Array([0, 0, round(sheet[0], 3), round(sheet[1], 3)])
    _move_destinations(pdf, changes)
    _move_figures(pdf, changes)


def _move_content(pdf: Pdf, page: Object, change: Matrix) -> None:
    left, bottom, right, top = (float(side) for side in page.get("/CropBox", page.MediaBox))
    shown = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n"
    own = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    opening = pdf.make_stream(f"q {written(change)} cm {shown}\n".encode())
    page.Contents = Array([opening, *own, pdf.make_stream(b"\nQ\n")])
    patterns = page.Resources.get("/Pattern")
    if not isinstance(patterns, Dictionary):
        return
    # patterns count from the page and not from the transformation in force (ISO 32000-1, 8.7.2)
    resources = Dictionary(dict(page.Resources.items()))
    resources.Pattern = Dictionary({name: _moved_pattern(pdf, p, change) for name, p in patterns.items()})
    page.Resources = resources


def _moved_pattern(pdf: Pdf, pattern: Object, change: Matrix) -> Object:
    own = [float(x) for x in pattern.get("/Matrix", IDENTITY)]
    copy = _copied(pdf, pattern)
    copy.Matrix = Array([round(x, 6) for x in times((own[0], own[1], own[2], own[3], own[4], own[5]), change)])
    return copy


def _copied(pdf: Pdf, thing: Object) -> Object:
    """Copy a dictionary or stream, whose entries stay shared."""
    if thing._type_name == "stream":
        copy = pdf.make_stream(thing.read_raw_bytes())
        for key, value in thing.items():
            if key != "/Length":
                copy[key] = value
        return copy
    return pdf.make_indirect(Dictionary(dict(thing.items())))


def _move_links(page: Object, change: Matrix) -> None:
    for note in page.get("/Annots", ()):
        note.Rect = moved_box(change, note.Rect)
        if "/QuadPoints" in note:
            values = [float(x) for x in note.QuadPoints]
            corners = zip(values[::2], values[1::2], strict=False)
            note.QuadPoints = Array([round(x, 3) for corner in corners for x in moved(change, *corner)])


def _move_destinations(pdf: Pdf, changes: Mapping[tuple[int, int], Matrix]) -> None:
    """Move the places that names lead to; a paper keeps them in one list (renderer.papers.navigation)."""
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    for place in list(names)[1::2]:
        if isinstance(place, Array) and place[0].objgen in changes:
            move_place(place, changes[place[0].objgen])


def move_place(place: Any, change: Matrix) -> None:
    """Move a destination (ISO 32000-1, table 151); one of a page that is turned anew shows the whole page."""
    kind = str(place[1])
    numbers = [float(x) if isinstance(x, (int, float, Decimal)) else None for x in list(place)[2:]]
    turned = abs(change[1]) > 1e-9
    if kind == "/XYZ" and len(numbers) >= 2 and None not in numbers[:2]:
        x, y = moved(change, numbers[0] or 0, numbers[1] or 0)
        place[2], place[3] = round(x, 3), round(y, 3)
    elif kind == "/FitR" and len(numbers) == 4 and None not in numbers:
        for i, side in enumerate(moved_box(change, numbers), 2):
            place[i] = side
    elif kind in ("/FitH", "/FitBH", "/FitV", "/FitBV", "/XYZ") and numbers and turned:
        del place[2:]
        place[1] = Name.Fit
    elif kind in ("/FitH", "/FitBH") and numbers and numbers[0] is not None:
        place[2] = round(moved(change, 0, numbers[0])[1], 3)
    elif kind in ("/FitV", "/FitBV") and numbers and numbers[0] is not None:
        place[2] = round(moved(change, numbers[0], 0)[0], 3)
    elif kind == "/XYZ":
        for i, number in enumerate(numbers[:2]):
            if number is not None:
                place[i + 2] = round(moved(change, number, number)[i], 3)


def _move_figures(pdf: Pdf, changes: Mapping[tuple[int, int], Matrix]) -> None:
    """Move the boxes that structure elements say their content lies in (ISO 32000-1, 14.8.5.4)."""
    top = pdf.Root.get("/StructTreeRoot")
    waiting = [top] if top is not None else []
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                waiting.append(kid)
        page = element.get("/Pg")
        if page is None or page.objgen not in changes:
            continue
        attributes = element.get("/A")
        for owner in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(owner, Dictionary) and "/BBox" in owner:
                owner.BBox = moved_box(changes[page.objgen], owner.BBox)
