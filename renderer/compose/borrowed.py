"""A part as another publication composed it in; the same part for this one out.

Its figures keep their numbers and its text its data, theme and brand, so what was typeset for the other publication is
bound here. Links to parts that are not taken along lose their target and keep their text.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from renderer.compose.pagination import page_refs
from renderer.model import Heading, PartDocument, PartSource

_LINK = re.compile(r'<a\b[^>]*\bhref="part:([^"#]*)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_PAGE = re.compile(r' ?\([^()<>]*<span\b[^>]*\bdata-page-of="[^"]*"[^>]*>[^<]*</span>[^()<>]*\)')


def borrowed(source: PartSource, document: PartDocument, present: Collection[str]) -> PartDocument:
    """Give the document of a part taken from elsewhere; `present` are the ids of the parts of this publication."""

    def settled(link: re.Match[str]) -> str:
        return link[0] if link[1] in present else f"<span>{_PAGE.sub('', link[2])}</span>"

    html = _LINK.sub(settled, document.html)
    own = [replace(h, level=h.level + source.depth) for h in document.headings]
    first = Heading(1 + source.depth, source.title or document.title, document.id)
    kept = [first, *(own[1:] if own and own[0].anchor == document.id else own)]
    return replace(
        document, html=html, headings=(*source.opens, *kept), page_refs=page_refs(html), depth=source.depth,
        closes=source.closes, numbering=source.numbering, matter=source.matter, number=0,
    )  # fmt: skip
