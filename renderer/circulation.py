"""What a publication says of who gets it: recipients and their copies, items left out, papers that come late.

In: `copies:`, `late:` and `revision:` of publication.yml as they were read. Out: frozen values that travel with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from renderer.findings import Place

LateMode = Literal["append", "supplement", "revision"]
"""Where a late paper goes: behind all pages, into a file of its own, or to its item in a new packet."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the list of recipients. `copy` is the number of the copy, `withheld` the items that are left out."""

    name: str
    copy: int
    withheld: frozenset[str] = frozenset()
    password: str = field(default="", repr=False)
    """Never shown: neither messages nor keys of the store are made of it."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a publication and what their owners may do with one that has a password."""

    recipients: tuple[Recipient, ...]
    owner_password: str = field(default="", repr=False)
    print: bool = True
    copy: bool = True


@dataclass(frozen=True, slots=True)
class LatePaper:
    """What `late:` says of one paper: the part it becomes, the item it belongs to, and how it reaches its readers."""

    part: str
    item: str
    mode: LateMode
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Revision:
    """A new packet in the place of one already sent. `date` is an ISO date; `digest` the hash of what it is made of."""

    date: str
    stable: bool = False
    """Whether pages keep the numbers they had, and late pages are 12a, 12b."""
    digest: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """What is kept of a delivered part for a later revision: labels of its first and last page, hash of its source."""

    item: str
    first: str
    last: str
    digest: str
