"""`copies:`, `late:` and `revision:` of a publication.yml and the list of recipients in; who gets what out.

Passwords come from a file or the environment, are kept in memory alone, and stand in no finding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from renderer.circulation import Copies, LateMode, LatePaper, Recipient, Revision
from renderer.findings import Finding, InputError, Place, finding
from renderer.model import PartSource
from renderer.read.languages import settled_lang
from renderer.read.yaml_lines import Lines
from renderer.workspace import Workspace

COLUMNS = ("name", "email", "copy", "role", "withheld", "password_file", "password_env")
"""Columns of the list of recipients; `email` and `role` are for its owner and reach no file."""
MOST = 1000
"""Recipients of one publication."""


class LateEntry(Protocol):
    """What an entry of `late:` says beyond the part it is."""

    item: str | int
    mode: LateMode
    lang: str
    options: dict[str, Any]


L = TypeVar("L", bound=LateEntry)
M = TypeVar("M", contravariant=True)


class Maker(Protocol[M]):
    """Gives the parts of an entry of `late:` and what is wrong with them."""

    def __call__(self, entry: M, at: Place, /) -> tuple[list[PartSource], list[Finding]]:
        """Make the parts of an entry that stands at a place."""
        ...


class CirculationSpec(Protocol[L]):
    """What publication.yml says of who gets it."""

    copies: str | CopiesSpec | None
    late: list[L]
    revision: RevisionSpec | None


class CopiesSpec(BaseModel):
    """What `copies:` says."""

    model_config = ConfigDict(extra="forbid", strict=True)
    recipients: str
    owner_password_file: str = ""
    owner_password_env: str = ""
    print: bool = True
    copy_text: bool = True


class RevisionSpec(BaseModel):
    """What `revision:` says."""

    model_config = ConfigDict(extra="forbid", strict=True)
    date: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")
    numbers: Literal["new", "stable"] = "new"


def item_of(part: PartSource) -> str:
    """Give the number of the item a part belongs to, such as `4.2`, or nothing."""
    meta = part.manuscript.meta if part.manuscript else {}
    return str(part.options.get("item", meta.get("item", "")))


def dates_as_text(values: dict[str, Any]) -> None:
    """Give the date of a publication and of its revision as they were written: YAML reads them as dates."""
    for dated in (values, values.get("revision")):
        if isinstance(dated, dict) and "date" in dated:
            dated["date"] = str(dated["date"])


@dataclass(frozen=True, slots=True)
class Circulation:
    """Who gets a publication and how: its copies, its late papers with the parts they become, its revision."""

    copies: Copies | None
    late: tuple[LatePaper, ...]
    parts: tuple[PartSource, ...]
    revision: Revision | None
    findings: tuple[Finding, ...]


def read_circulation(
    workspace: Workspace, folder: Path, spec: CirculationSpec[L], parts: Sequence[PartSource],
    make: Maker[L], name: str, lines: Lines, items: Collection[str] = (),
) -> Circulation:  # fmt: skip
    """Read who gets a publication; `make` gives the parts of an entry of `late:` and the line it stands on.

    `items` are the items of an agenda, some of which have no parts.
    """
    known = {*items, *map(item_of, parts)} - {""}
    revision = None
    if asked := spec.revision:
        revision = Revision(asked.date, asked.numbers == "stable", place=Place(name, lines.at(("revision",))))
    late, added, faults = read_late(spec.late, make, name, lines, revision)
    unplaced = late_items(known, late)
    copies, wrong = read_copies(workspace, folder, spec.copies, known, Place(name, lines.at(("copies",))))
    return Circulation(copies, late, tuple(added), revision, (*faults, *unplaced, *wrong))


def read_late(
    entries: Sequence[L], make: Maker[L], name: str, lines: Lines,
    revision: Revision | None,
) -> tuple[tuple[LatePaper, ...], list[PartSource], list[Finding]]:  # fmt: skip
    """Read the papers that come late; `make` gives the parts of an entry, which become parts behind all others."""
    late: list[LatePaper] = []
    parts: list[PartSource] = []
    findings: list[Finding] = []
    for i, entry in enumerate(entries):
        at = Place(name, lines.at(("late", i)))
        entry.options = {**entry.options, "item": str(entry.item)}
        entry.lang, wrong = settled_lang(entry.lang, "", file=name, line=lines.at(("late", i, "lang")))
        made, faults = make(entry, at)
        findings += [*wrong, *faults]
        parts += made
        late += [LatePaper(part.id, item_of(part), entry.mode, at) for part in made]
        if entry.mode == "revision" and revision is None:
            message = "a late paper of the mode `revision` needs the date of the new packet"
            remedy = "write `revision: {date: YYYY-MM-DD}` in publication.yml"
            findings.append(finding("KEY-MISSING", message, file=name, line=at.line, remedy=remedy))
    return tuple(late), parts, findings


def late_items(known: Collection[str], late: Sequence[LatePaper]) -> Iterator[Finding]:
    """Report late papers that belong to an item no other part has, and no agenda."""
    for paper in late:
        if paper.item not in known:
            what = f"no part has the item `{paper.item}`" if paper.item else "it names no item"
            yield finding(
                "LATE-PAPER", f"a late paper has no place: {what}", file=paper.place.file, line=paper.place.line
            )


def read_copies(
    workspace: Workspace, folder: Path, spec: CopiesSpec | str | None, items: Collection[str], at: Place
) -> tuple[Copies | None, list[Finding]]:
    """Read the list of recipients with their passwords; a list with a fault in it gives findings and no copies."""
    if spec is None:
        return None, []
    if isinstance(spec, str):
        spec = CopiesSpec(recipients=spec)
    findings: list[Finding] = []
    path = folder / spec.recipients
    try:
        owner = _password(workspace, folder, spec.owner_password_file, spec.owner_password_env, at)
        text = workspace.text(path)
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except InputError as e:
        return None, list(e.findings)
    except csv.Error as e:
        return None, [finding("COPIES-LIST", f"it cannot be read as CSV: {e}", file=workspace.name(path), line=1)]
    name = workspace.name(path)
    unknown = sorted({_column(key) for row in rows for key in row if key is not None} - set(COLUMNS))
    if unknown:
        known = ", ".join(COLUMNS)
        findings.append(
            finding("COPIES-LIST", f"unknown columns: {', '.join(unknown)}; known are {known}", file=name, line=1)
        )
    recipients: list[Recipient] = []
    for line, row in enumerate(rows[:MOST], 2):
        try:
            recipients.append(_recipient(workspace, folder, row, items, Place(name, line)))
        except InputError as e:
            findings += e.findings
    findings += _list_faults(recipients, len(rows), name)
    if not owner and any(r.password for r in recipients):
        message = "copies with passwords need an owner password: without it anyone may lift the permissions"
        remedy = "write `owner_password_file:` or `owner_password_env:` under `copies:`"
        findings.append(finding("COPIES-PASSWORD", message, file=at.file, line=at.line, remedy=remedy))
    if findings:
        return None, findings
    return Copies(tuple(recipients), owner, spec.print, spec.copy_text), []


def _list_faults(recipients: Sequence[Recipient], rows: int, name: str) -> Iterator[Finding]:
    if not rows:
        yield finding("COPIES-LIST", "it names no recipient", file=name, line=1)
    if rows > MOST:
        yield finding("COPIES-LIST", f"it names {rows} recipients; at most {MOST} are possible", file=name, line=1)
    seen: set[int] = set()
    for recipient in recipients:
        if recipient.copy in seen:
            yield finding("COPIES-LIST", f"the copy number {recipient.copy} is given twice", file=name, line=1)
        seen.add(recipient.copy)


def _column(key: str) -> str:
    return re.sub(r"\W+", "_", key.strip().lower()).removesuffix("_number")


def _recipient(
    workspace: Workspace, folder: Path, row: dict[str | None, str | list[str] | None], items: Collection[str], at: Place
) -> Recipient:
    """Read one line of the list.

    Raises InputError: it has no name or number, withholds an item that does not exist, or its password is not there.
    """
    cells = {_column(key): str(value or "").strip() for key, value in row.items() if key is not None}
    if not cells.get("name"):
        raise InputError([finding("COPIES-LIST", "this line names nobody", file=at.file, line=at.line)])
    number = cells.get("copy", "") or str(at.line - 1)
    if not re.fullmatch(r"[0-9]{1,4}", number):
        message = "the copy number is not a whole number of at most four digits"
        raise InputError([finding("COPIES-LIST", message, file=at.file, line=at.line)])
    withheld = frozenset(re.split(r"[;,\s]+", cells.get("withheld", ""))) - {""}
    if strange := sorted(w for w in withheld if not any(i == w or i.startswith(f"{w}.") for i in items)):
        message = f"no part has the item {', '.join(f'`{w}`' for w in strange)} that is to be withheld"
        raise InputError([finding("COPIES-LIST", message, file=at.file, line=at.line)])
    password = _password(workspace, folder, cells.get("password_file", ""), cells.get("password_env", ""), at)
    return Recipient(cells["name"], int(number), withheld, password)


def _password(workspace: Workspace, folder: Path, file: str, variable: str, at: Place) -> str:
    """Take a password from a file, else from the environment; nothing when neither is named.

    Raises InputError: it is not there, is empty or is longer than AES-256 takes (127 bytes of UTF-8).
    """
    if not (file or variable):
        return ""
    where = f"the file {file}" if file else f"the environment variable {variable}"
    password = (workspace.secret(folder / file) if file else workspace.environment(variable)).strip("\r\n")
    if not password:
        raise InputError([finding("COPIES-PASSWORD", f"{where} holds no password", file=at.file, line=at.line)])
    if len(password.encode()) > 127:
        message = f"the password in {where} is longer than 127 bytes"
        raise InputError([finding("COPIES-PASSWORD", message, file=at.file, line=at.line)])
    return password
