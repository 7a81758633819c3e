"""`meeting:` and `agenda:` of a publication.yml in; the parts of a board packet out, with findings on its lines."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from renderer.findings import Finding, Place, finding
from renderer.languages.tags import name as language_name
from renderer.languages.words import has_words
from renderer.model import PartSource
from renderer.packets.agenda import Item, Kind, Meeting, Paper, Sheet, check_times, rows_of
from renderer.packets.packet import Dividers, Packet, closed_items, packet_parts, packet_without
from renderer.paper import Fitting, Labels, Tagging
from renderer.read.agenda_text import read_agenda
from renderer.read.papers import StampSpec, counted, title_of
from renderer.read.yaml_lines import Lines, YamlPath, did_you_mean

_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d?:\d\d)(?::\d\d)?)?\s*(.*)")
_OFFSET = re.compile(r"(?:UTC)?([+-]\d\d?)(?::?(\d\d))?")
_DEPTH = 6
"""Levels of items for whose keys words that come near are proposed."""


def _as_clock(value: Any) -> Any:
    """Take a clock time as it is written: YAML reads 20:00 as the number of its minutes."""
    return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) and not isinstance(value, bool) else value


def _as_text(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else str(value)


def _as_paper(value: Any) -> Any:
    """Read `budget.pdf` and `to follow` as papers."""
    if not isinstance(value, str):
        return value
    return {"to_follow": True} if value.strip().lower() == "to follow" else {"file": value}


class MeetingSpec(BaseModel):
    """Who meets, when and where."""

    model_config = ConfigDict(extra="forbid", strict=True)
    body: str
    kind: str = ""
    date: Annotated[str, BeforeValidator(_as_text)]
    ends: Annotated[str, BeforeValidator(_as_clock)] = Field(default="", pattern=r"^(\d\d:\d\d)?$")
    place: str = ""
    link: str = ""
    chair: str = ""
    marking: str = ""
    quorum: int = Field(default=0, ge=0)
    present: list[str] = []
    apologies: list[str] = []


class PaperEntry(BaseModel):
    """A paper of an item: a file, a part of another publication, or one that follows."""

    model_config = ConfigDict(extra="forbid", strict=True)
    file: str = ""
    publication: str = Field(default="", alias="from")
    part: str = ""
    to_follow: bool = False
    due: str = ""
    item: str = ""
    """Of an entry of `more_papers:` beside the agenda: the number or title of the item it belongs to."""
    title: str = ""
    id: str = Field(default="", pattern=r"^([a-z][a-z0-9-]*)?$")
    lang: str = ""
    layout: str = ""
    pages: str | int = ""
    tags: Tagging = "auto"
    alt: str | list[str] = ""
    password_file: str = ""
    stamp: bool | None = None
    fit: Fitting | None = None
    covered: bool = False
    labels: Labels = ""
    attach: bool = False
    purpose: Literal["decide", "discuss", "inform", ""] = ""
    author: str = ""
    recommendation: str = ""
    options: list[str] = []
    risk: str = ""


Papers = list[Annotated[PaperEntry, BeforeValidator(_as_paper)]]


class ItemSpec(BaseModel):
    """An item of the agenda."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: str = Field(min_length=1)
    kind: Kind | Literal[""] = ""
    minutes: int | None = Field(default=None, ge=0, le=1440)
    presenter: str = ""
    recommendation: str = ""
    motion: str = ""
    mover: str = ""
    seconder: str = ""
    papers: Papers = []
    items: list[ItemSpec] = []


def known_keys() -> dict[YamlPath, Iterable[str]]:
    """Give the keys of a packet by their path, for words that come near a misspelt one."""
    papers = [f.alias or name for name, f in PaperEntry.model_fields.items()]
    keys: dict[YamlPath, Iterable[str]] = {("meeting",): list(MeetingSpec.model_fields), ("more_papers",): papers}
    for depth in range(_DEPTH):
        path: YamlPath = ("agenda", *["items"] * depth)
        keys |= {path: list(ItemSpec.model_fields), (*path, "papers"): papers}
    return keys


# ---------------------------------------------------------------------------------------------- the meeting
def read_meeting(spec: MeetingSpec, lines: Lines, name: str) -> tuple[Meeting, list[Finding]]:
    """Read date, time and zone; a day that does not exist or a time without zone is a finding."""
    at = lines.at(("meeting", "date"))
    when, zone, faults = _when(spec.date.strip())
    findings = [replace(f, place=Place(name, at)) for f in faults]
    if spec.quorum and spec.present and len(spec.present) < spec.quorum:
        message = f"{len(spec.present)} are present, and the quorum is {spec.quorum}"
        findings.append(finding("MEETING-QUORUM", message, file=name, line=lines.at(("meeting", "quorum"))))
    return Meeting(
        spec.body, spec.kind, when, zone, spec.ends, spec.place, spec.link, spec.chair, spec.marking, spec.quorum,
        tuple(spec.present), tuple(spec.apologies),
    ), findings  # fmt: skip


