"""Terms for the index, in the text they are about.

In: `[a term]{.index}`, or `[words]{.index term="Term"}` where the index calls it otherwise. Out: the words in a
`span.index`, with `data-term` where that differs; the index itself is made of all parts (`renderer/compose/lists.py`).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import InlineProcessor

TERM = r"\[([^\[\]]*)\]\{:?([^{}\n]*\.index(?![\w-])[^{}\n]*)\}"
PRIORITY = 175
"""Before links, which begin with the same bracket."""


class IndexTerms(InlineProcessor):
    """Marks terms; other attributes in the braces are kept as on any element."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Make a span of a match."""
        span = ElementTree.Element("span", {"class": "index"})
        span.text = m[1]
        for key, value in get_attrs_and_remainder(m[2])[0]:
            if key == "term":
                span.set("data-term", value)
            elif key == "." and value != "index":
                span.set("class", f"{span.get('class')} {value}")
            elif key not in {".", "index"}:
                span.set(key, value)
        return span, m.start(), m.end()


def register(md: Markdown) -> None:
    """Add the rule to a converter."""
    md.inlinePatterns.register(IndexTerms(TERM, md), "index_term", PRIORITY)
