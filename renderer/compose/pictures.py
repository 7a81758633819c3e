"""Picture paths as authors write them in, assets out: found, inside the project, readable.

A path is looked for in the manuscript's folder and the publication's; one that begins with `/` in the site's folder
(`site_root`). Never from the root of the disk, never outside these folders, never from the network.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree
from PIL import Image, UnidentifiedImageError

from renderer.findings import Finding, InputError, finding
from renderer.model import Asset
from renderer.workspace import Workspace, digest

_TYPES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where pictures of one manuscript may lie."""

    manuscript: Path
    root: Path
    site_root: Path | None

    def candidates(self, path: str) -> list[Path]:
        """List the files a path may mean, likeliest first."""
        if path.startswith("/"):
            folders = [self.site_root] if self.site_root else [self.root, self.root / "static", self.root / "public"]
            return [folder / path.lstrip("/") for folder in folders if folder]
        folders = [self.manuscript.parent, self.root, *([self.site_root] if self.site_root else [])]
        return [folder / path for folder in dict.fromkeys(folders)]

    def allows(self, path: Path) -> bool:
        """Tell whether a file lies in one of the folders."""
        folders = (self.manuscript.parent, self.root, self.site_root)
        return any(f and path.resolve().is_relative_to(f.resolve()) for f in folders)


def find_picture(
    workspace: Workspace, src: str, places: Places, source: str, line: int
) -> tuple[Asset | None, Finding | None]:
    """Find the file a picture's `src` means and make an asset of it."""
    try:
        scheme = urlsplit(src).scheme
    except ValueError:
        scheme = "unreadable"
    if scheme and not (len(scheme) == 1 and src[1] == ":"):
        return None, finding("PIC-REMOTE", f"the picture {src} is not a file of this project", file=source, line=line)
    path = unquote(src.split("?")[0].split("#")[0]) if src not in ("", "#") else ""
    try:
        candidates = places.candidates(path) if path and "\0" not in path else []
        found = next((c for c in candidates if workspace.is_file(c)), None)
    except OSError:  # a name longer than the file system allows
        candidates, found = [], None
    if found is None:
        where = " nor ".join(dict.fromkeys(workspace.name(c) for c in candidates))
        remedy = "" if places.site_root or not path.startswith("/") else (
            "say where the site's pictures lie: --site-root FOLDER, or `site_root:` in publication.yml"
        )  # fmt: skip
        message = f"the picture {src or 'that names no file'} is not there" + (
            f" (looked for {where})" if where else ""
        )
        return None, finding("PIC-MISSING", message, file=source, line=line, remedy=remedy)
    if not places.allows(found):
        return None, finding("PIC-OUTSIDE", f"the picture {src} lies outside the project", file=source, line=line)
    try:
        data = workspace.read(found)
    except InputError as e:
        message = f"the picture {src} cannot be read: {e.findings[0].message}"
        return None, finding("PIC-MISSING", message, file=source, line=line)
    if fault := _unreadable(data, found.suffix.lower()):
        return None, finding("PIC-FORMAT", f"the picture {src} {fault}", file=source, line=line)
    name = digest(data)
    return Asset(f"pictures/{name[:24]}{found.suffix.lower()}", found, name), None


def _unreadable(data: bytes, suffix: str) -> str:
    """Say what is wrong with a picture file, or nothing."""
    if suffix not in _TYPES:
        return f"is of a kind ({suffix or 'no ending'}) that cannot be printed"
    if not data:
        return "is an empty file"
    if suffix == ".svg":
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        except etree.XMLSyntaxError as e:
            return f"is not proper SVG: {e.msg}"
        return "" if etree.QName(root).localname == "svg" else "is XML but not SVG"
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()  # all of it: a truncated file shows only here
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as e:
        return f"cannot be read: {e}"
    return ""
