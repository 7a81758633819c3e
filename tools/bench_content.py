"""What `make bench` works on: a copy of a publication, once or with its chapters repeated, and as one HTML document.

In: the folder of a publication. Out: folders and files in a place of the bench's own; the publication is not touched.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import frontmatter
import tinycss2
import yaml
from lxml import html as lxml_html

from renderer.compose import Templates, compose
from renderer.model import PartDocument
from renderer.read import read
from renderer.read.naming import slug
from renderer.store import Store
from renderer.workspace import Workspace

# What the furniture prints, as a plain document has it: running head and folio in the margins.
FURNITURE = """
@page { @top-left { content: string(head) } @bottom-right { content: counter(page) } }
h1 { string-set: head content() }
section.part { break-before: page }
[data-target]::after { content: target-counter(attr(data-target), page) }
"""


def copy_publication(source: Path, target: Path, times: int) -> None:
    """Copy a publication; with `times` above 1 its chapters come that often, each copy with ids and titles of its own.

    A copied chapter keeps its file name, in a folder `chapters-N`, so links between chapters stay within a copy.
    """
    shutil.copytree(source, target)
    path = target / "publication.yml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = []
    for entry in values["parts"]:
        parts.append(entry)
        if isinstance(entry, str) and entry.startswith("chapters/"):
            chapters = sorted(source.glob(entry))
            parts += [_copy_chapter(c, target, n) for n in range(2, times + 1) for c in chapters]
    values["parts"] = parts
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _copy_chapter(chapter: Path, target: Path, number: int) -> dict[str, str]:
    post = frontmatter.load(str(chapter))
    post["title"] = f"{post['title']}, {number}"
    copy = target / f"chapters-{number}" / chapter.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(frontmatter.dumps(post), encoding="utf-8")
    return {"file": f"{copy.parent.name}/{chapter.name}", "id": f"{slug(chapter.stem)}-{number}"}


def edit_paragraph(publication: Path, words: str) -> None:
    """Add words to the first line of running text of the chapter in the middle."""
    chapters = sorted((publication / "chapters").glob("*.md"))
    chapter = chapters[len(chapters) // 2]
    lines = chapter.read_text(encoding="utf-8").split("\n")
    body = lines.index("---", 1) + 1
    line = next(i for i in range(body, len(lines)) if re.match(r"[A-Z]\w* \w+", lines[i]))
    lines[line] += f" {words}"
    chapter.write_text("\n".join(lines), encoding="utf-8")


class PageMore:
    """A page of text that is put into the first chapter, so that every page after it moves, and taken out again."""

    def __init__(self, publication: Path):
        self.chapter = min((publication / "chapters").glob("*.md"))
        self.text = self.chapter.read_text(encoding="utf-8")

    def put_in(self) -> None:
        body = self.text.index("\n---\n", 4) + len("\n---\n")
        words = "This page was not there before, and what stood on it now stands on the one after it. " * 6
        added = "".join(f"Paragraph {n}. {words}\n\n" for n in range(1, 9))
        self.chapter.write_text(f"{self.text[:body]}\n{added}{self.text[body:]}", encoding="utf-8")

    def take_out(self) -> None:
        self.chapter.write_text(self.text, encoding="utf-8")


# ------------------------------------------------------------------------------------------- as one document
def write_raw(publication: Path, store: Store, folder: Path) -> int:
    """Write the composed parts as one document.html with style.css and assets.json; give the number of parts.

    The charts are taken from the store, where a build must have put them.
    """
    workspace = Workspace(publication)
    read_, _ = read(workspace, publication)
    composed = compose(read_, read_.editions[0], workspace, store, Templates(workspace, store))
    charts = {c.asset: store.get_file("charts", c.key, ".svg") for c in composed.charts}
    assets = {a.name: str(charts.get(a.name) or a.path) for d in composed.documents for a in d.assets}
    folder.mkdir(parents=True)
    (folder / "assets.json").write_text(json.dumps(assets), encoding="utf-8")
    (folder / "document.html").write_text(_joined(composed.documents), encoding="utf-8")
    (folder / "style.css").write_text(_style(composed.documents), encoding="utf-8")
    return len(composed.documents)


def _joined(documents: Sequence[PartDocument]) -> str:
    """Put the bodies of all parts into one, each in a section of its own; links between parts become plain links."""
    sections = []
    for document in documents:
        body = lxml_html.document_fromstring(document.html).find("body")
        body.tag = "section"
        body.set("class", f"part {_page(document)} {body.get('class', '')} of-{document.layout}")
        body.set("lang", document.lang)
        for element in body.iter():
            if "data-page-of" in element.attrib:
                element.text = None
                element.set("data-target", f"#{element.attrib.pop('data-page-of')}")
            if element.get("href", "").startswith("part:"):
                element.set("href", "#" + element.get("href").partition("#")[2])
        sections.append(lxml_html.tostring(body, encoding="unicode"))
    first = documents[0]
    head = f'<html lang="{first.lang}"><head><meta charset="utf-8"><title>{first.title}</title></head>'
    return f"<!DOCTYPE html>\n{head}<body>\n{''.join(sections)}\n</body></html>\n"


def _style(documents: Sequence[PartDocument]) -> str:
    """Unite the style sheets: those all parts share as they are, those of a layout bound to its sections.

    A page named for a layout becomes one for each part, because `:first` means the first page of the document.
    """
    shared = [s for s in documents[0].stylesheets if all(s in d.stylesheets for d in documents)]
    united = [*shared, FURNITURE]
    done: set[tuple[str, str]] = set()
    for document in documents:
        for sheet in (s for s in document.stylesheets if s not in shared):
            pages, rules = _parted(sheet)
            united += [_named(prelude, block, document) for prelude, block in pages]
            if (document.layout, sheet) not in done:
                done.add((document.layout, sheet))
                united += [_bound(prelude, block, document.layout) for prelude, block in rules]
        united.append(f"section.part.{_page(document)} {{ page: {_page(document)} }}")
    return "\n".join(united)


def _parted(sheet: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Part a style sheet into its `@page` rules and its ordinary rules, as texts of prelude and block."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    texts = [(r, tinycss2.serialize(r.prelude).strip(), tinycss2.serialize(r.content)) for r in rules]
    pages = [(p, b) for r, p, b in texts if r.type == "at-rule" and r.lower_at_keyword == "page"]
    return pages, [(p, b) for r, p, b in texts if r.type == "qualified-rule"]


def _page(document: PartDocument) -> str:
    return f"page-{document.id}"


def _named(prelude: str, block: str, document: PartDocument) -> str:
    first = f":nth(1 of {_page(document)})" if prelude.endswith(":first") else _page(document)
    return f"@page {first} {{{block}}}"


def _bound(prelude: str, block: str, layout: str) -> str:
    return f"{', '.join(_selectors(prelude, f'section.of-{layout}'))} {{{block}}}"


def _selectors(prelude: str, section: str) -> Iterator[str]:
    for selector in re.split(r",(?![^(]*\))", prelude):
        selector = selector.strip()
        yield section + selector[4:] if re.match(r"body\b(?!-)", selector) else f"{section} {selector}"
