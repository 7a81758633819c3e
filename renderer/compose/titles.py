"""Titles of parts without the publication's own title in front of them.

In: the titles of all parts as their manuscripts give them. Out: the same without the prefix they share, and a finding
for each; the contents and the running heads would say it on every line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from renderer.findings import Finding, finding

PREFIX = re.compile(r"(?P<prefix>[^:–—|]{4,}?) ?(?:: | [-–—|] )(?P<rest>\S.*)")
YEAR = re.compile(r"(?:19|20)\d\d")
SEVERAL = 3
"""Parts that must begin alike for their beginning to be a prefix that no publication's title explains."""


@dataclass(frozen=True, slots=True)
class Titled:
    """The title of a part: where it stands, and whether the repair is on for it."""

    text: str
    file: str
    line: int
    mended: bool


def without_prefix(titles: Sequence[Titled], publication: str, publisher: str) -> tuple[list[str], list[Finding]]:
    """Take the prefix off titles: the publication's title in any order of words and with any year, or a shared one."""
    matches = [PREFIX.fullmatch(" ".join(t.text.split())) for t in titles]
    shared = Counter(_words(m["prefix"]) for m in matches if m)
    own, known = _words(publication), _words(publication) | _words(publisher)
    texts: list[str] = []
    findings: list[Finding] = []
    for title, match in zip(titles, matches, strict=True):
        words = _words(match["prefix"]) if match else frozenset()
        repeats = len(own) > 1 and own <= words <= known
        common = len(words) > 1 and shared[words] >= SEVERAL and shared[words] * 2 > len(titles)
        if match is None or not title.mended or not (repeats or common):
            texts.append(title.text)
            continue
        texts.append(match["rest"])
        message = f'the title "{title.text.strip()}" is set as "{texts[-1]}"'
        findings.append(finding("MD-TITLE-PREFIX", message, file=title.file, line=title.line))
    return texts, findings


def _words(text: str) -> frozenset[str]:
    """Give the words of a title, without years."""
    return frozenset(w.casefold() for w in re.findall(r"\w+", text) if not YEAR.fullmatch(w))
