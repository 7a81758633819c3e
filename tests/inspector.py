"""Asks PDFs questions: a PDF file or its bytes in, words with places and fonts, outline, links, tags and metadata out.

    pdf = Inspector(path)
    assert pdf.find("Growth", page=3)[0].size == 24
    assert [t.text for t in pdf.tags("H1")] == ["Growth"]

Lengths are in pt from the top left corner of the page as shown, pages count from 0. It reads with pypdf, which shares
no code with the libraries that write.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from glyphs import Run, runs_of
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pt."""

INLINE = frozenset({"Span", "Link", "Reference", "Code", "Quote", "Em", "Strong", "Sub", "Lbl", "Note", "NonStruct"})
"""Structure types whose text runs on in the line around them."""


class Word(NamedTuple):
    """A word, or the words of a phrase, on a page: `x` of its left edge, `y` of its baseline, in pt.

    `font` is the PostScript name without the subset prefix, `size` the size it appears in, `artifact` tells that it
    belongs to no tag (running heads, folios, decoration).
    """

    text: str
    page: int
    x: float
    y: float
    font: str
    size: float
    right: float
    artifact: bool


class OutlineEntry(NamedTuple):
    """A line of the outline: level from 1, text, page index (-1: leads nowhere)."""

    level: int
    title: str
    page: int


class Link(NamedTuple):
    """A link on a page. `uri` is empty for a link in the document, `page` is -1 for one that leaves it."""

    box: Box
    uri: str
    page: int
    contents: str


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree.

    `type` is as written (`P`), `text` all text inside in reading order with white space settled, `attributes` those
    of all owners together without slashes (`{"Scope": "Column"}`), `page` the page its first content is on (-1: none).
    """

    type: str
    text: str
    page: int
    kids: tuple[Tag, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    alt: str | None = None
    actual_text: str | None = None
    lang: str | None = None
    title: str | None = None
    id: str | None = None
    expansion: str | None = None
    """What an abbreviation stands for."""
    annotations: int = 0
    """How many annotations (links) hang directly on it."""

    def walk(self) -> Iterator[Tag]:
        """Give this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *types: str) -> list[Tag]:
        """Give the elements of these types in it, itself included, in reading order."""
        return [t for t in self.walk() if t.type in types]

    def outline(self) -> Any:
        """Give the bare shape for comparisons: `"P"`, or `("L", ["LI", …])` when it has elements inside."""
        return (self.type, [k.outline() for k in self.kids]) if self.kids else self.type


class Figure(NamedTuple):
    """A Figure element: alternative text (None: it has none), page and box on it (None: no BBox)."""

    alt: str | None
    page: int
    box: Box | None


