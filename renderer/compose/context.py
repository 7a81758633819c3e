"""The contract between compose and the templates in `layouts/`: what each of them may use, as types.

Templates are filled with undefined names as errors, so a name that is not here cannot creep in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from markupsafe import Markup

from renderer.compose.shapes import Fields
from renderer.model import Edition, Paper


class DocContext(TypedDict):
    """`doc`: the publication. `year` is the one its title names, else that of its date, or empty.

    `notice` stands at the foot of every page.
    """

    title: str
    subtitle: str
    publisher: str
    date: str
    year: str
    lang: str
    paper: Paper
    edition: Edition
    options: Mapping[str, Any]
    notice: str


class PartContext(TypedDict):
    """`part`: the part itself. `number` counts the chapters from 1; other parts have 0. `opener` is how it opens:
    `band`, `page` or `none`.

    `fields` are the fields of its layout, checked and with defaults (one model a layout, in `fields.py`); `meta` is the
    whole front matter, for layouts of your own. `lines` are those its keys stand on, and that of the title wherever it
    comes from.
    """

    id: str
    title: str
    layout: str
    number: int
    lang: str
    opener: str
    fields: Fields
    meta: Mapping[str, Any]
    lines: Mapping[str, int]


class Entry(TypedDict):
    """A line of the contents; `level` is 1 for a part, 2 for a section in it; `layout` is that of the part."""

    title: str
    href: str
    anchor: str
    level: int
    summary: str
    number: int
    layout: str


class Listed(TypedDict):
    """A line of a list of figures or tables; `label` is "Figure 3"."""

    label: str
    title: str
    href: str
    anchor: str


class Listing(TypedDict):
    """A list of figures or tables, with its title."""

    title: str
    entries: Sequence[Listed]


class Term(TypedDict):
    """A line of the index: a term and the anchors it leads to; `closes` marks the last of its letter."""

    title: str
    anchors: Sequence[str]
    closes: bool


class Lists(TypedDict):
    """What a part lists of the others: `lists` for contents, `terms` for an index."""

    lists: Sequence[Listing]
    terms: Sequence[Term]


class LayoutContext(Lists):
    """What every layout gets; `entries` is filled for contents."""

    doc: DocContext
    part: PartContext
    body: Markup
    words: Mapping[str, str]
    entries: Sequence[Entry]


class FurniturePage(TypedDict):
    """One page to lay furniture over; `side` is `left`, `right` or `single`, `first` the first page of its part.

    `landscape` tells that the page is turned by a quarter.
    """

    label: str
    head: str
    side: str
    first: bool
    landscape: bool


class FurnitureContext(TypedDict):
    """What `furniture.html` gets: one page for each page of the part."""

    doc: DocContext
    part: PartContext
    words: Mapping[str, str]
    pages: Sequence[FurniturePage]
    chapters: int
    """How many chapters the publication has; `part.number` is which of them this is."""
    back: str
    """Where the link back to the agenda of a packet leads; empty: there is none."""
    revision: str
    """The date and contents of a revision, or nothing."""
    marking: str
    """Who may read it, on every page; empty: not told."""
    proof: bool
    proof_color: str
