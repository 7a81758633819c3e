"""In: papers on their way into the book. Out: their pages fitted, with stamps that say where one is and lead back.

A stamp is an artifact, its link back is not: it hangs in the structure tree of its part (ISO 14289-1, 7.18.5). All is
settled on the paper's own file before its pages are copied; what is painted comes last, over everything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pikepdf import Array, Dictionary, Pdf

from renderer.bind.laid import add_links
from renderer.bind.lettering import Lettering, Line
from renderer.bind.refitting import IDENTITY, Matrix, as_seen, inverse, moved_box, refit, written
from renderer.bind.spots import SIZE, Frame, Need, Spot, framed, place, unit_of
from renderer.findings import Finding, finding
from renderer.model import BoundPart, LabelRange
from renderer.numbering import total
from renderer.paper import BoundPaper, Stamp

LIGHT = 128
"""Grey from which on black can be read better than white."""
LEAST_TITLE = 12  # letters of a title that are worth printing
BLANK_SIZE = 9


@dataclass(frozen=True, slots=True)
class Painted:
    """What is painted on a page: operators in the coordinates of the page, behind a transformation."""

    matrix: Matrix
    operators: str


@dataclass(slots=True)
class Stamper:
    """Stamps the pages of papers; `labels` are the printed numbers of all pages of the book, which `ranges` decide.

    `findings` tells of pages that are printed smaller, or that a stamp covers.
    """

    labels: Sequence[str]
    files: Sequence[Path]
    blank: str = ""
    ranges: Sequence[LabelRange] = ()
    findings: list[Finding] = field(default_factory=list)
    _lettering: Lettering | None = None
    _painted: dict[int, Painted] = field(default_factory=dict)

    @property
    def lettering(self) -> Lettering:
        """What sets the lines; made when first asked for."""
        if self._lettering is None:
            self._lettering = Lettering(self.files)
        return self._lettering

    def prepare(self, source: Pdf, part: BoundPart, first: int) -> Counter[str]:
        """Fit the pages of a paper's own file and settle where their stamps stand; `first` is its page in the book.

        Gives how many structure elements of each type were added for their links.
        """
        if part.paper is None:
            return Counter()
        paper, sheets = part.paper, part.sheets
        stamp = paper.stamp if sheets.rooms else None
        settled: list[tuple[Frame, Spot | None]] = []
        for number, size in enumerate(sheets.sizes):
            frame = framed(size, paper.sheet, paper.gutter, (first + number) % 2 == 0)
            spot = None
            if stamp is not None:
                need = self._need(stamp, number, sheets.pages, first, frame)
                frame, spot = place(size, frame, sheets.rooms[number], need, stamp.shrink)
            settled.append((frame, spot))
        changes = {
            number: (frame.matrix, frame.sheet if paper.sheet else None)
            for number, (frame, _) in enumerate(settled)
            if frame.moves or paper.sheet
        }
        refit(source, changes)
        self._tell(paper, settled)
        links = []
        for number, (frame, spot) in enumerate(settled):
            if stamp is None or spot is None:
                continue
            page = source.pages[number].obj
            matrix = IDENTITY if paper.sheet else inverse(as_seen(page))
            operators, box = self._stamp(stamp, spot, frame, number, sheets.pages, first)
            self._painted[first + number] = Painted(matrix, operators)
            if stamp.back:
                links.append((page, moved_box(matrix, box)))
        return add_links(source, links, stamp.back) if links and stamp is not None else Counter()

    def note_blank(self, page: int, size: tuple[float, float]) -> None:
        """Print on a blank page that it is meant to be blank."""
        if not self.blank:
            return
        line = self.lettering.set(self.blank)
        x, y = (size[0] - line.width * BLANK_SIZE) / 2, size[1] / 2
        self._painted[page] = Painted(IDENTITY, f"0.35 g BT {x:.2f} {y:.2f} Td {line.shown(BLANK_SIZE)} ET")

    def paint(self, book: Pdf) -> None:
        """Paint all stamps over their pages, as pagination artifacts (ISO 32000-1, 14.8.2.2.2)."""
        if not self._painted:
            return
        fonts = self.lettering.fonts(book)
        opening = book.make_stream(b"q\n")
        for number, painted in sorted(self._painted.items()):
            page = book.pages[number].obj
            page.Resources = resources = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
            resources.Font = Dictionary({**dict(resources.get("/Font", Dictionary()).items()), **fonts})
            moved = "" if painted.matrix == IDENTITY else f"{written(painted.matrix)} cm "
            closing = f"\nQ /Artifact <</Type /Pagination>> BDC q {moved}{painted.operators} Q EMC"
            content = page.get("/Contents", Array())
            own = list(content) if isinstance(content, Array) else [content]
            page.Contents = Array([opening, *own, book.make_stream(closing.encode())])
        if self.lettering.missing:
            signs = "".join(sorted(self.lettering.missing))
            self.findings.append(finding("GLYPH-MISSING", f"no font has the signs {signs} of a stamp"))

    # -- words
    def _need(self, stamp: Stamp, number: int, pages: int, first: int, frame: Frame) -> Need:
        size = SIZE * unit_of(frame.sheet)
        tail = self._tail(stamp, number, pages, 90)
        least = self.lettering.set(_joined(_short(stamp.title) if not stamp.item else "", stamp.item, tail)).width
        full = self.lettering.set(_joined(stamp.title, stamp.item, tail)).width
        right = self.lettering.set(self._right(stamp, first + number)).width
        return Need(full * size, least * size, right * size)

    def _tail(self, stamp: Stamp, number: int, pages: int, percent: int) -> str:
        """Give what follows a paper's title: which of its pages this is, its scale, who may read it."""
        scale = f" · {percent} %" if percent < 100 else ""
        marking = f" · {stamp.marking}" if stamp.marking else ""
        return f"{stamp.short.format(stamp.of.format(number + 1, pages))}{scale}{marking}"

    def _right(self, stamp: Stamp, page: int) -> str:
        label = self.labels[page]
        plain = label == str(page + 1) and self.labels[-1] == str(len(self.labels))
        last = total(self.ranges, self.labels, page) if stamp.counted else self.labels[-1] if plain else ""
        told = stamp.page.format(stamp.of.format(label, last) if last else label)
        return f"{stamp.back_text}   {told}" if stamp.back else told

    def _stamp(
        self, stamp: Stamp, spot: Spot, frame: Frame, number: int, pages: int, first: int
    ) -> tuple[str, tuple[float, float, float, float]]:
        """Give the operators of a stamp on the sheet, and the box of its link."""
        size = SIZE * spot.unit
        tail = self._tail(stamp, number, pages, frame.percent)
        left = self._fitting(stamp, tail, spot.left / size)
        right = self.lettering.set(self._right(stamp, first + number))
        x = spot.x1 - right.width * size
        shown = [
            f"{0 if spot.tone >= LIGHT else 1} g BT {spot.x0:.2f} {spot.y:.2f} Td {left.shown(size)} ET",
            f"BT {x:.2f} {spot.y:.2f} Td {right.shown(size)} ET",
        ]
        if spot.covers:
            box = (spot.x0 - size / 2, spot.y - size / 2, spot.x1 - spot.x0 + size, size * 1.6)
            shown.insert(0, f"1 g {' '.join(f'{v:.2f}' for v in box)} re f")
        back = self.lettering.set(stamp.back_text).width * size if stamp.back else 0
        return " ".join(shown), (x, spot.y - 0.3 * size, x + back, spot.y + 0.9 * size)

    def _fitting(self, stamp: Stamp, tail: str, width: float) -> Line:
        """Set the words at the left; a title that is too long is cut at a word."""
        words = stamp.title.split(" ")
        line = self.lettering.set(_joined(stamp.title, stamp.item, tail))
        while line.width > width and len(words) > 1:
            words.pop()
            line = self.lettering.set(_joined(" ".join(words).rstrip(" ,;:–—-") + " …", stamp.item, tail))
        return line if line.width <= width or not stamp.item else self.lettering.set(_joined("", stamp.item, tail))

    # -- findings
    def _tell(self, paper: BoundPaper, settled: Sequence[tuple[Frame, Spot | None]]) -> None:
        scaled: dict[int, list[int]] = {}
        covered = []
        for number, (frame, spot) in enumerate(settled, 1):
            if frame.percent < 100:
                scaled.setdefault(frame.percent, []).append(number)
            if spot is not None and spot.covers:
                covered.append(number)
        for percent, numbers in sorted(scaled.items(), reverse=True):
            verb = "is" if len(numbers) == 1 else "are"
            message = f"{_listed(numbers)} of {paper.name} {verb} printed at {percent} %"
            self.findings.append(finding("STAMP-SCALED", message, file=paper.place.file, line=paper.place.line))
        if covered:
            message = f"the stamp covers what stands on {_listed(covered)} of {paper.name}"
            self.findings.append(finding("STAMP-COVERS", message, file=paper.place.file, line=paper.place.line))


def _joined(title: str, item: str, tail: str) -> str:
    name = " ".join(filter(None, [item, title]))
    return f"{name}, {tail}" if name else tail


def _short(title: str) -> str:
    return title if len(title) <= LEAST_TITLE else title[:LEAST_TITLE].rsplit(" ", 1)[0] + " …"


def _listed(numbers: Sequence[int]) -> str:
    """Write page numbers in words, neighbours as 3–5."""
    runs = list(_runs(numbers))
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(runs[:8])}{' …' if len(runs) > 8 else ''}"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], 0]:
        if number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}–{last}"
        first = last = number
