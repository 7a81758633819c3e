"""Ids, links and references of all parts in; anchor names, cross-part links and "Figure 3" out.

Numbers run over the whole publication, so this works on the trees of all parts at once: first every id is entered
into a register, then every link is looked up in it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.compose.addresses import print_addresses
from renderer.findings import Finding, finding
from renderer.markup.elements import HEADINGS
from renderer.markup.headings import text_without_notes
from renderer.model import Edition
from renderer.numbering import TOTAL

GUESSES = 50
"""Dead links of a part for which the id that may have been meant is looked for among all there are."""
_SCHEMES = {"http", "https", "mailto", "tel"}
_CAPTIONS = {"figure": "figcaption", "table": "caption"}
_NAMED = {*HEADINGS, "dt"}
"""Elements whose text is what references to them print."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A part as the register sees it: its tree, the manuscript it came from, and the words of its language."""

    id: str
    title: str
    tree: HtmlElement
    path: Path | None
    source: str
    words: Mapping[str, str]
    anchor: str = ""


_ONE_WORD = 16
"""Characters of a reference that is not broken over two lines."""


@dataclass(frozen=True, slots=True)
class Register:
    """Every anchor of the publication. `labels` says what a reference to it prints: "Figure 3", or a heading's text."""

    parts: dict[Path, list[str]] = field(default_factory=dict)
    owners: dict[tuple[Path | None, str], str] = field(default_factory=dict)
    openings: dict[tuple[Path | None, str], str] = field(default_factory=dict)
    """Parts by the id that their own heading had in a manuscript which became several parts."""
    labels: dict[str, str] = field(default_factory=dict)
    everywhere: dict[str, set[str]] = field(default_factory=dict)
    """Parts by the ids in them, whatever their manuscript."""
    before: dict[str, dict[str, int]] = field(default_factory=dict)
    """How many figures and tables have a number in the parts before each part."""

    def copy(self) -> Register:
        """Give a register that parts can be entered into again."""
        return Register(*(dict(getattr(self, name)) for name in self.__slots__))


def number(parts: Sequence[Linked], known: Register | None = None) -> tuple[Register, list[Finding]]:
    """Prefix all ids with their part's, number figures and tables with captions, and enter all into the register.

    Of a publication that was numbered before (`known`), single parts can be numbered again: as they stood in it.
    """
    register, findings = known.copy() if known else Register(), list[Finding]()
    counts = {"figure": 0, "table": 0}
    for part in parts:
        counts = counts if known is None else dict(known.before[part.id])
        register.before[part.id] = dict(counts)
        register.labels[part.id] = part.title
        if part.anchor:
            register.openings[part.path, part.anchor] = part.id
        if part.path is not None:
            here = register.parts.get(part.path, [])
            register.parts[part.path] = here if part.id in here else [*here, part.id]
        seen: set[str] = set()
        for element in part.tree.iter():
            if not isinstance(element.tag, str):
                continue
            own = element.get("id")
            if own is not None and own in seen:
                at = int(element.get("data-line") or 0)
                findings.append(finding("ID-DUPLICATE", f"the id `{own}` is given twice", file=part.source, line=at))
                own = None
                del element.attrib["id"]
            label = _label(element, part.words, counts)
            if own:
                seen.add(own)
                element.set("id", f"{part.id}.{own}")
                register.owners.setdefault((part.path, own), part.id)
                register.everywhere[own] = register.everywhere.get(own, set()) | {register.owners[part.path, own]}
                register.labels[f"{part.id}.{own}"] = label
    return register, findings


def resolve(
    part: Linked, register: Register, edition: Edition = "screen", *, incomplete: bool = False
) -> list[Finding]:
    """Point every link of a part at its anchor, write the text of empty references, and take dead links out.

    The page a link leads to is printed where its author asks for it, and in print for every link to another part;
    print also says the addresses of links that leave the publication. Where parts are left out for some readers
    (`incomplete`), a link to one of them is no fault as long as it has words of its own.
    """
    findings: list[Finding] = []
    for link in list(part.tree.iter("a")):
        href = link.get("href")
        if href is None:
            continue
        line = int(link.get("data-line") or 0)
        target, fault = _target(href.strip(), part, register, guess=len(findings) < GUESSES)
        if fault:
            code, message, remedy = fault
            if incomplete and code == "LINK-DEAD" and link.text_content().strip():
                link.drop_tag()
                continue
            findings.append(finding(code, message, file=part.source, line=line, remedy=remedy))
            del link.attrib["href"]
            if not link.text_content():
                link.text = f"[{href}]"
        elif target is None:
            link.set("href", href.strip())
        else:
            owner = target.split(".", 1)[0]
            link.set("href", f"#{target}" if owner == part.id else f"part:{owner}#{target}")
            if "ref" in link.get("class", "").split() and not link.text_content().strip():
                link.text = register.labels[target]
                if link.text[-1:].isdigit() and len(link.text) <= _ONE_WORD:
                    link.set("class", f"{link.get('class')} number")  # "Table 3" stays on one line
            away = edition == "print" and owner != part.id and link.text_content().strip()
            if away or "page" in link.get("class", "").split():
                _print_page(link, target, part.words)
    for count in part.tree.iterfind(".//span[@class='page-count']"):
        count.set("data-page-of", TOTAL)
        count.text = "0"
    if edition == "print":
        print_addresses(part.tree, part.id)
    return findings


