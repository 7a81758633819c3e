"""What a `brand.yml` says, as the stages hand it on: colours, families, font files and logos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file of a brand: one face of a family; `weight` is 100 to 900, `style` `normal` or `italic`."""

    family: str
    weight: int
    style: str
    path: Path


@dataclass(frozen=True, slots=True)
class Brand:
    """What a `brand.yml` says: colours by role, families by use, font files, logos.

    `colors` maps the roles of the format (`primary`, `secondary`, `foreground`, …) and the names of its palette to
    `#rrggbb`, `families` maps `base`, `headings` and `monospace` to family names, `logos` maps `light` and `dark`
    (the ground a logo is for) to files. `lines` has the line in the file of every colour, for findings.
    """

    name: str
    colors: Mapping[str, str]
    families: Mapping[str, str]
    fonts: tuple[FontFile, ...]
    logos: Mapping[str, Path]
    lines: Mapping[str, int]
