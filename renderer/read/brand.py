"""A `brand.yml` (the posit format) in; a frozen `Brand` out, with every fault on its own line.

The format and its rules are those of https://posit-dev.github.io/brand-yml; its own library reads it. What a printed
publication has no use for (`meta`, `defaults`, sizes) is accepted and not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from renderer.brand import Brand, FontFile
from renderer.findings import Finding, InputError, finding
from renderer.read.yaml_lines import Lines, YamlPath, load, shape_findings
from renderer.workspace import Workspace

FILES = ("_brand.yml", "brand.yml")

_WEIGHTS: Mapping[str, int] = {
    "thin": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400, "regular": 400, "medium": 500,
    "semi-bold": 600, "demi-bold": 600, "bold": 700, "extra-bold": 800, "ultra-bold": 800, "black": 900,
}  # fmt: skip
_USES = ("base", "headings", "monospace")
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")  # the first four bytes of a file with TrueType outlines
_KEYS: dict[YamlPath, Iterable[str]] = {
    (): ("meta", "logo", "color", "typography", "defaults"),
    ("color",): (
        "palette", "foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning",
        "danger", "light", "dark",
    ),
    ("typography",): ("fonts", "base", "headings", "monospace", "monospace-inline", "monospace-block", "link"),
    ("logo",): ("images", "small", "medium", "large"),
}  # fmt: skip


def find_brand(workspace: Workspace, folder: Path) -> Path | None:
    """Find the brand of a publication: in its folder, else in the folder that holds it and its sisters."""
    candidates = [place / name for place in (folder, folder.parent) for name in FILES]
    return next((path for path in candidates if workspace.is_file(path)), None)


def read_brand(workspace: Workspace, path: Path) -> tuple[Brand | None, list[Finding]]:
    """Read a brand file; None when nothing of it can be used.

    Raises InputError: the file is missing, not text, or not UTF-8.
    """
    from brand_yml import Brand as Format  # here, because it takes half a second and few builds have one

    name = workspace.name(path)
    values, lines, findings = load(workspace.text(path), file=name)
    if not isinstance(values, dict):
        if not findings:
            findings.append(finding("YAML-SHAPE", "this is not a mapping of `key: value` lines", file=name))
        return None, findings
    try:
        brand = Format.model_validate(values)
    except ValidationError as e:
        spoken = ({**fault, "loc": _spoken(fault["loc"], lines)} for fault in e.errors())
        return None, [*findings, *shape_findings(spoken, lines, _KEYS, name)]
    except ValueError as e:  # a colour that refers to itself
        return None, [*findings, finding("KEY-VALUE", str(e), file=name, line=lines.at(("color",)))]
    colors, faults = _colors(brand.color.to_dict(include="all") if brand.color else {}, lines, name)
    fonts, more = _fonts(workspace, brand, path, lines)
    logos, missing = _logos(workspace, brand, path, lines)
    where = {role: lines.at(_color_path(role, lines)) for role in colors}
    return Brand(name, colors, _families(brand), fonts, logos, where), [*findings, *faults, *more, *missing]


def _spoken(loc: tuple[Any, ...], lines: Lines) -> tuple[Any, ...]:
    """Drop what the library's unions add to the path of a value."""
    known = {p for path in lines for p in path}
    return tuple(p for i, p in enumerate(loc) if isinstance(p, int) or p in known or i == 0)


def _color_path(role: str, lines: Lines) -> YamlPath:
    return ("color", role) if ("color", role) in lines else ("color", "palette", role)


def _colors(given: Mapping[str, Any], lines: Lines, name: str) -> tuple[dict[str, str], list[Finding]]:
    """Turn colours of any CSS notation into `#rrggbb`; one that is no colour is left out, with a finding."""
    from coloraide import Color

    colors: dict[str, str] = {}
    findings = []
    for role, value in given.items():
        text = str(value).strip()
        try:
            colors[role] = Color(text).convert("srgb").fit().to_string(hex=True, alpha=False)
        except ValueError:
            message = f"`{role}: {text}` is neither a colour nor a name of the palette"
            findings.append(finding("KEY-VALUE", message, file=name, line=lines.at(_color_path(role, lines))))
    return colors, findings


