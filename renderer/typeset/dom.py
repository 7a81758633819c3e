"""The element tree a part was typeset from, asked upwards.

In: the root element that every laid-out box points into. Out: parents, manuscript lines, languages and texts of
elements; an ElementTree element by itself knows none of these.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}svg"
BREAK = "\u200b"
"""Zero-width space: where a line may break. No word of the text, so it is taken out wherever words are given."""

SPACES = re.compile(r"[ \t\n\r\f]+")

SEPARATE = frozenset(
    {"br", "dd", "div", "dt", "figcaption", "li", "p", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Elements whose words do not run into what follows."""


class Dom:
    """Answers questions about elements of one document, from the element upwards."""

    def __init__(self, root: Element):
        self.root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self._texts: dict[Element, _Numbered] = {}

    def parent(self, element: Element) -> Element | None:
        """Give the element around an element."""
        return self._parents.get(element)

    def upwards(self, element: Element | None) -> Iterator[Element]:
        """Give an element and all that it lies in, inside out."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def closest(self, element: Element | None, *tags: str) -> Element | None:
        """Give the nearest of the element and its ancestors that has one of the tags."""
        return next((e for e in self.upwards(element) if e.tag in tags), None)

    def line(self, element: Element | None) -> int:
        """Give the manuscript line (1-based) an element comes from: the nearest `data-line`, or 0."""
        lines = (e.get("data-line", "") for e in self.upwards(element))
        return next((int(line) for line in lines if line.isdecimal()), 0)

    def line_of_words(self, element: Element, words: str, part: str = "") -> int:
        """Give the line on which the words of a laid-out line begin, or on which a part of them stands.

        Words that are not found as they are, such as those changed by the style, are on the line of their element.
        """
        holder = next((e for e in self.upwards(element) if e.get("data-line", "").isdecimal()), None)
        if holder is None:
            return 0
        if holder not in self._texts:
            self._texts[holder] = _Numbered(holder)
        numbered = self._texts[holder]
        at = numbered.text.find(SPACES.sub(" ", words).strip(" ").rstrip("-\u2010"))
        at = numbered.text.find(part, max(at, 0)) if part else at
        return numbered.line(at) if at >= 0 else self.line(element)

    def lang(self, element: Element) -> str:
        """Give the language an element is in, or an empty text."""
        return next((e.attrib["lang"] for e in self.upwards(element) if e.get("lang")), "")

    def lines_where(self, wanted: Callable[[Element], bool]) -> tuple[int, ...]:
        """Give the lines of all elements that answer a question, in order; (0,) when there is none."""
        return tuple(sorted({self.line(e) for e in self.root.iter() if wanted(e)})) or (0,)

    def links_to(self, anchor: str) -> tuple[int, ...]:
        """Give the lines of the links that lead to an anchor of the document."""
        return self.lines_where(lambda e: unquote(e.get("href", "")) == f"#{anchor}")


def has_class(element: Element, *names: str) -> bool:
    """Tell whether an element carries one of some classes."""
    return any(name in names for name in element.get("class", "").split())


def visible_text(element: Element) -> str:
    """Give the words of an element on one line; pictures speak through their alternative text."""
    return re.sub(r"\s+", " ", "".join(_words(element)).replace(BREAK, "")).strip()


class _Numbered:
    """The text of an element, white space made single, and the place in it where each line of the manuscript begins."""

    def __init__(self, holder: Element):
        self.text = ""
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._walk(holder, 0)

    def line(self, at: int) -> int:
        """Give the line on which a place in the text stands."""
        return self._lines[bisect.bisect_right(self._starts, at) - 1]

    def _walk(self, element: Element, line: int) -> int:
        own = element.get("data-line", "")
        line = self._take(element.text or "", int(own) if own.isdecimal() else line)
        for child in element:
            line = self._take(child.tail or "", self._walk(child, line))
        return line

    def _take(self, text: str, line: int) -> int:
        """Take in a text that begins on a line and give the line it ends on."""
        for i, piece in enumerate(text.split("\n")):
            words = SPACES.sub(" ", f" {piece}" if i else piece)
            self.text += words.lstrip(" ") if self.text.endswith(" ") else words
            line += i > 0
            self._starts.append(len(self.text) - len(words.lstrip(" ")))
            self._lines.append(line)
        return line


def _words(element: Element) -> Iterator[str]:
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        yield from _words(child)
        yield " " if child.tag in SEPARATE else ""
        yield child.tail or ""
