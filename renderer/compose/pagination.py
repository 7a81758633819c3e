"""Page counts of parts in, page labels and filled-in page numbers out.

Front matter is numbered i, ii, iii, everything after it 1, 2, 3; a part may begin a numbering
of its own. In the print edition a part begins on a right-hand page, after a blank one where needed, unless it is one
that may begin on any; and the pages fill whole sheets folded once: their count is a multiple of four (in packets of
two), with the back cover last and the blanks in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from renderer.model import Edition, LabelRange, PartDocument
from renderer.numbering import Numbering, total

_PAGE_OF = re.compile(r'(<(\w+)\b[^>]*\bdata-page-of="([^"]*)"[^>]*>)[^<]*(</\2>)')
_PAGES_OF = re.compile(r'(<span\b[^>]*\bdata-pages-of="([^"]*)"[^>]*>)[^<]*(</span>)')
_RANGE_OF = re.compile(r'(<span\b[^>]*\bdata-range-of="([^" ]*) ([^" ]*)"[^>]*>)[^<]*(</span>)')
_DIGITS = re.compile(r"[0-9]+$")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where every part lies: page index of its first page, blanks in front of it, and the label of every page."""

    starts: Mapping[str, int]
    blanks: Mapping[str, int]
    labels: tuple[str, ...]
    ranges: tuple[LabelRange, ...]
    blanks_after: int = 0
    """Blank pages behind the last part."""

    def label(self, part: str, page: int) -> str:
        """Give the printed number of a page of a part (counted from 0); nothing while there are no pages at all."""
        return self.labels[min(self.starts[part] + page, len(self.labels) - 1)] if self.labels else ""

    def total(self, page: int) -> str:
        """Give the number of the last page that is counted in one row with a page (an index): “12” in “4 of 12”."""
        return total(self.ranges, self.labels, page)


def paginate(
    documents: Sequence[PartDocument], pages: Mapping[str, int], edition: Edition,
    own: Mapping[str, Sequence[LabelRange]] | None = None,
) -> Pagination:  # fmt: skip
    """Lay parts out one after another; a part whose page count is not known yet counts as one page.

    `own` are the labels of parts that keep those they have; pages behind such a part are numbered as if it had none.
    """
    starts, blanks, at = {}, {}, 0
    begins: dict[int, Numbering] = {}
    kept: dict[int, Sequence[LabelRange]] = {}
    front = True
    fold = _fold(documents, pages) if edition == "print" else 1
    for d in documents:
        blank = at % 2 if edition == "print" and d.start == "right" else 0
        if d is documents[-1] and d.layout == "back-cover":
            blank = -(at + pages.get(d.id, 1)) % fold
        blanks[d.id], at = blank, at + blank
        if front and d.matter != "front":
            front, begins[at] = False, Numbering()
        if d.numbering is not None:
            begins[at] = d.numbering
        starts[d.id], at = at, at + pages.get(d.id, 1)
        if own and d.id in own:
            kept[starts[d.id]] = (*own[d.id], LabelRange(at - starts[d.id], ""))
    after = -at % fold
    at += after
    begins.setdefault(0, Numbering(style="r"))
    ranges = [LabelRange(i, n.style, n.start, n.prefix) for i, n in sorted(begins.items())]
    for start, labels in kept.items():
        ranges = _put_in(ranges, start, labels)
    settled = tuple(r for r in ranges if r.start < at)
    return Pagination(starts, blanks, tuple(_labels(settled, at)), settled, after)


def _put_in(ranges: Sequence[LabelRange], start: int, labels: Sequence[LabelRange]) -> list[LabelRange]:
    """Put the labels that a part has of its own in the place of others; the last of them says where the part ends."""
    end = start + labels[-1].start
    before = max((r for r in ranges if r.start <= end), key=lambda r: r.start)
    after = replace(before, start=end, first=before.first + end - before.start)
    inside = [replace(r, start=start + r.start) for r in labels[:-1]]
    return [*(r for r in ranges if r.start < start), *inside, after, *(r for r in ranges if r.start > end)]


