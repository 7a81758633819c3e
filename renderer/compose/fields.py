"""Front matter in; the fields a layout asks for out, checked and with every default filled.

Each layout has one model here: it is the type of `part.fields` in its template, and docs/layouts.md lists its keys.
Keys that no layout asks for are left alone, since manuscripts come from systems with keys of their own; one that is
nearly the name of a field is a finding.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ValidationError

from renderer.compose.meeting_fields import MEETING
from renderer.compose.shapes import Fields, PictureField, Shape, Text
from renderer.findings import Finding, Severity, finding
from renderer.kit import PagePromise
from renderer.read.yaml_lines import Lines, YamlPath, shape_findings

_NEAR = 0.8  # likeness from which a key is taken for a misspelt field
_ELSEWHERE = {"title", "layout", "lang", "language", "date", "draft", "data", "id", "order", "description", "repairs"}
_ELSEWHERE |= {"item", "item_title", "paper", "closed"}  # what a packet says of each of its parts


class Cover(Fields):
    """`picture` fills the page behind the title."""

    picture: PictureField | None = None


class Contents(Fields):
    """How deep the contents go (0: no parts at all), and what else is listed after them."""

    depth: Literal[0, 1, 2] = 2
    lists: tuple[Literal["figures", "tables"], ...] = ()


class Letter(Fields):
    """A letter: who wrote it, in what office, how they look and sign. Without a portrait the initials stand there."""

    author: Text = ""
    role: Text = ""
    organisation: Text = ""
    portrait: PictureField | None = None
    initials: bool = True
    signature: PictureField | None = None
    place: Text = ""


class Chapter(Fields):
    """A chapter. `opener` is a band over the text, a page of its own, or left to the theme; `columns` of the text."""

    opener: Literal["auto", "band", "page", "none"] = "auto"
    picture: PictureField | None = None
    columns: Literal[1, 2] = 1


class Number(Shape):
    """A number at a glance; `change` is what it moved by, such as `+12 %`."""

    value: Text
    label: Text
    note: Text = ""
    change: Text = ""


class Highlights(Fields):
    """Numbers at a glance."""

    highlights: tuple[Number, ...] = ()


class Event(Shape):
    """One entry of a timeline."""

    date: Text
    title: Text
    text: Text = ""
    mark: bool = False


class Timeline(Fields):
    """What happened when."""

    events: tuple[Event, ...] = ()


class Link(Shape):
    """A line of a "get involved" box; `href` is an address, with or without its scheme."""

    label: Text
    text: Text = ""
    href: Text = ""


class Fact(Shape):
    """A label and what there is to say of it."""

    label: Text
    value: Text


class Project(Fields):
    """A project sheet: logo or name, facts, text, and how to take part."""

    logo: PictureField | None = None
    facts: tuple[Fact, ...] = ()
    involved: tuple[Link, ...] = ()


class Person(Shape):
    """One person of a grid; without a portrait the initials stand there."""

    name: Text
    role: Text = ""
    organisation: Text = ""
    portrait: PictureField | None = None


class PeopleGroup(Shape):
    """People under a heading, such as the directors."""

    name: Text = ""
    people: tuple[Person, ...]


class People(Fields):
    """People in a grid, in one group or several."""

    people: tuple[Person, ...] = ()
    groups: tuple[PeopleGroup, ...] = ()


class Member(Shape):
    """A member or sponsor: its name, its logo when there is one."""

    name: Text
    logo: PictureField | None = None


def _as_member(value: Any) -> Any:
    return {"name": value} if isinstance(value, str | int | float) else value


class Tier(Shape):
    """One class of members; `size` sets how large its logos stand."""

    name: Text
    members: tuple[Annotated[Member, BeforeValidator(_as_member)], ...]
    size: Literal["large", "medium", "small", "auto"] = "auto"


class Logos(Fields):
    """A wall of logos, by tier; a member without a logo stands there by name."""

    tiers: tuple[Tier, ...] = ()


class Photos(Fields):
    """Photographs in a grid; the first may be the large one."""

    photos: tuple[PictureField, ...] = ()
    lead: bool = True


class Row(Shape):
    """A line of a statement: a heading without values, an entry, a subtotal or a total. `note` is a reference."""

    label: Text
    values: tuple[Text, ...] = ()
    kind: Literal["entry", "heading", "subtotal", "total"] = "entry"
    note: Text = ""


class Statement(Shape):
    """One statement: what its columns are called, in what unit, and its rows."""

    title: Text = ""
    unit: Text = ""
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()


class Financials(Fields):
    """Financial statements: aligned on the decimal sign, with totals and notes."""

    statements: tuple[Statement, ...] = ()


class Group(Shape):
    """Names or entries under a heading."""

    name: Text = ""
    items: tuple[Text, ...]


class ListPage(Fields):
    """A list in columns, in one group or several."""

    items: tuple[Text, ...] = ()
    groups: tuple[Group, ...] = ()
    columns: Literal[2, 3, 4] = 3


class Acknowledgements(Fields):
    """Thanks: names by group, in running lines or in columns."""

    groups: tuple[Group, ...] = ()
    names: Literal["lines", "columns"] = "lines"


class Colophon(Fields):
    """How the publication was made, and by whom."""

    facts: tuple[Fact, ...] = ()


class Specimen(Fields):
    """A page of the specimen that shows the tokens of the design themselves."""

    show: Literal["colours", "type", "grid"] = "colours"


class Release(Fields):
    """A press release; its headline is the title."""

    subhead: Text = ""
    place: Text = ""


class FactSheet(Fields):
    """A fact sheet: on how many pages, by what it may be made to keep to them, and numbers in a row over the text."""

    pages: Literal[1, 2] = 1
    fit: tuple[Literal["spacing", "type"], ...] = ("spacing", "type")
    numbers: tuple[Number, ...] = ()


class Excerpted(Fields):
    """The page in front of an excerpt: `origin` says where it is from."""

    origin: Text = ""


FIELDS: Mapping[str, type[Fields]] = {
    "cover": Cover,
    "contents": Contents,
    "letter": Letter,
    "chapter": Chapter,
    "opener": Chapter,
    "highlights": Highlights,
    "timeline": Timeline,
    "project": Project,
    "people": People,
    "logos": Logos,
    "photos": Photos,
    "financials": Financials,
    "list": ListPage,
    "acknowledgements": Acknowledgements,
    "colophon": Colophon,
    "specimen": Specimen,
    **MEETING,
    "release": Release,
    "fact-sheet": FactSheet,
    "excerpt": Excerpted,
}
"""The fields of each layout; a layout that is not here has those of `Fields`."""


def group_headings(fields: Fields) -> list[tuple[str, str]]:
    """Give the headings a layout prints over the groups of its front matter, each with the end of its id."""
    named: list[tuple[str, str]] = []
    match fields:
        case ListPage():
            named = [(group.name, f"group-{n}") for n, group in enumerate(fields.groups, 1)]
        case People():  # the people of no group come first, and groups without people are not printed
            shown = [group for group in fields.groups if group.people]
            named = [(group.name, f"groups.{n}") for n, group in enumerate(shown, 1 + bool(fields.people))]
        case Logos():
            tiers = [tier for tier in fields.tiers if tier.members]
            named = [(tier.name, f"tiers.{n}") for n, tier in enumerate(tiers, 1)]
        case Financials():
            named = [(s.title, f"statement-{n}") for n, s in enumerate(fields.statements, 1)]
    return [(name, end) for name, end in named if name]


def promise_of(fields: Fields) -> PagePromise | None:
    """Give how many pages a part may fill, when its layout promises that."""
    return PagePromise(fields.pages, fields.fit) if isinstance(fields, FactSheet) else None


def read_fields(
    layout: str, meta: Mapping[str, Any], lines: Mapping[str, int], file: str, line: int
) -> tuple[Fields, list[Finding]]:
    """Check the front matter (or options) of a part against what its layout asks for.

    `lines` has the line of each value by its dotted path (`highlights.2.value`); `line` is where the part itself
    stands. What is faulty is left out, so that a proof shows the rest.
    """
    model = FIELDS.get(layout, Fields)
    places = lines_of(lines, line)
    given = {k: v for k, v in meta.items() if k in model.model_fields}
    findings = list(_misspelt(model, meta, places, file))
    try:
        return model.model_validate(given), findings
    except ValidationError as e:
        faults: list[Mapping[str, Any]] = [{**fault, "loc": _spoken(fault["loc"])} for fault in e.errors()]
        findings += shape_findings(faults, places, dict(_known(model)), file)
        wrong = {fault["loc"][0] for fault in faults}
        return model.model_validate({k: v for k, v in given.items() if k not in wrong}), findings


def lines_of(lines: Mapping[str, int], line: int) -> Lines:
    """Take lines by dotted path as lines by path; `line` is that of all other values."""
    return Lines({(): line, **{_path(name): number for name, number in lines.items()}})


def _path(dotted: str) -> YamlPath:
    return tuple(int(p) if p.isdigit() else p for p in dotted.split("."))


def _spoken(loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Drop what unions and validators add to the path of a value."""
    return tuple(p for p in loc if isinstance(p, int) or ("[" not in p and not p[:1].isupper()))


def _misspelt(model: type[Fields], meta: Mapping[str, Any], lines: Lines, file: str) -> Iterator[Finding]:
    for key in meta:
        if key in model.model_fields or key in _ELSEWHERE:
            continue
        if near := difflib.get_close_matches(key, list(model.model_fields), n=1, cutoff=_NEAR):
            message = f"`{key}` is not known here; did you mean `{near[0]}`?"
            yield finding("KEY-UNKNOWN", message, file=file, line=lines.at((key,)), severity=Severity.WARNING)


def _known(model: type[BaseModel], path: YamlPath = ()) -> Iterator[tuple[YamlPath, list[str]]]:
    """Give the keys of a model and of all models in it, by path without list positions."""
    yield path, [name for name, f in model.model_fields.items() if not f.exclude]
    for name, f in model.model_fields.items():
        for inner in _models(f.annotation):
            yield from _known(inner, (*path, name))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
