"""The page labels of a PDF from elsewhere in; those of the pages that are bound out, as ranges of the part.

ISO 32000-1, 12.4.2: labels are ranges of the whole file, so a page that is bound alone is looked up in its range.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pikepdf import Dictionary, NumberTree, Object, Pdf, PdfError

from renderer.numbering import STYLES, LabelRange, Style

LONGEST_PREFIX = 20
HIGHEST = 100_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def read_labels(pdf: Pdf, numbers: Sequence[int]) -> tuple[LabelRange, ...]:
    """Give the labels of some pages (counted from 1 in their file), in their order.

    Nothing when the file has none, or leaves a page without: contents and references would print an empty number.
    """
    held = pdf.Root.get("/PageLabels")
    try:
        known = dict(NumberTree(held).items()) if isinstance(held, Dictionary) else {}
    except (PdfError, RuntimeError, TypeError, ValueError):
        return ()
    starts = sorted(start for start, label in known.items() if isinstance(label, Dictionary))
    found: list[LabelRange] = []
    for at, number in enumerate(numbers) if starts else ():
        start = max((s for s in starts if s < number), default=0)
        here = _range(at, known.get(start, Dictionary()), number - 1 - start)
        if not (found and _goes_on(found[-1], here)):
            found.append(here)
    return tuple(found) if all(r.style or r.prefix for r in found) else ()


def _range(at: int, label: Object, further: int) -> LabelRange:
    """Read a label for the page that lies `further` pages behind the first it holds for."""
    named = str(label.get("/S", "/"))[1:]
    style: Style = next((known for known in STYLES if known == named), "")
    prefix = " ".join(_CONTROL.sub(" ", str(label.get("/P", ""))).split(" "))[:LONGEST_PREFIX]
    first = label.get("/St", 1)
    first = int(first) if isinstance(first, int) and 1 <= first <= HIGHEST else 1
    return LabelRange(at, style, first + further if style else 1, prefix)


def _goes_on(before: LabelRange, here: LabelRange) -> bool:
    """Tell whether a page is counted in one row with those before it."""
    counted = here.first - before.first == here.start - before.start if here.style else True
    return counted and (before.style, before.prefix) == (here.style, here.prefix)
