"""The frozen values that pass between the stages; no behaviour beyond small derived properties.

read → `Publication`; compose → `PartDocument`; typeset → `Sheets`; bind → `Bound`; deliver → `Delivery` (in `order`).
Lengths are in pt (1/72 inch) from the top left corner of a page unless a name says otherwise; pages count from 0
within a part or file, printed page labels are text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from renderer.brand import Brand
from renderer.circulation import Copies, LatePaper, Revision
from renderer.findings import Finding, Place
from renderer.kit import Excerpt, Kit, PagePromise
from renderer.numbering import Folio as Folio
from renderer.numbering import LabelRange as LabelRange
from renderer.numbering import Numbering, NumberSlot
from renderer.numbering import OutlineEntry as OutlineEntry
from renderer.numbering import PrintedNumber as PrintedNumber
from renderer.order import Delivery as Delivery
from renderer.order import Edition as Edition
from renderer.order import Issue as Issue
from renderer.order import Paper as Paper
from renderer.order import Theme as Theme
from renderer.paper import BoundPaper, PaperFacts, PaperFile, Papering, PaperJob, Room

Start = Literal["right", "any"]
"""The pages of the print edition a part may begin on: right-hand ones only, or any."""
Matter = Literal["front", "body", "back"]

PART_SCHEME = "part:"
"""What links to other parts begin with until they are bound."""
PAPER_SIZES: Mapping[Paper, tuple[float, float]] = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
"""Width and height of the papers, in pt."""


# ---------------------------------------------------------------------------------------------------- read
@dataclass(frozen=True, slots=True)
class Manuscript:
    """A Markdown file with its front matter taken off.

    `name` is the path shown in findings; `body_line` is the line of the file (1-based) on which `body` begins.
    `meta` holds every key of the front matter, `meta_lines` the line of each value by its dotted path, such as
    `events.2.date`. `repairs` are its switches.
    """

    path: Path
    name: str
    meta: Mapping[str, Any]
    meta_lines: Mapping[str, int]
    body: str
    body_line: int
    repairs: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartSource:
    """One part as read: which layout it uses and which manuscript or paper, if any, it is made of.

    `id` is unique in the publication and made of [a-z0-9-]; it prefixes every anchor of the part. `repairs_off` names
    the repairs that are switched off for it.
    """

    id: str
    title: str
    layout: str
    matter: Matter
    lang: str
    manuscript: Manuscript | None
    options: Mapping[str, Any] = field(default_factory=dict)
    repairs_off: frozenset[str] = frozenset()
    place: Place = field(default_factory=Place)
    """Where the publication names the part; empty for one nobody named."""
    numbering: Numbering | None = None  # None: its pages go on from those before it
    paper: PaperFile | None = None
    opens: tuple[Heading, ...] = ()  # lines of the outline in front of its own; anchors of any part
    closes: tuple[Heading, ...] = ()  # and behind them
    depth: int = 0  # levels of the outline its title lies below the highest
    origin: Publication | None = None  # what it is taken from as it stands there
    start: Start = "right"


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything one build makes, with every path absolute and every default filled in."""

    name: str
    kind: str
    root: Path
    title: str
    subtitle: str
    lang: str
    publisher: str
    date: str
    """ISO date such as 2023-01-31, or empty."""
    paper: Paper
    editions: tuple[Issue, ...]
    site_root: Path | None
    data_dir: Path
    parts: tuple[PartSource, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    """Keys for layouts: logo, address, web, imprint, …"""
    linearize: bool = False
    """Whether the file is ordered for viewing while it loads."""
    picture_hosts: tuple[str, ...] = ()
    """Hosts of the web that pictures may be fetched from."""
    option_lines: Mapping[str, int] = field(default_factory=dict)
    """The line of publication.yml each of the options stands on."""
    checks: frozenset[str] = frozenset()
    """What is looked at over the whole publication: `years`, `quantities`, `data`."""
    fonts: tuple[tuple[Path | str, int], ...] = ()
    """Fonts for what the default type lacks: files or families of installed fonts, with their lines."""
    theme: Theme = "classic"
    conformance: tuple[str, ...] = ("ua1", "3a")
    """Standards the file is to conform to: `ua1`, `3a`, `3u`, or `ua2`, `4f`."""
    brand: Brand | None = None
    """None: the built-in brand of styles/tokens.css."""
    papering: Papering = field(default_factory=Papering)
    chart_tables: Literal["after", "appendix", "attached", ""] = ""  # empty: appendix, if there is one, else attached
    confidential: bool = False
    marking: str = ""
    copies: Copies | None = None
    late: tuple[LatePaper, ...] = ()
    revision: Revision | None = None
    incomplete: bool = False
    """Whether parts were left out for some readers."""
    remade: Callable[[Collection[str], bool], tuple[PartSource, ...]] | None = None
    """For what is made of an agenda: all its parts without some items, with `True` without closed ones too."""
    items: Mapping[str, bool] = field(default_factory=dict)
    """The numbers of the items of an agenda, and whether they are closed; empty: there are those of the parts alone."""
    kit: Kit | None = None
    """The press kit it becomes; None: its file is all."""
    excerpt: Excerpt | None = None
    """What alone is bound of it."""
    notice: str = ""
    """Printed at the foot of every page, such as an embargo."""
    folio: Folio = "number"


# ------------------------------------------------------------------------------------------------- compose
@dataclass(frozen=True, slots=True)
class Asset:
    """A file that HTML or CSS of a part names as `asset:///NAME`: a font, a picture, a chart.

    `digest` is the sha256 (hex) of its bytes, or for a chart not drawn yet of all that decides its bytes. `label` is
    what its author calls it, when that is not the name of its file.
    """

    name: str
    path: Path
    digest: str
    label: str = ""

    @property
    def title(self) -> str:
        """What it is called in messages."""
        return self.label or self.path.name


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels in the PDF; its `name` is ASCII and unique.

    It is the `Data` of the Figure whose ID is its name, or the `Source` that a whole part is made of.
    """

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: Literal["Data", "Source"] = "Data"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the outline and the contents. `anchor` is the full anchor name, such as `growth.members`."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PartDocument:
    """A composed part: one HTML document, ready but for page numbers.

    In `html`, every id and link within the part is an anchor name with the part's id in front (`growth.members`;
    the part itself is `growth`); a link to another part is `part:growth#growth.members`; every place where a page
    number is to be printed is an element with `data-page-of="ANCHOR"`; elements carry `data-line="N"`, a line of
    `source`.
    """

    id: str
    title: str
    layout: str
    matter: Matter
    lang: str
    source: str
    html: str
    stylesheets: tuple[str, ...]
    """Texts of the style sheets, in cascade order."""
    assets: tuple[Asset, ...]
    headings: tuple[Heading, ...]
    page_refs: frozenset[str]
    """Anchors whose page numbers the part prints."""
    furniture: bool
    """Whether running heads and folios are laid over its pages."""
    opener: str = "none"
    """How it opens: with a `band`, a `page` of its own, or `none`."""
    number: int = 0
    """Which chapter it is, from 1; 0 for a part that is none."""
    numbering: Numbering | None = None
    """How pages are numbered from it on; None: on from those before it."""
    attachments: tuple[Attachment, ...] = ()
    paper: PaperJob | None = None  # then there is no HTML
    depth: int = 0
    closes: tuple[Heading, ...] = ()
    promise: PagePromise | None = None
    start: Start = "right"


# ------------------------------------------------------------------------------------------------- typeset
@dataclass(frozen=True, slots=True)
class TypesetJob:
    """What the typesetter needs for one part and nothing else; sent to worker processes, so all of it pickles.

    `id` is the part's id, for messages only; `source` is the file that `data-line` attributes count in.
    Without `tagged` the result has no structure tree: furniture, which is an artifact.
    """

    id: str
    source: str
    html: str
    stylesheets: tuple[str, ...]
    assets: tuple[Asset, ...]
    tagged: bool = True
    edition: Edition = "screen"
    promise: PagePromise | None = None
    fine: int = 0
    """Pixels an inch that pictures keep at most; 0: what the edition asks for."""


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font as a part uses it: enough to unite its subset with those of other parts.

    `base_font` is the name in the PDF, `asset` the asset it came from (empty for a font of the system),
    `glyphs` the original glyph ids in use, `missing` whether some character had no glyph.
    """

    base_font: str
    asset: str
    digest: str
    index: int
    glyphs: tuple[int, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture of pixels as a PDF holds it: what its author calls it, its size in px and bytes, and pixels an inch."""

    name: str
    width: int
    height: int
    size: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Sheets:
    """A typeset part: tagged PDF bytes and the record of what is on its pages.

    `sizes` is (width, height) in pt for each page as it is seen; `anchors` maps anchor names to page indices in the
    part. `headings` are the outline that a paper brings along, below its title, and `lang` is the language it says it
    is in.
    """

    id: str
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    anchors: Mapping[str, int]
    fonts: tuple[FontUse, ...]
    findings: tuple[Finding, ...]
    headings: tuple[Heading, ...] = ()
    lang: str = ""
    rooms: tuple[Room, ...] = ()
    """Where each page of a paper that is stamped has room for it."""
    slots: tuple[NumberSlot, ...] = ()
    facts: PaperFacts | None = None
    labels: tuple[LabelRange, ...] = ()
    """The page labels that a paper keeps, in pages of the part."""
    pictures: tuple[PrintedPicture, ...] = ()
    tags: Mapping[str, int] = field(default_factory=dict)
    """How often each structure type stands in its tree, below the one Document."""

    @property
    def pages(self) -> int:
        """How many pages the part fills."""
        return len(self.sizes)


# ---------------------------------------------------------------------------------------------------- bind
@dataclass(frozen=True, slots=True)
class Laid:
    """What is laid over a page: a page of typeset furniture, and the digits written into its slots."""

    sheets: Sheets
    page: int = 0
    digits: str = ""


@dataclass(frozen=True, slots=True)
class BoundPart:
    """One part on its way into the bound file, with what is laid over each of its pages."""

    id: str
    title: str
    lang: str
    sheets: Sheets
    furniture: tuple[Laid, ...]
    headings: tuple[Heading, ...]
    blanks_before: int = 0  # pages put in front so that the part starts on a right-hand page
    attachments: tuple[Attachment, ...] = ()
    paper: BoundPaper | None = None
    digits: str = ""
    """What is written into the slots of its sheets; empty: they say what they are to say."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Document metadata for Info and XMP. `date` is an ISO date or empty: no clock is read."""

    title: str
    subject: str
    author: str
    lang: str
    date: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """The order given to the binder: parts in order and what goes around them.

    `assets` maps asset names (fonts) to the files their full versions lie in. `conformance` is what the file may
    claim: `ua1`, `3a`, `3u`, or of PDF 2.0 `ua2`, `4f`, or nothing.
    """

    parts: tuple[BoundPart, ...]
    metadata: Metadata
    labels: tuple[LabelRange, ...]
    printed: tuple[PrintedNumber, ...]
    assets: Mapping[str, Path]
    conformance: tuple[str, ...]
    blanks_after: int = 0  # pages put behind the last part
    stamp_fonts: tuple[Path, ...] = ()
    """Font files for stamps; a letter is set in the first that has it."""
    blank: str = ""  # what is printed on blank pages


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound file and what the binder meant it to say, for `verify` to hold it against."""

    pdf: bytes
    labels: tuple[str, ...]
    """The printed label of each page; as many as pages."""
    outline: tuple[OutlineEntry, ...]
    destinations: Mapping[str, int]
    """Named destinations and their page indices."""
    tags: Mapping[str, int]
    """How often each structure type stands in the tree."""
    metadata: Metadata
    printed: tuple[PrintedNumber, ...]
    part_pages: Mapping[str, tuple[int, int]]
    """First page index and page count of each part, blanks not counted."""
    conformance: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    """What travels in the file, by the ID of the structure element it belongs to."""
