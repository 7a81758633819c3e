"""What a publication says of a PDF from elsewhere: which file, which pages, and how they are told to readers.

In: the entry of `parts:` as it was read. Out: frozen values that travel with the part until it is made sheets of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from renderer.findings import Place

Fitting = Literal["keep", "paper"]
"""Whether pages keep their size or are fitted to the publication's paper in the print edition."""
Labels = Literal["own", ""]
OFFICE = frozenset({".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp"})
"""Files that LibreOffice makes a PDF of, as it has no pages before."""
Tagging = Literal["auto", "keep", "figure", "text", "artifact", "picture-with-text"]
"""How the pages of a paper are told to those who do not see them."""


@dataclass(frozen=True, slots=True)
class OfficeProgram:
    """The LibreOffice of this machine: the path of its `soffice`, and what it calls itself."""

    path: str
    version: str


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
    stamp: bool | None = None
    """Whether its pages are stamped; None: when the publication stamps papers."""
    fit: Fitting | None = None
    """Whether the print edition fits its pages to the paper; None: as the publication says."""
    covered: bool = False
    """Whether text under black boxes is meant to be there."""
    labels: Labels = ""
    """Whether its pages keep the numbers it gives them; empty: they are counted with all others."""
    attach: bool = False
    """Whether the file itself travels along, as it is."""
    office: OfficeProgram | None = None
    """What makes its pages, when it is an Office file."""


@dataclass(frozen=True, slots=True)
class Stamping:
    """What a publication prints on pages from elsewhere beside their numbers.

    `back` is the id of the part that a link on each page leads to; empty: the agenda, else the contents. Without
    `shrink` a page that has no room is printed over.
    """

    marking: str = ""
    back: str = ""
    shrink: bool = True


@dataclass(frozen=True, slots=True)
class Papering:
    """What a publication does with all PDFs from elsewhere.

    Without `stamping` pages are stamped only where their part asks. In the print edition pages may be fitted to the
    paper, with a `gutter` (pt) for the holes of a binder, and `blank` is printed on blank pages.
    """

    stamping: Stamping | None = None
    fit: Fitting = "keep"
    gutter: float = 0
    blank: str = ""
    reported: bool = False
    """Whether a report of the papers and a list for the printer lie beside the file."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of a page that are alike: how many, and how far in pt nothing is painted from the left and the right inset.

    `left_tone` and `right_tone` are the grey (0–255) of what lies behind.
    """

    rows: int
    left: int
    left_tone: int
    right: int
    right_tone: int


@dataclass(frozen=True, slots=True)
class Room:
    """Where a page as it is seen has room for a stamp: strips inward from its foot and from its head.

    `step` is the height of a row and `inset` how far from the sides is measured, in pt.
    """

    step: float
    inset: float
    foot: tuple[Strip, ...]
    head: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What there is to know of a paper as it came, for the report of a packet; pages count from 1 as they are bound.

    `size` is the length of its file in bytes, `of` how many pages it has, `sizes` what they measure in mm.
    """

    size: int
    of: int
    sizes: tuple[tuple[int, int], ...]
    tagged: bool
    told: str
    """How its pages are told to those who do not see them."""
    fonts_missing: tuple[str, ...]
    """Fonts in use that are not embedded."""
    pictures_only: tuple[int, ...]
    """Pages without text."""
    covered: tuple[int, ...]
    """Pages with text under black boxes."""
    removed: tuple[str, ...]
    """What was left out: comments, metadata, scripts and the like, in words."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed on each page of a paper: “4.2 Cash flow statement, p. 3 of 12 · Confidential”, “page 47 of 120”.

    `page`, `short` and `of` are patterns with places for numbers. `back` is the id of the part that the words
    `back_text` lead to; empty: none.
    """

    item: str
    title: str
    marking: str
    page: str
    short: str
    of: str
    back: str
    back_text: str
    shrink: bool = True
    counted: bool = False
    """Whether “of 120” is told of every page, and not only where labels and pages of the file count alike."""


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """How the pages of a paper stand in the bound file.

    `name` and `place` are what findings say of it. `sheet` is width and height of the upright paper that its pages are
    fitted to, in pt (None: they keep their size), with a `gutter` in pt.
    """

    name: str
    place: Place
    stamp: Stamp | None = None
    sheet: tuple[float, float] | None = None
    gutter: float = 0


@dataclass(frozen=True, slots=True)
class PaperJob:
    """What is needed to make sheets of a paper; sent to worker processes, so all of it pickles.

    `id` is the part's id and prefixes its destinations, `place` is where the publication names it.
    """

    id: str
    title: str
    paper: PaperFile
    place: Place = field(default_factory=Place)
