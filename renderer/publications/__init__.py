"""A publication in; the publications its files are made of, and what is packed around them, out.

Most publications are one file. A press kit is several, with texts, figures and a list of all of them.
"""

from __future__ import annotations

from renderer.publications.excerpt import cut
from renderer.publications.press import Package, pack, works_of
from renderer.publications.reduced import LADDER

__all__ = ["LADDER", "Package", "cut", "pack", "works_of"]
