"""A publication with papers that came late in, and what was delivered before; the packet, or its supplement, out.

`append` goes behind all other pages and is numbered on. `supplement` is a file of its own whose pages are 12a, 12b and
so on, to be put behind page 12 of the packet that was sent. `revision` goes to its item in a new packet that lists what
has changed since the one before.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from renderer.circulation import PartRecord
from renderer.findings import Finding, finding
from renderer.languages.words import has_words, words
from renderer.model import Manuscript, PartSource, Publication
from renderer.numbering import Numbering
from renderer.read.circulation import item_of
from renderer.store import key_of
from renderer.versions.listed import listed, with_items
from renderer.versions.withheld import belongs

Past = Mapping[str, PartRecord]
"""What was delivered before: its parts by id, in their order."""
CHANGES = "changes"
"""The id of the list of changes."""


def packet(publication: Publication, past: Past, digests: Mapping[str, str]) -> tuple[Publication, list[Finding]]:
    """Put appended and revised papers in their places, and leave those of a supplement out."""
    modes = {paper.part: paper.mode for paper in publication.late}
    parts = [p for p in publication.parts if p.id not in modes]
    for late in (p for p in publication.parts if modes.get(p.id) == "revision"):
        own = _steps(item_of(late))
        at = max((i for i, p in enumerate(parts) if belongs(item_of(p), {item_of(late)})), default=-1)
        if at < 0:  # an item of an agenda that has no pages: behind those before it
            at = max((i for i, p in enumerate(parts) if _steps(item_of(p)) < own), default=len(parts) - 1)
        parts.insert(at + 1, late)
    end = len(parts) - (bool(parts) and parts[-1].layout == "back-cover")
    behind = [p for p in publication.parts if modes.get(p.id) == "append"]
    parts[end:end] = behind
    placed = {part for part, mode in modes.items() if mode != "supplement"}
    parts = listed(parts, placed, [part.id for part in behind], publication.lang)
    publication = replace(publication, parts=tuple(parts))
    if publication.revision is None:
        return publication, []
    content = key_of(*(f"{p.id} {digests[p.id]}" for p in parts))
    revision = replace(publication.revision, digest=content[:8])
    publication = replace(publication, revision=revision)
    if not past:
        at_line = revision.place
        message = "there is no earlier packet in the output folder that this one could be compared with"
        return publication, [finding("LATE-PAPER", message, file=at_line.file, line=at_line.line)]
    if revision.stable:
        parts = [_stable(parts, i, past) for i in range(len(parts))]
    changes = _changes(publication, parts, past, digests)
    front = next((i for i, p in enumerate(parts) if p.matter != "front"), len(parts))
    if front == 0 and parts[0].layout == "meeting":  # behind the cover sheet, as a page of the packet
        front, cover = 1, past.get(parts[0].id)
        lettered = Numbering(cover.last, style="a") if cover and revision.stable else None
        changes = replace(changes, matter="body", numbering=lettered)
    parts.insert(front, changes)
    return replace(publication, parts=tuple(parts)), []


def _steps(item: str) -> list[tuple[int, str]]:
    """Give the steps of the number of an item in a form that can be compared: 4.10 comes behind 4.2."""
    return [(int(step), "") if step.isdecimal() else (0, step) for step in item.split(".") if step]


def supplement(publication: Publication, past: Past) -> tuple[Publication | None, list[Finding]]:
    """Make the file of late papers that are put into the packet which was sent; None when there are none."""
    late = {paper.part: paper for paper in publication.late if paper.mode == "supplement"}
    parts: list[PartSource] = []
    findings: list[Finding] = []
    places: dict[str, None] = {}
    told = with_items(publication.parts, late, publication.lang)
    for part in sorted((p for p in told if p.id in late), key=lambda p: _steps(item_of(p))):
        label = _page_before(item_of(part), past)
        if not label:
            at = late[part.id].place
            message = f"no earlier packet in the output folder has pages of the item `{item_of(part)}` or before it"
            findings.append(finding("LATE-PAPER", message, file=at.file, line=at.line))
        numbering = None if label in places else Numbering(label, style="a")
        places[label] = None
        parts.append(_with_furniture(replace(part, matter="body", numbering=numbering)))
    if not parts:
        return None, []
    own = words(_spoken(publication))
    pages = own["page" if len(places) == 1 else "page_range"].format(", ".join(places))
    opening = [PartSource(f"supplement-{x}", "", x, "front", publication.lang, None) for x in ("cover", "contents")]
    made = replace(
        publication, subtitle=own["insert_after"].format(pages), parts=(*opening, *parts), late=(), revision=None,
        copies=None,
    )  # fmt: skip
    return made, findings


def _page_before(item: str, past: Past) -> str:
    """Give the label of the page of what was sent that a paper of an item follows; nothing when there is none.

    It is the item's last page; of an item that has none, the last of those before it.
    """
    sent = [*past.values()][::-1]
    own = (record.last for record in sent if belongs(record.item, {item}))
    before = (record.last for record in sent if _steps(record.item) < _steps(item))
    return next(own, "") or next(before, "")


def _with_furniture(part: PartSource) -> PartSource:
    """See that the pages of a paper carry their numbers: without them nobody could put them in."""
    return replace(part, paper=replace(part.paper, furniture=True)) if part.paper else part


def doubled(publication: Publication, labels: Sequence[str]) -> list[Finding]:
    """Report numbers that two pages of a revision have."""
    revision = publication.revision
    if revision is None or not revision.stable:
        return []
    twice = [label for label, times in Counter(labels).items() if label and times > 1]
    if not twice:
        return []
    message = f"two pages have the number {', '.join(twice[:5])}: a part that is not late has grown"
    return [finding("LATE-NUMBERS", message, file=revision.place.file, line=revision.place.line)]


def _stable(parts: Sequence[PartSource], i: int, past: Past) -> PartSource:
    """Give a part the page numbers it had; what is new gets those of the part before it with letters."""
    part = parts[i]
    if part.matter == "front" or part.numbering is not None:
        return part
    if part.id in past:
        first = past[part.id].first
        return replace(part, numbering=Numbering(start=int(first))) if first.isdecimal() else part
    known = next((p.id for p in reversed(parts[:i]) if p.id in past), "")
    fresh = all(p.id in past for p in parts[:i][-1:])  # of several new parts in a row the first begins the letters
    if not known or not fresh or parts[i - 1].matter == "front":
        return part
    return replace(part, numbering=Numbering(past[known].last, style="a"))


def _changes(
    publication: Publication, parts: Sequence[PartSource], past: Past, digests: Mapping[str, str]
) -> PartSource:
    """Write the list of changes as a manuscript; its page numbers are filled in like all others."""
    assert publication.revision is not None
    lang, revision = _spoken(publication), publication.revision
    own = words(lang)
    lines = []
    for part in parts:
        link = f"[{_plain(part.title or part.id)}](#{part.id}){{.page}}"
        before = past.get(part.id)
        if before is None:
            lines.append(f"- {link}: {own['new']}")
        elif before.digest != digests[part.id]:
            lines.append(f"- {link}: {own['changed'].format(_pages(before, own))}")
    gone = [record for part_id, record in past.items() if part_id not in {p.id for p in parts} | {CHANGES}]
    for record in gone:
        told = own["gone"].format(_pages(record, own))
        lines.append(f"- {told[:1].upper()}{told[1:]}")
    opening = own["revised"].format(_dated(revision.date, lang), revision.digest)
    body = f"{opening}\n\n" + ("\n".join(lines) or own["changes_none"]) + "\n"
    manuscript = Manuscript(publication.root / "changes.md", "publication.yml", {}, {}, body, 1)
    return PartSource(CHANGES, own["changes"], "plain", "front", lang, manuscript, place=revision.place)


def _spoken(publication: Publication) -> str:
    """Give the language in which changes are told: English where the words of meetings are not known."""
    return publication.lang if has_words(publication.lang, meeting=True) else "en"


def _dated(date: str, lang: str) -> str:
    from babel.dates import format_date

    return format_date(datetime.date.fromisoformat(date), "long", locale=lang.replace("-", "_"))


def _pages(record: PartRecord, own: Mapping[str, str]) -> str:
    if record.first == record.last:
        return own["page"].format(record.first)
    return own["page_range"].format(f"{record.first}–{record.last}")


def _plain(text: str) -> str:
    return re.sub(r"([\\\[\]*_`<>#{}])", r"\\\1", text)
