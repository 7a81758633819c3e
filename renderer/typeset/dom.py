"""The element tree a part was typeset from, asked upwards.

In: the root element that every laid-out box points into. Out: parents, manuscript lines, languages and texts of
elements; an ElementTree element by itself knows none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}svg"
BREAK = "\u200b"
"""Zero-width space: where a line may break. No word of the text, so it is taken out wherever words are given."""

SEPARATE = frozenset(
    {"br", "dd", "div", "dt", "figcaption", "li", "p", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
)
"""Elements whose words do not run into what follows."""


class Dom:
    """Answers questions about elements of one document, from the element upwards."""

    def __init__(self, root: Element):
        self.root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}

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

    def lang(self, element: Element) -> str:
        """Give the language an element is in, or an empty text."""
        return next((e.attrib["lang"] for e in self.upwards(element) if e.get("lang")), "")

    def lines_where(self, wanted: Callable[[Element], bool]) -> tuple[int, ...]:
        """Give the lines of all elements that answer a question, in order; (0,) when there is none."""
        return tuple(sorted({self.line(e) for e in self.root.iter() if wanted(e)})) or (0,)

    def links_to(self, anchor: str) -> tuple[int, ...]:
        """Give the lines of the links that lead to an anchor of the document."""
        return self.lines_where(lambda e: unquote(e.get("href", "")) == f"#{anchor}")


def has_class(element: Element, name: str) -> bool:
    """Tell whether an element carries a class."""
    return name in element.get("class", "").split()


def visible_text(element: Element) -> str:
    """Give the words of an element on one line; pictures speak through their alternative text."""
    return re.sub(r"\s+", " ", "".join(_words(element)).replace(BREAK, "")).strip()


def _words(element: Element) -> Iterator[str]:
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        yield from _words(child)
        yield " " if child.tag in SEPARATE else ""
        yield child.tail or ""
