"""The Markdown dialect: Python-Markdown with its extensions, and the few of our own.

In: normalised Markdown text with line marks. Out: HTML text, the marks still in it.
docs/manuscripts.md describes the dialect for authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tilde import DeleteSubExtension

from renderer.markup import brackets, components, index_terms, page_counts
from renderer.markup.elements import HTML_NAMES
from renderer.markup.lines import first, strip

CALLOUTS = ("note", "tip", "important", "warning", "caution")
BLOCKS = (*CALLOUTS, "contact", "pull-quote", "figure-caption", "table-caption", *components.BLOCKS)
"""Names of the blocks between `///` lines."""
TOP_LEVEL_DOMAINS = "org|com|net|io|dev|edu|gov|int|cloud"

ADDRESS = re.compile(
    rf"""(?<![\w@/.:%+-])(?:
        (?P<url>https?://[^\s<>"\ufdd0-\ufdef\x02\x03]+ | www\.[\w-]+\.[^\s<>"\ufdd0-\ufdef\x02\x03]+)
      | (?P<mail>[\w.+-]++@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{{2,}})(?![\w@-])
      | (?P<domain>(?:[a-z0-9][a-z0-9-]*+\.)+(?:{TOP_LEVEL_DOMAINS})(?![\w@-]|\.\w)
          (?:/[^\s<>"\ufdd0-\ufdef\x02\x03]*)?)
    )""",
    re.VERBOSE,
)
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


def to_html(text: str) -> str:
    """Convert normalised Markdown to HTML text."""
    return str(_converter().convert(text))


class References(dict[str, tuple[str, str]]):
    """Link definitions, of which the first of a name counts, as on GitHub."""

    def __setitem__(self, name: str, target: tuple[str, str]) -> None:
        self.setdefault(name, target)


def _converter() -> Markdown:
    converter = Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            Notes(),
            DefListExtension(),
            AttrListExtension(),
            MarkdownInHtmlExtension(),
            AbbrExtension(),
            SaneListExtension(),
            AdmonitionExtension(),
            HighlightExtension(use_pygments=False),
            SuperFencesCodeExtension(
                custom_fences=[{"name": name, "class": name, "format": data_figure} for name in ("chart", "table")]
            ),
            DeleteSubExtension(subscript=False),
            Boxes(),
            Habits(),
        ]
    )
    converter.references = References()
    return converter


def data_figure(source: str, language: str, class_name: str, options: Any, md: Any, **rest: Any) -> str:
    """Write a chart or table block as the figure that compose will fill; its line is the line of the fence."""
    text = "\n".join(strip(line) for line in source.split("\n"))
    mark = first(source) or ""
    return f'<figure class="{class_name}" data-mark="{mark}" data-{class_name}="{escape(text)}"></figure>'


# ------------------------------------------------------------------------------------------------- inline
class Addresses(InlineProcessor):
    """Links bare addresses: `https://…`, `www.…`, `name@host.org`, and `host.org/path` of well-known domains."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown):
        super().__init__(ADDRESS.pattern, md)
        self.compiled_re = ADDRESS

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Make a link of a match, without the punctuation that ends the sentence."""
        text = m[0]
        while text[-1] in ".,;:!?'*_~’”»" or (
            text[-1] in ")]}" and text.count(text[-1]) > text.count(_partner(text[-1]))
        ):
            text = text[:-1]
        scheme = "mailto:" if m["mail"] else "" if text.startswith(("http:", "https:")) else "https://"
        link = ElementTree.Element("a", {"href": scheme + text})
        link.text = text
        return link, m.start(), m.start() + len(text)


def _partner(bracket: str) -> str:
    return {")": "(", "]": "[", "}": "{"}[bracket]


class KnownTags(HtmlInlineProcessor):
    """Lets through the tags HTML has; `<name>` and the like are printed as they stand."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Take a tag of HTML as such and leave everything else to be text."""
        name = TAG_NAME.match(m[1])
        if name and name[1].lower() not in HTML_NAMES:
            return None, None, None
        return super().handleMatch(m, data)


class Habits(Extension):
    """Our own inline rules, which people know from GitHub."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the rules."""
        md.inlinePatterns.register(Addresses(md), "address", 85)
        md.inlinePatterns.register(KnownTags(HTML_RE, md), "html", 90)
        brackets.register(md)
        index_terms.register(md)
        page_counts.register(md)


# ------------------------------------------------------------------------------------------------- footnotes
class NoteReference(InlineProcessor):
    """`[^name]` as a link to the note; `footnotes.py` puts the note in its place."""

    def __init__(self, notes: Notes):
        super().__init__(r"\[\^([^\]\[]*)\]")
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        """Make a link when there is such a note; else leave the text."""
        if m[1] not in self.notes.footnotes:
            return None, None, None
        return ElementTree.Element("a", {"class": "note-reference", "data-note": m[1]}), m.start(), m.end()


class NoteList(Treeprocessor):
    """Appends the notes to the tree, so that their Markdown is converted like the rest."""

    def __init__(self, notes: Notes):
        super().__init__()
        self.notes = notes

    def run(self, root: ElementTree.Element) -> None:
        """Parse each note below one `div`."""
        notes = list(self.notes.footnotes.items())
        if not notes:
            return
        box = ElementTree.SubElement(root, "div", {"class": "note-list"})
        for name, text in notes:
            note = ElementTree.SubElement(box, "div", {"data-note": name})
            self.notes.parser.parseChunk(note, text)


class Notes(FootnoteExtension):
    """Footnotes without numbers and back links: they are set at the foot of the page that refers to them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register reading, referring and appending, and nothing of what belongs to a list of endnotes."""
        md.registerExtension(self)
        self.parser = md.parser
        self.md = md
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "footnote", 17)
        md.inlinePatterns.register(NoteReference(self), "footnote", 175)
        md.treeprocessors.register(NoteList(self), "footnote", 50)


# ------------------------------------------------------------------------------------------------- boxes
class Box(Block):  # type: ignore[misc]
    """A `///` block that becomes an `aside`; subclasses give its name."""

    ARGUMENT = None
    CLASSES = ""
    TITLED = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open the aside, with its title when one is given."""
        aside = ElementTree.SubElement(parent, "aside", {"class": self.CLASSES})
        if self.argument and self.TITLED:
            ElementTree.SubElement(aside, "p", {"class": "callout-title"}).text = self.argument
        return aside

    def on_end(self, block: ElementTree.Element) -> None:
        """Close the aside, with the attribution when one is given."""
        if self.argument and not self.TITLED:
            ElementTree.SubElement(block, "p", {"class": "attribution"}).text = self.argument


class Caption(Block):  # type: ignore[misc]
    """A `///` block that becomes the caption of what stands before it; both lie in one `figure`.

    The one of pymdown-extensions does the same and numbers captions too, but takes a tenth of a second to load.
    """

    NAME = ""
    ARGUMENT = None

    def on_validate(self, parent: ElementTree.Element) -> bool:
        """Take `#id` and `.class` as argument, and nothing else."""
        words = (self.argument or "").split()
        for word in words:
            if word.startswith("#"):
                self.options["attrs"].setdefault("id", word[1:])
        classes = [word[1:] for word in words if word.startswith(".")]
        if classes:
            self.options["attrs"]["class"] = [*self.options["attrs"].get("class", []), *classes]
        return all(len(word) > 1 and word[0] in "#." for word in words)

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open a caption in the figure before it, or in a new one around what stands before it."""
        before = parent[-1] if len(parent) else None
        if before is not None and before.tag == "figure" and before.find("figcaption") is None:
            figure = before
        else:
            figure = ElementTree.SubElement(parent, "figure")
            if before is not None:
                figure.append(before)
                parent.remove(before)
        self.caption = ElementTree.SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Let the content of the block be that of the caption."""
        return self.caption


class WhenNested:
    """The tree in which the processor of `///` blocks looks for the lists that a block in a block lies in.

    It goes through all of the tree for every block, also for one that lies in none: then it need not.
    """

    def __init__(self, processor: Any, tree: ElementTree.Element):
        self.processor, self.tree = processor, tree

    def iter(self) -> Iterator[ElementTree.Element]:
        """Give the elements of the tree where a block lies in another, else none."""
        return self.tree.iter() if len(self.processor.stack) > 1 else iter(())


class Boxes(BlocksExtension):  # type: ignore[misc]
    """The `///` blocks of reports: callouts, contact boxes, pull quotes and captions."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:
        """Register one block for each name."""
        kinds = {name: (f"callout {name}", True) for name in CALLOUTS}
        kinds |= {"contact": ("contact", True), "pull-quote": ("pull-quote", False)}
        for name, (classes, titled) in kinds.items():
            members = {"NAME": name, "CLASSES": classes, "TITLED": titled, "OPTIONS": {}}
            block_mgr.register(type(name, (Box,), members), {})
        parse_blocks = block_mgr.parse_blocks
        block_mgr.parse_blocks = lambda blocks, parent: parse_blocks(blocks, WhenNested(block_mgr, parent))
        for name in ("figure-caption", "table-caption"):
            block_mgr.register(type(name, (Caption,), {"NAME": name, "OPTIONS": {}}), {})
        for block in components.BLOCKS.values():
            block_mgr.register(block, {})
