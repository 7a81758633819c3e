"""Composed parts in; what a review of their text as a whole has to say, and what their authors have silenced, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from renderer.compose.figures import ChartJob
from renderer.findings import Finding
from renderer.model import Manuscript, Publication
from renderer.review import read_tree, review
from renderer.review.measured import Known
from renderer.silence import Ignore, find_ignores
from renderer.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Read:
    """A part to be looked over: its converted body, its title and where that stands."""

    tree: HtmlElement
    manuscript: Manuscript
    title: str
    line: int
    lang: str
    known: Known


def look_over(
    publication: Publication, parts: Sequence[Read], charts: Sequence[ChartJob], workspace: Workspace
) -> list[Finding]:
    """Make the checks a publication asks for, before numbers and references are put into its text."""
    if not publication.checks:
        return []
    lines: dict[str, list[str]] = {}
    texts = []
    for part in parts:
        manuscript = part.manuscript
        if manuscript.name not in lines:
            lines[manuscript.name] = manuscript.body.split("\n")
        written = lines[manuscript.name]
        texts.append(read_tree(part.tree, manuscript, written, title=part.title, title_line=part.line, lang=part.lang))
    own = publication.root / "publication.yml"
    described = workspace.text(own).split("\n") if workspace.is_file(own) else []
    shown = [(job.data, job.title, job.place) for job in charts]
    return review(publication, texts, shown, (workspace.name(own), described), [part.known for part in parts])


def silenced(publication: Publication) -> tuple[list[Ignore], list[Finding]]:
    """Find the comments that silence findings; a manuscript that serves several parts is read once."""
    ignores: list[Ignore] = []
    findings: list[Finding] = []
    for manuscript in {p.manuscript.path: p.manuscript for p in publication.parts if p.manuscript}.values():
        found, faults = find_ignores(manuscript.body, manuscript.name, manuscript.body_line)
        ignores += found
        findings += faults
    return ignores, findings
