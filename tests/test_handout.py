"""Hand-outs: two pages on a sheet, with the tags, links, outline and numbers of the pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from foreign import printed
from inspector import Inspector
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, parse_content_stream

from renderer.findings import Severity
from renderer.order import Order, Outcome
from renderer.pipeline import build

PACKET = """\
kind: packet
title: Board packet
publisher: The Foundation
editions: [screen, handout]
meeting:
  body: Board of Directors
  date: 2023-07-04 18:00 Europe/London
agenda:
  - {title: Opening, kind: procedural, minutes: 5}
  - {title: Minutes, kind: consent, papers: [minutes.md]}
  - title: Budget
    kind: decision
    motion: That the budget be adopted.
    papers:
      - {file: slides.pdf, title: Slides}
      - {file: map.pdf, title: Map, tags: figure, alt: A map of the venue}
"""
MINUTES = "---\ntitle: Minutes of June\n---\nWords and [a site](https://example.org).[^1]\n\n[^1]: A note\n"
SLIDES = "<h1>Slide</h1><p>Words of a slide.</p><p style='break-before: page'>More words.</p>"


def turned(data: bytes) -> bytes:
    """Turn the pages of a PDF, and cut a piece off their left."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = 90
            page.obj.CropBox = Array([20, 0, *list(page.obj.MediaBox)[2:]])
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("handout")
    inside = folder / "board"
    inside.mkdir()
    (inside / "publication.yml").write_text(PACKET)
    (inside / "minutes.md").write_text(MINUTES)
    (inside / "slides.pdf").write_bytes(printed(SLIDES, tagged=True, style="@page { size: 960px 540px }"))
    (inside / "map.pdf").write_bytes(turned(printed("<p>Map</p>")))
    return build(Order(inside, folder / "out"))


@pytest.fixture(scope="module")
def files(outcome: Outcome) -> tuple[Path, Path]:
    screen, handout = (delivery.path for delivery in outcome.deliveries)
    return screen, handout


def marked(owner: Object) -> dict[int, list[str]]:
    """Give the operators of each marked-content sequence of a page or form."""
    found: dict[int, list[str]] = {}
    stack: list[int] = []
    for instruction in parse_content_stream(owner):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            values = instruction.operands[1] if operator == "BDC" else None
            stack.append(int(values.MCID) if isinstance(values, Dictionary) and "/MCID" in values else -1)
        elif operator == "EMC":
            stack.pop()
        elif stack:
            found.setdefault(stack[-1], []).append(f"{operator} {list(map(repr, instruction.operands))}")
    return found


def told(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Give every element of a structure tree in order, with the operators that paint its content."""
    with Pdf.open(path) as pdf:
        contents: dict[Any, dict[int, list[str]]] = {}
        elements = []
        waiting = [pdf.Root.StructTreeRoot.K[0]]
        while waiting:
            element = waiting.pop(0)
            kids, pieces, below = element.get("/K", Array()), [], []
            for kid in kids if isinstance(kids, Array) else [kids]:
                if isinstance(kid, Dictionary) and "/S" in kid:
                    below.append(kid)
                elif isinstance(kid, int) or "/MCID" in kid:
                    own = isinstance(kid, int)
                    owner = element.Pg if own else kid.get("/Stm", kid.get("/Pg", element.get("/Pg")))
                    held = contents.setdefault(owner.objgen, {}) or marked(owner)
                    contents[owner.objgen] = held
                    pieces.append(held[int(kid) if own else int(kid.MCID)])
            elements.append((str(element.S), pieces))
            waiting = below + waiting
        return elements


def test_two_pages_stand_on_a_sheet_of_the_paper_turned(files: tuple[Path, Path], outcome: Outcome) -> None:
    assert [f.message for f in outcome.findings if f.severity is Severity.ERROR] == []
    screen, handout = map(Inspector, files)
    assert files[1].name == "board-handout.pdf"
    assert (screen.pages, handout.pages) == (9, 5)
    assert set(handout.sizes) == {(841.89, 595.276)}
    assert handout.labels == ["1–2", "3–4", "5–6", "7–8", "9"]
    for page in range(screen.pages):
        words = [word.text for word in screen.words(page)]
        there = [word.text for word in handout.words(page // 2) if (word.x > 421) == bool(page % 2)]
        assert sorted(words) == sorted(there)  # page numbers among them


def test_pages_keep_their_proportions_and_stand_apart(files: tuple[Path, Path]) -> None:
    screen, handout = map(Inspector, files)
    [before] = screen.find("Minutes of June", page=4)[:1]
    [after] = handout.find("Minutes of June", page=2)[:1]
    assert after.size / before.size == pytest.approx((841.89 / 2 - 28) / 595.276, abs=0.005)


def test_tags_lead_to_the_same_content(files: tuple[Path, Path]) -> None:
    screen, handout = map(told, files)
    assert len(screen) > 40
    assert screen == handout


def test_outline_and_links_lead_to_the_sheets(files: tuple[Path, Path]) -> None:
    screen, handout = map(Inspector, files)
    assert [(e.level, e.title, e.page // 2) for e in screen.outline] == [
        (e.level, e.title, e.page) for e in handout.outline
    ]
    before = [(n // 2, link.contents, None if link.page is None else link.page // 2)
              for n in range(screen.pages) for link in screen.links(n)]  # fmt: skip
    assert before == [(n, link.contents, link.page) for n in range(handout.pages) for link in handout.links(n)]
    with Pdf.open(files[1]) as pdf:
        for page in pdf.pages:
            for note in page.obj.get("/Annots", ()):
                left, bottom, right, top = (float(side) for side in note.Rect)
                assert 0 < left < right < 841.89
                assert 0 < bottom < top < 595.276


def test_figures_say_where_they_stand_now(files: tuple[Path, Path]) -> None:
    [figure] = [f for f in Inspector(files[1]).figures() if f.alt and "venue" in f.alt]
    assert figure.page == 4
    left, *_, right, _ = figure.box
    assert 14 <= left < right <= 421


def test_a_handout_claims_what_holds(files: tuple[Path, Path], verapdf: Any) -> None:
    claims = Inspector(files[1]).claims
    assert claims == Inspector(files[0]).claims
    for claim in ("ua1", "3a"):
        if claim in claims:
            assert verapdf([files[1]], claim)[files[1]] == []


def test_forms_share_the_resources_of_their_pages(files: tuple[Path, Path]) -> None:
    with Pdf.open(files[1]) as pdf:
        forms = [form for page in pdf.pages for _, form in page.obj.Resources.XObject.items()]
        assert all(isinstance(form, Stream) and form.Subtype == Name.Form for form in forms)
        assert len({form.objgen for form in forms}) == 9
    assert files[1].stat().st_size < 1.3 * files[0].stat().st_size