def _label(element: HtmlElement, words: Mapping[str, str], counts: dict[str, int]) -> str:
    """Number a figure or table that has a caption and give what references to it print; other elements: their text."""
    caption = _CAPTIONS.get(element.tag)
    if caption is None:
        return text_without_notes(element) if element.tag in _NAMED else ""
    found = element.find(caption)
    if found is None or found.find("span[@class='label']") is not None:  # the table behind a figure has a label already
        return ""
    counts[element.tag] += 1
    label = f"{words[element.tag]} {counts[element.tag]}"
    span = E.span(CLASS("label"), label)
    span.tail = " " + (found.text or "").lstrip()
    found.text = None
    found.insert(0, span)
    return label


def _target(href: str, part: Linked, register: Register, guess: bool) -> tuple[str | None, tuple[str, str, str] | None]:
    """Give the anchor a link means, or None for a link that leaves the publication; or what is wrong with it.

    With `guess`, what is wrong says which id may have been meant.
    """
    try:
        url = urlsplit(href)
    except ValueError:
        return None, ("LINK-DEAD", f"the link {href} cannot be read", "")
    if url.scheme.lower() in _SCHEMES:
        return None, None
    if url.scheme or url.netloc:
        return None, ("LINK-DEAD", f"the link {href} is of a kind that does not work in a PDF", "")
    anchor = unquote(url.fragment)
    if not url.path:
        return _anchor(part.path, anchor, part, register, guess)
    if url.path.startswith("/"):
        named = [owned[0] for p, owned in register.parts.items() if p.as_posix().endswith(unquote(url.path))]
        if len(named) == 1:  # as the pages of a web site name a file that is a part here
            return named[0], None
        remedy = "write the whole address, beginning with https://"
        return None, ("LINK-SITE", f"the link {href} leads to a page of a web site that is not named", remedy)
    path = (part.path.parent / unquote(url.path)).resolve() if part.path else None
    owners = register.parts.get(path) if path else None
    if not owners or path is None:
        remedy = "take the file into the publication's `parts`, or link to a web address"
        return None, ("LINK-DEAD", f"the link {href} leads to a file that is not part of this publication", remedy)
    return _anchor(path, anchor, part, register, guess) if anchor else (owners[0], None)


def _anchor(
    path: Path | None, anchor: str, part: Linked, register: Register, guess: bool
) -> tuple[str | None, tuple[str, str, str] | None]:
    """Find an id in a manuscript, which may have become several parts."""
    if f"{part.id}.{anchor}" in register.labels and path == part.path:
        return f"{part.id}.{anchor}", None
    if (owner := register.owners.get((path, anchor))) is not None:
        return f"{owner}.{anchor}", None
    if (part_id := register.openings.get((path, anchor))) is not None:
        return part_id, None
    if (not anchor or anchor in register.labels) and not anchor.count("."):
        return anchor or part.id, None  # a whole part by its id
    elsewhere = register.everywhere.get(anchor, ())
    if len(elsewhere) == 1:  # figures and tables are numbered over the whole publication: their ids may be used so too
        return f"{next(iter(elsewhere))}.{anchor}", None
    known = [own for p, own in register.owners if p == path] if guess else []
    near = difflib.get_close_matches(anchor, known, n=1, cutoff=0.7)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return None, ("LINK-DEAD", f"nothing has the id `{anchor}`{hint}", "")


def _print_page(link: HtmlElement, anchor: str, words: Mapping[str, str]) -> None:
    """Put " (page N)" after a link's text; the number is written when it is known."""
    number = E.span(CLASS("page-of"), "0")
    number.set("data-page-of", anchor)
    before, _, after = words["page"].partition("{}")
    number.tail = f"{after})"
    text = f" ({before}"
    if len(link):
        link[-1].tail = (link[-1].tail or "") + text
    else:
        link.text = (link.text or "") + text
    link.append(number)
