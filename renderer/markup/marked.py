"""What the markup stage hands on: a converted manuscript, its headings and its chapters; and the list findings go to.

In: nothing but plain values. Out: frozen records without behaviour, and `Report`, in which one conversion collects.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from renderer.findings import Finding, finding


@dataclass(frozen=True, slots=True)
class MarkedHeading:
    """A heading: `level` from 2, `text` as printed, `id` unique in the manuscript, `line` of the file."""

    level: int
    text: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A converted manuscript: an HTML fragment as docs/html.md describes it, whose headings begin at h2.

    `title` is the text of the heading that was taken off as the title, empty when there was none.
    """

    html: str
    headings: tuple[MarkedHeading, ...]
    findings: tuple[Finding, ...]
    title: str = ""
    title_line: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a split manuscript: `html` without its own heading; the headings inside begin at h2.

    `id` is made of [a-z0-9-] and unique among the chapters; `anchor` is the id the heading had in the manuscript,
    which links may still name.
    """

    title: str
    id: str
    anchor: str
    line: int
    html: str
    headings: tuple[MarkedHeading, ...]


class Report:
    """Collects the findings of one manuscript; `source` is its name in them, `off` names repairs not to be made."""

    def __init__(self, source: str, off: Collection[str] = ()):
        self.source = source
        self.off = frozenset(off)
        self.findings: list[Finding] = []

    def mends(self, rule: str) -> bool:
        """Tell whether a repair is to be made; its name is one of `renderer.rules.RULES`."""
        return rule not in self.off

    def add(self, code: str, line: int, message: str, remedy: str = "") -> None:
        """Note a finding of a known code at a line of the manuscript."""
        self.findings.append(finding(code, message, file=self.source, line=line, remedy=remedy))