class Inspector:
    """One PDF and the questions asked of it; every answer is worked out when first asked for."""

    def __init__(self, source: Path | str | bytes, password: str | None = None):
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        self.reader = PdfReader(io.BytesIO(data), password=password)
        self.root: DictionaryObject = self.reader.root_object
        self._page_of = {p.indirect_reference.idnum: i for i, p in enumerate(self.reader.pages)}
        self._runs: dict[int, list[Run]] = {}

    # ------------------------------------------------------------------------------------------ pages, text
    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.reader.pages)

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page, in pt."""
        return [(round(float(p.mediabox.width), 3), round(float(p.mediabox.height), 3)) for p in self.reader.pages]

    def text(self, page: int | None = None) -> str:
        """Give the text of a page, or of all pages with a form feed between them."""
        chosen = self.reader.pages if page is None else [self.reader.pages[page]]
        return "\f".join(p.extract_text() for p in chosen)

    def words(self, page: int) -> list[Word]:
        """Give the words of a page in the order in which they are painted."""
        return [_word(pieces, page) for pieces in _pieces(self._runs_on(page))]

    def find(self, phrase: str, page: int | None = None) -> list[Word]:
        """Find a word or a phrase, punctuation around its words put aside, on one page or on all."""
        wanted = [_bare(w) for w in phrase.split()]
        hits = []
        for number in range(self.pages) if page is None else [page]:
            words = self.words(number)
            bare = [_bare(w.text) for w in words]
            for i in range(len(words) - len(wanted) + 1):
                if bare[i : i + len(wanted)] == wanted:
                    last = words[i + len(wanted) - 1]
                    hits.append(words[i]._replace(text=phrase, right=last.right))
        return hits

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """The fonts of all pages by name, without subset prefix, and whether each is embedded."""
        found: dict[str, bool] = {}
        for page in self.reader.pages:
            for font in page.get("/Resources", DictionaryObject()).get("/Font", {}).values():
                font = font.get_object()
                inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
                descriptor = inner.get("/FontDescriptor", {})
                embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                found[str(font["/BaseFont"]).lstrip("/").split("+")[-1]] = embedded
        return dict(sorted(found.items()))

    # -------------------------------------------------------------------------------------------- navigation
    @cached_property
    def outline(self) -> list[OutlineEntry]:
        """The outline from top to bottom."""

        def flat(items: list[Any], level: int) -> Iterator[OutlineEntry]:
            for item in items:
                if isinstance(item, list):
                    yield from flat(item, level + 1)
                else:
                    number = self.reader.get_destination_page_number(item)
                    yield OutlineEntry(level, str(item.title), -1 if number is None else number)

        return list(flat(self.reader.outline, 1))

    @property
    def labels(self) -> list[str]:
        """The printed label of each page: `["", "i", "1"]`."""
        return self.reader.page_labels

    @cached_property
    def destinations(self) -> dict[str, int]:
        """Named destinations and their page indices."""
        named = self.reader.named_destinations
        pages = {name: self.reader.get_destination_page_number(dest) for name, dest in named.items()}
        return {name: -1 if number is None else number for name, number in sorted(pages.items())}

    def links(self, page: int) -> list[Link]:
        """Give the links on a page."""
        found = []
        for reference in self.reader.pages[page].get("/Annots") or ():
            annotation = reference.get_object()
            if annotation.get("/Subtype") != "/Link":
                continue
            action = annotation.get("/A", DictionaryObject()).get_object()
            uri = str(action.get("/URI", "")) if action.get("/S") == "/URI" else ""
            target = annotation.get("/Dest", action.get("/D"))
            contents = str(annotation.get("/Contents", ""))
            found.append(Link(self._box(annotation["/Rect"], page), uri, self._target(target), contents))
        return found

    def _target(self, target: Any) -> int:
        target = target.get_object() if target is not None else None
        if isinstance(target, ArrayObject):
            first = target.raw_get(0) if hasattr(target, "raw_get") else list.__getitem__(target, 0)
            return self._page_of.get(first.idnum, -1) if isinstance(first, IndirectObject) else -1
        return self.destinations.get(str(target), -1) if target is not None else -1

    # -------------------------------------------------------------------------------------------------- tags
    @cached_property
    def tree(self) -> Tag | None:
        """The structure tree below a root element named `StructTreeRoot`, or None when the file is untagged."""
        top = self.root.get("/StructTreeRoot")
        if top is None:
            return None
        kids = tuple(self._tag(k)[0] for k in _kids(top.get_object()))
        return Tag("StructTreeRoot", _settle("\n".join(k.text for k in kids)), -1, kids)

    def tags(self, *types: str) -> list[Tag]:
        """Give the elements of these types, or of all types, in reading order."""
        every = [t for kid in self.tree.kids for t in kid.walk()] if self.tree else []
        return [t for t in every if t.type in types] if types else every

    def tables(self) -> list[list[list[str]]]:
        """Give each Table as rows of cell texts."""
        return [[[c.text for c in row.find("TH", "TD")] for row in t.find("TR")] for t in self.tags("Table")]

    def figures(self) -> list[Figure]:
        """Give the Figure elements in reading order."""
        found = []
        for tag in self.tags("Figure"):
            box = tag.attributes.get("BBox")
            found.append(Figure(tag.alt, tag.page, self._box(box, tag.page) if box and tag.page >= 0 else None))
        return found

    def _tag(self, node: DictionaryObject) -> tuple[Tag, str]:
        """Read an element; the second value is its text with the line ends that part it from its neighbours."""
        own = self._page_index(node)
        kids: list[Tag] = []
        texts: list[str] = []
        pages: list[int] = []
        annotations = 0
        for kid in _kids(node):
            if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
                annotations += 1
            elif isinstance(kid, DictionaryObject) and "/S" in kid:
                below, text = self._tag(kid)
                kids.append(below)
                texts.append(text)
                pages.append(below.page)
            else:
                page = self._page_index(kid) if isinstance(kid, DictionaryObject) else -1
                page = own if page < 0 else page
                texts.append(self._marked(page, int(kid["/MCID"] if isinstance(kid, DictionaryObject) else kid)))
                pages.append(page)
        kind, actual = str(node["/S"])[1:], _string(node, "/ActualText")
        text = "".join(texts) if actual is None else actual
        tag = Tag(
            type=kind,
            text=_settle(text),
            page=next((p for p in [*pages, own] if p >= 0), -1),
            kids=tuple(kids),
            attributes=_attributes(node),
            alt=_string(node, "/Alt"),
            actual_text=actual,
            lang=_string(node, "/Lang"),
            title=_string(node, "/T"),
            id=_string(node, "/ID"),
            expansion=_string(node, "/E"),
            annotations=annotations,
        )
        return tag, text if kind in INLINE else f"\n{text}\n"

    def _page_index(self, node: DictionaryObject) -> int:
        page = node.raw_get("/Pg") if "/Pg" in node else None
        return self._page_of.get(page.idnum, -1) if isinstance(page, IndirectObject) else -1

    def _marked(self, page: int, mcid: int) -> str:
        return "".join(run.before + run.text for run in self._runs_on(page) if run.mcid == mcid) if page >= 0 else ""

    # ---------------------------------------------------------------------------------------------- metadata
    @property
    def metadata(self) -> dict[str, str]:
        """The Info dictionary without slashes: `{"Title": …}`."""
        return {str(k)[1:]: str(v) for k, v in (self.reader.metadata or {}).items()}

    @property
    def lang(self) -> str:
        """The language of the document, such as `en`."""
        return str(self.root.get("/Lang", ""))

    @cached_property
    def xmp(self) -> str:
        """The XMP packet as text, empty when there is none."""
        packet = self.root.get("/Metadata")
        return packet.get_object().get_data().decode("utf-8") if packet is not None else ""

    @property
    def claims(self) -> tuple[str, ...]:
        """What the XMP packet claims: `("ua1", "3a")`, or less."""

        def value(name: str) -> str:
            found = re.search(rf"{name}(?:=\"|>)([^\"<]+)", self.xmp)
            return found[1] if found else ""

        ua, a, level = value("pdfuaid:part"), value("pdfaid:part"), value("pdfaid:conformance").lower()
        return tuple(c for c in ("ua" + ua if ua else "", a + level) if c)

    @property
    def attachments(self) -> dict[str, bytes]:
        """Embedded files by name."""
        return {name: contents[0] for name, contents in sorted(self.reader.attachments.items())}

    # --------------------------------------------------------------------------------------------------------
    def _runs_on(self, page: int) -> list[Run]:
        if page not in self._runs:
            self._runs[page] = runs_of(self.reader.pages[page])
        return self._runs[page]

    def _box(self, corners: Any, page: int) -> Box:
        x0, y0, x1, y1 = (float(c) for c in corners)
        media = self.reader.pages[page].mediabox
        left, top = float(media.left), float(media.top)
        return min(x0, x1) - left, top - max(y0, y1), max(x0, x1) - left, top - min(y0, y1)


def _kids(node: DictionaryObject) -> list[Any]:
    kids = node.get("/K", ())
    kids = kids.get_object() if kids != () else kids
    every = list(kids) if isinstance(kids, ArrayObject | tuple) else [kids]
    return [k.get_object() for k in every if not isinstance(k.get_object(), NullObject)]


def _attributes(node: DictionaryObject) -> dict[str, Any]:
    given = node["/A"].get_object() if "/A" in node else []
    owners = [o.get_object() for o in given] if isinstance(given, ArrayObject) else [given]
    found: dict[str, Any] = {}
    for owner in owners:
        if isinstance(owner, DictionaryObject) and not isinstance(owner, StreamObject):
            found |= {str(k)[1:]: _plain(v) for k, v in owner.items()}
    return found


def _plain(value: Any) -> Any:
    value = value.get_object()
    if isinstance(value, ArrayObject):
        return [_plain(v) for v in value]
    return str(value).lstrip("/") if isinstance(value, str) else value


def _string(node: DictionaryObject, key: str) -> str | None:
    if key not in node:
        return None
    value = node[key]
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _settle(text: str) -> str:
    """Join what hyphenation parted and make every stretch of white space one space."""
    return re.sub(r"\s+", " ", re.sub("[\u2010\u00ad]\n", "", text)).strip()


def _pieces(runs: list[Run]) -> Iterator[list[tuple[Run, int, int]]]:
    """Give words as lists of (run, first character, end): a word may change its font or be painted by letters."""
    word: list[tuple[Run, int, int]] = []
    parted = False
    for run in runs:
        parted, end = parted or bool(run.before), 0
        for match in re.finditer(r"\S+", run.text):
            if word and (parted or match.start() > end):
                yield word
                word = []
            word.append((run, match.start(), match.end()))
            parted, end = False, match.end()
        parted = parted or end < len(run.text)
    if word:
        yield word


def _word(pieces: list[tuple[Run, int, int]], page: int) -> Word:
    (first, start, _), (last, _, end) = pieces[0], pieces[-1]
    right = (*last.edges, last.right)[end]
    text = "".join(run.text[a:b] for run, a, b in pieces)
    return Word(text, page, first.edges[start], first.y, first.font, first.size, right, first.mcid is None)


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]“”‘’\"'") or word
