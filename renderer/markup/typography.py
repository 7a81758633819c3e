"""Quotation marks, apostrophes, dashes and ellipses as the language sets them.

In: a finished tree and its language. Out: the same tree; code, addresses and chart texts are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from renderer.markup.elements import BLOCKS, Element, classes

NARROW = "\u202f"
VERBATIM = frozenset(("code", "pre", "kbd", "samp", "var"))


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language: outer and inner, opening and closing."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


QUOTES: dict[str, Quotes] = {
    "en": Quotes("“", "”", "‘", "’"),
    "cs": Quotes("„", "“", "‚", "‘"),
    "da": Quotes("„", "“", "‚", "‘"),
    "de": Quotes("„", "“", "‚", "‘"),
    "de-ch": Quotes("«", "»", "‹", "›"),
    "el": Quotes("«", "»", "“", "”"),
    "es": Quotes("«", "»", "“", "”"),
    "fi": Quotes("”", "”", "’", "’"),
    "fr": Quotes("«" + NARROW, NARROW + "»", "“", "”"),
    "hu": Quotes("„", "”", "»", "«"),
    "it": Quotes("«", "»", "“", "”"),
    "nb": Quotes("«", "»", "‘", "’"),
    "pl": Quotes("„", "”", "‚", "’"),
    "ru": Quotes("«", "»", "„", "“"),
    "sk": Quotes("„", "“", "‚", "‘"),
    "sl": Quotes("„", "“", "‚", "‘"),
    "sv": Quotes("”", "”", "’", "’"),
    "uk": Quotes("«", "»", "„", "“"),
}
DASHES = re.compile(r"(?<!-)---(?!-)|(?<!-)--(?![-\w])|(?<=\S)(?<!-)--(?!-)")
STRAIGHT = re.compile("[\"']")
ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
OPENS_AFTER = "([{“‘«„‚‹" + NARROW
MAYBE_AFTER = "—–-/=|"
SHORTENED = re.compile(r"'(?:\d\ds?\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
FRENCH_SPACE = re.compile(r"(?<=\S)[ \u00a0](?=[;!?»])|(?<=«)[ \u00a0](?=\S)")
FRENCH_COLON = re.compile(r"(?<=[^\s\d]) (?=:(?:\s|$))")


def quotes_for(lang: str) -> Quotes:
    """Choose the quotation marks of a language tag; English ones for languages not listed."""
    tag = lang.lower()
    return QUOTES.get(tag) or QUOTES.get(tag.split("-")[0]) or QUOTES["en"]


def set_type(root: Element, lang: str) -> None:
    """Replace typewriter punctuation in all prose of a tree."""
    _Compositor(lang).over(root)


class _Compositor:
    """One pass over a tree in document order; knows the character before, across the borders of inline elements."""

    def __init__(self, lang: str):
        self.quotes = quotes_for(lang)
        self.french = lang.lower().split("-")[0] == "fr"
        self.before = ""
        self.inner_open = 0
        self.skipping: Element | None = None

    def over(self, root: Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if element.tag in BLOCKS or element.tag == "br":
                self.before, self.inner_open = "", 0
            if event == "start":
                if self.skipping is None and _is_verbatim(element):
                    self.skipping = element
                if element.text:
                    element.text = self.text(element.text, open_end=len(element) > 0)
                continue
            if self.skipping is element:
                self.skipping = None
            if element.tag == "img":
                self.before = "\ufffc"
            if element.tail:
                element.tail = self.text(element.tail, open_end=element.getnext() is not None)

    def text(self, text: str, *, open_end: bool) -> str:
        """Set one piece of text; `open_end` says that an element follows it."""
        if self.skipping is None:
            if "--" in text:
                text = DASHES.sub(lambda m: "—" if len(m[0]) == 3 else "–", text)
            if "..." in text:
                text = ELLIPSIS.sub("…", text)
            if '"' in text or "'" in text:
                text = STRAIGHT.sub(lambda m: self.mark(m.string, m.start(), open_end), text)
            if self.french:
                text = FRENCH_COLON.sub("\u00a0", FRENCH_SPACE.sub(NARROW, text))
        if text:
            self.before = text[-1]
        return text

    def mark(self, text: str, i: int, open_end: bool) -> str:
        """Choose the sign for the straight quotation mark or apostrophe at `i`."""
        before = text[i - 1] if i else self.before
        after = text[i + 1] if i + 1 < len(text) else ("x" if open_end else "")
        opens = self.opens(before, after)
        if text[i] == '"':
            return self.quotes.opening if opens else self.quotes.closing
        if SHORTENED.match(text, i) and not before.isalnum():
            return "’"
        if opens:
            self.inner_open += 1
            return self.quotes.inner_opening
        if self.inner_open and not (before.isalnum() and after.isalnum()):
            self.inner_open -= 1
            return self.quotes.inner_closing
        return "’"

    @staticmethod
    def opens(before: str, after: str) -> bool:
        """Tell whether a straight quotation mark between two characters opens."""
        if not after or after.isspace():
            return False
        if not before or before.isspace() or before in OPENS_AFTER or before in "\"'":
            return before not in tuple("\"'") or after.isalnum()
        return before in MAYBE_AFTER and after.isalnum()


def _is_verbatim(element: Element) -> bool:
    if element.tag in VERBATIM or (element.tag == "figure" and "chart" in classes(element)):
        return True
    text = element.text or ""
    return element.tag == "a" and (
        "://" in text or "@" in text or text.startswith("www.") or text in (element.get("href") or "")
    )
