"""The first stage: `publication.yml` and manuscripts in; a frozen `Publication` out, every fault at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.findings import Finding, InputError
from renderer.workspace import Workspace

if TYPE_CHECKING:
    from renderer.model import Publication


def read(workspace: Workspace, source: Path, site_root: Path | None = None) -> tuple[Publication, list[Finding]]:
    """Read a publication's folder, a folder of manuscripts or a lone manuscript.

    Raises InputError: something is missing or cannot be read at all.
    """
    # Here, because it takes pydantic: an up-to-date build does without.
    from renderer.read.loose import read_loose
    from renderer.read.publication import FILE, read_publication

    if source.is_dir() and workspace.is_file(source / FILE):
        return read_publication(workspace, source, site_root)
    return read_loose(workspace, source, site_root)


def makes_kit(workspace: Workspace, source: Path) -> bool:
    """Tell at a glance whether a source very probably is a press kit, before what reads it properly is loaded."""
    file = source / "publication.yml"
    try:
        return workspace.is_file(file) and re.search(rb"^kind:\s*press\b", workspace.read(file), re.M) is not None
    except InputError:
        return False
