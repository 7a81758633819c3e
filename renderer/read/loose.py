"""A lone manuscript, or a folder of manuscripts without a `publication.yml`, in; a `Publication` of its own out."""

from __future__ import annotations

from pathlib import Path

from renderer.findings import Finding, InputError, finding
from renderer.model import PartSource, Publication
from renderer.read.brand import brand_of
from renderer.read.manuscripts import draft_key, left_out
from renderer.read.naming import distinct, slug
from renderer.read.parts import read_all
from renderer.read.yaml_lines import Lines
from renderer.rules import switched_off
from renderer.workspace import Workspace


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
    manuscripts, findings = read_all(workspace, files)
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