def _families(brand: Any) -> dict[str, str]:
    """Give the family of each use; headings are set like the text when nothing else is said."""
    typography = brand.typography
    given = {use: getattr(getattr(typography, use, None), "family", None) for use in _USES} if typography else {}
    return {use: family for use, family in given.items() if family}


def _fonts(workspace: Workspace, brand: Any, path: Path, lines: Lines) -> tuple[tuple[FontFile, ...], list[Finding]]:
    """Find the font files a brand names."""
    fonts: list[FontFile] = []
    findings: list[Finding] = []
    name = workspace.name(path)
    for i, entry in enumerate(brand.typography.fonts if brand.typography else ()):
        line = lines.at(("typography", "fonts", i))
        for file in getattr(entry, "files", ()):
            where = path.parent / str(file.path)
            if fault := _unusable(workspace, where, str(file.path)):
                findings.append(finding("FONT-MISSING", fault, file=name, line=line))
                continue
            fonts += [FontFile(entry.family, weight, str(file.style), where) for weight in _weights(file.weight)]
    return tuple(fonts), findings


def _weights(value: Any) -> Iterator[int]:
    """Give the weights a file stands for: a variable font may say `auto` or a range."""
    text = str(getattr(value, "root", value))
    if ".." in text:
        first, last = (int(part) for part in text.split(".."))
        yield from range(-(-first // 100) * 100, last + 1, 100)
    elif text == "auto":
        yield 400
    else:
        yield _WEIGHTS.get(text) or int(text)


def _unusable(workspace: Workspace, path: Path, given: str) -> str:
    """Say why a font file cannot be used, or nothing."""
    if given.startswith(("http:", "https:")):
        return f"the font {given} lies on another computer; download it and name the file"
    if not workspace.is_file(path):
        return f"the font {given} is not there (looked for {workspace.name(path)})"
    if workspace.read(path)[:4] not in _TRUETYPE:
        return f"the font {given} has no TrueType outlines; PDF/UA fails with others in charts, so take its .ttf file"
    return ""


def _logos(workspace: Workspace, brand: Any, path: Path, lines: Lines) -> tuple[dict[str, Path], list[Finding]]:
    """Find the logos for light and for dark ground, from the largest size that is given."""
    if brand.logo is None:
        return {}, []
    size = next((s for s in ("large", "medium", "small") if getattr(brand.logo, s, None)), "")
    resource = getattr(brand.logo, size, None) if size else brand.logo
    given = {ground: getattr(resource, ground, resource) for ground in ("light", "dark")}
    logos: dict[str, Path] = {}
    findings: dict[str, Finding] = {}
    for ground, logo in given.items():
        file = str(getattr(logo, "path", ""))
        if not file:
            continue
        if workspace.is_file(path.parent / file):
            logos[ground] = path.parent / file
        else:
            line = lines.at(("logo", size) if size else ("logo",))
            message = f"the logo {file} is not there"
            findings[file] = finding("PIC-MISSING", message, file=workspace.name(path), line=line)
    return logos, list(findings.values())


def brand_of(
    workspace: Workspace, folder: Path, named: str, name: str, lines: Lines
) -> tuple[Brand | None, list[Finding]]:
    """Read the brand a publication names, else the one that lies in its folder or beside it."""
    path = folder / named if named else find_brand(workspace, folder)
    if path is None:
        return None, []
    if named and not workspace.is_file(path):
        message = f"the brand {named} is not there (looked for {workspace.name(path)})"
        return None, [finding("FILE-MISSING", message, file=name, line=lines.at(("brand",)))]
    try:
        return read_brand(workspace, path)
    except InputError as e:
        return None, list(e.findings)
