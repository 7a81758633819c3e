"""In: the PDF of a part whose page numbers are noughts, and the digits. Out: the same PDF with the digits in it.

All digits of a slot are as wide as a nought, and their font has them all: nothing else on the page changes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pikepdf import Pdf

from renderer.numbering import NumberSlot

_MARKED = re.compile(rb"/MCID (\d+)\b[^\n]*\nBDC\n.*?\nEMC", re.DOTALL)
_TEXT = re.compile(rb"^.* TJ$", re.MULTILINE)
_SHOWN = re.compile(rb"<([0-9a-f]+)>")


def write_numbers(source: Pdf, slots: Iterable[NumberSlot], digits: str) -> None:
    """Write digits into the slots of a part."""
    by_page: dict[int, dict[int, NumberSlot]] = {}
    for slot in slots:
        by_page.setdefault(slot.page, {})[slot.mark] = slot
    for page, there in by_page.items():
        content = source.pages[page].obj.Contents
        content.write(_written(content.read_bytes(), there, digits))


def _written(content: bytes, slots: Mapping[int, NumberSlot], digits: str) -> bytes:
    def write(marked: re.Match[bytes]) -> bytes:
        slot = slots.get(int(marked[1]))
        return _filled(marked[0], slot, digits) if slot else marked[0]

    return _MARKED.sub(write, content)


def furniture_with(content: bytes, slots: Iterable[NumberSlot], digits: str) -> bytes:
    """Write digits into the slots of a page without tags; the first of them goes into the first of its slots."""
    texts = {slot.mark: slot for slot in slots}
    first = min((slot.first for slot in texts.values()), default=0)
    numbers = itertools.count()

    def write(shown: re.Match[bytes]) -> bytes:
        slot = texts.get(next(numbers))
        return _filled(shown[0], replace(slot, first=slot.first - first), digits) if slot else shown[0]

    return _TEXT.sub(write, content)


def _filled(marked: bytes, slot: NumberSlot, digits: str) -> bytes:
    nought = b"%04x" % slot.glyphs[0]
    own = iter(digits[slot.first : slot.first + slot.count])

    def fill(run: re.Match[bytes]) -> bytes:
        codes = re.findall(b"....", run[1])
        return b"<%s>" % b"".join(b"%04x" % slot.glyphs[int(next(own))] if c == nought else c for c in codes)

    return _SHOWN.sub(fill, marked)
