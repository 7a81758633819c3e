"""What lies beside a packet: a report of its papers, and a list of sheets for whoever prints it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from foreign import add_field, changed, plain, printed
from pikepdf import Array, Dictionary, Name, Pdf, String

from renderer.order import Order, Outcome
from renderer.pipeline import build

PACKET = """\
kind: packet
title: Board packet
editions: [screen, print, public]
papers: {fit: paper}
meeting: {body: Board of Directors, date: 2023-07-04 18:00 Europe/London}
agenda:
  - {title: Opening, papers: [{file: grey.pdf, title: In grey, pages: 1-2}]}
  - {title: Budget, papers: [{file: colour.pdf, title: In colour}]}
"""


def noted(pdf: Pdf) -> None:
    add_field(pdf, "Ada")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), Contents=String("secret"))
    own = pdf.pages[0].obj
    own.Annots = Array([*own.Annots, pdf.make_indirect(note)])
    pdf.docinfo["/Author"] = "Ada"


def built(folder: Path, more: str = "") -> Outcome:
    inside = folder / "board"
    inside.mkdir()
    (inside / "publication.yml").write_text(PACKET + more)
    (inside / "grey.pdf").write_bytes(changed(plain(pages=3), noted))
    red = printed(
        "<p style='color: #c00'>Words in red</p><p style='break-before: page'>Words in black</p>", tagged=True
    )
    (inside / "colour.pdf").write_bytes(red)
    return build(Order(inside, folder / "out"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    built(folder)
    return folder / "out"


def test_the_report_says_what_there_is_to_know_of_each_paper(out: Path) -> None:
    told = json.loads((out / "board-papers.json").read_text("utf-8"))
    grey, colour = told["papers"]
    assert (grey["title"], grey["file"], grey["item"]) == ("In grey", "grey.pdf", "1")
    assert (grey["first_page"], grey["last_page"], grey["pages"], grey["pages_of_file"]) == ("4", "5", 2, 3)
    assert (grey["tagged"], grey["tags"], grey["fonts_missing"]) == (False, "text", ["Helvetica"])
    assert grey["bytes"] == (out.parent / "board" / "grey.pdf").stat().st_size
    assert grey["sizes_mm"] == [[106, 141]]
    assert grey["removed"] == ["comments (1)", "its metadata (Author)"]
    assert {"PAPER-FORM", "PAPER-UA"} <= set(grey["findings"])
    assert (colour["tagged"], colour["fonts_missing"]) == (True, [])
    assert told["claims"] == []
    assert told["bytes"] == (out / "board.pdf").stat().st_size
    assert "secret" not in json.dumps(told)


def test_the_printer_is_told_of_sheets_tabs_and_colours(out: Path) -> None:
    lines = (out / "board-print-sheets.txt").read_text("utf-8").splitlines()
    assert lines[0] == "Board packet"
    assert lines[2].startswith("12 pages, 6 sheets printed on both sides.")
    assert "Paper 210 × 297 mm: all pages" in lines
    tabs = lines.index("Tab sheets: 2")
    assert lines[tabs + 1 : tabs + 3] == ["  page 5 (sheet 3): 1 Opening", "  page 9 (sheet 5): 2 Budget"]
    assert lines[-3:] == [
        "Pages in colour: 5 (1, 3, 5, 9, 11)",  # cover, agenda and tabs have the colours of the theme
        "Pages in black: 7 (2, 4, 6–8, 10, 12)",
        "Blank pages: 4 (2, 4, 6, 10)",
    ]


def test_no_report_lies_beside_the_public_edition_or_a_proof(out: Path, tmp_path: Path) -> None:
    names = {path.name for path in out.iterdir()}
    assert "board-public-papers.json" not in names
    outcome = built(tmp_path, "more_papers: [{item: Budget, file: gone.pdf}]\n")
    assert [d.proof for d in outcome.deliveries] == [True, True, True]
    assert not any(path.suffix in (".txt",) or "papers" in path.name for path in (tmp_path / "out").iterdir())


@pytest.mark.skipif(not hasattr(stat, "S_IMODE"), reason="no modes here")
def test_the_report_of_a_confidential_packet_is_for_its_owner(tmp_path: Path) -> None:
    built(tmp_path, "confidential: true\n")
    for name in ("board-papers.json", "board-print-sheets.txt"):
        assert stat.S_IMODE((tmp_path / "out" / name).stat().st_mode) == 0o600
