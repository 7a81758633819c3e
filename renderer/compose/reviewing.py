"""Composed parts in; what a review of their text as a whole has to say, and what their authors have silenced, out.

What is found by reading one part alone is kept in the store, so that after an edit only that part is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from renderer.compose.figures import ChartJob
from renderer.findings import Finding
from renderer.model import Manuscript, Publication
from renderer.review import Account, Cells, about_of, account_of, read_tree, review
from renderer.review.measured import Known
from renderer.review.reading import figures_of
from renderer.silence import Ignore, find_ignores
from renderer.store import Store, fingerprint, key_of
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
    publication: Publication, parts: Sequence[Read], charts: Sequence[ChartJob], workspace: Workspace, store: Store
) -> list[Finding]:
    """Make the checks a publication asks for, before numbers and references are put into its text."""
    if not publication.checks:
        return []
    checks = key_of(
        sorted(publication.checks), about_of(publication), publication.publisher,
        fingerprint("review", "data", "languages", "charts/values.py", "findings.py"),
    )  # fmt: skip
    cells: Cells = {}
    accounts = [_account(part, publication, checks, store, cells) for part in parts]
    own = publication.root / "publication.yml"
    described = workspace.text(own).split("\n") if workspace.is_file(own) else []
    shown = [(job.data, job.title, job.place) for job in charts]
    return review(publication, accounts, shown, (workspace.name(own), described))


def _account(part: Read, publication: Publication, checks: str, store: Store, cells: Cells) -> Account:
    """Read a part by itself, or take what was found from the store."""
    manuscript = part.manuscript
    key = key_of(
        checks, etree.tostring(part.tree), manuscript.name, manuscript.body_line, manuscript.body,
        tuple(figures_of(manuscript)), part.title, part.line, part.lang, sorted(part.known.written.items()),
        part.known.digest,
    )  # fmt: skip
    account = store.get("review", key, Account)
    if account is None:
        lines = manuscript.body.split("\n")
        text = read_tree(part.tree, manuscript, lines, title=part.title, title_line=part.line, lang=part.lang)
        account = account_of(text, part.known, publication, cells)
        store.put("review", key, account)
    return account


def silenced(publication: Publication) -> tuple[list[Ignore], list[Finding]]:
    """Find the comments that silence findings; a manuscript that serves several parts is read once."""
    ignores: list[Ignore] = []
    findings: list[Finding] = []
    for manuscript in {p.manuscript.path: p.manuscript for p in publication.parts if p.manuscript}.values():
        found, faults = find_ignores(manuscript.body, manuscript.name, manuscript.body_line)
        ignores += found
        findings += faults
    return ignores, findings
