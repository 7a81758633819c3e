"""An entry of `parts:` that names a PDF in; the part it becomes out, with what the entry says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from renderer.findings import Finding, InputError, Place, finding
from renderer.languages.words import words
from renderer.model import Matter, PartSource
from renderer.paper import OFFICE, Fitting, Labels, PaperFile, Papering, Stamping, Tagging
from renderer.workspace import Workspace, digest

KEYS = ("pages", "tags", "alt", "password_file", "furniture", "stamp", "fit", "covered", "labels", "attach")
"""Keys of a part that only a paper has."""
LAYOUT = "paper"
"""What a paper has for a layout: none of layouts/ is used."""

NO_OFFICE = (
    "install it (apt install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui; "
    "dnf install libreoffice-writer libreoffice-calc libreoffice-impress; brew install --cask libreoffice), "
    "or save the file as PDF in the program it was made with"
)


class PaperSpec(Protocol):
    """What an entry of `parts:` says of a paper."""

    id: str
    title: str
    lang: str
    pages: str | int
    tags: Tagging
    alt: str | list[str]
    password_file: str
    furniture: bool
    stamp: bool | None
    fit: Fitting | None
    covered: bool
    labels: Labels
    attach: bool
    options: dict[str, Any]


class StampSpec(BaseModel):
    """`stamp:` of a publication: what is printed on every page of a PDF from elsewhere."""

    model_config = ConfigDict(extra="forbid", strict=True)
    marking: str = Field(default="", max_length=60)
    numbering: Literal["", "from-first", "after-agenda"] = ""
    back: str = ""
    shrink: bool = True


class PapersSpec(BaseModel):
    """`papers:` of a publication: how PDFs from elsewhere stand on the paper of the print edition; `gutter` in mm."""

    model_config = ConfigDict(extra="forbid", strict=True)
    fit: Fitting = "keep"
    gutter: float = Field(default=0, ge=0, le=40)
    blank: bool | Annotated[str, Field(max_length=120)] = False


def _switch(given: Any) -> Any:
    return {True: {}, False: None}[given] if isinstance(given, bool) else given


Stamped = Annotated[StampSpec | None, BeforeValidator(_switch)]
"""`stamp: true` is a stamp with nothing of its own said, `stamp: false` is none."""
MM = 72 / 25.4  # pt


def papering_of(stamp: StampSpec | None, papers: PapersSpec, marking: str, lang: str) -> Papering:
    """Settle what a publication does with its PDFs; `marking` is what all its pages say of who may read them.

    `blank: true` stands for the words of its language.
    """
    stamping = Stamping(stamp.marking or marking, stamp.back, stamp.shrink) if stamp else None
    blank = papers.blank if isinstance(papers.blank, str) else words(lang)["blank_page"] if papers.blank else ""
    return Papering(stamping, papers.fit, papers.gutter * MM, blank)


def counted(parts: Sequence[PartSource], stamp: StampSpec | None) -> tuple[PartSource, ...]:
    """Count pages from the first, or from the one behind the agenda: else front matter is counted apart."""
    if stamp is None or not stamp.numbering:
        return tuple(parts)
    before = 0
    if stamp.numbering == "after-agenda":
        before = next((i for i, part in enumerate(parts, 1) if part.layout in ("agenda", "contents")), 0)
    return tuple(replace(part, matter="front" if i < before else "body") for i, part in enumerate(parts))


def is_paper(path: Path) -> bool:
    """Tell whether a file that `parts:` names is bound as it is."""
    return path.suffix.lower() in (".pdf", *OFFICE)


def read_paper(
    workspace: Workspace, folder: Path, path: Path, spec: PaperSpec, lang: str, matter: Matter, part_id: str, at: Place
) -> tuple[PartSource | None, list[Finding]]:
    """Make a part of a PDF or an Office file; None when a file or program it needs is not there."""
    try:
        data = workspace.read(path)
        password = workspace.text(folder / spec.password_file).strip("\n") if spec.password_file else ""
    except InputError as e:
        return None, list(e.findings)
    office = workspace.office() if path.suffix.lower() in OFFICE else None
    if office is None and path.suffix.lower() in OFFICE:
        message = f"{workspace.name(path)} is an Office file, and LibreOffice is not installed"
        return None, [finding("TOOL-MISSING", message, file=at.file, line=at.line, remedy=NO_OFFICE)]
    alt = (spec.alt,) if isinstance(spec.alt, str) else tuple(spec.alt)
    paper = PaperFile(
        path, workspace.name(path), digest(data), str(spec.pages), spec.tags, tuple(a.strip() for a in alt if a),
        password, spec.lang, spec.furniture, spec.stamp, spec.fit, spec.covered, spec.labels, spec.attach, office,
    )  # fmt: skip
    title = spec.title or title_of(path)
    return PartSource(part_id, title, LAYOUT, matter, spec.lang or lang, None, spec.options, place=at, paper=paper), []


def title_of(path: Path) -> str:
    """Make a title of a file's name: `03_cash-flow.pdf` is “Cash flow”. What PDFs call themselves is seldom a title."""
    said = " ".join(re.sub(r"^\d+[-_. ]+(?=\D)", "", path.stem).replace("_", " ").replace("-", " ").split())
    return said[:1].upper() + said[1:]


def out_of_place(given: Sequence[str], at: Place) -> list[Finding]:
    """Report keys of papers on a part that is none."""
    return [
        finding("KEY-VALUE", f"`{key}` belongs to a PDF, and this part is none", file=at.file, line=at.line,
                remedy="remove it, or name a .pdf file")
        for key in given
    ]  # fmt: skip
