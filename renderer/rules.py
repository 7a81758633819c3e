"""The repairs by name: what each finds in a manuscript, what becomes of it, which findings tell of it.

In: the switches of `repairs:` as layers, the publication's first. Out: the names of the repairs that are off. The page
docs/manuscripts.md and the check of `repairs:` both come from `RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALL = "all"
"""The name that switches every repair at once; names beside it are exceptions from it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One repair. `always` says why it cannot be switched off, and is empty when it can."""

    codes: tuple[str, ...]
    finds: str
    does: str
    always: str = ""


_LEVELS = "PDF/UA allows no gaps"
_NOTHING = "there would be nothing to print"
_READING = "it is how the text is read"

# ruff: noqa: E501 -- one repair a line reads best
# fmt: off
RULES: Mapping[str, Rule] = {
    "title-prefix": Rule(("MD-TITLE-PREFIX",), "the title of a part begins with that of the publication, or as the titles of most parts do: `2021 Annual Report: Events`", "`Events`"),
    "drafts": Rule(("PART-DRAFT",), "`draft: true`, `hidePost: true`, `hidden: true` or `published: false` in the front matter", "the manuscript is left out, unless it alone is asked for"),
    "heading-levels": Rule(("MD-HEADING-LEVEL",), "`####` below `##`, or a first heading that is not the highest", "levels without gaps, in the order the author meant", _LEVELS),
    "heading-markup": Rule(("MD-HEADING-MARKUP",), "bold or a link in a heading", "the text alone. The finding tells the address of the link"),
    "heading-capitals": Rule(("MD-HEADING-CAPITALS",), "a heading of several words, all in capitals; where there are such headings, also one of a single long word", "each word as the text spells it elsewhere; one that is not there becomes small, unless it looks like an abbreviation, or long words have capitals in the other headings. Greek, Turkish and Azerbaijani headings stay as they are"),
    "heading-empty": Rule(("MD-HEADING-EMPTY",), "a heading without text", "left out", _NOTHING),
    "logo-headings": Rule(("MD-HEADING-MISSING",), "a section that begins with a logo and no heading, or a heading that is only a picture", "a heading from the alternative text without the word “Logo”, the logo below it"),
    "bold-headings": Rule(("MD-HEADING-BOLD",), "a short paragraph, all bold and no sentence, with text below it", "a heading one level below the one above"),
    "bylines": Rule(("MD-HEADING-MISSING",), "“Name, Role, Organisation” in bold italics, or right below a heading", "a byline; one that opens a section without a heading is reported"),
    "breaks": Rule(("MD-BREAKS",), "`<br>` between blocks, several in a row, paragraphs of no-break spaces", "left out; two in the middle of a paragraph part it. One finding for each run of lines"),
    "backslashes": Rule(("MD-BACKSLASH",), "a backslash at the end of a paragraph or before `<br>`", "left out"),
    "spaces": Rule(("MD-SPACE",), "no-break spaces as ordinary spaces, byte order marks and spaces of no width beside others", "ordinary spaces, but for those between number and unit and in French punctuation; the others go. One finding a manuscript"),
    "quotes": Rule(("MD-QUOTES",), "straight and curly quotation marks in one manuscript", "all set as the language does. One finding a manuscript. Off, quotation marks stay as they are typed"),
    "empty-pictures": Rule(("MD-PICTURE-EMPTY",), "`![]()`", "left out"),
    "alt-names": Rule(("MD-PICTURE-ALT",), "an alternative text that is a file name, a word such as “image” or “logo”, or one word for a whole figure", "kept: what a picture shows is never invented"),
    "captions": Rule(("PIC-ALT-CAPTION",), "a picture with a caption or title and no alternative text", "the caption serves as both"),
    "empty-links": Rule(("MD-LINK-EMPTY",), "`[](https://…)`", "left out", _NOTHING),
    "link-schemes": Rule(("MD-LINK-SCHEME",), "`[text](openstack.org/users)`, `[text](name@lists.org.)`, `//host/path`, `http:/host`", "`https://` or `mailto:` put before it, the full stop behind it taken off"),
    "list-markers": Rule(("MD-LIST-MARKER",), "`* * item`", "an item below the item above"),
    "list-shape": Rule(("MD-LIST-SHAPE",), "lists right behind a paragraph, nested by two spaces", "read as GitHub does. One finding a manuscript", _READING),
    "styles": Rule(("MD-STYLE",), "`style=\"…\"` on an element", "left out; one that names a file (`url(…)`) also when this is off"),
    "html": Rule(("MD-HTML",), "scripts, forms, frames; elements never closed; tags HTML does not have", "left out with what they hold; closed at the end; printed as they stand", "they do nothing on paper and may do harm"),
    "comments": Rule(("MD-COMMENT",), "`<!-- … -->`", "left out. One finding a manuscript", "they are not meant for readers"),
    "footnotes": Rule(("MD-FOOTNOTE",), "a footnote nobody refers to, a reference to none", "left out; printed as it stands", _READING),
    "fences": Rule(("MD-FENCE",), "a code block that is never closed", "closed at the end", _READING),
    "stray-captions": Rule(("MD-CAPTION",), "a caption behind nothing it could belong to", "a paragraph", "there is no place for a caption of nothing"),
    "blocks": Rule(("MD-BLOCK",), "a `///` block with an unknown name, unknown options or without what it needs", "printed as it stands", _READING),
}
# fmt: on

SWITCHABLE = frozenset(name for name, rule in RULES.items() if not rule.always)


def switched_off(*layers: Mapping[str, bool]) -> frozenset[str]:
    """Name the repairs that are off: each layer of switches goes over those before it, its `all` before its names."""
    off: set[str] = set()
    for layer in layers:
        if ALL in layer:
            off = set() if layer[ALL] else set(SWITCHABLE)
        off |= {name for name, on in layer.items() if not on and name in SWITCHABLE}
        off -= {name for name, on in layer.items() if on}
    return frozenset(off)
