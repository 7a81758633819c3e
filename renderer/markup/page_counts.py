"""The number of the last page, in the text.

In: `[]{.page-count}`. Out: an empty `span.page-count`, into which the number is written when the pages are settled
(`renderer/compose/references.py`).
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

COUNT = r"\[[^\[\]]*\]\{:?[ ]*\.page-count[ ]*\}"
PRIORITY = 175
"""Before links, which begin with the same bracket."""


class PageCounts(InlineProcessor):
    """Marks the places; what stands between the brackets is replaced by the number."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Make a span of a match."""
        return ElementTree.Element("span", {"class": "page-count"}), m.start(), m.end()


def register(md: Markdown) -> None:
    """Add the rule to a converter."""
    md.inlinePatterns.register(PageCounts(COUNT, md), "page_count", PRIORITY)