def _when(text: str) -> tuple[datetime.datetime | None, str, list[Finding]]:
    """Read `2023-01-31 18:00 Europe/London`; also gives the zone as it is printed."""
    match = _WHEN.fullmatch(text)
    remedy = "write it such as 2023-01-31 18:00 Europe/London"
    try:
        day = datetime.datetime.fromisoformat(match[1]) if match else None
        clock = datetime.time.fromisoformat(match[2].zfill(5)) if match and match[2] else None
    except ValueError:
        day = clock = None
    if match is None or day is None:
        return None, "", [finding("KEY-VALUE", f"`date`: “{text}” is no date and time", remedy=remedy)]
    if clock is None:
        message = f"the meeting on {match[1]} has no time"
        return day, "", [finding("MEETING-ZONE", message, remedy=remedy)]
    when = datetime.datetime.combine(day.date(), clock)
    named = match[3].strip()
    if not named:
        message = f"{match[2]} on {match[1]} is in no time zone"
        return when, "", [finding("MEETING-ZONE", message, remedy=remedy)]
    zone = _zone(named)
    if zone is None:
        return when, named, [finding("MEETING-ZONE", f"no time zone is called “{named}”", remedy=remedy)]
    offset = when.replace(tzinfo=zone).utcoffset() or datetime.timedelta()
    minutes = int(offset.total_seconds() // 60)
    printed = "UTC" + (f"{'+' if minutes > 0 else '−'}{abs(minutes) // 60}" if minutes else "")
    printed += f":{abs(minutes) % 60:02}" if minutes % 60 else ""
    city = named.rpartition("/")[2].replace("_", " ") if "/" in named else ""
    return when, f"{city} ({printed})" if city else printed, []


def _zone(named: str) -> datetime.tzinfo | None:
    """Find a zone by its name (Europe/London), as UTC, or as an offset (+01:00)."""
    if named.upper() in ("UTC", "Z", "GMT"):
        return datetime.UTC
    if match := _OFFSET.fullmatch(named):
        hours, minutes = int(match[1]), int(match[2] or 0)
        if abs(hours) < 24 and minutes < 60:
            return datetime.timezone(datetime.timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes))
    try:
        return zoneinfo.ZoneInfo(named)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


# ------------------------------------------------------------------------------------------------ the items
Make = Callable[[PaperEntry, Place], tuple[list[PartSource], list[Finding]]]
"""Makes the parts of a paper that is a file or a part of another publication."""


