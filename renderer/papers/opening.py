"""In: the bytes of a PDF from elsewhere and which of its pages are wanted. Out: the open file with just these pages.

Encrypted files are opened with the password that is given, damaged ones are mended by qpdf. Pages come out with boxes
and resources of their own; what they inherit from elsewhere is written down on them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Page, PasswordError, Pdf, PdfError

from renderer.findings import Finding, finding
from renderer.paper import PaperFile

MOST_PAGES = 5000
"""Pages of one paper; more are a mistake, or an archive that nobody reads as part of a publication."""
LETTER = (0.0, 0.0, 612.0, 792.0)
"""What readers take for a page whose box cannot be read."""
SMALLEST, LARGEST = 3.0, 14400.0  # ISO 19005-3, 6.1.13: the sides of a page in units
OTHER_BOXES = ("/BleedBox", "/TrimBox", "/ArtBox")

_RANGE = re.compile(r"\s*(\d+)\s*(?:(-)\s*(\d+)?)?\s*")

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in units of the page."""


class CannotBind(Exception):
    """A paper that cannot be bound; carries the finding that says why."""

    def __init__(self, fault: Finding):
        self.finding = fault
        super().__init__(str(fault))


@dataclass(frozen=True, slots=True)
class Opened:
    """An open paper of which only the wanted pages are left; `numbers` says which they were (from 1), of `total`."""

    pdf: Pdf
    numbers: tuple[int, ...]
    total: int
    findings: tuple[Finding, ...]
    data: bytes


def open_paper(data: bytes, paper: PaperFile) -> Opened:
    """Open a PDF and keep the pages that are wanted.

    Raises CannotBind: it is no PDF, cannot be mended, is locked, has no pages or too many, or not those wanted.
    """
    try:
        pdf = Pdf.open(io.BytesIO(data), password=paper.password, suppress_warnings=True)
        if "/Size" not in pdf.trailer:  # a file cut off before its trailer, in whose place qpdf writes one without it
            pdf.trailer.Size = len(pdf.objects) + 1
        total = len(pdf.pages)
    except PasswordError as e:
        what = "the password does not open it" if paper.password else "it is encrypted and needs a password"
        raise CannotBind(finding("PAPER-PASSWORD", what)) from e
    except PdfError as e:
        what = "it is damaged beyond repair" if b"%PDF-" in data[:1024] else "this is not a PDF file"
        raise CannotBind(finding("PAPER-FORMAT", what)) from e
    if not total:
        raise CannotBind(finding("PAPER-FORMAT", "it has no pages"))
    numbers = chosen_pages(paper.pages, total)
    if len(numbers) > MOST_PAGES:
        message = f"it has {len(numbers):,} pages, and {MOST_PAGES:,} are the most that one part may have"
        raise CannotBind(finding("PAPER-FORMAT", message, remedy="name those that are wanted: `pages: 1-100`"))
    pages = [pdf.pages[n - 1] for n in numbers]
    try:
        for page in pages:
            _settle_page(pdf, page)
    except (PdfError, TypeError, ValueError) as e:
        raise CannotBind(finding("PAPER-FORMAT", f"its pages cannot be read: {e}")) from e
    if numbers != tuple(range(1, total + 1)):
        _keep_only(pdf, pages)
    return Opened(pdf, numbers, total, tuple(_mended(pdf)), data)


def chosen_pages(wanted: str, total: int) -> tuple[int, ...]:
    """Read `1-3,7` or `5-` as page numbers from 1, in the order they are named.

    Raises CannotBind: it cannot be read so, names a page twice, or names pages that are not there.
    """
    if not wanted.strip():
        return tuple(range(1, total + 1))
    numbers: list[int] = []
    for piece in wanted.split(","):
        match = _RANGE.fullmatch(piece)
        if not match:
            raise CannotBind(finding("PAPER-PAGES", f"`{wanted}` names no pages", remedy="write them as 1-3,7 or 5-"))
        first = int(match[1])
        last = int(match[3]) if match[3] else total if match[2] else first
        if not 1 <= first <= last <= total:
            has = f"it has {total} page{'s' if total != 1 else ''}"
            raise CannotBind(finding("PAPER-PAGES", f"there are no pages {piece.strip()}: {has}"))
        numbers += range(first, last + 1)
    if len(set(numbers)) < len(numbers):
        raise CannotBind(finding("PAPER-PAGES", f"`{wanted}` names a page twice", remedy="name each page once"))
    return tuple(numbers)


