"""A meeting, its items and their papers in; the parts of a board packet out, in the order in which they are bound.

Cover, agenda, decisions wanted and attendance come first; then item after item with divider, sheets and papers. Each
part says in its options which item and paper it belongs to (`item`, `item_title`, `paper`) and whether it is `closed`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from renderer.findings import Place
from renderer.languages.words import words
from renderer.model import Heading, Matter, PartSource
from renderer.packets.agenda import Item, Meeting, Paper, Row, rows_of, without_items

AGENDA = "agenda"
Dividers = Literal["none", "papers", "all"]


@dataclass(frozen=True, slots=True)
class Packet:
    """What a packet is made of. `agenda` are parts that stand behind the agenda, such as its own text."""

    meeting: Meeting
    items: tuple[Item, ...]
    lang: str
    title: str
    dividers: Dividers = "papers"
    from_papers: bool = False
    """Whether pages are numbered from behind the agenda on, with Roman numbers before."""
    agenda: tuple[PartSource, ...] = ()
    place: Place = field(default_factory=Place)


def closed_items(packet: Packet) -> Mapping[str, bool]:
    """Give the items by their numbers, and whether each is closed."""
    return {row.number: row.closed for row in rows_of(packet.items, packet.meeting.date)}


def packet_without(packet: Packet, items: Collection[str], closed: bool) -> Packet:
    """Leave out items by their numbers, with all below them; for the public the closed ones and the marking too.

    A text that stands behind the agenda may tell of any item, so it goes with the first of them.
    """
    numbers = closed_items(packet)
    gone = {n for n, shut in numbers.items() if (closed and shut) or any(f"{n}.".startswith(f"{i}.") for i in items)}
    if closed:
        packet = replace(packet, meeting=replace(packet.meeting, marking=""))
    if not gone:
        return packet
    return replace(packet, items=without_items(packet.items, packet.meeting.date, gone), agenda=())


def packet_parts(packet: Packet) -> tuple[PartSource, ...]:
    """Give the parts of a packet."""
    rows = list(rows_of(packet.items, packet.meeting.date))
    behind = [_Bound(row, tuple(_parts_of(packet, row))) for row in rows]
    matter: Matter = "front" if packet.from_papers else "body"
    made = [replace(part, matter=matter) for part in _opening(packet, behind)]
    waiting: list[Heading] = []
    for bound in behind:
        depth = bound.row.level - 1
        if not bound.parts:
            waiting.append(Heading(bound.row.level, bound.row.label, f"{AGENDA}.{bound.row.id}"))
            continue
        for n, part in enumerate(bound.parts):
            if part.layout == "divider":
                opens = tuple(waiting)
            else:
                opens = (*waiting, Heading(bound.row.level, bound.row.label, part.id)) if n == 0 else ()
                part = replace(part, depth=depth + 1)
            made.append(replace(part, opens=opens, depth=depth if part.layout == "divider" else part.depth))
            waiting = []
    made[-1] = replace(made[-1], closes=tuple(waiting))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Bound:
    """An item with the parts that are bound for it."""

    row: Row
    parts: tuple[PartSource, ...]


# ---------------------------------------------------------------------------------------------- in front
def _opening(packet: Packet, behind: Sequence[_Bound]) -> Iterator[PartSource]:
    own = words(packet.lang)
    lines = list(_lines(behind))
    who = _meeting(packet)
    yield _part(packet, "meeting", "meeting", "", who)
    yield _part(packet, AGENDA, AGENDA, own["agenda"], {"lines": lines, "ends": packet.meeting.ends})
    yield from packet.agenda
    wanted = [line for line in lines if line.get("kind") == "decision" or line.get("motion")]
    if wanted:
        yield _part(packet, "decisions", "decisions", own["decisions"], {"lines": wanted})
    if packet.meeting.present or packet.meeting.apologies:
        yield _part(packet, "attendance", "attendance", own["attendance"], who)


def _meeting(packet: Packet) -> Mapping[str, Any]:
    from babel.dates import format_date

    meeting = packet.meeting
    when = format_date(meeting.date, "full", locale=packet.lang.replace("-", "_")) if meeting.date else ""
    clock = f"{meeting.date:%H:%M}" if meeting.date else ""
    if clock and meeting.ends:
        clock += f"–{meeting.ends}"
    return {
        "body": meeting.body, "kind": meeting.kind, "when": when, "clock": f"{clock} {meeting.zone}".strip(),
        "place": meeting.place, "link": meeting.link, "chair": meeting.chair, "marking": meeting.marking,
        "quorum": meeting.quorum, "present": meeting.present, "apologies": meeting.apologies,
    }  # fmt: skip


def _lines(behind: Sequence[_Bound]) -> Iterator[dict[str, Any]]:
    """Give the lines of the agenda; the pages of an item are those of its own parts and of the items below it."""
    kinds: dict[str, str] = {}
    for n, bound in enumerate(behind):
        row, item = bound.row, bound.row.item
        below = [b for b in behind[n:] if b is bound or b.row.number.startswith(f"{row.number}.")]
        parts = [part.id for b in below for part in b.parts]
        yield {
            "number": row.number, "title": item.title, "level": row.level, "anchor": row.id, "kind": item.kind,
            "clock": row.begins, "minutes": row.minutes, "presenter": item.presenter,
            "recommendation": item.recommendation, "motion": item.motion, "mover": item.mover,
            "seconder": item.seconder, "first": parts[0] if parts else "", "last": parts[-1] if parts else "",
            "begins_consent": item.kind == "consent" and "consent" not in (kinds.get(row.above), kinds.get(row.before)),
        }  # fmt: skip
        kinds[row.number] = item.kind
        yield from _paper_lines(bound)


def _paper_lines(bound: _Bound) -> Iterator[dict[str, Any]]:
    row = bound.row
    papers = row.item.papers
    if len(papers) == 1 and papers[0].title == row.item.title and not papers[0].follows:
        return  # the line of the item says it all
    for n, paper in enumerate(papers, 1):
        yield {
            "title": paper.title, "level": row.level + 1, "first": _first(row, n), "last": _last(row, n),
            "follows": paper.follows,
        }  # fmt: skip


# ----------------------------------------------------------------------------------------------- the items
def _parts_of(packet: Packet, row: Row) -> Iterator[PartSource]:
    item = row.item
    if packet.dividers == "all" or (packet.dividers == "papers" and item.papers):
        told = {
            "kind": item.kind, "clock": row.begins, "minutes": row.minutes, "presenter": item.presenter,
            "recommendation": item.recommendation,
            "papers": [{"title": p.title, "first": _first(row, n), "last": _last(row, n), "follows": p.follows}
                       for n, p in enumerate(item.papers, 1)],
        }  # fmt: skip
        yield _part(packet, row.id, "divider", row.label, told | _told(row, ""))
    for n, paper in enumerate(item.papers, 1):
        yield from _paper(packet, row, paper, n)


def _paper(packet: Packet, row: Row, paper: Paper, n: int) -> Iterator[PartSource]:
    told = _told(row, paper.title)
    sheet = {
        "purpose": paper.sheet.purpose, "author": paper.sheet.author, "recommendation": paper.sheet.recommendation,
        "options": paper.sheet.options, "risk": paper.sheet.risk, "due": paper.sheet.due,
    }  # fmt: skip
    if paper.follows:
        yield _part(packet, f"{row.id}-paper-{n}", "to-follow", paper.title, sheet | told)
    elif paper.parts:
        above = row.number if paper.title == row.item.title else row.label
        if paper.sheet.wanted:
            yield _part(packet, f"{row.id}-paper-{n}", "paper-sheet", paper.title, sheet | told)
        for part in paper.parts:
            yield replace(part, options={"kicker": above, **part.options, **told})


def _first(row: Row, n: int) -> str:
    """Give the id of the part a paper begins with, or of the one that has it elsewhere."""
    paper = row.item.papers[n - 1]
    if paper.follows or (paper.parts and paper.sheet.wanted):
        return f"{row.id}-paper-{n}"
    return paper.parts[0].id if paper.parts else paper.elsewhere


def _last(row: Row, n: int) -> str:
    paper = row.item.papers[n - 1]
    return paper.parts[-1].id if paper.parts else _first(row, n)


def _told(row: Row, paper: str) -> dict[str, Any]:
    """Say of a part which item and paper it belongs to; `back` is the line of the agenda it stands on."""
    return {
        "item": row.number, "item_title": row.item.title, "closed": row.closed, "paper": paper,
        "back": f"{AGENDA}.{row.id}",
    }  # fmt: skip


def _part(packet: Packet, part: str, layout: str, title: str, options: Mapping[str, Any]) -> PartSource:
    told = {"item": "", "item_title": "", "closed": False, "paper": "", **options}
    return PartSource(part, title or packet.title, layout, "body", packet.lang, None, told, place=packet.place)
