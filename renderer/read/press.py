"""The keys of `kind: press` in; the parts they stand for and the order for the kit out, every fault on its line.

What every kit of an organisation repeats stands once, in `organisation.yml` beside the publications.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from renderer.findings import Finding, InputError, Place, errors, finding
from renderer.kit import Contact, Embargo, Excerpt, FigureOrder, Kit, Logo
from renderer.languages.press import date_in_words, has_press_words, moment_in_words, press_words
from renderer.languages.tags import name as language_name
from renderer.model import Publication
from renderer.read.yaml_lines import Lines, YamlPath, load, shape_findings
from renderer.workspace import Workspace

ORGANISATION = "organisation.yml"
_UNITS = {"kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_OFFSET = re.compile(r"(UTC)?[+-]\d\d:\d\d|Z|UTC")


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_listed)]


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class ContactSpec(_Spec):
    """Whom to ask."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    web: str = ""


class ExcerptSpec(_Spec):
    """Parts of another publication, and headings of them behind a #."""

    source: str = Field(alias="from")
    parts: Names = Field(min_length=1)
    title: str = ""


class FigureSpec(_Spec):
    """Figures of a publication; all of them without `figures`."""

    source: str = Field(alias="from")
    figures: Names = []
    licence: str = ""


class LogoSpec(_Spec):
    """A logo and what it shows."""

    file: str
    alt: str = ""


def _as_logo(value: Any) -> Any:
    return [{"file": value}] if isinstance(value, str) else [value] if isinstance(value, dict) else value


class OrganisationSpec(_Spec):
    """The keys of `organisation.yml`."""

    name: str
    about: str = ""
    boilerplate: str
    contact: ContactSpec
    logo: Annotated[list[LogoSpec], BeforeValidator(_as_logo)] = []
    licence: str = ""


class PressSpec(_Spec):
    """The keys of `publication.yml` that only `kind: press` has."""

    release: str
    fact_sheet: str = ""
    data: str = ""
    excerpts: list[ExcerptSpec] = []
    figures: list[FigureSpec] = []
    contact: ContactSpec | None = None
    about: str = ""
    boilerplate: str = ""
    embargo: str = ""
    limit: str = "5 MB"


def take_press(values: dict[str, Any], lines: Lines, name: str) -> PressSpec:
    """Take the keys of a press kit out of those of `publication.yml`, and put the parts they stand for in their place.

    Raises InputError: a key is not of its kind.
    """
    if "parts" in values:
        text = "a press kit has no `parts`; it has `release` and `fact_sheet`"
        raise InputError([finding("KEY-UNKNOWN", text, file=name, line=lines.at(("parts",)))])
    own = {key: values.pop(key) for key in PressSpec.model_fields if key in values}
    for key in ("embargo", "limit"):  # YAML reads a date without zone as one; it is refused by its own finding
        if key in own:
            own[key] = str(own[key])
    try:
        spec = PressSpec.model_validate(own)
    except ValidationError as e:
        known: dict[YamlPath, list[str]] = {
            (): list(PressSpec.model_fields),
            ("contact",): list(ContactSpec.model_fields),
        }
        known |= {("excerpts",): ["from", "parts", "title"], ("figures",): ["from", "figures", "licence"]}
        raise InputError(shape_findings(e.errors(), lines, known, name)) from e
    parts = {"release": spec.release, "fact_sheet": spec.fact_sheet}
    values["parts"] = []
    for key, file in parts.items():
        if file:
            lines["parts", len(values["parts"])] = lines.at((key,))
            layout = key.replace("_", "-")
            values["parts"].append({"file": file, "layout": layout, "id": layout})
    return spec


def known_of(spec: PressSpec | None, known: Mapping[YamlPath, Iterable[str]]) -> dict[YamlPath, Iterable[str]]:
    """Give the keys of a publication by the path they stand at, with those of a kit when it is one."""
    return {**known, (): [*known[()], *(PressSpec.model_fields if spec else ())]}


