"""Links and pictures in square brackets, found without reading to the end of the paragraph for each bracket.

In: the converter's rules for them. Out: the same rules, which give up on a bracket as soon as it is clear that it is
text: when nothing closes it, or when brackets are nested deeper than any link. Python-Markdown reads on to the end of
the paragraph, so that a page of brackets that are never closed takes it hours.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

DEEPEST = 20
"""Brackets within the text of a link, as in `[a [b] c](d)`."""
LONGEST = 4_000
"""Characters of an address with its title; servers take no longer ones."""

PICTURE_DATA = ("(data:", "(<data:")
"""A picture written out in the text has an address of any length."""

SQUARE = re.compile(r"[\[\]]")
ROUND = re.compile(r"[()]")


class Bounded(LinkInlineProcessor):
    """Reads no further than it must; the rules for links, pictures and references inherit it."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        """Give what stands before the bracket that closes, the place behind it, and whether there is one."""
        depth = 1
        for bracket in SQUARE.finditer(data, index):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
            if depth > DEEPEST:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """Read the address and title between round brackets, where there are any that close."""
        longest = len(data) if data.startswith(PICTURE_DATA, index) else LONGEST
        if not self._closes(data, index, index + longest):
            return "", None, index, False
        href, title, end, handled = super().getLink(data[index : index + longest], 0)
        return href, title, index + end, handled

    def _closes(self, data: str, index: int, last: int) -> bool:
        """Tell whether the round bracket at a place may be closed; quoted brackets need not pair up."""
        if not data.startswith("(", index) or data.find(")", index, last) < 0:
            return False
        depth = 0
        for bracket in ROUND.finditer(data, index, last):
            depth += 1 if bracket[0] == "(" else -1
            if depth == 0 or depth > DEEPEST:
                break
        return depth <= DEEPEST


def register(md: Markdown) -> None:
    """Put the bounded rules in the place of the converter's own."""
    rules: list[tuple[type[Any], str, str, int]] = [
        (ReferenceInlineProcessor, REFERENCE_RE, "reference", 170),
        (LinkInlineProcessor, LINK_RE, "link", 160),
        (ImageInlineProcessor, IMAGE_LINK_RE, "image_link", 150),
        (ImageReferenceInlineProcessor, IMAGE_REFERENCE_RE, "image_reference", 140),
        (ShortReferenceInlineProcessor, REFERENCE_RE, "short_reference", 130),
        (ShortImageReferenceInlineProcessor, IMAGE_REFERENCE_RE, "short_image_ref", 125),
    ]
    for rule, pattern, name, priority in rules:
        bounded = type(f"Bounded{rule.__name__}", (Bounded, rule), {})
        md.inlinePatterns.register(bounded(pattern, md), name, priority)
