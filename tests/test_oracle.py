"""Bound pages are the pages of their parts, and the parts say what one document of the typesetter says.

The first is seen in pixels. For the second all parts of the shipped report are set as one document by plain WeasyPrint
(`tools/bench_content.py`): text, order, headings, links and what they lead to have to agree. Only this may differ:
where a footnote is told (the typesetter tells it at the foot of its page, we where it is called), the links between
notes and their calls, which the typesetter does not make, and where lines are hyphenated.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from inspector import Inspector, Tag
from pikepdf import Pdf
from pypdf.generic import DictionaryObject

import renderer.bind
from renderer.bind.numbers import furniture_with, write_numbers
from renderer.model import Binding, Bound, BoundPart
from renderer.order import Order
from renderer.pipeline import build
from renderer.store import Store
from renderer.workspace import cache_folder, resources

SCALE = 64 / 72
REPORT = resources() / "content" / "annual-report-2022"


def bound_with(source: Path, out: Path) -> tuple[Binding, Bound]:
    """Build a publication; gives what its binder was told, and what came of it."""
    seen: list[tuple[Binding, Bound]] = []
    bind = renderer.bind.bind

    def remembering(binding: Binding) -> Bound:
        seen.append((binding, bind(binding)))
        return seen[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderer.bind, "bind", remembering)
        outcome = build(Order(source, out))
    assert [d.proof for d in outcome.deliveries] == [False]
    [made] = seen
    return made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Binding, Bound]:
    return bound_with(REPORT, tmp_path_factory.mktemp("report"))


# ----------------------------------------------------------------------------------------------------- in pixels
def drawn(page: Any) -> bytes:
    """Draw a page."""
    return bytes(page.render(scale=SCALE).buffer)


def with_furniture(part: BoundPart) -> Any:
    """Give a part's own file with its page numbers, its furniture laid over by qpdf, which knows nothing of our way."""
    target = io.BytesIO()
    with Pdf.open(io.BytesIO(part.sheets.pdf)) as own:
        write_numbers(own, part.sheets.slots, part.digits)
        if part.furniture:
            for page, laid in zip(own.pages, part.furniture, strict=True):
                over = Pdf.open(io.BytesIO(laid.sheets.pdf))
                content = over.pages[laid.page].Contents
                content.write(furniture_with(content.read_bytes(), laid.sheets.slots, laid.digits))
                page.add_overlay(over.pages[laid.page])
        own.save(target)
    return pypdfium2.PdfDocument(target.getvalue())


def differing(binding: Binding, bound: Bound) -> Iterator[str]:
    """Hold every bound page against the page of its part with the furniture laid over it."""
    book = pypdfium2.PdfDocument(bound.pdf)
    for part in binding.parts:
        first, count = bound.part_pages[part.id]
        own = with_furniture(part)
        assert count == len(own)
        for number in range(count):
            if drawn(own[number]) != drawn(book[first + number]):
                yield f"page {number + 1} of {part.id}"


@pytest.mark.slow
def test_pages_of_the_report_are_those_of_its_parts(report: tuple[Binding, Bound]) -> None:
    binding, bound = report
    assert sum(bool(part.furniture) for part in binding.parts) > 20
    assert list(differing(binding, bound)) == []


@pytest.mark.slow
def test_pages_of_the_specimen_are_those_of_its_parts(tmp_path: Path) -> None:
    binding, bound = bound_with(resources() / "layouts" / "specimen", tmp_path)
    assert list(differing(binding, bound)) == []


@pytest.mark.slow
def test_one_point_more_is_seen(report: tuple[Binding, Bound]) -> None:
    """The comparison sees a page without its furniture, and one of another part."""
    binding, bound = report
    part = next(p for p in binding.parts if p.furniture and p.sheets.pages > 1)
    first, _ = bound.part_pages[part.id]
    page = pypdfium2.PdfDocument(bound.pdf)[first + 1]
    own = pypdfium2.PdfDocument(part.sheets.pdf)
    assert drawn(own[1]) != drawn(page) and drawn(own[0]) != drawn(page)


# ------------------------------------------------------------------------------------------------ as one document
@dataclass(frozen=True)
class Told:
    """What a file says: letters and figures of its text, its notes, its headings, the targets of its links.

    A link over two lines may be one annotation or two, so one after the other to one target counts once.
    """

    text: str
    notes: list[str]
    headings: list[tuple[str, str]]
    links: list[str]


