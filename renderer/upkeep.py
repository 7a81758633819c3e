"""Upkeep of the store: a folder in; how much of what kind lies in it out, and what was not used for longest removed.

Only entries of the store are ever touched, so that a folder named by mistake keeps what else is in it. When an entry
was used last is its time of modification: the store renews it on every use.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IN_USE = 3600.0
"""Seconds after its last use for which an entry stays: another build may be working with it."""
_ROOM = 0.8  # part of the largest size that is left after a removal, so that not every build has to remove
_ENTRY = re.compile(r"[0-9a-f]{64}\.[\w.]+|\.new-\w+", re.ASCII)
_BRANCH = re.compile(r"[0-9a-f]{2}", re.ASCII)
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the store: its kind, its size in bytes, and when it was used last (seconds since 1970)."""

    path: Path
    kind: str
    size: int
    used: float


@dataclass(frozen=True, slots=True)
class Holding:
    """What the store holds of one kind."""

    kind: str
    entries: int
    size: int


def size_in_bytes(text: str) -> int:
    """Read a size such as `500 MB` or `2G`.

    Raises ValueError: it is no size.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no size; write it as 500 MB or 2 GB")
    return int(float(found[1]) * _UNITS[found[2].lower()])


def holdings(folder: Path) -> tuple[Holding, ...]:
    """Tell how much the store holds, by kind."""
    sizes: dict[str, list[int]] = {}
    for entry in _entries(folder):
        sizes.setdefault(entry.kind, []).append(entry.size)
    return tuple(Holding(kind, len(s), sum(s)) for kind, s in sorted(sizes.items()))


def clear(folder: Path) -> int:
    """Remove all entries and give the bytes they took. What another build is using is typeset again by it."""
    return sum(_remove(entry) for entry in list(_entries(folder)))


def trim(folder: Path, largest: int) -> int:
    """Remove what was not used for longest when the store has outgrown its largest size; give the bytes removed.

    What was used within the last hour stays, even if the store stays too large with it.
    """
    entries = sorted(_entries(folder), key=lambda e: (e.used, str(e.path)))
    size = sum(entry.size for entry in entries)
    if size <= largest:
        return 0
    newest, removed = _now(folder), 0
    for entry in entries:
        if size - removed <= _ROOM * largest or entry.used > newest - IN_USE:
            break
        removed += _remove(entry)
    return removed


def _entries(folder: Path) -> Iterator[Entry]:
    for kind in _folders(folder):
        for branch in _folders(kind):
            if not _BRANCH.fullmatch(branch.name):
                continue
            with os.scandir(branch) as files:
                for file in files:
                    if _ENTRY.fullmatch(file.name):
                        try:
                            known = file.stat(follow_symlinks=False)
                        except FileNotFoundError:  # another build removed it
                            continue
                        yield Entry(Path(file.path), kind.name, known.st_size, known.st_mtime)


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink()) if folder.is_dir() else []


def _remove(entry: Entry) -> int:
    try:
        entry.path.unlink()
    except FileNotFoundError:
        return 0
    return entry.size


def _now(folder: Path) -> float:
    """Ask the file system for the time: the store may lie on another machine, whose clock dates its files."""
    import tempfile

    with tempfile.NamedTemporaryFile(dir=folder, prefix=".now-") as stamp:
        return os.fstat(stamp.fileno()).st_mtime
