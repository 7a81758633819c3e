"""HTML elements that hold Markdown: `<div>`, `<details>` and their like.

In: lines of a manuscript. Out: tags that let Markdown be read inside, and the end tags that were forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from renderer.markup.characters import CODE_SPAN
from renderer.markup.marked import Report

_NAMES = "div|details|section|article|aside|figure|center"
WITHOUT_ATTRIBUTE = re.compile(rf"<({_NAMES})\b(?![^>]*\bmarkdown=)[^<>]*>(.*)$", re.IGNORECASE)
TAG = re.compile(rf"<(/?)({_NAMES})\b", re.IGNORECASE)


def read_inside(text: str, following: Sequence[tuple[int, str]]) -> str:
    """Let Markdown be read inside an element whose start tag is followed by a blank line, as GitHub does.

    `following` holds the next line with its number, or nothing at the end of the manuscript.
    """
    match = WITHOUT_ATTRIBUTE.match(text)
    if match is None:
        return text
    alone = not match[2].strip() and bool(following) and not following[0][1].strip()
    if alone or match[1].lower() == "details":
        return f'<{match[1]} markdown="1"{text[1 + len(match[1]) :]}'
    return text


class OpenTags:
    """Keeps account of the elements that are open; one left open would swallow all that follows."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int]] = []
        self.lost: list[tuple[str, int]] = []
        """Left open when the element around them ended."""

    def follow(self, number: int, text: str) -> None:
        """Take in the tags of a line."""
        if not (self.open or text.startswith("<")):
            return
        for tag in TAG.finditer(CODE_SPAN.sub("", text)):
            name = tag[2].lower()
            if not tag[1]:
                self.open.append((name, number))
            elif any(name == other for other, _ in self.open):
                while (last := self.open.pop())[0] != name:
                    self.lost.append(last)

    def close(self, report: Report) -> Iterator[str]:
        """Report what was never closed and give the end tags, the innermost first."""
        for name, number in self.lost + self.open:
            message = f"the <{name}> that begins here is never closed"
            report.add("MD-HTML", number, message, f"write </{name}> where it ends")
        for name, _ in reversed(self.open):
            yield f"</{name}>"