def _keep_only(pdf: Pdf, pages: list[Page]) -> None:
    del pdf.pages[:]
    for page in pages:
        pdf.pages.append(page)


def _mended(pdf: Pdf) -> Iterator[Finding]:
    warnings = pdf.get_warnings()
    if warnings:
        told = re.sub(r"^.*?(?:\(.*?\))?: ", "", str(warnings[0]))
        more = f" (and {len(warnings) - 1} more faults)" if len(warnings) > 1 else ""
        yield finding("PAPER-MENDED", f"the file is damaged and was mended: {told}{more}")


# ----------------------------------------------------------------------------------------------- boxes, resources
def _settle_page(pdf: Pdf, page: Page) -> None:
    """Write down what a page inherits, and give it boxes that readers cannot take in two ways."""
    own = page.obj
    rotation = int(_inherited(own, "/Rotate") or 0) if _is_number(_inherited(own, "/Rotate")) else 0
    media = _box(_inherited(own, "/MediaBox")) or LETTER
    crop = _within(_box(_inherited(own, "/CropBox")) or media, media)
    resources = _inherited(own, "/Resources")
    own.Resources = resources if isinstance(resources, Dictionary) else Dictionary()
    own.MediaBox = Array(_rounded(media))
    for key in ("/CropBox", "/Rotate", *OTHER_BOXES):
        box = _box(own.get(key)) if key in OTHER_BOXES else None
        if key in own:
            del own[key]
        if box is not None:
            own[key] = Array(_rounded(_within(box, media)))
    if crop != media:
        own.CropBox = Array(_rounded(crop))
    if rotation % 360 and rotation % 90 == 0:
        own.Rotate = rotation % 360
    if "/UserUnit" in own and not (_is_number(own.UserUnit) and 0 < float(own.UserUnit) <= 75000):
        del own["/UserUnit"]
    if not any(SMALLEST <= side <= LARGEST for side in (media[2] - media[0], media[3] - media[1])):
        raise ValueError("a page is larger or smaller than a PDF page can be")
    _settle_contents(pdf, own)


def _settle_contents(pdf: Pdf, own: Object) -> None:
    """Leave out what is no stream, such as a reference to an object that is not there."""
    contents = own.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    kept = [stream for stream in streams if stream is not None and stream._type_name == "stream"]
    own.Contents = Array(kept) if len(kept) != 1 else kept[0]
    if not kept:
        own.Contents = pdf.make_stream(b"")


def _inherited(page: Object, key: str) -> Object | None:
    """Look a key up in a page and the nodes above it (ISO 32000-1, 7.7.3.4)."""
    node: Object | None = page
    seen = set()
    while isinstance(node, Dictionary) and node.objgen not in seen:
        if key in node:
            return node[key]
        seen.add(node.objgen)
        node = node.get("/Parent")
    return None


def _box(value: Object | None) -> Box | None:
    """Read a rectangle with its corners in any order; None for what is none or has no area."""
    if not isinstance(value, Array) or len(value) != 4 or not all(map(_is_number, value)):
        return None
    x0, y0, x1, y1 = (float(x) for x in value)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _is_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def _within(box: Box, outer: Box) -> Box:
    """Cut a box to what lies in another; one that lies outside altogether counts for nothing."""
    cut = (max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3]))
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else outer


def _rounded(box: Box) -> list[float | int]:
    return [int(x) if x == int(x) else round(x, 4) for x in box]


def seen_box(page: Object) -> Box:
    """Give the part of a page that is seen, in units of the page."""
    box = _box(page.get("/CropBox", page.MediaBox))
    assert box is not None
    return box


def seen_size(page: Object) -> tuple[float, float]:
    """Give width and height of a page as it is seen, in pt: cut, turned and enlarged as it says."""
    x0, y0, x1, y1 = seen_box(page)
    unit = float(page.get("/UserUnit", 1))
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)
