"""Parts on their way: what the manuscripts were converted to in; numbered drafts, with the appendix of data, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement, fragment_fromstring

from renderer.compose.behind import LAYOUT as APPENDIX
from renderer.compose.behind import Behind
from renderer.compose.shapes import Fields
from renderer.findings import Finding, finding
from renderer.languages.tags import name as language_name
from renderer.languages.words import has_words, words
from renderer.model import Attachment, PartSource, Publication
from renderer.numbering import Numbering


@dataclass(frozen=True, slots=True)
class Draft:
    """A part on its way: its converted body as a tree."""

    id: str
    title: str
    layout: str
    source: PartSource
    tree: HtmlElement
    line: int
    """The line its title stands on."""
    fields: Fields = field(default_factory=Fields)
    number: int = 0
    title_line: int = 0
    """The line of the heading its title was taken from, 0 when the title comes from elsewhere."""
    anchor: str = ""
    """The id its own heading had in the manuscript, when it is one of several chapters."""
    attachments: tuple[Attachment, ...] = ()

    @property
    def numbering(self) -> Numbering | None:
        """How pages are numbered from it on: of several chapters of one manuscript the first begins."""
        return None if self.anchor else self.source.numbering

    @property
    def name(self) -> str:
        """The name of its file for findings; a part without one is named by its layout."""
        if self.source.paper:
            return self.source.paper.name
        return self.source.manuscript.name if self.source.manuscript else f"layouts/{self.layout}.html"


def numbered(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Count the chapters."""
    n = 0
    for draft in drafts:
        n += draft.layout == "chapter"
        yield replace(draft, number=n) if draft.layout == "chapter" else draft


def wordless(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Tell once of each language in which the words of layouts are not known."""
    told: set[str] = set()
    for draft in drafts:
        lang = draft.source.lang
        if not has_words(lang) and lang not in told:
            told.add(lang)
            message = (
                f"“Contents”, “Figure” and the like are not known in {language_name(lang)}; they are printed in English"
            )
            said = draft.source.manuscript.meta_lines if draft.source.manuscript else {}
            yield finding("LANG-WORDS", message, file=draft.name, line=said.get("lang", 1))


def tree_of(html: str) -> HtmlElement:
    """Parse the body of a part."""
    return fragment_fromstring(html, create_parent="div")


def with_appendix(drafts: list[Draft], behind: Sequence[Behind], publication: Publication) -> list[Draft]:
    """Give the data of charts a part of their own before the back cover, unless there is one, which takes its title."""
    if not any(d.layout == APPENDIX for d in drafts):
        if not behind:
            return drafts
        part = next(f"{APPENDIX}{n}" for n in ("", *range(2, 99)) if f"{APPENDIX}{n}" not in {d.id for d in drafts})
        source = PartSource(part, "", APPENDIX, "body", publication.lang, None)
        last = len(drafts) - (drafts[-1].layout == "back-cover")
        drafts = [*drafts[:last], Draft(part, "", APPENDIX, source, tree_of(""), 0), *drafts[last:]]
    title = {d.id: d.title or words(d.source.lang)["data_tables"] for d in drafts if d.layout == APPENDIX}
    return [replace(d, title=title.get(d.id, d.title)) for d in drafts]
