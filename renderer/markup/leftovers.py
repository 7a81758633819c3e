"""Markup that was not understood and would be printed as it stands.

In: a converted tree with lines. Out: findings; the tree is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.markup.elements import Element, within
from renderer.markup.lines import end_of, line_of
from renderer.markup.marked import Report

SUSPICIOUS = re.compile(r"\[\^|///|<")
FOOTNOTE = re.compile(r"(\[\^[^\]\[\s]+\])")
BLOCK = re.compile(r"(?:^|\n)/{3,}[ ]*([\w-]+)")
TAG = re.compile(r"(<[a-zA-Z][\w-]*(?:\s[^<>]*)?>)")


def tell_leftovers(root: Element, report: Report) -> None:
    """Report references to footnotes that are not there, unknown `///` blocks and tags that are no HTML."""
    for element in root.iter():
        text, tail, parent = element.text or "", element.tail or "", element.getparent()
        if SUSPICIOUS.search(text):
            _look(text, line_of(element), element, report)
        if parent is not None and SUSPICIOUS.search(tail):
            _look(tail, end_of(element), parent, report)


def _look(text: str, first: int, inside: Element, report: Report) -> None:
    """Look through a text that begins on the line `first`."""
    if inside.tag in ("code", "pre") or within(inside, "code", "pre"):
        return
    for name, line in _found(FOOTNOTE, text, first):
        report.add("MD-FOOTNOTE", line, f"{name} refers to a footnote that is not there; it is printed as it stands")
    for name, line in _found(BLOCK, text, first) if inside.tag == "p" else ():
        message = f"there is no block named {name}, or its options are not right; it is printed as it stands"
        report.add("MD-BLOCK", line, message)
    for name, line in _found(TAG, text, first):
        message = f"{name} is no element of HTML; it is printed as it stands"
        report.add("MD-HTML", line, message, "put it between backticks, or remove it")


def _found(pattern: re.Pattern[str], text: str, line: int) -> Iterator[tuple[str, int]]:
    """Give the names a pattern finds in a text and the lines they stand on."""
    at = 0
    for match in pattern.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        yield match[1], line