@dataclass(slots=True)
class ItemReader:
    """Reads the items of an agenda; a file that is named twice is bound once."""

    make: Make
    lines: Lines
    name: str
    findings: list[Finding] = field(default_factory=list)
    _seen: dict[tuple[str, ...], tuple[str, Place]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def items(self, specs: Sequence[ItemSpec], path: YamlPath = ("agenda",)) -> Iterator[Item]:
        """Read items and what lies below them, in order."""
        for n, spec in enumerate(specs):
            own = (*path, n)
            papers = [
                self.paper(p, Place(self.name, self.lines.at((*own, "papers", i))), spec.title)
                for i, p in enumerate(spec.papers)
            ]
            yield Item(
                spec.title, spec.kind, spec.minutes, spec.presenter, spec.recommendation, spec.motion, spec.mover,
                spec.seconder, tuple(p for p in papers if p), tuple(self.items(spec.items, (*own, "items"))),
                Place(self.name, self.lines.at(own)),
            )  # fmt: skip

    def paper(self, entry: PaperEntry, at: Place, item: str) -> Paper | None:
        """Read a paper; None when there is nothing to bind, which is a finding. `item` titles one that has no title."""
        sheet = Sheet(entry.purpose, entry.author, entry.recommendation, tuple(entry.options), entry.risk, entry.due)
        if entry.to_follow:
            return Paper(entry.title or item, sheet=sheet, follows=True)
        if not entry.file and not (entry.publication and entry.part):
            message = "a paper needs `file`, `from` with `part`, or `to_follow: true`"
            self.findings.append(finding("KEY-MISSING", message, file=at.file, line=at.line))
            return None
        source = (entry.file, entry.publication, entry.part, str(entry.pages))
        if source in self._seen:
            part, first = self._seen[source]
            what = entry.file or f"{entry.publication}: {entry.part}"
            message = f"{what} is named twice, first on line {first.line}; it is bound there"
            self.findings.append(finding("AGENDA-TWICE", message, file=at.file, line=at.line))
            return Paper(entry.title or what, elsewhere=part)
        made, faults = self.make(entry, at)
        self.findings += faults
        parts = tuple(self._distinct(part) for part in made)
        if not parts:
            return None
        self._seen[source] = parts[0].id, at
        manuscript = parts[0].manuscript
        title = entry.title or parts[0].title or (title_of(manuscript.path) if manuscript else item)
        return Paper(title, parts, _with_front_matter(sheet, parts[0]))

    def _distinct(self, part: PartSource) -> PartSource:
        """Give a part an id of its own, as other pages of one file have the same name."""
        own, n = part.id, 2
        while own in self._ids and part.origin is None:
            own, n = f"{part.id}-{n}", n + 1
        self._ids.add(own)
        return replace(part, id=own)


def _with_front_matter(sheet: Sheet, part: PartSource) -> Sheet:
    """Take what the agenda does not say of a paper from its manuscript's front matter."""
    meta: Mapping[str, Any] = part.manuscript.meta if part.manuscript else {}
    purpose = str(meta.get("purpose", ""))
    options = meta.get("options", ())
    return replace(
        sheet,
        purpose=sheet.purpose or (purpose if purpose in ("decide", "discuss", "inform") else ""),
        author=sheet.author or str(meta.get("author", "")),
        recommendation=sheet.recommendation or str(meta.get("recommendation", "")),
        options=sheet.options or tuple(str(o) for o in options if isinstance(options, list)),
        risk=sheet.risk or str(meta.get("risk", "")),
    )


class PacketSpec(Protocol):
    """What a publication.yml says of a packet."""

    title: str
    meeting: MeetingSpec | None
    agenda: list[ItemSpec]
    more_papers: list[PaperEntry]
    dividers: Dividers
    marking: str
    numbers_from: Literal["cover", "papers"]
    stamp: StampSpec | None


@dataclass(frozen=True, slots=True)
class ReadPacket:
    """A packet as read: its parts, how they are made again without some items, and which items are closed."""

    parts: tuple[PartSource, ...] = ()
    remade: Callable[[Collection[str], bool], tuple[PartSource, ...]] | None = None
    items: Mapping[str, bool] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


def _remade(packet: Packet, stamp: StampSpec | None, items: Collection[str], closed: bool) -> tuple[PartSource, ...]:
    return counted(packet_parts(packet_without(packet, items, closed)), stamp)


def read_packet(
    spec: PacketSpec, lang: str, make: Make, lines: Lines, name: str, text: PartSource | None = None
) -> ReadPacket:
    """Read a packet; `make` makes the parts of its papers, `text` is the agenda when it is a manuscript."""
    meeting_spec = spec.meeting or MeetingSpec(body=spec.title, date="")
    beside: tuple[PartSource, ...] = ()
    agenda, noted = name, lines
    if text and text.manuscript:
        agenda, noted = text.manuscript.name, Lines(lines)
        values, more = read_agenda(text.manuscript, lang, noted)
        spec.agenda = [ItemSpec.model_validate(value) for value in values]
        beside = (text,) if more else ()
    missing = [key for key in ("meeting", "agenda") if not getattr(spec, key)]
    findings = [finding("KEY-MISSING", f"a packet needs `{key}:`", file=name, line=1) for key in missing]
    if missing:
        return ReadPacket(findings=findings)
    meeting, faults = read_meeting(meeting_spec, lines, name)
    meeting = replace(meeting, marking=meeting.marking or spec.marking)
    reader = ItemReader(make, noted, agenda)
    items = tuple(reader.items(spec.agenda))
    for n, entry in enumerate(spec.more_papers):
        items = _with_paper(items, entry, reader, Place(name, lines.at(("more_papers", n))))
    times = check_times(meeting, items, Place(name, lines.at(("meeting", "ends"))))
    if not has_words(lang, meeting=True):
        message = f"the words of meetings are not known in {language_name(lang)}; they are printed in English"
        findings.append(finding("LANG-WORDS", message, file=name, line=lines.at(("lang",))))
    packet = Packet(
        meeting, items, lang, spec.title, spec.dividers, spec.numbers_from == "papers", beside,
        place=Place(name, lines.at(("agenda",))),
    )  # fmt: skip
    told = [*findings, *faults, *reader.findings, *times]
    return ReadPacket(packet_parts(packet), partial(_remade, packet, spec.stamp), closed_items(packet), told)


def _with_paper(items: tuple[Item, ...], entry: PaperEntry, reader: ItemReader, at: Place) -> tuple[Item, ...]:
    """Put a paper from beside the agenda below the item it names."""
    rows = list(rows_of(items, None))
    wanted = entry.item.casefold().strip()
    row = next((r for r in rows if wanted in (r.number, r.item.title.casefold())), None)
    if row is None:
        titles = [r.item.title for r in rows]
        message = f"no item of the agenda is called `{entry.item}`; {did_you_mean(entry.item, titles)}"
        reader.findings.append(finding("KEY-VALUE", message, file=at.file, line=at.line))
        return items
    paper = reader.paper(entry, at, row.item.title)
    if paper is None:
        return items
    return _replaced(items, [int(n) - 1 for n in row.number.split(".")], paper)


def _replaced(items: tuple[Item, ...], path: Sequence[int], paper: Paper) -> tuple[Item, ...]:
    here = items[path[0]]
    if len(path) > 1:
        new = replace(here, items=_replaced(here.items, path[1:], paper))
    else:
        new = replace(here, papers=(*here.papers, paper))
    return (*items[: path[0]], new, *items[path[0] + 1 :])
