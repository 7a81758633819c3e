"""An agenda written in Markdown in; its items and papers out, as the agenda of a publication.yml would give them.

The headings below one called Agenda are the items, else the highest of those there are several of; deeper headings lie
below them. `[Title](file.pdf)` in a list is a paper of the item it stands under. A text without headings has its
outermost list for items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement, fragment_fromstring

from renderer.findings import InputError, Place, Severity
from renderer.markup import convert
from renderer.model import Manuscript, PartSource
from renderer.paper import OFFICE
from renderer.read.manuscripts import read_manuscript
from renderer.read.yaml_lines import Lines, YamlPath
from renderer.rules import switched_off
from renderer.workspace import Workspace

PAPERS = OFFICE | {".pdf", ".md", ".markdown"}
"""Files that a link can mean as a paper."""
_AGENDA = {"agenda", "tagesordnung", "ordre du jour", "orden del día"}


@dataclass(slots=True)
class Written:
    """An item on its way: what it is called, the line it stands on, the papers and items below it."""

    title: str
    level: int
    line: int
    papers: list[tuple[dict[str, Any], int]] = field(default_factory=list)
    items: list[Written] = field(default_factory=list)


def open_agenda(workspace: Workspace, path: Path, lang: str, repairs: Mapping[str, bool]) -> PartSource:
    """Make a part of an agenda that is a manuscript.

    Raises InputError: it is missing, or its front matter cannot be read.
    """
    manuscript, faults = read_manuscript(workspace, path)
    if any(f.severity is Severity.ERROR for f in faults):
        raise InputError(faults)
    off, at = switched_off(repairs, manuscript.repairs), Place(manuscript.name, 1)
    title, own = str(manuscript.meta.get("title", "")), str(manuscript.meta.get("lang") or lang)
    return PartSource("agenda-text", title, "plain", "body", own, manuscript, {}, off, at)


def read_agenda(manuscript: Manuscript, lang: str, lines: Lines) -> tuple[list[dict[str, Any]], bool]:
    """Give the items as values of `agenda:`, and whether the text says more than they do.

    Their lines are noted in `lines`; they count in the file of the agenda.
    """
    title = str(manuscript.meta.get("title", ""))
    marked = convert(manuscript.body, source=manuscript.name, first_line=manuscript.body_line, lang=lang, title=title)
    tree = fragment_fromstring(marked.html, create_parent="div")
    items = _under_headings(tree) or _in_lists(tree)
    return list(_values(items, lines, ("agenda",))), _says_more(tree)


def _under_headings(tree: HtmlElement) -> list[Written]:
    headings = list(tree.iter("h2", "h3", "h4", "h5", "h6"))
    parent = next((h for h in headings if _text(h).casefold() in _AGENDA), None)
    if parent is not None:
        after = headings[headings.index(parent) + 1 :]
        own = [h for n, h in enumerate(after) if not any(_level(x) <= _level(parent) for x in after[: n + 1])]
        headings = own
        if not own:
            return []
    top: list[Written] = []
    open_items: list[Written] = []
    listed = set(headings)
    for element in tree.iter():
        if element in listed:
            item = Written(_text(element), _level(element), _line(element))
            while open_items and open_items[-1].level >= item.level:
                open_items.pop()
            (open_items[-1].items if open_items else top).append(item)
            open_items.append(item)
        elif open_items and (paper := _paper(element)):
            open_items[-1].papers.append((paper, _line(element)))
    return top


def _in_lists(tree: HtmlElement) -> list[Written]:
    """Read the outermost list: its points are items, and points inside that are links to files their papers."""
    found = next((e for e in tree if e.tag in ("ol", "ul")), None)
    return [_point(point) for point in found.findall("li")] if found is not None else []


def _point(point: HtmlElement) -> Written:
    inner = [e for e in point if e.tag in ("ol", "ul")]
    own = "".join(t for t in point.xpath(".//text()") if not any(i in t.getparent().iterancestors() for i in inner))
    item = Written(" ".join(own.split()), 1, _line(point))
    links = [a for a in point.iter("a") if not any(i in a.iterancestors() for i in inner)]
    item.papers += [(paper, _line(point)) for a in links if (paper := _link(a))]
    for below in (li for i in inner for li in i.findall("li")):
        papers = [paper for a in below.iter("a") if (paper := _link(a))]
        if papers and not below.xpath("./ul|./ol"):
            item.papers += [(paper, _line(below)) for paper in papers]
        else:
            item.items.append(_point(below))
    return item


def _paper(element: HtmlElement) -> dict[str, Any] | None:
    inside = element.tag == "a" and any(e.tag == "li" for e in element.iterancestors())
    return _link(element) if inside else None


def _link(link: HtmlElement) -> dict[str, Any] | None:
    target = urlsplit(link.get("href", ""))
    path = unquote(target.path)
    if target.scheme or target.netloc or PurePosixPath(path).suffix.lower() not in PAPERS:
        return None
    return {"file": path, "title": _text(link)}


def _values(items: Sequence[Written], lines: Lines, path: YamlPath) -> Iterator[dict[str, Any]]:
    for n, item in enumerate(items):
        own = (*path, n)
        lines[own] = item.line
        lines.update({(*own, "papers", i): line for i, (_, line) in enumerate(item.papers)})
        yield {
            "title": item.title, "papers": [paper for paper, _ in item.papers],
            "items": list(_values(item.items, lines, (*own, "items"))),
        }  # fmt: skip


def _says_more(tree: HtmlElement) -> bool:
    """Tell whether there is text besides headings and lists of links."""
    told = tree.xpath(".//text()[normalize-space() and not(ancestor::li or ancestor::h2 or ancestor::h3"
                      " or ancestor::h4 or ancestor::h5 or ancestor::h6)]")  # fmt: skip
    return bool(told)


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _level(heading: HtmlElement) -> int:
    return int(heading.tag[1])


def _line(element: HtmlElement) -> int:
    """Give the line an element stands on, or of what it stands in."""
    for e in (element, *element.iterancestors()):
        if line := e.get("data-line"):
            return int(line)
    return 1