def read_kit(
    workspace: Workspace, folder: Path, spec: PressSpec, lang: str, lines: Lines, name: str
) -> tuple[Kit, list[Finding]]:
    """Settle the order for a kit.

    Raises InputError: what it cannot be made without is missing or faulty.
    """
    organisation, faults = _organisation(workspace, folder, spec, name)
    embargo, more = _embargo(workspace, spec.embargo, Place(name, lines.at(("embargo",))))
    faults += more
    limit, more = _limit(spec.limit, Place(name, lines.at(("limit",))))
    faults += more
    stem = _stem(folder.name.removeprefix("press-"))
    if not stem:
        text = f"the folder {folder.name} has no Latin letters for the names of files"
        faults.append(finding("KIT-NAME", text, file=name, line=1, remedy="rename the folder, such as press-2023"))
    excerpts = [
        Excerpt(
            folder.parent / e.source, tuple(e.parts), e.title, _stem(e.parts[0].replace("#", "-")) or f"part-{n + 1}",
            Place(name, lines.at(("excerpts", n))),
        )
        for n, e in enumerate(spec.excerpts)
    ]  # fmt: skip
    figures = [
        FigureOrder(
            folder.parent / f.source, tuple(f.figures), f.licence or (organisation.licence if organisation else ""),
            Place(name, lines.at(("figures", n))),
        )
        for n, f in enumerate(spec.figures)
    ]  # fmt: skip
    for source, place in [*((e.source, e.place) for e in excerpts), *((f.source, f.place) for f in figures)]:
        if not workspace.is_file(source / "publication.yml"):
            text = f"there is no publication {source.name} beside this one (looked for {workspace.name(source)})"
            faults.append(finding("EXCERPT-UNKNOWN", text, file=place.file, line=place.line,
                                  remedy="name the folder of a publication that stands beside this one"))  # fmt: skip
    if organisation is None or any(errors(faults)):
        raise InputError(faults)
    if not has_press_words(lang):
        text = f"“For immediate release” and the like are not known in {language_name(lang)}; they are in English"
        faults.append(finding("LANG-WORDS", text, file=name, line=lines.at(("lang",))))
    words = dict(press_words(lang))
    words["status"] = words["release"]
    if embargo and embargo.holds:
        words["status"] = words["embargoed"].format(moment_in_words(embargo.until, embargo.zone, lang))
    contact = spec.contact or organisation.contact
    about = spec.about or organisation.about or words["about"].format(organisation.name)
    home = folder.parent
    about_it = Place(workspace.name(home / ORGANISATION))
    return Kit(
        stem, organisation.name, Contact(**contact.model_dump()), about, spec.boilerplate or organisation.boilerplate,
        tuple(Logo(home / logo.file, logo.alt, _stem(Path(logo.file).stem), about_it) for logo in organisation.logo),
        embargo, limit,
        Place(name, lines.at(("limit",))), tuple(excerpts), tuple(figures), words,
    ), faults  # fmt: skip


def _organisation(
    workspace: Workspace, folder: Path, spec: PressSpec, name: str
) -> tuple[OrganisationSpec | None, list[Finding]]:
    path = folder.parent / ORGANISATION
    if not workspace.is_file(path):
        text = f"{workspace.name(path)} is not there: who the organisation is, and whom journalists can ask"
        remedy = "write it with the keys name, boilerplate and contact; see docs/press.md"
        return None, [finding("FILE-MISSING", text, file=name, remedy=remedy)]
    own = workspace.name(path)
    values, lines, faults = load(workspace.text(path), file=own)
    if not isinstance(values, dict):
        return None, faults or [finding("YAML-SHAPE", "this is not a mapping of `key: value` lines", file=own)]
    try:
        spec_of = OrganisationSpec.model_validate(values)
    except ValidationError as e:
        known: dict[tuple[str | int, ...], Any] = {(): OrganisationSpec.model_fields}
        known |= {("contact",): ContactSpec.model_fields, ("logo",): LogoSpec.model_fields}
        return None, [*faults, *shape_findings(e.errors(), lines, known, own)]
    at = lines.at(("logo",))
    for logo in spec_of.logo:
        if not workspace.is_file(path.parent / logo.file):
            faults.append(finding("FILE-MISSING", f"the logo {logo.file} is not there", file=own, line=at))
        elif not _stem(Path(logo.file).stem):
            text = f"the logo {logo.file} has no Latin letters for its name in the kit"
            faults.append(finding("KIT-NAME", text, file=own, line=at, remedy="rename the file, such as logo.svg"))
    return spec_of, faults


