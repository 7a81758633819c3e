"""What a publication says of a PDF from elsewhere: which file, which pages, and how they are told to readers.

In: the entry of `parts:` as it was read. Out: frozen values that travel with the part until it is made sheets of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from renderer.findings import Place

Tagging = Literal["auto", "keep", "figure", "text", "artifact", "picture-with-text"]
"""How the pages of a paper are told to those who do not see them."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A PDF from elsewhere that is bound as it is.

    `name` is the path shown in findings, `digest` the sha256 (hex) of the file, `pages` says which of its pages are
    bound (`1-3,7`; empty: all), `alt` is the alternative text of all pages or one text a page. `lang` is the language
    the publication says it is in, or empty.
    """

    path: Path
    name: str
    digest: str
    pages: str = ""
    tags: Tagging = "auto"
    alt: tuple[str, ...] = ()
    password: str = ""
    lang: str = ""
    furniture: bool = False
    """Whether running heads and folios are laid over its pages."""


@dataclass(frozen=True, slots=True)
class PaperJob:
    """What is needed to make sheets of a paper; sent to worker processes, so all of it pickles.

    `id` is the part's id and prefixes its destinations, `place` is where the publication names it.
    """

    id: str
    title: str
    paper: PaperFile
    place: Place = field(default_factory=Place)
