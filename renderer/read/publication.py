"""A publication's folder, a folder of manuscripts or a lone manuscript in; one frozen `Publication` out.

All faults of all files are found in one run and come back beside the publication, so that nobody mends them one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

from renderer.findings import Finding, InputError, Place, finding
from renderer.model import Folio, Issue, Manuscript, Matter, Paper, PartSource, Publication, Theme
from renderer.packets.packet import Dividers
from renderer.read.agenda_text import open_agenda
from renderer.read.brand import brand_of
from renderer.read.circulation import CopiesSpec, RevisionSpec, dates_as_text, read_circulation
from renderer.read.conformance import DEFAULT, Standard, settled_conformance
from renderer.read.keys import ChecksSpec, LateSpec, NumberingSpec, PartSpec
from renderer.read.languages import settled_lang
from renderer.read.manuscripts import draft_key, left_out, read_manuscript
from renderer.read.naming import distinct, slug, twins, unnumbered
from renderer.read.packet import ItemSpec, MeetingSpec, PaperEntry, Papers, ReadPacket, known_keys, read_packet
from renderer.read.papers import (
    KEYS,
    LAYOUT,
    PapersSpec,
    Stamped,
    StampSpec,
    counted,
    is_paper,
    out_of_place,
    papering_of,
    read_paper,
)
from renderer.read.press import as_press, known_of, take_press
from renderer.read.switches import read_switches
from renderer.read.yaml_lines import Lines, YamlPath, did_you_mean, load, shape_findings
from renderer.rules import switched_off
from renderer.workspace import Workspace, resources

FILE = "publication.yml"
MATTER: Mapping[str, Matter] = {"cover": "front", "contents": "front", "index": "back", "back-cover": "back"}
"""Where a layout belongs when the part does not say: front matter is numbered i, ii, iii."""
SHORT = frozenset({
    "acknowledgements", "colophon", "data-tables", "financials", "index", "list", "logos", "people", "photos",
    "project", "timeline",
})  # fmt: skip
"""Layouts of parts that follow others: in the print edition they begin on any page, when the part does not say."""

FONT_FILES = (".ttf", ".otf", ".ttc")
"""Entries of `fonts:` that end so are files; others are names of installed fonts."""

_NOT_A_PART = {"base", "furniture", "press-foot"}


class PublicationSpec(BaseModel):
    """The keys of `publication.yml`."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)
    kind: Literal["report", "packet", "press"] = "report"
    title: str
    subtitle: str = ""
    lang: str = Field(default="en", validation_alias=AliasChoices("lang", "language"))
    publisher: str = ""
    date: str = Field(default="", pattern=r"^(\d{4}-\d\d-\d\d)?$")
    paper: Paper = Field(default="A4", validation_alias=AliasChoices("paper", "page_size"))
    editions: list[Issue] = Field(default=["screen"], min_length=1)
    site_root: str = ""
    picture_hosts: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")]] = []
    options: dict[str, Any] = {}
    linearize: bool = False
    conformance: list[Standard] = list(DEFAULT)
    repairs: Any = None
    checks: ChecksSpec = ChecksSpec()
    fonts: list[str] = []
    chart_tables: Literal["after", "appendix", "attached", ""] = ""
    stamp: Stamped = None
    papers: PapersSpec = PapersSpec()
    theme: Theme = "classic"
    folio: Folio = "number"
    brand: str = ""
    confidential: bool = False
    marking: str = Field(default="", max_length=80)
    copies: str | CopiesSpec | None = None
    late: list[LateSpec] = []
    revision: RevisionSpec | None = None
    parts: list[str | PartSpec] = []
    meeting: MeetingSpec | None = None
    agenda: list[ItemSpec] = []
    more_papers: Papers = []
    dividers: Dividers = "papers"
    numbers_from: Literal["cover", "papers"] = "cover"

    @model_validator(mode="after")
    def made_of_something(self) -> PublicationSpec:
        """Ask a report for its parts; a packet has its agenda, and stamps its papers unless it says otherwise."""
        if self.kind == "packet" and "stamp" not in self.model_fields_set:
            self.stamp = StampSpec()
        if self.kind == "report" and not self.parts:
            raise ValueError("`parts` is missing: a report is made of parts")
        if self.kind == "report" and (misplaced := self.model_fields_set & {"meeting", "agenda", "more_papers"}):
            raise ValueError(f"`{min(misplaced)}` belongs to a packet: write `kind: packet`")
        return self


