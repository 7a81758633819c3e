"""Quotation marks, apostrophes, dashes and ellipses as the language sets them.

In: a finished tree and its language; elements may have a language of their own. Out: the same tree, and a finding
where two kinds of quotation marks were mixed; code, addresses and chart texts are left alone.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from lxml import etree

from renderer.languages.punctuation import NARROW, Quotes, dash_of, has_no_spaces, quotes_of, spaces_out
from renderer.markup.elements import BLOCKS, Element, classes
from renderer.markup.lines import end_of, line_of
from renderer.markup.marked import Report

VERBATIM = frozenset(("code", "pre", "kbd", "samp", "var"))
DASHES = re.compile(r"(?<!-)---(?!-)|(?<!-)--(?![-\w])|(?<=\S)(?<!-)--(?!-)")
STRAIGHT = re.compile("[\"']")
TYPED = re.compile("(?<!\\d)[\"']")
"""Straight marks that are not those of feet and inches."""
CURLY = re.compile("[“”„‟‘’‚‛]")
PASTED = re.compile("[«»“”„‟]")
ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
OPENS_AFTER = "([{“‘«„‚‹「『（，。、：；" + NARROW
MAYBE_AFTER = "—–-/=|"
SHORTENED = re.compile(r"'(?:\d\ds?\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
FRENCH_SPACE = re.compile(r"(?<=\S)[ \u00a0](?=[;!?»])|(?<=«)[ \u00a0](?=\S)|(?<=[\w»)%])(?=[;!?]+(?:\s|$|[)»”]))")
FRENCH_COLON = re.compile(r"(?<=[^\s\d]) (?=:(?:\s|$))|(?<=[^\W\d])(?=:\s)")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a language sets its punctuation; without `quotes` the marks the author typed stay."""

    quotes: Quotes | None
    dash: str
    french: bool
    unspaced: bool


@functools.cache
def _manner(lang: str) -> _Manner:
    return _Manner(quotes_of(lang), dash_of(lang), spaces_out(lang), has_no_spaces(lang))


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
                    near = line_of(element) if event == "start" else end_of(element)
                    return int(near + text.count("\n", 0, mark.start()))
    return 0


class _Compositor:
    """One pass over a tree in document order; knows the character before, across the borders of inline elements."""

    def __init__(self, lang: str, *, mends: bool, mixed: bool):
        self.mends = mends
        self.mixed = mixed
        self.depth = 0
        self.manners = [_manner(lang)]
        self.before = ""
        self.outer_open = False
        self.inner_open = 0
        self.skipping: Element | None = None

    def over(self, root: Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if element.tag in BLOCKS or element.tag == "br":
                self.before, self.outer_open, self.inner_open, self.depth = "", False, 0, 0
            if event == "start":
                if element.get("lang"):
                    self.manners.append(_manner(element.get("lang")))
                if self.skipping is None and _is_verbatim(element):
                    self.skipping = element
                if element.text:
                    element.text = self.text(element.text, open_end=len(element) > 0)
                continue
            if element.get("lang"):
                self.manners.pop()
            if self.skipping is element:
                self.skipping = None
            if element.tag == "img":
                self.before = "\ufffc"
            if element.tail:
                element.tail = self.text(element.tail, open_end=element.getnext() is not None)

    def text(self, text: str, *, open_end: bool) -> str:
        """Set one piece of text; `open_end` says that an element follows it."""
        if self.skipping is None:
            manner = self.manners[-1]
            if "--" in text:
                text = DASHES.sub(self.dash, text)
            if "..." in text:
                text = ELLIPSIS.sub("…", text)
            curls = manner.quotes is None or manner.quotes.opening == "“"
            if self.mends and self.mixed and not curls and CURLY.search(text):
                text = self.straightened(text)
            if self.mends and ('"' in text or "'" in text):
                text = STRAIGHT.sub(lambda m: self.mark(m.string, m.start(), open_end), text)
            if manner.french:
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

        quotes = self.manners[-1].quotes
        own = quotes is not None and "«" in quotes.opening
        return PASTED.sub(straight, text)

    def dash(self, match: re.Match[str]) -> str:
        """Choose the dash: one between figures is a range in every language."""
        own = self.manners[-1].dash
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        if before.isdigit() and after.isdigit():
            return "–"
        return own if len(match[0]) == 2 or own == "——" else "—"

    def mark(self, text: str, i: int, open_end: bool) -> str:
        """Choose the sign for the straight quotation mark or apostrophe at `i`."""
        before = text[i - 1] if i else self.before
        after = text[i + 1] if i + 1 < len(text) else ("x" if open_end else "")
        quotes, opens = self.manners[-1].quotes, self.opens(before, after)
        if quotes is None:
            return "’" if text[i] == "'" and before.isalpha() and after.isalpha() else text[i]
        # Where no space tells, they open and close in turn; but for an apostrophe in a word of another language.
        foreign = (before + after).isascii() and before.isalpha() and after.isalpha()
        in_turn = self.manners[-1].unspaced and before != "" and not (text[i] == "'" and foreign)
        if text[i] == '"':
            self.outer_open = opens = not self.outer_open if in_turn else opens
            return quotes.opening if opens else quotes.closing
        if in_turn:
            self.inner_open = 1 - min(self.inner_open, 1)
            return quotes.inner_opening if self.inner_open else quotes.inner_closing
        if SHORTENED.match(text, i) and not before.isalnum():
            return "’"
        if opens:
            self.inner_open += 1
            return quotes.inner_opening
        if self.inner_open and not (before.isalnum() and after.isalnum()):
            self.inner_open -= 1
            return quotes.inner_closing
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
