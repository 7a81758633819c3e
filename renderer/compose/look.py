"""A publication's theme and brand in; the style sheets that stand for them, and its colours for drawings, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from renderer.brand import Brand
from renderer.findings import Finding
from renderer.model import Asset, Publication, Theme
from renderer.store import Store, key_of
from renderer.workspace import Workspace, digest, resources

_TOKEN = re.compile(r"--((?:color|chart)-[\w-]+):\s*(#[0-9a-f]{6})")
_BEHIND = "var(--font-serif)", "var(--font-sans)", "var(--font-mono)"
_ROLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    # The families of the format, and what they are used for here, with the family that stands behind them.
    "base": (("font-text", _BEHIND[0]),),
    "headings": (("font-display", _BEHIND[0]), ("font-label", _BEHIND[1])),
    "monospace": (("font-mono", "'Report Mono', 'Report Symbols'"),),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a publication looks: its theme, and what its brand says of colours and fonts.

    `colors` maps names of tokens without dashes to `#rrggbb`; `sheet` and `faces` are CSS; `recolored` maps colours of
    the built-in brand to this one's, for drawings of `styles/`. All are empty for the built-in brand.
    """

    theme: Theme = "classic"
    colors: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    faces: str = ""
    recolored: Mapping[str, str] = field(default_factory=dict)
    fonts: tuple[Asset, ...] = ()


def look_of(publication: Publication, workspace: Workspace) -> tuple[Look, list[Finding]]:
    """Work out the look of a publication."""
    if publication.brand is None:
        return Look(publication.theme), []
    from renderer.compose.palette import palette  # here, because it takes a moment and few builds have a brand

    brand = publication.brand
    colors, findings = palette(brand)
    own = dict(_TOKEN.findall(workspace.text(resources() / "styles" / "tokens.css")))
    fonts = {f.path: Asset(_asset_name(f.path), f.path, digest(workspace.read(f.path))) for f in brand.fonts}
    recolored = {own[name]: colour for name, colour in colors.items() if name in own and name != "color-on-brand"}
    return Look(
        publication.theme,
        colors,
        _sheet({**colors, **_families(brand)}),
        _faces(brand),
        recolored,
        tuple(fonts.values()),
    ), list(findings)


def recolored(asset: Asset, colors: Mapping[str, str], store: Store) -> Asset:
    """Give a drawing of `styles/` the colours of a brand."""
    if not colors or asset.path.suffix != ".svg":
        return asset
    data = asset.path.read_text(encoding="utf-8")
    text = re.sub(r"#[0-9a-f]{6}\b", lambda m: colors.get(m[0], m[0]), data)
    key = key_of(asset.digest, repr(sorted(colors.items())))
    path = store.get_file("drawings", key, ".svg") or store.put_file("drawings", key, ".svg", text.encode())
    return Asset(asset.name, path, key)


def _families(brand: Brand) -> dict[str, str]:
    """Give the roles of type their families; headings are set like the text when the brand names only that."""
    given = dict(brand.families)
    if "base" in given:
        given.setdefault("headings", given["base"])
    return {role: f"'{_named(given[use])}', {behind}" for use in _ROLES if use in given for role, behind in _ROLES[use]}


def _faces(brand: Brand) -> str:
    """Declare the font files of a brand, under names of their own: an installed font of the same name would win."""
    return "".join(
        f"@font-face {{ font-family: '{_named(f.family)}'; font-style: {f.style}; font-weight: {f.weight};\n"
        f"  src: url(asset:///{_asset_name(f.path)}) }}\n"
        for f in brand.fonts
    )


def _named(family: str) -> str:
    return re.sub(r"[\\'\"\n]", "", family)


def _asset_name(path: Path) -> str:
    return f"fonts/brand/{re.sub(r'[^A-Za-z0-9._-]', '-', path.name)}"


def _sheet(tokens: Mapping[str, str]) -> str:
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in tokens.items()) + "}\n"


def unique(assets: Iterable[Asset]) -> tuple[Asset, ...]:
    """Drop twins and order by name, so that the same part always has the same key."""
    return tuple(sorted(dict.fromkeys(assets), key=lambda a: a.name))
