"""The pictures of a kit as it was first made and as it is now in; what was done to keep to its limit out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from renderer.data.formats import write_number
from renderer.findings import Finding, finding
from renderer.kit import Kit
from renderer.languages.press import kit_words, labelled

LADDER = (200, 150)
"""Pixels an inch that pictures are brought down to, one after the other, when a kit is too large; never less."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """How large a picture is, in px and bytes, and how many of its px stand on an inch; 0: it is printed nowhere."""

    width: int
    height: int
    size: int
    dpi: int = 0

    def told(self, lang: str = "en") -> str:
        """Write it in a language."""
        width, height = (write_number(side, 0, lang) for side in (self.width, self.height))
        return f"{width} × {height} px, {size_in_words(self.size, lang)}"


Pictures = Mapping[tuple[str, str], Pixels]
"""Pictures by the file of the kit they are in, and their own name when that is a PDF."""
Shown = Mapping[tuple[str, str], str]
"""The numbers and titles of the figures that files of the kit, and pictures in its PDFs, show."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What was done to one picture; `now` is None when it was left out. `shows` is the figure, where it is one."""

    file: str
    name: str
    shows: str
    before: Pixels
    now: Pixels | None

    def told(self, lang: str = "en") -> str:
        """Write in a language what was done."""
        words = kit_words(lang)
        if self.now is None:
            return f"{self.before.told(lang)}; {words['left_out']}"
        dpi = f", {self.now.dpi} dpi" if self.now.dpi else ""
        return f"{self.before.told(lang)}; {words['now'].format(self.now.told(lang))}{dpi}"

    @property
    def picture(self) -> str:
        """What the picture in a PDF is called: as its figure, or else as its file; empty for a file of its own."""
        return (self.shows or self.name) if self.name else ""


def reduced(first: Pictures, now: Pictures, shown: Shown) -> tuple[Reduced, ...]:
    """Give every picture that is smaller than in the kit as it was first made, or gone, in the order of their files."""
    changed = [(*key, shown.get(key, ""), before, now.get(key)) for key, before in sorted(first.items())]
    return tuple(Reduced(*row) for row in changed if row[-1] != row[-2])


def told(rows: Sequence[Reduced], kit: Kit, whole: int, size: int) -> Finding:
    """Say in a finding what was done; `whole` and `size` are what the kit weighed before and weighs now, in bytes."""
    what = "; ".join(f"{_called(row)}: {row.told()}" for row in rows) or "no picture could be made smaller"
    sizes = f"of {size_in_words(whole)} was over {size_in_words(kit.limit)} and has {size_in_words(size)} now"
    message = f"the kit {sizes}. {what}"
    return finding("KIT-REDUCED", message, file=kit.limit_place.file, line=kit.limit_place.line)


def _called(row: Reduced) -> str:
    """Name a picture as its author knows it: by the figure, and the PDF it stands in."""
    if not row.name:
        return _as(row.file, row.shows)
    return f"“{row.shows}” in {row.file}" if row.shows else f"{row.name} in {row.file}"


def _as(file: str, shows: str) -> str:
    return f"“{shows}” as {PurePosixPath(file).suffix[1:].upper()}" if shows else file


def as_lines(rows: Sequence[Reduced], limit: int, lang: str) -> list[str]:
    """Tell those who open the kit, in its language, which pictures can be had larger."""
    if not rows:
        return []
    head = kit_words(lang)["reduced"].format(size_in_words(limit, lang))
    named = ((f"{row.file}, {row.picture}" if row.picture else row.file, row.told(lang)) for row in rows)
    return ["", labelled(head, "", lang), *(f"{name}\n    {what}" for name, what in named)]


def as_values(rows: Sequence[Reduced]) -> list[dict[str, Any]]:
    """Give the same as plain values."""
    return [
        {
            "file": row.file,
            **({"picture": row.picture} if row.picture else {}),
            "before": _values(row.before),
            "now": row.now and _values(row.now),
        }
        for row in rows
    ]


def _values(pixels: Pixels) -> dict[str, int]:
    size = {"width": pixels.width, "height": pixels.height, "bytes": pixels.size}
    return {**size, "dpi": pixels.dpi} if pixels.dpi else size


def too_large(kit: Kit, files: Mapping[str, bytes], pictures: Pictures, shown: Shown, size: int) -> Finding:
    """Name what weighs most of a kit that cannot be made small enough."""
    largest = sorted(files.items(), key=lambda item: (-len(item[1]), item[0]))[:5]
    named = ", ".join(
        f"{_as(name, shown.get((name, ''), ''))} ({size_in_words(len(data))}{_most(name, pictures, shown)})"
        for name, data in largest
    )
    message = (
        f"the kit has {size_in_words(size)}, its limit is {size_in_words(kit.limit)}, and its pictures have "
        f"{LADDER[-1]} dpi already; the largest are {named}"
    )
    return finding("KIT-SIZE", message, file=kit.limit_place.file, line=kit.limit_place.line)


def _most(file: str, pictures: Pictures, shown: Shown) -> str:
    """Name the largest picture of a PDF."""
    held = [(pixels.size, name) for (within, name), pixels in pictures.items() if within == file and name]
    if not held:
        return ""
    size, name = max(held)
    figure = shown.get((file, name), "")
    return f", of it {size_in_words(size)} {f'“{figure}”' if figure else name}"


def size_in_words(count: int, lang: str = "en") -> str:
    """Write a number of bytes in a language; the smallest file has 1 kB."""
    if count >= 1_000_000:
        return f"{write_number(count / 1e6, 1, lang)} MB"
    return f"{write_number(max(1, count / 1e3), 0, lang)} kB"
