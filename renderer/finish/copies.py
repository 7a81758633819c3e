"""A bound file and its recipients in; a copy for each out, with name and number across every page.

The pages are bound once, with one shared form for the watermark that is empty but as long as the longest of them. A
copy is these bytes with the form filled in: nothing moves, so no page, tag or cross-reference is written again.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pikepdf import Array, Dictionary, Encryption, Name, Object, ObjectStreamMode, Pdf, Permissions

from renderer.bind.metadata import xmp
from renderer.circulation import Copies, Recipient
from renderer.findings import InputError, finding
from renderer.finish.lettering import Drawing, draw
from renderer.model import Bound, Publication
from renderer.workspace import Workspace

WIDTH, HEIGHT = 1000.0, 280.0
"""The form's own size; on a page it takes `ACROSS` of the diagonal."""
ACROSS = 0.8
OPACITY = 0.09
_ID = re.compile(rb"/ID\s*\[\s*<([0-9a-f]{32})>\s*<([0-9a-f]{32})>")


def drawings(publication: Publication, recipients: Sequence[Recipient], workspace: Workspace) -> dict[int, bytes]:
    """Draw the watermark of each copy: the name, and under it the number of the copy and the marking.

    Raises InputError: no font has the letters of a name.
    """
    drawn = {}
    for recipient in recipients:
        under = " · ".join(filter(None, [f"{recipient.copy:02}", publication.marking]))
        lines = draw(recipient.name, workspace), draw(under, workspace)
        if lines[0] is None or lines[1] is None:
            message = f"no font has all letters of the name or marking on copy {recipient.copy}"
            raise InputError([finding("COPIES-LIST", message, remedy="install a font that has them")])
        drawn[recipient.copy] = _watermark(lines[0], lines[1])
    return drawn


def _watermark(name: Drawing, under: Drawing) -> bytes:
    large = min(0.96 * WIDTH / name.width, 0.55 * HEIGHT / name.height)
    small = min(0.96 * WIDTH / under.width, 0.16 * HEIGHT / under.height)
    parts = [
        name.placed((WIDTH - name.width * large) / 2 - WIDTH / 2, -0.15 * HEIGHT, large),
        under.placed((WIDTH - under.width * small) / 2 - WIDTH / 2, -0.45 * HEIGHT, small),
    ]
    return ("/Pale gs 0.4 g\n" + "\n".join(parts) + "\nf\n").encode()


def lay_empty_watermark(book: Pdf, length: int) -> None:
    """Lay one form over all pages, as an artifact, with room for so many bytes of operators.

    It is written as Flate data that are stored and not compressed: then its length does not change with what it holds.
    """
    form = book.make_stream(
        _stored(b"", length),
        Filter=Name.FlateDecode,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([-WIDTH / 2, -HEIGHT / 2, WIDTH / 2, HEIGHT / 2]),
        Resources=Dictionary(ExtGState=Dictionary(Pale=Dictionary(Type=Name.ExtGState, ca=OPACITY))),
    )
    pages = [page.obj for page in book.pages]
    name = _free_name(pages)
    opening = book.make_stream(b"q\n")
    closings: dict[str, Object] = {}
    for page in pages:
        matrix = _across(page)
        if matrix not in closings:
            artifact = f"\nQ /Artifact <</Type /Pagination /Subtype /Watermark>> BDC q {matrix} cm {name} Do Q EMC"
            closings[matrix] = book.make_stream(artifact.encode())
        content = page.get("/Contents", Array())
        own = list(content) if isinstance(content, Array) else [content]
        page.Contents = Array([opening, *own, closings[matrix]])
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[name] = form


def _free_name(pages: Sequence[Object]) -> str:
    taken = {key for page in pages for key in page.Resources.get("/XObject", Dictionary()).keys()}  # noqa: SIM118
    return next(name for n in range(len(taken) + 1) if (name := f"/Copy{n}") not in taken)


def _across(page: Object) -> str:
    """Give the matrix that lays the form from the lower left to the upper right of a page as it is seen."""
    left, bottom, right, top = (float(side) for side in page.get("/CropBox", page.MediaBox))
    turn = int(page.get("/Rotate", 0)) % 360
    width, height = (top - bottom, right - left) if turn % 180 else (right - left, top - bottom)
    scale = ACROSS * math.hypot(width, height) / WIDTH
    angle = math.atan2(height, width) + math.radians(turn)
    a, b = scale * math.cos(angle), scale * math.sin(angle)
    matrix = (a, b, -b, a, (left + right) / 2, (bottom + top) / 2)
    return " ".join(f"{value:.4f}" for value in matrix)


def issued(bound: Bound, drawn: dict[int, bytes], copies: Copies) -> Iterator[tuple[int, Bound]]:
    """Give the copies of those recipients that have a drawing, in order of their numbers."""
    length = max(map(len, drawn.values()))
    start = bound.pdf.index(_stored(b"", length))
    for recipient in sorted(copies.recipients, key=lambda r: r.copy):
        if recipient.copy not in drawn:
            continue
        pdf = _filled(bound.pdf, start, drawn[recipient.copy], length)
        copy = replace(bound, pdf=pdf)
        yield recipient.copy, _locked(copy, recipient.password, copies) if recipient.password else copy


def _stored(operators: bytes, length: int) -> bytes:
    return zlib.compress(operators.ljust(length), level=0)


def _filled(pdf: bytes, start: int, drawing: bytes, length: int) -> bytes:
    filled = bytearray(pdf)
    form = _stored(drawing, length)
    filled[start : start + len(form)] = form
    for match in _ID.finditer(pdf):  # the first says which document it is, the second which form of it
        own = hashlib.sha256(match[1] + drawing).hexdigest()[:32].encode()
        filled[match.start(2) : match.end(2)] = own
    return bytes(filled)


def _locked(bound: Bound, password: str, copies: Copies) -> Bound:
    """Encrypt a copy with AES-256 (ISO 32000-2, 7.6.4); PDF/A allows no encryption, so that claim goes.

    Text stays open to screen readers (ISO 14289-1, 7.16). The salts of AES are random: its bytes differ each time.
    """
    conformance = tuple(claim for claim in bound.conformance if not claim[0].isdigit())
    allow = Permissions(
        accessibility=True, extract=copies.copy, modify_annotation=True, modify_assembly=False, modify_form=False,
        modify_other=False, print_lowres=copies.print, print_highres=copies.print,
    )  # fmt: skip
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(bound.pdf)) as pdf:
        if conformance != bound.conformance:
            pdf.Root.Metadata = pdf.make_stream(xmp(bound.metadata, conformance), Type=Name.Metadata, Subtype=Name.XML)
        pdf.save(
            out,
            encryption=Encryption(owner=copies.owner_password, user=password, R=6, allow=allow),
            object_stream_mode=ObjectStreamMode.preserve,
            fix_metadata_version=False,
        )
    return replace(bound, pdf=out.getvalue(), conformance=conformance)
