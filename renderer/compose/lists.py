"""The trees of all parts in; what contents and index list of them out: sections, figures, tables, index terms.

Figures and tables are listed by their captions, which have their numbers already. What is listed needs an anchor; one
that has none gets it here, before any layout is filled in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from renderer.compose.context import Entry, Listed, Listing, Lists, Term
from renderer.compose.fields import group_headings
from renderer.compose.references import Linked
from renderer.findings import Finding, Place, finding
from renderer.markup.headings import text_without_notes
from renderer.model import Heading

if TYPE_CHECKING:
    from renderer.compose.drafts import Draft

CAPTIONS = {"figures": ("figure", "figcaption"), "tables": ("table", "caption")}
"""Lists that can be asked for: which elements they hold, and where these say what they are called."""
UNLISTED = {"cover", "contents", "back-cover", "meeting", "paper-sheet"}
"""Layouts of parts that contents and outline do not list; the paper behind its sheet has the same title."""
DEPTH = 2
"""Levels of headings in the contents, unless the part says `depth: 1`."""
LONGEST = 120
"""Characters of a caption that stand in a list; the rest is left out."""


def headings_of(draft: Draft) -> Iterator[Heading]:
    """Give the headings of a part: its title, then those of its text."""
    depth = draft.source.depth
    yield from draft.source.opens
    if draft.title and draft.layout not in UNLISTED:
        yield Heading(1 + depth, draft.title, draft.id)
    for element in draft.tree.iter("h2", "h3", "h4", "h5", "h6"):
        text = text_without_notes(element)
        if text and (anchor := element.get("id")):
            yield Heading(int(element.tag[1]) + depth, text, anchor)
    for text, end in group_headings(draft.fields):
        yield Heading(2 + depth, text, f"{draft.id}.{end}")


def entries_of(drafts: Sequence[Draft], headings: Mapping[str, Sequence[Heading]]) -> list[Entry]:
    """List the parts and their sections for the contents."""
    entries: list[Entry] = []
    for draft in drafts:
        for h in headings[draft.id]:
            if h.level <= DEPTH and draft.layout not in UNLISTED:
                summary, number = (draft.fields.summary, draft.number) if h.level == 1 else ("", 0)
                entries.append(Entry(
                    title=h.text, href=f"part:{draft.id}#{h.anchor}", anchor=h.anchor, level=h.level, summary=summary,
                    number=number, layout=draft.layout,
                ))  # fmt: skip
    return entries


def nothing_marked(place: Place) -> Finding:
    """Tell of an index without a term."""
    return finding("INDEX-EMPTY", "no manuscript marks a term for the index", file=place.file, line=place.line)


def lists_of(layout: str, asked: Iterable[str], parts: Sequence[Linked], words: Mapping[str, str]) -> Lists:
    """Make what a part lists of the others: `asked` of contents, terms of an index."""
    return Lists(lists=listings(asked, parts, words), terms=index_terms(parts) if layout == "index" else ())


def listings(asked: Iterable[str], parts: Sequence[Linked], words: Mapping[str, str]) -> list[Listing]:
    """Make the lists a part asks for; `words` has their titles. A list of nothing is left out."""
    made = [Listing(title=words[kind], entries=list(_captioned(parts, *CAPTIONS[kind]))) for kind in asked]
    return [listing for listing in made if listing["entries"]]


def _captioned(parts: Sequence[Linked], tag: str, caption: str) -> Iterable[Listed]:
    for part in parts:
        for number, element in enumerate(part.tree.iter(tag)):
            found = element.find(caption)
            label = found.find("span[@class='label']") if found is not None else None
            if label is not None:
                anchor = _anchor(element, part, tag, number)
                yield Listed(
                    label=label.text or "", title=_title(found), href=f"part:{part.id}#{anchor}", anchor=anchor
                )


def _title(caption: HtmlElement) -> str:
    """Give what a caption calls its figure: its title, else all of it but label, source, note and credit."""
    titles = caption.xpath("./span[@class='title']")
    if titles:
        return text_without_notes(titles[0])
    own = caption.xpath(
        ".//text()[not(ancestor::span[@class='label' or @class='source' or @class='note' or @class='credit'"
        " or @class='footnote'] or ancestor::a[@class='footnote-ref'])]"
    )
    text = " ".join("".join(own).split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"


def _anchor(element: HtmlElement, part: Linked, kind: str, number: int) -> str:
    """Give the anchor of an element; authors cannot write an id with two hyphens before a number by accident."""
    if not element.get("id"):
        element.set("id", f"{part.id}.{kind}--{number}")
    return str(element.get("id"))


def index_terms(parts: Sequence[Linked]) -> list[Term]:
    """Give the terms of an index, in order, each with the anchors of the places that are about it."""
    places: dict[str, list[str]] = {}
    for part in parts:
        for number, marked in enumerate(part.tree.xpath(".//*[contains(concat(' ', @class, ' '), ' index ')]")):
            term = " ".join((marked.get("data-term") or marked.text_content()).split())
            if term:
                places.setdefault(term, []).append(_anchor(marked, part, "term", number))
    ordered = sorted(places, key=_sorted_by)
    initials = [_sorted_by(term)[0][:1] for term in ordered]
    return [
        Term(title=term, anchors=places[term], closes=own != following)
        for term, own, following in zip(ordered, initials, [*initials[1:], ""], strict=False)
    ]


def _sorted_by(term: str) -> tuple[str, str]:
    """Sort by letters alone: capitals and accents decide only between terms that are else the same."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", term.casefold()) if not unicodedata.combining(c))
    return "".join(c for c in plain if c.isalnum() or c == " ").strip(), term
