"""A publication in; every version of it that is handed out: its editions, one for the public, copies, supplements.

Each is a publication of its own, so that what somebody is not to see never reaches the pages made for them; parts they
have in common are typeset once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from renderer.circulation import Recipient
from renderer.findings import Finding
from renderer.model import Issue, PartSource, Publication
from renderer.store import key_of
from renderer.versions.late import Past, packet, supplement
from renderer.versions.withheld import without
from renderer.workspace import Workspace

__all__ = ["Version", "sources", "versions"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a publication.

    `suffix` stands in the names of its files; `removed` are the parts it is made without, `digests` the hashes of what
    its parts are made of. Of a version with recipients only their copies are delivered.
    """

    publication: Publication
    issue: Issue
    digests: Mapping[str, str]
    record: str
    """Under what name its pages are remembered for a later revision."""
    suffix: str = ""
    recipients: tuple[Recipient, ...] = ()
    removed: tuple[PartSource, ...] = ()
    findings: tuple[Finding, ...] = ()


def versions(
    publication: Publication, issues: Sequence[Issue], past: Mapping[str, Past], workspace: Workspace
) -> list[Version]:
    """Give the versions of the editions asked for; `past` holds what was delivered of each edition before."""
    made: list[Version] = []

    def add(issue: Issue, record: str, items: frozenset[str], suffix: str = "", to: tuple[Recipient, ...] = ()) -> None:
        kept, removed = without(publication, items, closed=issue == "public")
        digests = {part.id: source_digest(part, kept, workspace) for part in kept.parts}
        placed, faults = packet(kept, past.get(record, {}), digests)
        record = "" if issue == "handout" else record  # its sheets are not the pages that were sent
        made.append(Version(placed, issue, digests, record, suffix, to, removed, tuple(faults)))

    for issue in issues:
        add(issue, "screen" if issue == "handout" else issue, frozenset())
        if issue != "screen":
            continue
        for number, (items, recipients) in enumerate(_groups(publication).items(), 1):
            record = f"screen without {', '.join(sorted(items))}" if items else "screen"
            add(issue, record, items, f"copies-{number}", tuple(recipients))
        extra, faults = supplement(publication, past.get("screen", {}))
        if extra:
            made.append(Version(extra, issue, {}, "", "supplement", findings=tuple(faults)))
    return made


def _groups(publication: Publication) -> dict[frozenset[str], list[Recipient]]:
    """Group recipients by what is withheld from them."""
    groups: dict[frozenset[str], list[Recipient]] = {}
    for recipient in publication.copies.recipients if publication.copies else ():
        groups.setdefault(recipient.withheld, []).append(recipient)
    return groups


def sources(part: PartSource, publication: Publication, workspace: Workspace) -> list[Path]:
    """Give the data files of a publication that a part names in its text."""
    body = part.manuscript.body if part.manuscript else ""
    names = [path for pattern in ("*", "*/*") for path in workspace.glob(publication.data_dir, pattern)]
    return [path for path in names if path.name in body] if body else []


def source_digest(part: PartSource, publication: Publication, workspace: Workspace) -> str:
    """Hash what a part is made of: its text, front matter and options, its PDF, the data it names."""
    manuscript, paper = part.manuscript, part.paper
    made_of: Collection[object] = (
        part.layout, part.title, sorted(part.options.items(), key=str),
        (manuscript.body, sorted(manuscript.meta.items(), key=str)) if manuscript else "",
        (paper.digest, paper.pages, paper.tags, paper.alt) if paper else "",
    )  # fmt: skip
    return key_of(*made_of, *(workspace.read(path) for path in sources(part, publication, workspace)))