KNOWN: Mapping[YamlPath, Iterable[str]] = {
    (): [*PublicationSpec.model_fields, "language", "page_size"],
    ("parts",): list(PartSpec.model_fields),
    ("parts", "numbering"): list(NumberingSpec.model_fields),
    ("checks",): list(ChecksSpec.model_fields),
    ("copies",): list(CopiesSpec.model_fields),
    ("late",): list(LateSpec.model_fields),
    ("revision",): list(RevisionSpec.model_fields),
    ("stamp",): list(StampSpec.model_fields),
    ("papers",): list(PapersSpec.model_fields),
}
"""What keys there are at which places, to suggest the one that was meant."""


def read_publication(
    workspace: Workspace, folder: Path, site_root: Path | None = None
) -> tuple[Publication, list[Finding]]:
    """Read the publication in a folder with a `publication.yml`.

    Raises InputError: a file is missing or unreadable, or the YAML is so broken that no publication can be made.
    """
    path = folder / FILE
    name = workspace.name(path)
    values, lines, findings = load(workspace.text(path), file=name)
    if not isinstance(values, dict):
        raise InputError(findings or [finding("YAML-SHAPE", "this is not a mapping of `key: value` lines", file=name)])
    dates_as_text(values)
    press = take_press(values, lines, name) if values.get("kind") == "press" else None
    written = values.get("agenda")
    known = known_of(press, {**KNOWN, **known_keys()})
    spec = _spec(values if not isinstance(written, str) else {**values, "agenda": []}, lines, findings, known, name)
    repairs, faults = read_switches(spec.repairs, lines, name)
    findings += faults
    key = "lang" if "lang" in values else "language"
    lang, faults = settled_lang(spec.lang, "en", file=name, line=lines.at((key,)))
    findings += faults
    parts: list[PartSource] = []
    for i, entry in enumerate(spec.parts):
        part = PartSpec(file=entry) if isinstance(entry, str) else entry
        line = lines.at(("parts", i))
        part.lang, faults = settled_lang(part.lang, "", file=name, line=lines.at(("parts", i, "lang")))
        findings += faults
        made, faults = _parts(workspace, folder, part, lang, repairs, name, line)
        parts += made
        findings += faults
    packet = _packet(workspace, folder, spec, written, site_root, lang, repairs, lines, name)
    parts = [*packet.parts, *parts]
    findings += packet.findings
    make = partial(_parts, workspace, folder, lang=lang, repairs=repairs, name=name)
    who = read_circulation(workspace, folder, spec, parts, make, name, lines, packet.items)
    findings += who.findings
    parts += who.parts
    findings += twins(parts, name)
    brand, faults = brand_of(workspace, folder, spec.brand, name, lines)
    findings += faults
    conformance, faults = settled_conformance(spec.conformance, lines, name)
    findings += faults
    own_site = (folder / spec.site_root).resolve() if spec.site_root else None
    publication = Publication(
        folder.name, spec.kind, folder, spec.title, spec.subtitle, lang, spec.publisher, spec.date, spec.paper,
        tuple(dict.fromkeys(spec.editions)), site_root or own_site, folder / "data", counted(parts, spec.stamp),
        spec.options, spec.linearize, picture_hosts=tuple(host.lower() for host in spec.picture_hosts),
        option_lines={key: lines.at(("options", key)) for key in spec.options},
        checks=frozenset(name for name, on in spec.checks if on), fonts=_fonts(folder, spec.fonts, lines),
        theme=spec.theme, brand=brand, conformance=conformance, chart_tables=spec.chart_tables,
        papering=papering_of(spec.stamp, spec.papers, spec.marking),
        confidential=spec.confidential, marking=spec.marking, copies=who.copies, late=who.late, revision=who.revision,
        remade=packet.remade, items=packet.items, folio=spec.folio,
    )  # fmt: skip
    if press:
        return as_press(workspace, publication, press, lines, findings, name)
    return publication, findings


def _fonts(folder: Path, fonts: Iterable[str], lines: Lines) -> tuple[tuple[Path | str, int], ...]:
    """Tell files of fonts from names of families, with the lines they stand on."""
    return tuple(
        (folder / font if font.lower().endswith(FONT_FILES) else font, lines.at(("fonts", i)))
        for i, font in enumerate(fonts)
    )


def _packet(
    workspace: Workspace, folder: Path, spec: PublicationSpec, written: Any, site_root: Path | None, lang: str,
    repairs: Mapping[str, bool], lines: Lines, name: str,
) -> ReadPacket:  # fmt: skip
    """Make the parts of a packet; other publications have none. `written` names an agenda that is a manuscript."""
    if spec.kind != "packet":
        return ReadPacket()
    site = site_root or (folder / spec.site_root if spec.site_root else None)
    make = partial(_paper_of, workspace, folder, lang, repairs, site)
    text = open_agenda(workspace, folder / written, lang, repairs) if isinstance(written, str) else None
    return read_packet(spec, lang, make, lines, name, text)