def _embargo(workspace: Workspace, text: str, place: Place) -> tuple[Embargo | None, list[Finding]]:
    """Read a date, a time and a zone; whether it has passed is asked of the workspace."""
    if not text:
        return None, []
    day, _, rest = re.sub(r"(?<=\d)T(?=\d)", " ", text.strip()).partition(" ")
    time, _, zone = rest.strip().partition(" ")
    if not zone and (offset := _OFFSET.search(time)):
        time, zone = time[: offset.start()], offset[0]

    def refused(why: str) -> tuple[None, list[Finding]]:
        return None, [finding("EMBARGO-TIME", f"the embargo `{text}` {why}", file=place.file, line=place.line)]

    if re.fullmatch(r"\d{4}-\d\d-\d\d", day) and not time:
        return refused("names no time of day")
    try:
        moment = datetime.fromisoformat(f"{day} {time}")
    except ValueError:
        return refused("is not a date and a time")
    zone = zone.strip()
    if not zone:
        return refused("has no time zone")
    try:
        if _OFFSET.fullmatch(zone):
            offset_of = zone.removeprefix("UTC").replace("Z", "") or "+00:00"
            moment = datetime.fromisoformat(f"{moment.isoformat()}{offset_of}")
            zone = f"UTC{offset_of}" if zone[0] in "+-" else zone
        else:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return refused(f"names a time zone that is not known: {zone}")
    fixed = datetime.fromisoformat(moment.isoformat())  # with its offset alone, so that it is plain data
    embargo = Embargo(fixed, zone, not workspace.has_passed(fixed))
    said = f"the embargo passed on {text}; pages, file names and texts do not mention it any more"
    return embargo, ([] if embargo.holds else [finding("EMBARGO-PAST", said, file=place.file, line=place.line)])


def _limit(text: str, place: Place) -> tuple[int, list[Finding]]:
    """Read a size such as `5 MB`, in bytes."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(kB|KB|MB|GB)", text.strip())
    size = float(found[1]) * _UNITS[found[2].lower()] if found else 0
    if size < 20_000:
        message = f"`limit`: {text} is no size a press kit can have"
        return 0, [finding("KEY-VALUE", message, file=place.file, line=place.line, remedy="write a size such as 5 MB")]
    return int(size), []


def _stem(text: str) -> str:
    """Give the Latin letters and digits of a text as a part of a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if re.search("[a-z]", made) else ""


def as_press(
    workspace: Workspace, publication: Publication, spec: PressSpec, lines: Lines, findings: list[Finding], name: str
) -> tuple[Publication, list[Finding]]:
    """Give a publication its kit, the data it shares with another, and what the layouts of press material print.

    Raises InputError: what the kit cannot be made without is missing or faulty.
    """
    try:
        kit, faults = read_kit(workspace, publication.root, spec, publication.lang, lines, name)
    except InputError as e:
        raise InputError([*findings, *e.findings]) from e
    data_dir = publication.root.parent / spec.data / "data" if spec.data else publication.data_dir
    press = {
        **kit.words, "about": kit.about, "boilerplate": kit.boilerplate.strip().split("\n\n"),
        "contact_title": kit.words["contact"], "contact": kit.contact.lines, "email": kit.contact.email,
        "web": kit.contact.web,
        "date": date_in_words(publication.date, publication.lang),
    }  # fmt: skip
    notice = kit.words["status"] if kit.embargo and kit.embargo.holds else ""
    made = replace(
        publication, kit=kit, data_dir=data_dir, options={**publication.options, "press": press}, notice=notice,
        publisher=publication.publisher or kit.organisation,
    )  # fmt: skip
    return made, [*findings, *faults]
