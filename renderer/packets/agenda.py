"""A meeting and its items as read in; numbers, clock times and what does not add up out.

Items come as a tree; `rows_of` gives them in order with their numbers (1, 1.1, 2) and the times at which they begin.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from renderer.findings import Finding, Place, finding
from renderer.model import PartSource

Kind = Literal["procedural", "consent", "decision", "discussion", "information", "closed"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who meets, when and where. `zone` is what the author wrote of it, empty when nothing was said."""

    body: str
    kind: str = ""
    date: datetime | None = None
    zone: str = ""
    ends: str = ""
    """Clock time such as 20:00, or empty."""
    place: str = ""
    link: str = ""
    chair: str = ""
    marking: str = ""
    quorum: int = 0
    present: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is said of a paper in front of it; `due` is when a paper that follows is expected."""

    purpose: str = ""
    author: str = ""
    recommendation: str = ""
    options: tuple[str, ...] = ()
    risk: str = ""
    due: str = ""

    @property
    def wanted(self) -> bool:
        """Tell whether there is enough to say for a sheet of its own."""
        return bool(self.purpose or self.recommendation or self.options or self.risk)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an item: the parts it is bound as; none of them when it follows or stands elsewhere.

    `elsewhere` is the id of a part that another item has bound already.
    """

    title: str
    parts: tuple[PartSource, ...] = ()
    sheet: Sheet = field(default_factory=Sheet)
    follows: bool = False
    elsewhere: str = ""


def says_closed(part: PartSource) -> bool:
    """Tell whether the front matter of a part, or what it is taken from, says that it is closed."""
    if part.origin:
        return any(p.options.get("closed") is True or says_closed(p) for p in part.origin.parts if p.id == part.id)
    return part.manuscript is not None and part.manuscript.meta.get("closed") is True


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda with its papers and the items below it."""

    title: str
    kind: Kind | Literal[""] = ""
    minutes: int | None = None
    presenter: str = ""
    recommendation: str = ""
    motion: str = ""
    mover: str = ""
    seconder: str = ""
    papers: tuple[Paper, ...] = ()
    items: tuple[Item, ...] = ()
    place: Place = field(default_factory=Place)
    begins: str = ""
    """Clock time that stands whatever comes before; empty: it follows from the items before."""

    @property
    def closed(self) -> bool:
        """Whether it is closed of itself, or by the front matter of one of its papers."""
        return self.kind == "closed" or any(map(says_closed, (part for p in self.papers for part in p.parts)))


@dataclass(frozen=True, slots=True)
class Row:
    """An item in its place: `number` such as 4.2, `level` from 1, `begins` as clock time or empty."""

    number: str
    level: int
    item: Item
    begins: str
    minutes: int
    closed: bool
    """Whether it, or what it stands under, is closed."""

    @property
    def id(self) -> str:
        """The number as part of an id: `item-4-2`."""
        return "item-" + self.number.replace(".", "-")

    @property
    def above(self) -> str:
        """The number of the item it stands under, or empty."""
        return self.number.rpartition(".")[0]

    @property
    def before(self) -> str:
        """The number of the item before it on its level; there is none of 0."""
        head, dot, n = self.number.rpartition(".")
        return f"{head}{dot}{int(n) - 1}"

    @property
    def label(self) -> str:
        """Number and title, as the outline has them."""
        return f"{self.number} {self.item.title}"


def rows_of(
    items: Sequence[Item], start: datetime | None, above: str = "", closed: bool = False, level: int = 1
) -> Iterator[Row]:
    """Number the items in order; times are given when the meeting's is known and any item has minutes."""
    timed = start if any(map(length, items)) else None
    for n, item in enumerate(items, 1):
        number, minutes = f"{above}{n}", length(item)
        shut = closed or item.closed
        yield Row(number, level, item, item.begins or (f"{timed:%H:%M}" if timed else ""), minutes, shut)
        yield from rows_of(item.items, timed, f"{number}.", shut, level + 1)
        timed = timed + timedelta(minutes=minutes) if timed else None


def length(item: Item) -> int:
    """Give the minutes of an item: its own, else those of the items below it."""
    return item.minutes if item.minutes is not None else sum(map(length, item.items))


def check_times(meeting: Meeting, items: Sequence[Item], at: Place) -> Iterator[Finding]:
    """Tell of minutes that do not add up: below an item, and over the meeting against the time it ends."""
    waiting = list(items)
    while waiting:
        item = waiting.pop(0)
        below = sum(map(length, item.items))
        if item.minutes is not None and below > item.minutes:
            message = f"“{item.title}” has {item.minutes} minutes, and the items below it take {below}"
            yield finding("AGENDA-TIME", message, file=item.place.file, line=item.place.line)
        waiting += item.items
    total = sum(map(length, items))
    if meeting.date and meeting.ends and total:
        found = meeting.date + timedelta(minutes=total)
        if f"{found:%H:%M}" != meeting.ends:
            message = f"the items take {total} minutes, so the meeting ends at {found:%H:%M}, not {meeting.ends}"
            yield finding("AGENDA-TIME", message, file=at.file, line=at.line)


# ------------------------------------------------------------------------------------- without some of the items
def without_items(items: Sequence[Item], start: datetime | None, gone: Collection[str]) -> tuple[Item, ...]:
    """Leave out items by their numbers with all below them; the others keep their times.

    A paper that was bound with one of them and is named by another item is bound there, under the title it has there.
    """
    rows = {row.number: row for row in rows_of(items, start)}
    kept = _kept(items, "", rows, gone)
    bound = {paper.parts[0].id for item in _all(kept) for paper in item.papers if paper.parts}
    lost = {p.parts[0].id: p for item in _all(items) for p in item.papers if p.parts and p.parts[0].id not in bound}
    return _bound_again(kept, lost)


def _kept(items: Sequence[Item], above: str, rows: Mapping[str, Row], gone: Collection[str]) -> tuple[Item, ...]:
    return tuple(
        replace(item, items=_kept(item.items, f"{number}.", rows, gone), begins=rows[number].begins,
                minutes=rows[number].minutes)
        for number, item in ((f"{above}{n}", item) for n, item in enumerate(items, 1)) if number not in gone
    )  # fmt: skip


def _all(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.items)


def _bound_again(items: Sequence[Item], lost: dict[str, Paper]) -> tuple[Item, ...]:
    """Bind papers that have lost their place where they are named next; those that are closed are named no more."""
    made = []
    for item in items:
        papers = []
        for paper in item.papers:
            other = lost.get(paper.elsewhere)
            if other and any(map(says_closed, other.parts)):
                continue
            if other:
                del lost[paper.elsewhere]
                parts = (replace(other.parts[0], title=paper.title), *other.parts[1:])
                paper = replace(paper, parts=parts, elsewhere="")
            papers.append(paper)
        made.append(replace(item, papers=tuple(papers), items=_bound_again(item.items, lost)))
    return tuple(made)
