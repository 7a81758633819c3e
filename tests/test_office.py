"""Office files as papers: with a program that stands for LibreOffice, and with LibreOffice itself where it is."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from foreign import printed
from inspector import Inspector

from renderer import installed
from renderer.findings import Finding, Severity
from renderer.order import Order, Outcome
from renderer.papers import office
from renderer.papers.opening import CannotBind
from renderer.pipeline import build
from renderer.workspace import Workspace, unchanged

HEAD = "title: Board packet\ndate: 2024-05-01\nparts:\n  - layout: contents\n"
STANDS_FOR_IT = """\
#!{python}
import pathlib, sys, time
folder = pathlib.Path(__file__).parent
if "--version" in sys.argv:
    print("LibreOffice 99.1")
    raise SystemExit
source = pathlib.Path(sys.argv[-1])
with (folder / "calls").open("a") as calls:
    print(*sys.argv[1:], file=calls)
if source.read_bytes() == b"hang":
    time.sleep(60)
if b"broken" not in source.read_bytes():
    made = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
    made.mkdir()
    (made / "paper.pdf").write_bytes((folder / "made.pdf").read_bytes())
"""
needs_office = pytest.mark.skipif(installed.office() is None, reason="LibreOffice is not installed")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program on the PATH that answers as LibreOffice does; its folder tells how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(STANDS_FOR_IT.format(python=sys.executable))
    program.chmod(0o755)
    (folder / "made.pdf").write_bytes(printed("<h1>Budget</h1><p>Words of the letter.</p>", tagged=True))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def built(folder: Path, data: bytes, name: str = "letter.docx", more: str = "") -> Outcome:
    inside = folder / "packet"
    inside.mkdir(exist_ok=True)
    (inside / name).write_bytes(data)
    (inside / "publication.yml").write_text(f"{HEAD}  - {{file: {name}, title: The letter{more}}}\n")
    return build(Order(inside, folder / "out"))


def told(outcome: Outcome, code: str) -> list[Finding]:
    return [f for f in outcome.findings if f.code == code]


def test_an_office_file_is_bound_with_the_tags_it_is_given(tmp_path: Path, stand_in: Path) -> None:
    outcome = built(tmp_path, b"a letter")
    [delivery] = outcome.deliveries
    pdf = Inspector(delivery.path)
    assert not delivery.proof
    assert "Words of the letter." in pdf.text(1)
    assert [entry.title for entry in pdf.outline][-1] == "The letter"
    assert "Budget" in [tag.text for tag in pdf.tags("H1")]
    [note] = told(outcome, "PAPER-OFFICE")
    assert (note.severity, note.place.line) == (Severity.NOTE, 5)
    assert "LibreOffice 99.1" in note.message
    [call] = (stand_in / "calls").read_text().splitlines()
    assert '"UseTaggedPDF":{"type":"boolean","value":"true"}' in call
    assert "writer_pdf_Export" in call
    assert "letter.docx" not in call  # names may tell something, and calls can be seen by all


def test_a_file_is_converted_once(tmp_path: Path, stand_in: Path) -> None:
    built(tmp_path, b"a letter that stays")
    again = built(tmp_path, b"a letter that stays", more=", lang: fr")
    assert "letter" in again.typeset
    assert len((stand_in / "calls").read_text().splitlines()) == 1
    built(tmp_path, b"a letter that changed")
    assert len((stand_in / "calls").read_text().splitlines()) == 2


def test_sheets_and_slides_go_through_their_own_programs(tmp_path: Path, stand_in: Path) -> None:
    for name in ("sums.xlsx", "slides.ODP"):
        built(tmp_path, name.encode(), name)
    calls = (stand_in / "calls").read_text()
    assert "calc_pdf_Export" in calls
    assert "impress_pdf_Export" in calls


def test_a_file_that_cannot_be_read_is_an_error_at_its_line(tmp_path: Path, stand_in: Path) -> None:
    outcome = built(tmp_path, b"broken")
    [fault] = told(outcome, "PAPER-FORMAT")
    assert fault.message.endswith("letter.docx: LibreOffice cannot read it")
    assert fault.place.line == 5
    assert "save it as PDF" in fault.remedy
    assert [d.proof for d in outcome.deliveries] == [True]


def test_a_file_that_libreoffice_hangs_on_is_given_up(stand_in: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(CannotBind, match="has not read it after 1 seconds"):
        office.as_pdf(b"hang", ".docx", str(stand_in / "soffice"), 1)
    assert time.monotonic() - begin < 20


def test_without_libreoffice_the_remedy_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "OFFICE_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = built(tmp_path, b"a letter")
    [fault] = told(outcome, "TOOL-MISSING")
    assert fault.place.line == 5
    assert "letter.docx is an Office file, and LibreOffice is not installed" in fault.message
    assert "apt install libreoffice-writer" in fault.remedy
    assert "brew install --cask libreoffice" in fault.remedy


def test_an_installed_libreoffice_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: Path) -> None:
    workspace = Workspace()
    assert workspace.office() is not None
    assert unchanged(workspace.trace())
    monkeypatch.setattr(installed, "OFFICE_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not unchanged(workspace.trace())


def test_office_files_of_an_agenda_are_papers(tmp_path: Path, stand_in: Path) -> None:
    inside = tmp_path / "board"
    inside.mkdir()
    (inside / "sums.xlsx").write_bytes(b"sums")
    (inside / "publication.yml").write_text(
        "kind: packet\ntitle: Packet\nmeeting: {body: Board, date: 2023-01-31 18:00 Europe/London}\n"
        "agenda:\n  - {title: Budget, papers: [sums.xlsx]}\n"
    )
    outcome = build(Order(inside, tmp_path / "out"))
    assert [f.message for f in outcome.findings if f.severity is Severity.ERROR] == []
    pdf = Inspector(outcome.deliveries[0].path)
    assert any("Words of the letter." in pdf.text(page) for page in range(pdf.pages))


# ------------------------------------------------------------------------------------------------ LibreOffice itself
RTF = rb"{\rtf1\ansi{\fonttbl{\f0 DejaVu Sans;}}\f0\fs24 Words of an RTF file.\par More words.\par}"
DOCX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships'
    '"><Relationship Id="p1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="http://127.0.0.1:{port}/picture.png" TargetMode="External"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:t>Words of a '
    "letter</w:t></w:r></w:p><w:p><w:r><w:drawing>"
    '<wp:inline><wp:extent cx="90000" cy="90000"/><wp:docPr id="1" name="A"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="A"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="p1"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>",
}


def letter(port: int) -> bytes:
    """Make a DOCX whose picture lies on another computer."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in DOCX.items():
            archive.writestr(name, text.replace("{port}", str(port)))
    return target.getvalue()