def _spec(
    values: Mapping[str, Any], lines: Lines, findings: Sequence[Finding], known: Mapping[YamlPath, Iterable[str]],
    name: str,
) -> PublicationSpec:  # fmt: skip
    """Check the keys of a publication.yml.

    Raises InputError: one is missing, unknown or has a value that cannot be used.
    """
    try:
        return PublicationSpec.model_validate(values)
    except ValidationError as e:
        raise InputError([*findings, *shape_findings(_relevant(e, values), lines, known, name)]) from e


def read_loose(workspace: Workspace, path: Path, site_root: Path | None = None) -> tuple[Publication, list[Finding]]:
    """Read a lone manuscript, or a folder of manuscripts in order of name, as a publication of its own.

    Raises InputError: a file is missing or unreadable, or the folder holds no manuscript.
    """
    files: tuple[Path, ...] = (path,)
    if path.is_dir():
        files = workspace.glob(path, "*.md") + workspace.glob(path, "*.markdown")
        if not files:
            message = "no manuscript (*.md) and no publication.yml in this folder"
            raise InputError([finding("FOLDER-EMPTY", message, file=workspace.name(path))])
    manuscripts, findings = _manuscripts(workspace, files)
    unreadable = [f for f in findings if f.code.startswith("FILE-")]
    # A draft among others is left out; one that is named is meant.
    drafts = [path.is_dir() and draft_key(m, {}) for m in manuscripts]
    read = [m for m, draft in zip(manuscripts, drafts, strict=True) if not draft]
    findings += [left_out(m) for m, draft in zip(manuscripts, drafts, strict=True) if draft]
    if unreadable:
        raise InputError(findings)
    lone = len(files) == 1
    first = read[0].meta if read else {}
    lang = str(first.get("lang") or "en")
    title = str(first.get("title", "")) if lone else path.resolve().name
    sources = [
        PartSource(slug(m.path.stem), str(m.meta.get("title", "")), "plain", "body", str(m.meta.get("lang") or lang), m,
                   {"split": lone}, switched_off(m.repairs))
        for m in read
    ]  # fmt: skip
    opening = [PartSource(f"{x}-page", "", x, "front", lang, None, {"when_long": True}) for x in ("cover", "contents")]
    subtitle = str(first.get("subtitle") or first.get("subTitle") or "") if lone else ""
    root = path if path.is_dir() else path.parent
    brand, faults = brand_of(workspace, root, "", "", Lines())
    findings += faults
    publication = Publication(
        path.stem if lone and path.is_file() else path.resolve().name, "report", root, title, subtitle, lang,
        str(first.get("publisher", "")) if lone else "", str(first.get("date", ""))[:10] if lone else "", "A4",
        ("screen",), site_root, root / "data", (*opening, *distinct(sources)), checks=frozenset({"data"}), brand=brand,
    )  # fmt: skip
    return publication, findings


def layouts(workspace: Workspace) -> set[str]:
    """Name the layouts a part can have."""
    return {p.stem for p in workspace.glob(resources() / "layouts", "*.html")} - _NOT_A_PART


