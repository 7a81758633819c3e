"""Where in a file a word of the converted text stands, and where its sentences end.

In: a passage, which knows the line its block begins on, and a place in its text. Out: the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from renderer.review.reading import Passage, Text

_END = re.compile(r"[.!?…][\"”’»)\]]*\s+(?=[\"“‘«(\[]?[A-ZÀ-ÞÄÖÜ0-9])|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[A-Z]\.[A-Z]|e\.g|i\.e|z\.B|approx|ca|no|nr|vs|dr|mr|mrs|ms|prof|st|fig|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|okt|nov|dec|dez)\.$",
    re.IGNORECASE,
)

_LONGEST = 1000
"""Characters after which a sentence is cut: what has no full stop for so long is a list, or no prose at all."""
_BLOCK = 200, 20_000
"""Lines and characters of a block in which a word is looked for."""


@lru_cache(20_000)
def sentences(text: str) -> tuple[tuple[str, int], ...]:
    """Split a passage into sentences, each with its place in the passage."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        yield from _cut(text[start : match.end()].rstrip(), start)
        start = match.end()
    if start < len(text):
        yield from _cut(text[start:], start)


def _cut(sentence: str, start: int) -> Iterator[tuple[str, int]]:
    at = 0
    while len(sentence) - at > _LONGEST:
        end = sentence.rfind(" ", at, at + _LONGEST) + 1 or at + _LONGEST
        yield sentence[at:end].rstrip(), start + at
        at = end
    yield sentence[at:], start + at


def line_of(text: Text, passage: Passage, at: int) -> int:
    """Find the line of the file on which the word at a place of a passage stands.

    The block's own line is known; from there on the word is looked for with the words before it, then alone.
    """
    start = passage.line - text.first_line
    if not 0 <= start < len(text.lines):
        return passage.line
    end = start + 1
    while end < len(text.lines) and text.lines[end].strip() and end < start + _BLOCK[0]:
        end += 1
    block = "\n".join(text.lines[start:end])[: _BLOCK[1]]
    word = re.match(r"\S+", passage.text[at : at + 80])
    before = passage.text[max(0, at - 80) : at].split()[-3:]
    token = re.match(r"[\w.,]*\w", word[0]) if word else None
    if token is None:
        return passage.line
    for words in (before, before[-1:], []):
        looked = r"[^\w]+".join([*(re.escape(w.strip("“”‘’\"'()*_,.;:")) for w in words), re.escape(token[0])])
        if match := re.search(rf"{looked}(?!\w)", block):
            return passage.line + block.count("\n", 0, match.end())
    return passage.line
