"""The pictures of a kit as it was first made and as it is now in; what was done to keep to its limit out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.findings import Finding, finding
from renderer.kit import Kit

LADDER = (200, 150)
"""Pixels an inch that pictures are brought down to, one after the other, when a kit is too large; never less."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """How large a picture is, in px and bytes, and how many of its px stand on an inch; 0: it is printed nowhere."""

    width: int
    height: int
    size: int
    dpi: int = 0

    def __str__(self) -> str:
        return f"{self.width:,} × {self.height:,} px, {size_in_words(self.size)}"


Pictures = Mapping[tuple[str, str], Pixels]
"""Pictures by the file of the kit they are in, and their own name when that is a PDF."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What was done to one picture; `now` is None when it was left out."""

    file: str
    name: str
    before: Pixels
    now: Pixels | None

    def __str__(self) -> str:
        if self.now is None:
            return f"{self.before}; left out"
        return f"{self.before}; now {self.now}{f', {self.now.dpi} dpi' if self.now.dpi else ''}"

    @property
    def called(self) -> str:
        """What it is called: the file, and the picture in it."""
        return f"{self.file}, {self.name}" if self.name else self.file


def reduced(first: Pictures, now: Pictures) -> tuple[Reduced, ...]:
    """Give every picture that is smaller than in the kit as it was first made, or gone, in the order of their files."""
    return tuple(Reduced(*key, before, now.get(key)) for key, before in sorted(first.items()) if now.get(key) != before)


def told(rows: Sequence[Reduced], kit: Kit, whole: int, size: int) -> Finding:
    """Say in a finding what was done; `whole` and `size` are what the kit weighed before and weighs now, in bytes."""
    what = "; ".join(f"{row.called}: {row}" for row in rows) or "no picture could be made smaller"
    sizes = f"of {size_in_words(whole)} was over {size_in_words(kit.limit)} and has {size_in_words(size)} now"
    message = f"the kit {sizes}. {what}"
    return finding("KIT-REDUCED", message, file=kit.limit_place.file, line=kit.limit_place.line)


def as_lines(rows: Sequence[Reduced], limit: int) -> list[str]:
    """Tell those who open the kit which pictures can be had larger."""
    if not rows:
        return []
    head = f"Made smaller, so that all this has no more than {size_in_words(limit)}:"
    return ["", head, *(f"{row.called}\n    {row}" for row in rows)]


def as_values(rows: Sequence[Reduced]) -> list[dict[str, Any]]:
    """Give the same as plain values."""
    return [
        {
            "file": row.file,
            **({"picture": row.name} if row.name else {}),
            "before": _values(row.before),
            "now": row.now and _values(row.now),
        }
        for row in rows
    ]


def _values(pixels: Pixels) -> dict[str, int]:
    size = {"width": pixels.width, "height": pixels.height, "bytes": pixels.size}
    return {**size, "dpi": pixels.dpi} if pixels.dpi else size


def too_large(kit: Kit, files: Mapping[str, bytes], pictures: Pictures, size: int) -> Finding:
    """Name what weighs most of a kit that cannot be made small enough."""
    largest = sorted(files.items(), key=lambda item: (-len(item[1]), item[0]))[:5]
    named = ", ".join(f"{name} ({size_in_words(len(data))}{_most(name, pictures)})" for name, data in largest)
    message = (
        f"the kit has {size_in_words(size)}, its limit is {size_in_words(kit.limit)}, and its pictures have "
        f"{LADDER[-1]} dpi already; the largest are {named}"
    )
    return finding("KIT-SIZE", message, file=kit.limit_place.file, line=kit.limit_place.line)


def _most(file: str, pictures: Pictures) -> str:
    """Name the largest picture of a PDF."""
    held = [(pixels.size, name) for (within, name), pixels in pictures.items() if within == file and name]
    return f", of it {size_in_words(max(held)[0])} {max(held)[1]}" if held else ""


def size_in_words(count: int) -> str:
    """Write a number of bytes."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.0f} kB"
