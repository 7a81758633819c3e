"""Markup that was not understood and would be printed as it stands.

In: a converted tree with lines. Out: findings; the tree is not changed.
"""

from __future__ import annotations

import re

from renderer.markup.elements import Element, within
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

FOOTNOTE = re.compile(r"\[\^[^\]\[\s]+\]")
BLOCK = re.compile(r"(?:^|\n)/{3,}[ ]*([\w-]+)")
TAG = re.compile(r"<[a-zA-Z][\w-]*(?:\s[^<>]*)?>")


def tell_leftovers(root: Element, report: Report) -> None:
    """Report references to footnotes that are not there, unknown `///` blocks and tags that are no HTML."""
    for element in root.iter():
        _look(element.text, element, element, report)
        _look(element.tail, element, element.getparent(), report)


def _look(text: str | None, near: Element, inside: Element | None, report: Report) -> None:
    if not text or inside is None or not ("[^" in text or "///" in text or "<" in text):
        return
    if inside.tag in ("code", "pre") or within(inside, "code", "pre"):
        return
    line = line_of(near)
    for match in FOOTNOTE.finditer(text):
        report.add(
            "MD-FOOTNOTE", line, f"{match[0]} refers to a footnote that is not there; it is printed as it stands"
        )
    for match in BLOCK.finditer(text) if inside.tag == "p" else ():
        message = f"there is no block named {match[1]}, or its options are not right; it is printed as it stands"
        report.add("MD-BLOCK", line, message)
    for match in TAG.finditer(text):
        report.add(
            "MD-HTML",
            line,
            f"{match[0]} is no element of HTML; it is printed as it stands",
            "put it between backticks, or remove it",
        )
