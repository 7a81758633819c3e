"""Names of files and parts in; ids of parts out, and findings for ids given twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from renderer.findings import Finding, finding
from renderer.model import PartSource


def slug(text: str) -> str:
    """Make an id of [a-z0-9-] from any text."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if made[:1].isalpha() else f"part-{made}".rstrip("-")


def unnumbered(path: Path) -> str:
    """Give the name of a file without the number it is sorted by."""
    return re.sub(r"^\d+[-_ ]+", "", path.stem)  # 01-projects.md is `projects`


def twins(parts: list[PartSource], name: str) -> Iterator[Finding]:
    """Report ids given twice, where the publication names the second part."""
    seen: set[str] = set()
    for part in parts:
        if part.id in seen:
            which = f" ({part.manuscript.name})" if part.manuscript else ""
            yield finding(
                "PART-DUPLICATE", f"two parts have the id `{part.id}`{which}", file=name, line=part.place.line
            )
        seen.add(part.id)


def distinct(parts: list[PartSource]) -> Iterator[PartSource]:
    """Give loose manuscripts ids of their own even when their names differ only in punctuation."""
    seen: set[str] = set()
    for part in parts:
        made, n = part.id, 2
        while made in seen:
            made, n = f"{part.id}-{n}", n + 1
        seen.add(made)
        yield replace(part, id=made)
