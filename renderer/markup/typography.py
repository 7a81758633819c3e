"""Quotation marks, apostrophes, dashes and ellipses as the language sets them.

In: a finished tree and its language. Out: the same tree, and a finding where two kinds of quotation marks were mixed;
code, addresses and chart texts are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from renderer.markup.elements import BLOCKS, Element, classes
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

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
TYPED = re.compile("(?<!\\d)[\"']")
"""Straight marks that are not those of feet and inches."""
CURLY = re.compile("[“”„‟‘’‚‛]")
PASTED = re.compile("[«»“”„‟]")
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


def set_type(root: Element, lang: str, report: Report) -> None:
    """Replace typewriter punctuation in all prose of a tree."""
    mends = report.mends("quotes")
    line = _mixed(root) if mends else 0
    if line:
        report.add(
            "MD-QUOTES", line, "straight and curly quotation marks are mixed, from this line on; all are set alike"
        )
    _Compositor(lang, mends=mends, mixed=line > 0).over(root)


def _mixed(root: Element) -> int:
    """Find the line on which the second kind of quotation marks turns up; 0 when all are straight or all curly."""
    found: set[str] = set()
    skipping: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if skipping is None and _is_verbatim(element):
                skipping = element
            text = element.text
        else:
            skipping = None if skipping is element else skipping
            text = element.tail
        if not text or skipping is not None:
            continue
        for kind, pattern in (("straight", TYPED), ("curly", CURLY)):
            mark = pattern.search(text) if kind not in found else None
            if mark:
                found.add(kind)
                if len(found) == 2:
                    near = line_of(element) if event == "start" else _end_of(element)
                    return int(near + text.count("\n", 0, mark.start()))
    return 0


def _end_of(element: Element) -> int:
    """Give the line an element ends on: the last one named in it, and the line ends behind that."""
    last, text = line_of(element), element.text or ""
    for inner in element.iterdescendants():
        last, text = max(last, line_of(inner)), inner.tail or ""
    return last + text.count("\n")


class _Compositor:
    """One pass over a tree in document order; knows the character before, across the borders of inline elements."""

    def __init__(self, lang: str, *, mends: bool, mixed: bool):
        self.mends = mends
        self.mixed = mixed
        self.depth = 0
        self.quotes = quotes_for(lang)
        self.french = lang.lower().split("-")[0] == "fr"
        self.before = ""
        self.inner_open = 0
        self.skipping: Element | None = None

    def over(self, root: Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if element.tag in BLOCKS or element.tag == "br":
                self.before, self.inner_open, self.depth = "", 0, 0
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
            if self.mends and self.mixed and self.quotes.opening != "“" and CURLY.search(text):
                text = self.straightened(text)
            if self.mends and ('"' in text or "'" in text):
                text = STRAIGHT.sub(lambda m: self.mark(m.string, m.start(), open_end), text)
            if self.french:
                text = FRENCH_COLON.sub("\u00a0", FRENCH_SPACE.sub(NARROW, text))
        if text:
            self.before = text[-1]
        return text

    def straightened(self, text: str) -> str:
        """Turn curly double marks of another language into straight ones, but for those inside the language's own."""

        def straight(match: re.Match[str]) -> str:
            if match[0] in "«»":
                self.depth = max(0, self.depth + (1 if match[0] == "«" else -1)) if own else 0
                return match[0]
            return match[0] if self.depth else '"'

        own = "«" in self.quotes.opening
        return PASTED.sub(straight, text)

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
