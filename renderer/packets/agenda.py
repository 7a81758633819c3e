"""A meeting and its items as read in; numbers, clock times and what does not add up out.

Items come as a tree; `rows_of` gives them in order with their numbers (1, 1.1, 2) and the times at which they begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
        shut = closed or item.kind == "closed"
        yield Row(number, level, item, f"{timed:%H:%M}" if timed else "", minutes, shut)
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
