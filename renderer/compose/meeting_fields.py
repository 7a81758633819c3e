"""Front matter or options in; the fields of the layouts of a board packet out.

Cover, agenda, dividers and sheets are filled from the agenda of a packet; motions, actions and resolutions from the
front matter of a manuscript.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from renderer.compose.shapes import Fields, Shape, Text
from renderer.findings import Finding, finding
from renderer.read.yaml_lines import Lines

Purpose = Literal["decide", "discuss", "inform", ""]
Way = Literal["for", "against", "abstained"]


class PacketPage(Fields):
    """What a packet says of each of its parts: the item and paper it belongs to; `back` is its line of the agenda."""

    item: Text = ""
    item_title: Text = ""
    paper: Text = ""
    closed: bool = False
    back: str = ""


class Meeting(PacketPage):
    """Who meets, when and where; `when`, `clock` and `ends` are in the words of the language."""

    body: Text = ""
    kind: Text = ""
    when: Text = ""
    clock: Text = ""
    place: Text = ""
    link: Text = ""
    chair: Text = ""
    marking: Text = ""
    quorum: int = 0
    present: tuple[Text, ...] = ()
    apologies: tuple[Text, ...] = ()

    @property
    def met(self) -> bool:
        """Tell whether enough are present."""
        return len(self.present) >= self.quorum


class AgendaLine(Shape):
    """A line of the agenda: an item, or below it a paper. `first` and `last` are the parts its pages begin and end in.

    `follows` marks a paper that is not there yet, `late` one that came after the others; `begins_consent` the first of
    several consent items.
    """

    number: str = ""
    title: Text
    level: int = 1
    anchor: str = ""
    kind: str = ""
    clock: str = ""
    minutes: int = 0
    presenter: Text = ""
    recommendation: Text = ""
    motion: Text = ""
    mover: Text = ""
    seconder: Text = ""
    first: str = ""
    last: str = ""
    follows: bool = False
    late: bool = False
    begins_consent: bool = False


class Agenda(PacketPage):
    """The items of a meeting in order; decisions print those on which something is to be decided."""

    lines: tuple[AgendaLine, ...] = ()
    ends: Text = ""


class Divider(PacketPage):
    """The sheet in front of an item's papers."""

    kind: str = ""
    clock: str = ""
    minutes: int = 0
    presenter: Text = ""
    recommendation: Text = ""
    papers: tuple[AgendaLine, ...] = ()


class PaperSheet(PacketPage):
    """The sheet in front of one paper: what it is for, who wrote it, what is proposed; or when it follows."""

    purpose: Purpose = ""
    author: Text = ""
    recommendation: Text = ""
    options: tuple[Text, ...] = ()
    risk: Text = ""
    due: Text = ""


class Vote(Shape):
    """How one member voted."""

    name: Text
    vote: Way


class Votes(Shape):
    """How many voted which way; none where nobody counted."""

    in_favour: int = Field(0, alias="for", ge=0)
    against: int = Field(0, ge=0)
    abstained: int = Field(0, ge=0)


class Motion(Shape):
    """A motion: its wording, who moved and seconded it, how it was voted on, by counts, by members or both."""

    text: Text
    mover: Text = ""
    seconder: Text = ""
    votes: Votes | None = None
    by: tuple[Vote, ...] = ()
    present: int = 0
    result: Literal["carried", "lost", ""] = ""

    @property
    def counted(self) -> Mapping[str, int] | None:
        """Give the counts, else those of the members' votes; None before the vote."""
        if self.votes:
            return {"for": self.votes.in_favour, "against": self.votes.against, "abstained": self.votes.abstained}
        if not self.by:
            return None
        return {way: sum(v.vote == way for v in self.by) for way in ("for", "against", "abstained")}


class Motions(PacketPage):
    """Motions and the votes on them."""

    motions: tuple[Motion, ...] = ()


class Action(Shape):
    """Something to be done."""

    what: Text
    who: Text = ""
    due: Text = ""
    state: Text = ""


class Actions(PacketPage):
    """What was to be done since the last meeting."""

    actions: tuple[Action, ...] = ()


class Resolution(PacketPage):
    """A resolution in writing: the text of the manuscript, and a line to sign on for each of those who consent."""

    signed_by: tuple[Text, ...] = ()


MEETING: Mapping[str, type[Fields]] = {
    "meeting": Meeting,
    "attendance": Meeting,
    "agenda": Agenda,
    "decisions": Agenda,
    "divider": Divider,
    "paper-sheet": PaperSheet,
    "to-follow": PaperSheet,
    "motions": Motions,
    "actions": Actions,
    "resolution": Resolution,
    "blank": PacketPage,
}
"""The fields of each layout of a packet."""


def check_motions(fields: Motions, lines: Lines, file: str) -> Iterator[Finding]:
    """Tell of motions whose votes do not agree with each other or with the result."""
    for n, motion in enumerate(fields.motions):
        counted = motion.counted
        if counted is None:
            continue
        total, line = sum(counted.values()), lines.at(("motions", n))
        told = {way: sum(v.vote == way for v in motion.by) for way in counted}
        wrong = []
        if motion.by and told != counted:
            wrong.append(f"by name there are {_said(told)}, and `votes` says {_said(counted)}")
        if motion.present and total != motion.present:
            wrong.append(f"{total} votes are counted, and {motion.present} were present")
        outcome = "carried" if counted["for"] > counted["against"] else "lost"
        if motion.result and motion.result != outcome:
            wrong.append(f"with {_said(counted)} it is {outcome}, not {motion.result}")
        for what in wrong:
            yield finding("MOTION-VOTES", f"“{motion.text[:60]}”: {what}", file=file, line=line)


def _said(counts: Mapping[str, int]) -> str:
    return f"{counts['for']} for, {counts['against']} against, {counts['abstained']} abstained"
