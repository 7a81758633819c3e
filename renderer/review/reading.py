"""A composed part as a reader meets it: the passages of its text, sorted into sections, and its tables.

In: the tree of a part, repaired and with source lines. Out: a `Text` of plain strings, each with its line, so that the
rules need not know HTML.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from renderer.model import Manuscript

Kind = Literal["heading", "text", "caption", "alt", "note", "quotation"]

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "li", "ol", "p",
    "section", "summary", "ul",
}  # fmt: skip
_NOT_READ = {"code", "kbd", "pre", "samp", "script", "style"}
_BORROWED = {"a", "cite", "em", "i", "q"}
"""What an author links to or sets in italics is often the name of somebody else's work."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of text with single spaces. `section` counts the sections of its part; `level` is that of a heading.

    `borrowed` are the stretches of `text` that stand in links, italics or quotations.
    """

    text: str
    line: int
    kind: Kind
    lang: str
    section: int
    level: int = 0
    borrowed: tuple[tuple[int, int], ...] = ()

    def borrows(self, at: int) -> bool:
        """Tell whether a place of the text lies in a link, italics or a quotation."""
        before = bisect_right(self.borrowed, (at, len(self.text))) - 1
        return before >= 0 and at < self.borrowed[before][1]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells row by row, the line of each row, how many rows are head, its caption, its section."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    heads: int
    caption: str
    lang: str
    section: int


@dataclass(frozen=True, slots=True)
class Text:
    """One part: `source` is its file as findings name it, `lines` the lines of that file from line `first_line`."""

    source: str
    title: str
    title_line: int
    lang: str
    lines: Sequence[str]
    first_line: int
    passages: tuple[Passage, ...]
    grids: tuple[Grid, ...]
    figures: tuple[tuple[str, str, int], ...] = ()
    """Values and labels that a layout prints large, from the front matter, with their lines."""


def read_tree(
    tree: Any, manuscript: Manuscript, lines: Sequence[str], *, title: str, title_line: int, lang: str
) -> Text:
    """Read the tree of a part of a manuscript; `lines` are those of the manuscript's body."""
    reader = _Reader()
    reader.block(tree, "text", lang, 0)
    return Text(
        manuscript.name, title, title_line, lang, lines, manuscript.body_line, tuple(reader.passages),
        tuple(reader.grids), tuple(figures_of(manuscript)),
    )  # fmt: skip


def figures_of(manuscript: Manuscript) -> Iterator[tuple[str, str, int]]:
    """Give the highlights of a front matter, the note in brackets behind the label; they may hold anything."""
    highlights, lines = manuscript.meta.get("highlights"), manuscript.meta_lines
    for i, entry in enumerate(highlights) if isinstance(highlights, list) else ():
        if isinstance(entry, dict) and "value" in entry and "label" in entry:
            line = lines.get(f"highlights.{i}.value") or lines.get("highlights", 0)
            yield str(entry["value"]), f"{entry['label']} ({entry.get('note', '')})", line


@dataclass(slots=True)
class _Open:
    """A passage that is being read."""

    line: int
    kind: Kind
    lang: str
    level: int = 0
    pieces: list[tuple[str, bool]] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.grids: list[Grid] = []
        self.section = 0

    def block(self, element: Any, kind: Kind, lang: str, line: int) -> None:
        """Read a block: its own words are one passage, the blocks inside it others."""
        lang, line = element.get("lang") or lang, _line(element) or line
        if element.tag == "table":
            self.grid(element, lang, line)
            return
        level = int(element.tag[1]) if element.tag in _HEADINGS else 0
        if level:
            self.section += 1
        opened = _Open(line, _kind(element, kind), lang, level)
        self.inside(element, opened, False)
        self.close(opened)

    def inside(self, element: Any, opened: _Open, borrowed: bool) -> None:
        opened.pieces.append((element.text or "", borrowed))
        for child in element:
            if not isinstance(child.tag, str):
                pass
            elif child.tag in _BLOCKS or child.tag == "table":
                self.close(opened)
                self.block(child, opened.kind, opened.lang, opened.line)
            elif child.tag == "span" and child.get("class") == "footnote":
                note = _Open(_line(child) or opened.line, "note", opened.lang)
                self.inside(child, note, False)
                self.close(note)
            elif child.tag == "img":
                self.add(child.get("alt") or "", _line(child) or opened.line, "alt", opened.lang)
            elif child.tag == "br":
                opened.pieces.append((" ", borrowed))
            elif child.tag not in _NOT_READ and child.get("class") != "missing":
                self.inside(child, opened, borrowed or child.tag in _BORROWED)
            opened.pieces.append((child.tail or "", borrowed))

    def close(self, opened: _Open) -> None:
        """Make a passage of what was read so far."""
        text, spans = "", []
        for piece, borrowed in opened.pieces:
            words = " ".join(piece.split())
            if piece[:1].isspace() and text and not text.endswith(" "):
                text += " "
            start = len(text)
            text += words
            if words and borrowed:
                spans.append((start, len(text)))
            if piece[-1:].isspace() and not text.endswith(" "):
                text += " "
        opened.pieces.clear()
        if text.strip():
            cut = len(text) - len(text.lstrip())
            moved = tuple((a - cut, b - cut) for a, b in spans)
            passage = Passage(text.strip(), opened.line, opened.kind, opened.lang, self.section, opened.level, moved)
            self.passages.append(passage)

    def add(self, text: str, line: int, kind: Kind, lang: str) -> None:
        if words := " ".join(text.split()):
            self.passages.append(Passage(words, line, kind, lang, self.section))

    def grid(self, table: Any, lang: str, line: int) -> None:
        """Read a table; a cell that spans several columns stands in each."""
        rows, lines, heads, caption = [], [], 0, ""
        for element in table.iter("caption", "tr"):
            if element.tag == "caption":
                caption = _words(element)
                self.add(caption, _line(element) or line, "caption", lang)
                continue
            rows.append(tuple(_cells(element)))
            lines.append(_line(element) or line)
            if element.getparent().tag == "thead" or all(c.tag == "th" for c in element):
                heads += len(rows) == heads + 1
        if rows:
            self.grids.append(Grid(tuple(rows), tuple(lines), heads, caption, lang, self.section))


def _cells(row: Any) -> Iterator[str]:
    for cell in row:
        span = cell.get("colspan") or "1"
        yield from [_words(cell)] * (min(int(span), 50) if span.isdecimal() else 1)


def _kind(element: Any, outer: Kind) -> Kind:
    if element.tag in _HEADINGS:
        return "heading"
    if element.tag in ("figcaption", "caption"):
        return "caption"
    if element.tag == "blockquote" or "pull-quote" in (element.get("class") or "").split():
        return "quotation"
    return outer


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _line(element: Any) -> int:
    value = element.get("data-line") or ""
    return int(value) if value.isdecimal() else 0