def _relevant(error: ValidationError, values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Drop what pydantic says about the other half of the unions `str | PartSpec` and `str | CopiesSpec`."""
    for fault in error.errors():
        loc = fault["loc"]
        if loc[:1] == ("parts",) and len(loc) > 2 and isinstance(loc[1], int):
            entry = values["parts"][loc[1]]
            if isinstance(entry, dict) == (loc[2] == "str"):
                continue
        if loc[:1] == ("copies",) and len(loc) > 1 and isinstance(values["copies"], dict) == (loc[1] == "str"):
            continue
        yield {**fault, "loc": tuple(p for p in loc if p not in ("str", "PartSpec", "CopiesSpec"))}


def _parts(
    workspace: Workspace,
    folder: Path,
    spec: PartSpec,
    lang: str,
    repairs: Mapping[str, bool],
    name: str,
    line: int,
    usual: str = "chapter",
) -> tuple[list[PartSource], list[Finding]]:
    """Make the parts of one entry; a pattern may give several. `usual` is the layout when none is named."""
    if spec.layout and spec.layout not in layouts(workspace):
        message = f"no layout is called `{spec.layout}`; {did_you_mean(spec.layout, layouts(workspace))}"
        return [], [finding("LAYOUT-UNKNOWN", message, file=name, line=line)]
    if not spec.file:
        if not spec.layout:
            return [], [finding("KEY-MISSING", "a part needs `file` or `layout`", file=name, line=line)]
        return [_source(spec, spec.layout, lang, None, repairs, Place(name, line))], []
    if Path(spec.file).is_absolute():
        message = f"`{spec.file}` is an absolute path"
        remedy = "write it relative to publication.yml"
        return [], [finding("KEY-VALUE", message, file=name, line=line, remedy=remedy)]
    files = workspace.glob(folder, spec.file)
    if not files:
        message = f"no file matches `{spec.file}` in {workspace.name(folder)}"
        return [], [finding("PART-EMPTY", message, file=name, line=line)]
    made: list[PartSource] = []
    manuscripts, findings = _manuscripts(workspace, [file for file in files if not is_paper(file)])
    if manuscripts:
        findings += out_of_place([key for key in KEYS if key in spec.model_fields_set], Place(name, line))
    spec = spec.model_copy()  # of several files of a pattern the first begins the numbering
    for path in filter(is_paper, files):
        matter = spec.matter or "body"
        part_id = spec.id or slug(unnumbered(path))
        paper, faults = read_paper(workspace, folder, path, spec, lang, matter, part_id, Place(name, line))
        if paper:
            made.append(replace(paper, numbering=spec.settled_numbering()))
            spec.numbering = None
        findings += faults
    for manuscript in manuscripts:
        layout = spec.layout or str(manuscript.meta.get("layout") or usual)
        if draft_key(manuscript, repairs):
            findings.append(left_out(manuscript))
            continue
        if layout not in layouts(workspace):
            message = f"no layout is called `{layout}`; {did_you_mean(layout, layouts(workspace))}"
            at = manuscript.meta_lines.get("layout", 1)
            findings.append(finding("LAYOUT-UNKNOWN", message, file=manuscript.name, line=at))
            layout = "plain"  # so that the proof shows its text
        made.append(_source(spec, layout, lang, manuscript, repairs, Place(name, line)))
        spec.numbering = None
    return made, findings


def _paper_of(
    workspace: Workspace,
    folder: Path,
    lang: str,
    repairs: Mapping[str, bool],
    site: Path | None,
    entry: PaperEntry,
    at: Place,
) -> tuple[list[PartSource], list[Finding]]:
    """Make the parts of a paper of an agenda."""
    if entry.publication:
        return _from_elsewhere(workspace, folder, entry, at)
    said = entry.model_fields_set & PartSpec.model_fields.keys() - {"options"}
    spec = PartSpec(**entry.model_dump(include=said))
    if spec.file.startswith("/") and site:  # as in links of a web site
        spec.file = os.path.relpath(site / spec.file.lstrip("/"), folder)
    return _parts(workspace, folder, spec, lang, repairs, at.file, at.line, usual="plain")


def _from_elsewhere(
    workspace: Workspace, folder: Path, entry: PaperEntry, at: Place
) -> tuple[list[PartSource], list[Finding]]:
    """Take a part of the publication in a folder beside this one."""
    other = folder.parent / entry.publication
    if not workspace.is_file(other / FILE):
        message = f"there is no publication {entry.publication} beside this one ({workspace.name(other / FILE)})"
        return [], [finding("FILE-MISSING", message, file=at.file, line=at.line)]
    try:
        origin, faults = read_publication(workspace, other)
    except InputError as e:
        return [], list(e.findings)
    part = next((p for p in origin.parts if p.id == entry.part), None)
    if part is None or part.origin:
        message = (
            f"{entry.publication} has no part `{entry.part}`; {did_you_mean(entry.part, [p.id for p in origin.parts])}"
        )
        return [], [finding("KEY-VALUE", message, file=at.file, line=at.line)]
    title = entry.title or part.title or part.id
    return [PartSource(part.id, title, LAYOUT, "body", part.lang, None, place=at, origin=origin)], faults


def _manuscripts(workspace: Workspace, files: Iterable[Path]) -> tuple[list[Manuscript], list[Finding]]:
    """Read manuscripts; one that cannot be read is a finding."""
    read: list[Manuscript] = []
    findings: list[Finding] = []
    for file in files:
        try:
            manuscript, faults = read_manuscript(workspace, file)
        except InputError as e:
            findings += e.findings
            continue
        read.append(manuscript)
        findings += faults
    return read, findings


def _source(
    spec: PartSpec, layout: str, lang: str, manuscript: Manuscript | None, repairs: Mapping[str, bool], place: Place
) -> PartSource:
    meta = manuscript.meta if manuscript else {}
    stem = unnumbered(manuscript.path) if manuscript else layout
    return PartSource(
        spec.id or slug(stem), spec.title or str(meta.get("title", "")), layout,
        spec.matter or MATTER.get(layout, "body"), spec.lang or str(meta.get("lang") or lang), manuscript,
        spec.options, switched_off(repairs, manuscript.repairs if manuscript else {}), place, spec.settled_numbering(),
        start=spec.start or ("any" if layout in SHORT else "right"),
    )  # fmt: skip
