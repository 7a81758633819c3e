"""Page numbers are set as noughts, and the digits written in when the pages are known.

In: the HTML of a part with its page numbers; the laid-out part. Out: the HTML with a nought for each digit, the digits,
and where on the pages they stand. A number that moves changes neither layout nor typeset part, as long as it keeps its
count of digits: in digits of one width `17` takes the place of `42`. Where a font has none, nothing stands in for
digits, and the part is set with the numbers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element

from renderer.numbering import NumberSlot
from renderer.typeset.dom import Dom, visible_text
from renderer.typeset.drawn import digit_glyphs, shown_marks, shown_texts, unmark
from renderer.typeset.private import Box, children, groups_of, marked_boxes, page_box

ATTRIBUTES = ("data-page-of", "data-pages-of", "data-range-of")
"""What tells of an element that page numbers are printed in it."""
STYLE = (
    f"{', '.join(f'[{name}]' for name in ATTRIBUTES)}"
    ' { font-kerning: none !important; font-feature-settings: "pnum" 0, "tnum" 1 !important }'
)
"""Digits of one width, wherever they stand."""

_NUMBER = re.compile(r'<(\w+)\b[^>]*\bdata-(?:page|pages|range)-of="[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
_TEXT = re.compile(r">[^<]*")
_DIGIT = re.compile("[0-9]")
HERE = "\ufffc"
"""Stands for a page number in the words around it."""
_AROUND = re.compile(rf" ?\([^()]*{HERE}[^()]*\)|{HERE}")


def blanked(html: str) -> tuple[str, str]:
    """Give HTML with a nought for each digit of its page numbers, and these digits in their order."""
    digits: list[str] = []

    def blank_text(match: re.Match[str]) -> str:
        digits.extend(_DIGIT.findall(match[0]))
        return _DIGIT.sub("0", match[0])

    return _NUMBER.sub(lambda match: _TEXT.sub(blank_text, match[0]), html), "".join(digits)


def hold(slots: Sequence[NumberSlot], digits: str) -> bool:
    """Tell whether there is a place for each of the digits."""
    return {i for slot in slots for i in range(slot.first, slot.first + slot.count)} == set(range(len(digits)))


def without_numbers(element: Element, dom: Dom) -> str:
    """Give the words of an element but for the page numbers in it, which are not known yet."""
    if any(_is_number(around) for around in dom.upwards(element)):
        return ""
    if not any(_is_number(inner) for inner in element.iter()):
        return visible_text(element)
    copy = deepcopy(element)
    for number in [inner for inner in copy.iter() if _is_number(inner)]:
        for inner in list(number):
            number.remove(inner)
        number.text = HERE
    return _AROUND.sub("", visible_text(copy)).strip()


def _is_number(element: Element) -> bool:
    return any(name in element.attrib for name in ATTRIBUTES)


class Noughts:
    """Finds the noughts that stand for digits on the pages of one document."""

    def __init__(self, root: Element):
        self.slots: tuple[NumberSlot, ...] = ()
        """Where the digits are to be written.

        None when one of them could not be: its digits differ in width, or its text is not drawn as one piece that the
        structure tree knows.
        """
        self._firsts = dict(_firsts(root))
        self.wanted = bool(self._firsts)
        """Whether there are digits of page numbers at all."""
        self._glyphs: dict[Box, tuple[int, tuple[int, ...]]] = {}

    def name(self, document: Any) -> None:
        """Give the fonts of a drawn document, not written yet, the glyphs of all digits where there are numbers."""
        for page in document.pages if self._firsts else ():
            for box in self._numbers(page_box(page)):
                found = digit_glyphs(box)
                if found is None or found[0] not in document.fonts:
                    continue
                font, glyphs = document.fonts[found[0]], found[1]
                for digit, glyph in enumerate(glyphs if glyphs[0] in font.widths else ()):
                    font.to_unicode.setdefault(glyph, str(digit))
                    font.widths.setdefault(glyph, font.widths[glyphs[0]])
                self._glyphs[box] = found

    def find(self, page_streams: Sequence[Any], *, tagged: bool = True) -> None:
        """Find the slots, once the tags are written."""
        following = dict(self._firsts)
        slots: list[NumberSlot] = []
        for page, stream in enumerate(page_streams if self._firsts else ()):
            shown, texts = shown_marks(stream), {} if tagged else shown_texts(stream)
            for box, mark in marked_boxes(stream).items():
                if not self._is_number(box):
                    continue
                count = box.text.count("0")
                if not self._can_take(box, shown.get(mark, "")) or not (tagged or len(texts[mark]) == 1):
                    return
                mark = mark if tagged else texts[mark][0]
                slots.append(NumberSlot(page, mark, following[box.element], count, self._glyphs[box][1]))
                following[box.element] += count
        self.slots = tuple(slots)

    def find_untagged(self, pdf: Any, page_streams: Sequence[Any]) -> None:
        """Find the slots on pages without tags, and take out the marks they are found by."""
        self.find(page_streams, tagged=False)
        for stream in (*page_streams, *(group for _, group in groups_of(pdf, page_streams))):
            unmark(stream)

    def _numbers(self, box: Box) -> Iterator[Box]:
        if self._is_number(box):
            yield box
        for child in children(box) if hasattr(box, "children") else ():
            yield from self._numbers(child)

    def _is_number(self, box: Box) -> bool:
        return box.element in self._firsts and bool(_DIGIT.search(getattr(box, "text", "")))

    def _can_take(self, box: Box, shown: str) -> bool:
        if box not in self._glyphs or re.search("[1-9]", box.text):
            return False
        if box.style["direction"] == "rtl" and len(re.findall("0+", box.text)) > 1:  # the last may be drawn first
            return False
        drawn = [code for run in re.findall("<([0-9a-f]+)>", shown) for code in re.findall("....", run)]
        return bool(drawn.count(f"{self._glyphs[box][1][0]:04x}") == box.text.count("0"))


def _firsts(root: Element) -> Iterator[tuple[Element, int]]:
    """Give the elements with digits of page numbers of their own, and which is the first."""
    at = 0
    for outer in root.iter():
        for element in outer.iter() if _is_number(outer) else ():
            if count := len(_DIGIT.findall(element.text or "")):
                yield element, at
            at += count
