"""A folder with a `publication.yml` in; one frozen `Publication` out.

All faults of all files are found in one run and come back beside the publication, so that nobody mends them one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from renderer.findings import Finding, InputError, Place, finding
from renderer.model import PartSource, Publication
from renderer.read.agenda_text import open_agenda
from renderer.read.brand import brand_of
from renderer.read.circulation import dates_as_text, read_circulation
from renderer.read.conformance import settled_conformance
from renderer.read.keys import PartSpec
from renderer.read.languages import settled_lang
from renderer.read.naming import twins
from renderer.read.packet import PaperEntry, ReadPacket, known_keys, read_packet
from renderer.read.papers import LAYOUT, counted, papering_of
from renderer.read.parts import PartReader, layouts
from renderer.read.press import as_press, known_of, take_press
from renderer.read.spec import KNOWN, PublicationSpec, checked
from renderer.read.switches import read_switches
from renderer.read.yaml_lines import Lines, did_you_mean, load
from renderer.workspace import Workspace

FILE = "publication.yml"
FONT_FILES = (".ttf", ".otf", ".ttc")
"""Entries of `fonts:` that end so are files; others are names of installed fonts."""


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
    spec = checked(values if not isinstance(written, str) else {**values, "agenda": []}, lines, findings, known, name)
    repairs, faults = read_switches(spec.repairs, lines, name)
    findings += faults
    key = "lang" if "lang" in values else "language"
    lang, faults = settled_lang(spec.lang, "en", file=name, line=lines.at((key,)))
    findings += faults
    reader = PartReader(workspace, folder, lang, repairs, layouts(workspace))
    parts: list[PartSource] = []
    for i, entry in enumerate(spec.parts):
        part = PartSpec(file=entry) if isinstance(entry, str) else entry
        part.lang, faults = settled_lang(part.lang, "", file=name, line=lines.at(("parts", i, "lang")))
        findings += faults
        made, faults = reader.parts(part, Place(name, lines.at(("parts", i))))
        parts += made
        findings += faults
    packet = _packet(reader, spec, written, site_root, lines, name)
    parts = [*packet.parts, *parts]
    findings += packet.findings
    make = partial(reader.parts, usual="plain") if packet.items else reader.parts
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
        papering=replace(papering_of(spec.stamp, spec.papers, spec.marking, lang), reported=spec.kind == "packet"),
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
    reader: PartReader, spec: PublicationSpec, written: Any, site_root: Path | None, lines: Lines, name: str
) -> ReadPacket:
    """Make the parts of a packet; other publications have none. `written` names an agenda that is a manuscript."""
    if spec.kind != "packet":
        return ReadPacket()
    site = site_root or (reader.folder / spec.site_root if spec.site_root else None)
    text = None
    if isinstance(written, str):
        text = open_agenda(reader.workspace, reader.folder / written, reader.lang, reader.repairs)
    return read_packet(spec, reader.lang, partial(_paper_of, reader, site), lines, name, text)


def _paper_of(
    reader: PartReader, site: Path | None, entry: PaperEntry, at: Place
) -> tuple[list[PartSource], list[Finding]]:
    """Make the parts of a paper of an agenda."""
    if entry.publication:
        return _from_elsewhere(reader, entry, at)
    said = entry.model_fields_set & PartSpec.model_fields.keys() - {"options"}
    spec = PartSpec(**entry.model_dump(include=said))
    if spec.file.startswith("/") and site:  # as in links of a web site
        spec.file = os.path.relpath(site / spec.file.lstrip("/"), reader.folder)
    return reader.parts(spec, at, usual="plain")


def _from_elsewhere(reader: PartReader, entry: PaperEntry, at: Place) -> tuple[list[PartSource], list[Finding]]:
    """Take a part of the publication in a folder beside this one."""
    workspace, other = reader.workspace, reader.folder.parent / entry.publication
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