@needs_office
@pytest.mark.slow
def test_libreoffice_makes_pages_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Income", 1200])
    target = io.BytesIO()
    book.save(target)
    outcome = built(tmp_path, target.getvalue(), "sums.xlsx")
    pdf = Inspector(outcome.deliveries[0].path)
    assert "Income" in pdf.text(1)
    assert told(outcome, "PAPER-OFFICE")


@needs_office
@pytest.mark.slow
def test_libreoffice_fetches_nothing(tmp_path: Path) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(100))

        threading.Thread(target=listen, daemon=True).start()
        program = Workspace().office()
        assert program is not None
        pdf = Inspector(office.as_pdf(letter(server.getsockname()[1]), ".docx", program.path))
    assert "Words of a letter" in pdf.text(0)
    assert asked == []


@needs_office
@pytest.mark.slow
def test_libreoffice_gives_the_same_pages_again_and_refuses_rubbish() -> None:
    from renderer.paper import PaperFile, PaperJob
    from renderer.papers import prepare

    program = Workspace().office()
    assert program is not None
    first, second = (
        prepare(office.as_pdf(RTF, ".rtf", program.path), PaperJob("a", "A", PaperFile(Path("a"), "a", "")))
        for _ in range(2)
    )
    assert first.pages == 1
    assert ["its own tags are kept" in f.message for f in first.findings if f.code == "PAPER-TAGS"] == [True]
    assert first.pdf == second.pdf
    with pytest.raises(CannotBind, match="cannot read it"):
        office.as_pdf(b"PK\x03\x04 no archive", ".docx", program.path)


def test_nothing_is_left_behind(stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert office.as_pdf(b"a letter", ".odt", str(shutil.which("soffice"))).startswith(b"%PDF-")
    assert list(place.iterdir()) == []
