"""What a publication says of the press kit it makes: frozen values, read from `publication.yml` and `organisation.yml`.

In: what was read. Out: the order for the kit, which the parts, the texts, the figures and the folder are made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from renderer.findings import Place


@dataclass(frozen=True, slots=True)
class PagePromise:
    """How many pages a part may fill, and what may be done to keep to them, in order: closer lines, smaller type."""

    pages: int
    steps: tuple[Literal["spacing", "type"], ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom journalists can ask: an office rather than a person; what is empty is not printed."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    web: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is known, one line each."""
        return tuple(line for line in (self.name, self.role, self.email, self.phone, self.web) if line)


@dataclass(frozen=True, slots=True)
class Embargo:
    """Until when nothing may be published: a moment with its offset, the zone it was given in, and whether it holds."""

    until: datetime
    zone: str
    holds: bool

    @property
    def stamp(self) -> str:
        """The beginning of file names while it holds."""
        return f"embargoed-until-{self.until:%Y-%m-%d-%H%M}-" if self.holds else ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Chapters or headings of another publication: `picks` are ids of parts, or `part#heading`; `title` is printed."""

    source: Path
    picks: tuple[str, ...]
    title: str
    name: str
    """The end of its file name."""
    place: Place


@dataclass(frozen=True, slots=True)
class FigureOrder:
    """Figures of a publication, all or some of them, with the licence they may be printed under."""

    source: Path
    names: tuple[str, ...]
    licence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo that goes into the kit; `name` is its file's in ASCII, without the ending."""

    path: Path
    alt: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Kit:
    """The whole order. `limit` is what the packed kit may weigh, in bytes; `stem` begins its file names."""

    stem: str
    organisation: str
    contact: Contact
    about: str
    """The heading over who the organisation is."""
    boilerplate: str
    logos: tuple[Logo, ...]
    embargo: Embargo | None
    limit: int
    limit_place: Place
    excerpts: tuple[Excerpt, ...]
    figures: tuple[FigureOrder, ...]
    words: dict[str, str] = field(default_factory=dict)
    """What the layouts and texts print of their own accord, in the language of the kit."""
