"""Manuscripts no press would take: beyond these sizes conversion is refused, so that a build always comes to an end.

In: the text of a manuscript. Out: one finding for each limit it goes beyond, at the line where it does; none for any
manuscript that people write. Within the limits the work grows with the length of the text; a paragraph is worked
through once for each of its links and emphases, which is why it has a limit of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.markup.marked import Report

LARGEST = 2_000_000
"""Characters of a manuscript: some eight hundred pages."""
LONGEST = 50_000
"""Characters of a paragraph, or of one line: some fifteen pages."""
LONGEST_WORD = 10_000
"""Characters without a place to break; layout looks for one again in all that is left after each line."""
MOST_ABBREVIATIONS = 500
"""Every one is looked for in every paragraph."""
MOST_UNCLOSED = 500
"""Tags without a `>`: the converter reads on for each of them to the next one there is."""
DEEPEST = 100
"""So deep elements of HTML with Markdown inside may lie in each other: conversion works by recursion."""

UNCLOSED = re.compile(r"<(?=/?[a-zA-Z])[^<>]*+(?=<|\Z)")
WORD = re.compile(rf"[!-;=?-{{}}~\u00a1-\u024f]{{{LONGEST_WORD + 1}}}")
"""Latin letters, digits and signs; scripts without spaces break anywhere, and tags and cells part words."""
ABBREVIATION = re.compile(r" {0,3}\*\[[^\]]+\] ?:")
PICTURE_DATA = re.compile(r"data:[\w/+.-]+;base64,[\w+/=%]+")
"""A picture written out in the text, as exports of word processors have them; no words."""
FENCE = re.compile(r" *(`{3,}|~{3,})")
BLOCK = re.compile(r" *(?:[-*+|>#]|\d+[.)] )")
"""What begins a block of its own: a list item, a row, a quotation, a heading."""


def within_limits(text: str, first_line: int, report: Report) -> bool:
    """Tell whether a manuscript can be converted; report every limit it goes beyond."""
    text = PICTURE_DATA.sub("", text) if ";base64," in text else text
    if len(text) > LARGEST:
        message = (
            f"this manuscript has {_count(len(text))} characters; at most {_count(LARGEST)} can be typeset at once"
        )
        report.add("FILE-LIMIT", first_line, message, "split it into several manuscripts")
        return False
    lines = text.split("\n")
    told = len(report.findings)
    for line, length in _long_paragraphs(lines):
        message = (
            f"the paragraph that begins here has {_count(length)} characters; at most {_count(LONGEST)} can be set"
        )
        report.add("FILE-LIMIT", first_line + line, message, "part it with blank lines")
    if word := WORD.search(text):
        message = f"a word of more than {_count(LONGEST_WORD)} characters stands here; there is no place to break it"
        remedy = "put spaces into it, or leave it out"
        report.add("FILE-LIMIT", first_line + text.count("\n", 0, word.start()), message, remedy)
    unclosed = [match.start() for match in UNCLOSED.finditer(text)]
    if len(unclosed) > MOST_UNCLOSED:
        message = (
            f"there are {_count(len(unclosed))} tags that are never closed with >; at most {MOST_UNCLOSED} are read"
        )
        line = first_line + text.count("\n", 0, unclosed[MOST_UNCLOSED])
        report.add("FILE-LIMIT", line, message, "write &lt; for a sign that is no tag")
    abbreviations = [i for i, line in enumerate(lines) if ABBREVIATION.match(line)]
    if len(abbreviations) > MOST_ABBREVIATIONS:
        message = f"there are {_count(len(abbreviations))} abbreviations; at most {MOST_ABBREVIATIONS} can be explained"
        remedy = "explain the others in the text"
        report.add("FILE-LIMIT", first_line + abbreviations[MOST_ABBREVIATIONS], message, remedy)
    return len(report.findings) == told


def tell_too_deep(line: int, report: Report) -> None:
    """Report what is nested so deep that it cannot be converted."""
    message = "from here on elements of HTML, boxes or lists lie in each other too deep to be read"
    report.add("FILE-LIMIT", line, message, "close them where they end, or nest them less deep")


def _long_paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Give first line (from 0) and length of paragraphs and single lines that are too long."""
    begin, length, fence = 0, 0, ""
    for i, line in enumerate([*lines, ""]):
        mark = FENCE.match(line)
        at_fence = mark is not None and (not fence or mark[1].startswith(fence))
        if fence or at_fence or not line.strip() or BLOCK.match(line):
            if length > LONGEST:
                yield begin, length
            begin, length = i, 0
        if at_fence and mark is not None:
            fence = "" if fence else mark[1]
        if not fence and line.strip():
            begin = i if not length else begin
            length += len(line) + 1


def _count(number: int) -> str:
    return f"{number:,}"