@pytest.fixture(scope="module")
def document(report: tuple[Binding, Bound], tmp_path_factory: pytest.TempPathFactory, root: Path) -> Inspector:
    """All parts as one document of the typesetter; page numbers are filled in with the labels of the bound file."""
    folder = tmp_path_factory.mktemp("raw") / "raw"
    _, bound = report
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "tools"))
        from bench_content import write_raw

        write_raw(REPORT, Store(cache_folder()), folder)
    html = (folder / "document.html").read_text("utf-8")
    html, count = re.subn(
        r'data-target="#([^"]+)">', lambda m: f">{bound.labels[bound.destinations[m[1]]]}", html
    )  # fmt: skip
    assert count > 20
    (folder / "document.html").write_text(html, "utf-8")
    with (folder / "style.css").open("a", encoding="utf-8") as style:
        style.write("\nsection.part { counter-reset: footnote }\n")
    ran = subprocess.run(
        [sys.executable, str(root / "tools" / "bench_raw.py"), str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return Inspector(folder / "raw.pdf")


def letters(text: str) -> str:
    """Give letters and figures alone: how words are parted at the ends of lines is chance."""
    return "".join(re.findall(r"\w", text))


def told(pdf: Inspector) -> Told:
    """Read a file by its tags."""
    assert pdf.tree is not None
    notes = list(_notes(pdf.tree, 0))
    text = letters(pdf.tree.text)
    for note in notes:  # each once, where it stands
        assert text.count(note) >= 1
        text = text.replace(note, "", 1)
    headings = [(t.type, letters(t.text)) for t in pdf.tags("H1", "H2", "H3", "H4", "H5", "H6")]
    targets = [t for t in _targets(pdf) if ".fn-" not in t]
    links = [t for before, t in pairwise(["", *targets]) if t != before]
    return Told(text, notes, headings, links)


def _notes(tag: Tag, depth: int) -> Iterator[str]:
    """Find notes: the typesetter's stand in the Document beside its sections, as elements without a type."""
    if tag.type == "Note" or (tag.type == "NonStruct" and depth == 2):
        if found := letters(tag.text):
            yield found
        return
    for kid in tag.kids:
        yield from _notes(kid, depth + 1)


def _targets(pdf: Inspector) -> Iterator[str]:
    """Give what the links lead to, in the order of the tree, those in notes last."""
    found: list[list[str]] = [[], []]

    def walk(node: Any, depth: int, inside: int) -> None:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if not isinstance(kid, DictionaryObject):
                continue
            if kid.get("/Type") == "/OBJR":
                note = kid["/Obj"].get_object()
                action = note.get("/A", DictionaryObject()).get_object()
                target = str(note.get("/Dest", action.get("/D", action.get("/URI", ""))))
                found[inside].append(target)
            else:
                kind = kid.get("/S")
                noted = kind == "/Note" or (kind == "/NonStruct" and depth == 1)
                walk(kid, depth + 1, 1 if noted else inside)

    walk(pdf.root["/StructTreeRoot"].get_object(), 0, 0)
    yield from [*found[0], *found[1]]


def beginning(pdf: Inspector, name: str) -> str:
    """Give the first letters at or below the place that a name leads to."""
    place = pdf.reader.named_destinations[name]
    page = pdf.destinations[name]
    top = pdf.sizes[page][1] - float(place.get("/Top", pdf.sizes[page][1]))
    left = float(place.get("/Left", 0))
    words = [w for w in pdf.words(page) if not w.artifact and w.y >= top - 1 and w.x >= left - 1]
    said = letters("".join(w.text for w in sorted(words, key=lambda w: (round(w.y), w.x))))
    return said.lstrip("0123456789")[:7]  # the number of a chapter stands in front of what its name leads to


@pytest.mark.slow
def test_one_document_says_the_same(report: tuple[Binding, Bound], document: Inspector) -> None:
    bound = Inspector(report[1].pdf)
    ours, theirs = told(bound), told(document)
    assert len(ours.notes) > 10 and "".join(ours.notes) == "".join(theirs.notes)
    assert ours.headings == theirs.headings
    here = next((n for n, (a, b) in enumerate(zip(ours.text, theirs.text, strict=False)) if a != b), None)
    assert here is None, (ours.text[here - 60 : here + 60], theirs.text[here - 60 : here + 60])
    assert ours.text == theirs.text and len(ours.text) > 50_000
    assert ours.links == theirs.links and len(ours.links) > 100


@pytest.mark.slow
def test_names_lead_to_the_same_words(report: tuple[Binding, Bound], document: Inspector) -> None:
    bound = Inspector(report[1].pdf)
    ours = {name for name in bound.destinations if not name.endswith("--call")}
    asked = {target for target in _targets(document) if target in document.destinations}
    assert asked <= ours
    different = {
        name: (beginning(bound, name), beginning(document, name))
        for name in sorted(asked)
        if beginning(bound, name) != beginning(document, name)
    }
    assert different == {}
