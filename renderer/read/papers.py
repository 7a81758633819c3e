"""An entry of `parts:` that names a PDF in; the part it becomes out, with what the entry says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from renderer.findings import Finding, InputError, Place, finding
from renderer.model import Matter, PartSource
from renderer.paper import PaperFile, Tagging
from renderer.workspace import Workspace, digest

KEYS = ("pages", "tags", "alt", "password_file", "furniture")
"""Keys of a part that only a paper has."""
LAYOUT = "paper"
"""What a paper has for a layout: none of layouts/ is used."""

OFFICE = frozenset({".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp"})
"""Files whose pages depend on the program and the fonts they are opened with."""


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


def is_paper(path: Path) -> bool:
    """Tell whether a file that `parts:` names is bound as it is."""
    return path.suffix.lower() == ".pdf"


def read_paper(
    workspace: Workspace, folder: Path, path: Path, spec: PaperSpec, lang: str, matter: Matter, part_id: str, at: Place
) -> tuple[PartSource | None, list[Finding]]:
    """Make a part of a PDF; None when a file it needs cannot be read."""
    try:
        data = workspace.read(path)
        password = workspace.text(folder / spec.password_file).strip("\n") if spec.password_file else ""
    except InputError as e:
        return None, list(e.findings)
    alt = (spec.alt,) if isinstance(spec.alt, str) else tuple(spec.alt)
    paper = PaperFile(
        path, workspace.name(path), digest(data), str(spec.pages), spec.tags, tuple(a.strip() for a in alt if a),
        password, spec.lang, spec.furniture,
    )  # fmt: skip
    title = spec.title or title_of(path)
    return PartSource(part_id, title, LAYOUT, matter, spec.lang or lang, None, place=at, paper=paper), []


def title_of(path: Path) -> str:
    """Make a title of a file's name: `03_cash-flow.pdf` is “Cash flow”. What PDFs call themselves is seldom a title."""
    words = " ".join(re.sub(r"^\d+[-_. ]+(?=\D)", "", path.stem).replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def out_of_place(given: Sequence[str], at: Place) -> list[Finding]:
    """Report keys of papers on a part that is none."""
    return [
        finding("KEY-VALUE", f"`{key}` belongs to a PDF, and this part is none", file=at.file, line=at.line,
                remedy="remove it, or name a .pdf file")
        for key in given
    ]  # fmt: skip
