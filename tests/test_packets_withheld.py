"""Packets without closed or withheld items: named nowhere, numbers close up, papers are stamped with what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from foreign import plain
from inspector import Inspector
from test_packets import HEAD, found, slides, write

from renderer.leaks import leaks
from renderer.order import Order, Outcome
from renderer.pipeline import build
from renderer.read.publication import read_publication
from renderer.versions.withheld import without
from renderer.workspace import Workspace

PACKET = """\
kind: packet
title: Board packet
marking: Strictly board
editions: [screen, public]
copies: recipients.csv
meeting: {body: Board, date: 2023-01-31 18:00 Europe/London, ends: 19:30, marking: Directors alone}
agenda:
  - {title: Opening, minutes: 5}
  - {title: Severance, kind: closed, minutes: 15, presenter: Zephyrine, motion: That Quixotic leave.,
     papers: [terms.md, {file: ledger.pdf, title: Gwendolen}]}
  - {title: Pensions, kind: closed, minutes: 10, recommendation: Absquatulate.}
  - title: Budget
    kind: decision
    minutes: 60
    motion: That it be adopted.
    papers: [{file: slides.pdf, title: Slides}]
late:
  - {file: late.md, item: "4"}
"""
SECRET = {"severance", "zephyrine", "quixotic", "gwendolen", "obsidian", "xylophone", "pensions", "absquatulate"}
PEOPLE = "name,withheld\nFirst,\nSecond,2 3\n"


def files(folder: Path, publication: str = PACKET) -> Path:
    texts = {
        "terms.md": "---\ntitle: Terms of severance\n---\nA xylophone.\n",
        "late.md": "---\ntitle: Late\n---\nNews.\n",
    }
    pdfs = {"ledger.pdf": plain("Obsidian figures", 2), "slides.pdf": plain("Slides of it", 3)}
    return write(folder, publication, **{"recipients.csv": PEOPLE}, **texts, **pdfs)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withheld")
    outcome: Outcome = build(Order(files(folder / "board"), folder / "out"))
    assert [f for f in outcome.findings if f.severity == 2] == []
    return folder / "out"


def labels_stamped(path: Path, pdf: Inspector) -> Iterator[tuple[str, str]]:
    """Give the label of each page that bears the stamp of the slides, and the number in it."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        text = document[number].get_textpage().get_text_range()
        if "Slides, p. " in text:
            yield pdf.labels[number], re.findall(r"Agenda\s+page (\w+)", text)[0]


@pytest.mark.parametrize("name", ["board-public", "board-copy-02"])
def test_what_is_left_out_is_named_nowhere(built: Path, name: str) -> None:
    path = built / f"{name}.pdf"
    assert leaks(path.read_bytes(), SECRET) == {}
    pdf = Inspector(path)
    titles = [title for _, title, _ in pdf.outline]
    assert "1 Opening" in titles and "2 Budget" in titles
    assert not [title for title in titles if title.startswith(("3", "4"))]
    assert [row[0] for row in pdf.tables()[0] if row[0][:1].isdigit()] == ["18:00", "18:30"]
    told = list(labels_stamped(path, pdf))
    assert len(told) == 3 and all(label == stamped for label, stamped in told)
    assert "2 Slides, p. 1 of 3" in pypdf_text(path)


def pypdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in document)


@pytest.mark.parametrize("name", ["board", "board-copy-01"])
def test_the_whole_packet_has_all(built: Path, name: str) -> None:
    assert set().union(*leaks((built / f"{name}.pdf").read_bytes(), SECRET).values()) == SECRET
    assert "4 Slides, p. 1 of 3 · Strictly board" in pypdf_text(built / f"{name}.pdf")


def test_the_public_edition_is_marked_for_nobody(built: Path) -> None:
    text = pypdf_text(built / "board-public.pdf")
    assert "Strictly board" not in text and "Directors alone" not in text
    assert "Directors alone" in pypdf_text(built / "board-copy-02.pdf")


def test_late_papers_move_with_their_item(tmp_path: Path) -> None:
    publication, _ = read_publication(Workspace(tmp_path), files(tmp_path / "board"))
    kept, _ = without(publication, ["2"], closed=True)
    assert [paper.item for paper in kept.late] == ["2"] and kept.parts[-1].options["item"] == "2"


@pytest.mark.parametrize(("item", "expected"), [("1", []), ("1.1", ["LATE-PAPER"]), ("7", ["LATE-PAPER"])])
def test_late_papers_belong_to_items_of_the_agenda(tmp_path: Path, item: str, expected: list[str]) -> None:
    text = f"{HEAD}agenda: [{{title: Opening}}]\nlate:\n  - {{file: minutes.md, item: '{item}'}}\n"
    told = found(write(tmp_path / "board", text))
    assert [f.code for f in told] == expected
    assert [f.place.line for f in told] == [6] * len(expected)


def test_a_paper_of_two_items_is_bound_with_the_one_that_is_left(tmp_path: Path) -> None:
    text = (
        f"{HEAD}agenda:\n"
        "  - {title: Staff, kind: closed, papers: [{file: slides.pdf, title: Gwendolen}, secret.md]}\n"
        "  - {title: Open, papers: [{file: slides.pdf, title: Slides}, secret.md]}\n"
    )
    folder = write(tmp_path / "board", text, **{"secret.md": "---\ntitle: Secret\nclosed: true\n---\nWords.\n"})
    publication, _ = read_publication(Workspace(tmp_path), folder)
    kept, _ = without(publication, (), closed=True)
    assert [(p.id, p.title) for p in kept.parts if p.paper] == [("slides", "Slides")]
    assert not [p for p in kept.parts if p.manuscript]


def test_the_text_of_an_agenda_goes_with_an_item(tmp_path: Path) -> None:
    text = f"{HEAD}agenda: agenda.md\n"
    agenda = "## Opening\n\n## Severance\n\nA xylophone is to go.\n\n## Close\n"
    publication, _ = read_publication(Workspace(tmp_path), write(tmp_path / "board", text, **{"agenda.md": agenda}))
    kept, removed = without(publication, ["2"])
    assert "agenda-text" in [p.id for p in removed] and "agenda-text" not in [p.id for p in kept.parts]
    assert [line["title"] for line in kept.parts[1].options["lines"]] == ["Opening", "Close"]


@pytest.mark.parametrize(("said", "stamped"), [("", True), ("stamp: false\n", False)])
def test_papers_of_packets_are_stamped_unless_it_is_said(tmp_path: Path, said: str, stamped: bool) -> None:
    text = f"{HEAD}{said}agenda: [{{title: Opening, papers: [slides.pdf]}}]\n"
    publication, _ = read_publication(Workspace(tmp_path), write(tmp_path / "b", text, **{"slides.pdf": slides(1)}))
    assert (publication.papering.stamping is not None) == stamped