def _labels(ranges: Sequence[LabelRange], count: int) -> Iterator[str]:
    for here, end in zip(ranges, [*(r.start for r in ranges[1:]), count][: len(ranges)], strict=True):
        for number in range(here.first, here.first + end - here.start):
            yield here.prefix + _STYLES.get(here.style, str)(number)


def _fold(documents: Sequence[PartDocument], pages: Mapping[str, int]) -> int:
    """Give the number whose multiple the page count is to be: a leaf of one or two pages is not folded.

    The leaves of a packet are punched and not folded, so only its last one is filled.
    """
    if any(d.layout == "agenda" for d in documents):
        return 2
    return 4 if sum(pages.get(d.id, 1) for d in documents) > 2 else 1


def fill(html: str, numbers: Mapping[str, str]) -> str:
    """Write page numbers into every element with `data-page-of`; an unknown anchor prints `0`, to hold the place.

    An element with `data-pages-of` gets the pages of several anchors, each once and linked, neighbours as 3–5; one with
    `data-range-of` gets the pages from the first of one part to the last of another.
    """
    filled = _PAGE_OF.sub(lambda m: m[1] + numbers.get(m[3], "0") + m[4], html)
    filled = _RANGE_OF.sub(lambda m: m[1] + _range(numbers.get(m[2], "0"), numbers.get(last(m[3]), "0")) + m[4], filled)
    return _PAGES_OF.sub(lambda m: m[1] + _pages(m[2].split(), numbers) + m[3], filled)


def _pages(anchors: Sequence[str], numbers: Mapping[str, str]) -> str:
    runs: list[tuple[str, str, str]] = []
    for anchor in anchors:
        label = numbers.get(anchor, "0")
        first, begin, end = runs[-1] if runs else ("", "", "")
        if label == end:
            continue
        if label == _following(end):
            runs[-1] = first, begin, label
        else:
            runs.append((anchor, label, label))
    return ", ".join(
        f'<a class="occurrence" href="part:{anchor.partition(".")[0]}#{anchor}">{_range(begin, end)}</a>'
        for anchor, begin, end in runs
    )


def last(part: str) -> str:
    """Name the last page of a part among the numbers of anchors; no anchor of a part is called so."""
    return f"{part}>"


def _range(begin: str, end: str) -> str:
    return begin if begin == end else f"{begin}–{end}"


def _following(label: str) -> str:
    """Give the label of the next page; Roman numbers are few and stay by themselves."""
    number = _DIGITS.search(label)
    return f"{label[: number.start()]}{int(number[0]) + 1}" if number else ""


def on_left_hand(html: str) -> str:
    """Have the pages of a part begin with a left-hand one: its margins and full-bleed blocks are mirrored."""
    return html.replace("<html ", '<html class="verso" ', 1)


def page_refs(html: str) -> frozenset[str]:
    """Name the anchors whose page numbers a document prints."""
    if "data-page" not in html and 'data-range-of="' not in html:
        return frozenset()
    several = (anchor for m in _PAGES_OF.finditer(html) for anchor in m[2].split())
    ranged = (anchor for m in _RANGE_OF.finditer(html) for anchor in (m[2], last(m[3])))
    return frozenset((*(m[3] for m in _PAGE_OF.finditer(html)), *several, *ranged))


def letters(n: int) -> str:
    """Write a number as PDF page label style `a` does: a to z, then aa to zz."""
    return "abcdefghijklmnopqrstuvwxyz"[(n - 1) % 26] * ((n - 1) // 26 + 1)


def roman(n: int) -> str:
    """Write a number as PDF page label style `r` does: lower-case Roman."""
    out = ""
    for value, digits in _ROMAN:
        out, n = out + digits * (n // value), n % value
    return out


_STYLES: Mapping[str, Callable[[int], str]] = {
    "r": roman, "R": lambda n: roman(n).upper(), "a": letters, "A": lambda n: letters(n).upper(), "": lambda n: "",
}  # fmt: skip
