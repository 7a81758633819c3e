"""A picture's path as its author wrote it in, the file it means out.

A path is looked for in the manuscript's folder, the publication's and the site's (`site_root`). Never from the root of
the disk.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from renderer.workspace import Workspace, folded, spelled

PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where pictures of one manuscript may lie."""

    manuscript: Path
    root: Path
    site_root: Path | None

    def folders(self, path: str) -> list[Path]:
        """List the folders a path may count from, likeliest first; `/img/x.png` counts from the site's."""
        site = [self.site_root] if self.site_root else []
        if path.startswith("/"):
            return list(dict.fromkeys([*site, self.root, self.root / "static", self.root / "public"]))
        return list(dict.fromkeys([self.manuscript.parent, self.root, *site]))

    def allows(self, path: Path) -> bool:
        """Tell whether a file lies in one of the folders, links followed."""
        folders, followed = (self.manuscript.parent, self.root, self.site_root), path.resolve()
        return any(f and followed.is_relative_to(f.resolve()) for f in folders)

    def find(self, workspace: Workspace, src: str) -> tuple[Path, str] | None:
        """Find the file a picture's address means; gives it with the path it was found by."""
        for path in spellings(src):
            for folder in self.folders(path):
                if (found := workspace.locate(folder, path.lstrip("/"))) is not None:
                    return found, path
        return None

    def nearest(self, workspace: Workspace, src: str) -> str:
        """Give the name of the picture that comes nearest to one that is not there, as it would be written; or ""."""
        path = next(spellings(src), "")
        wanted, inner = PurePosixPath(path).name, PurePosixPath(path.lstrip("/")).parent
        for folder in self.folders(path):
            there = {p.name for p in workspace.glob(folder / inner, "*") if p.suffix.lower() in PICTURES}
            known = {folded(name): name for name in sorted(there, reverse=True)}
            for near in difflib.get_close_matches(folded(wanted), sorted(known), n=1, cutoff=0.6):
                return str(PurePosixPath("/" if path.startswith("/") else "") / inner / known[near])
        return ""


def spellings(src: str) -> Iterator[str]:
    """Give the paths a picture's address may stand for: with %20 or without, and what follows ? or # left out."""
    bare = src.split("?")[0].split("#")[0]
    paths = (p.replace("\\", "/") for p in (unquote(bare), bare, unquote(src), src))
    yield from dict.fromkeys(p for p in paths if p.strip("/ ") and "\0" not in p)


def differs_in_capitals(path: str, found: Path) -> bool:
    """Tell whether a path names its file with other capitals than it has."""
    written = [part for part in PurePosixPath(path.lstrip("/")).parts if part != ".."]
    return [spelled(p) for p in written] != [spelled(p) for p in found.parts[len(found.parts) - len(written) :]]
