"""Copies for recipients and the public edition: who reads what, what is locked, and that nothing withheld is left."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from foreign import part_of, plain, taken
from inspector import Inspector

from renderer import leaks
from renderer.bind import bind
from renderer.circulation import Copies, Recipient
from renderer.findings import OutputError
from renderer.finish import finish
from renderer.finish.copies import drawings, issued
from renderer.leaks import tokens
from renderer.model import Binding, LabelRange, Metadata
from renderer.order import Order, Outcome
from renderer.pipeline import build
from renderer.read import read
from renderer.verify import verify
from renderer.workspace import Workspace

HEAD = """\
title: Board packet
publisher: The Foundation
date: 2024-05-01
confidential: true
marking: For the board only
editions: [screen, public]
copies: {recipients: recipients.csv, owner_password_file: keys/owner.txt, copy_text: false}
parts:
  - layout: cover
  - layout: contents
  - {file: minutes.md, options: {item: "1"}}
  - {file: lawsuit.md, options: {item: "2", closed: true}}
  - {file: papers/ledger.pdf, title: Gwendolen ledger, options: {item: "2.1", closed: true}}
  - {file: budget.md, options: {item: "3"}}
"""
MINUTES = "---\ntitle: Minutes\n---\nSee [the matter](lawsuit.md) and [the budget](budget.md).\n\n## Present\n\nAll.\n"
LAWSUIT = (
    "---\ntitle: Zephyrine settlement\n---\nThe complainant Zephyrine wants 1,234,567 euros.\n\n"
    "## Strategy\n\nQuixotic.\n\n"
    "```chart\nkind: bar\nid: xylophone\ntitle: Xylophones\nalt: Xylophones by year.\n"
    "data: claims.csv\nx: year\ny: claims\n```\n"
)
LIST = (
    "name,email,copy number,role,withheld,password_file\nAda Example,ada@example.org,1,Chair,,\n"
    "Bo Łukasz-Øre,bo@example.org,2,Treasurer,2,\nJosé Third,jose@example.org,3,Member,,keys/three.txt\n"
)
SECRET = {
    "zephyrine",
    "settlement",
    "complainant",
    "1234567",
    "strategy",
    "quixotic",
    "xylophones",
    "gwendolen",
    "obsidian",
}
"""Words of item 2: of its manuscript, title, chart, paper."""


def written(folder: Path, head: str = HEAD, people: str = LIST) -> Path:
    inside = folder / "packet"
    for name, content in {
        "publication.yml": head, "minutes.md": MINUTES, "lawsuit.md": LAWSUIT, "recipients.csv": people,
        "budget.md": "---\ntitle: Budget\n---\nIt is balanced.\n", "data/claims.csv": "year,claims\n2021,3\n2022,5\n",
        "keys/owner.txt": "owner-password\n", "keys/three.txt": "três-password\n",
    }.items():  # fmt: skip
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text(content, "utf-8")
    (inside / "papers").mkdir()
    (inside / "papers" / "ledger.pdf").write_bytes(plain("Obsidian figures", 2))
    return inside


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this file's own: every byte in it is searched for secrets."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("copies")
    outcome = build(Order(written(folder), folder / "out"))
    assert [f for f in outcome.findings if f.severity == 2] == []
    return folder / "out", outcome


@pytest.fixture
def delivered(made: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Path]:
    """A packet of the test's own and the folder it was built into."""
    shutil.copytree(made[0].parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "packet", tmp_path / "out"


def test_there_is_a_file_for_each_recipient_and_none_is_named(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    names = sorted(p.name for p in out.iterdir())
    assert names == [
        "manifest.json", "packet-copy-01.pdf", "packet-copy-02.pdf", "packet-copy-03.pdf",
        "packet-public-report.json", "packet-public.pdf", "packet.pdf",
    ]  # fmt: skip
    told = b"".join(p.read_bytes() for p in out.iterdir())
    assert not [word for word in ("Ada Example", "Łukasz", "example.org", "Treasurer") if word.encode() in told]


def test_the_watermark_lies_on_every_page_and_says_nothing_to_readers(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    copy, packet = Inspector(out / "packet-copy-01.pdf"), Inspector(out / "packet.pdf")
    assert copy.text().split() == packet.text().split()
    assert copy.labels == packet.labels and copy.outline == packet.outline
    for number in range(packet.pages):
        assert shade(out / "packet-copy-01.pdf", number) != shade(out / "packet.pdf", number)
    assert shade(out / "packet-copy-01.pdf", 2) != shade(out / "packet-copy-02.pdf", 2)


def shade(path: Path, page: int) -> bytes:
    bitmap = pypdfium2.PdfDocument(path)[page].render(scale=0.3)
    return bytes(bitmap.buffer)


def test_copies_have_ids_of_their_own(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    with pikepdf.open(out / "packet-copy-01.pdf") as one, pikepdf.open(out / "packet.pdf") as whole:
        assert bytes(one.trailer.ID[0]) != bytes(one.trailer.ID[1])
        assert bytes(one.trailer.ID[1]) != bytes(whole.trailer.ID[1])


@pytest.mark.slow
def test_an_open_copy_conforms(made: tuple[Path, Outcome], verapdf: Callable[..., dict[Path, list[Any]]]) -> None:
    out, _ = made
    files = [out / "packet-copy-02.pdf", out / "packet-public.pdf"]
    assert verapdf(files, "ua1", "3a") == {file: [] for file in files}


def test_a_locked_copy_opens_with_its_password_alone(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    path = out / "packet-copy-03.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="três-password") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.user_password_matched and not pdf.owner_password_matched
        assert pdf.allow.accessibility and pdf.allow.print_highres and not pdf.allow.extract
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes() or "ua1" not in Inspector(out / "packet.pdf").claims
        assert b"pdfaid:part" not in pdf.Root.Metadata.read_bytes()
    with pikepdf.open(path, password="owner-password") as pdf:
        assert pdf.owner_password_matched


def test_withheld_items_leave_no_gap_and_no_word(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    copy = Inspector(out / "packet-copy-02.pdf")
    assert [(e.title, e.page) for e in copy.outline if e.level == 1][-2:] == [("Minutes", 2), ("Budget", 3)]
    assert copy.labels == ["i", "ii", "1", "2"]
    assert [link.page for link in copy.links(2)] == [3]  # to the budget; the matter is words only
    for name in ("packet-copy-02.pdf", "packet-public.pdf"):
        assert leaks.leaks((out / name).read_bytes(), SECRET) == {}
    assert set().union(*leaks.leaks((out / "packet.pdf").read_bytes(), SECRET).values()) == SECRET


def test_the_report_of_the_public_edition_tells_what_was_left_out_in_numbers(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    report = json.loads((out / "packet-public-report.json").read_text())
    assert report["left_out"] == [{"item": "2", "kind": "manuscript"}, {"item": "2.1", "kind": "paper"}]
    assert report["words_found"] == 0 and report["words_searched_for"] >= len(SECRET)
    told = b"".join((out / name).read_bytes() for name in ("packet-public-report.json", "manifest.json"))
    assert not tokens(told.decode()) & SECRET


def test_files_of_a_confidential_publication_are_for_their_owner(made: tuple[Path, Outcome]) -> None:
    out, _ = made
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in out.iterdir()}
    assert {name for name, mode in modes.items() if mode != 0o600} == {"packet-public.pdf", "packet-public-report.json"}


def test_the_list_of_what_was_delivered_stays_private_when_something_for_everybody_joins(
    made: tuple[Path, Outcome], tmp_path: Path
) -> None:
    both = shutil.copytree(made[0], tmp_path / "out")
    (tmp_path / "open.md").write_text("# For everybody\n\nWords.\n")
    build(Order(tmp_path / "open.md", both))
    modes = {name: stat.S_IMODE((both / name).stat().st_mode) for name in ("manifest.json", "open.pdf")}
    assert modes["manifest.json"] == 0o600 and modes["open.pdf"] & 0o044


def test_no_password_is_kept_anywhere(made: tuple[Path, Outcome], cache: Path) -> None:
    out, outcome = made
    for path in [p for folder in (cache, out) for p in folder.rglob("*") if p.is_file()]:
        data = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data += b"".join(archive.read(name) for name in archive.namelist())
        assert b"owner-password" not in data and "três-password".encode() not in data, path
        assert not tokens(str(path.relative_to(path.parents[2]))) & SECRET, path
        if path.is_relative_to(cache / "renderer"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert "password" not in repr(outcome)
    publication, _ = read(Workspace(), out.parent / "packet")
    assert "três-password" not in repr(publication) and "owner-password" not in repr(publication)


def test_open_copies_are_the_same_bytes_each_time(made: tuple[Path, Outcome], tmp_path: Path) -> None:
    out, _ = made
    again = build(Order(written(tmp_path), tmp_path / "elsewhere"))
    for delivery in again.deliveries:
        if "copy-03" not in delivery.path.name:  # AES takes salts at random
            assert delivery.path.read_bytes() == (out / delivery.path.name).read_bytes(), delivery.path.name


def test_a_copy_that_nobody_is_to_have_any_more_is_named_and_stays(delivered: tuple[Path, Path]) -> None:
    inside, out = delivered
    (inside / "recipients.csv").write_text(LIST.replace("José Third,jose@example.org,3,Member,,keys/three.txt\n", ""))
    for _ in range(2):  # told again as long as it stands there
        [left] = [f for f in build(Order(inside, out)).findings if f.code == "OUT-LEFT"]
        assert left.place.file.endswith("packet-copy-03.pdf") and (out / "packet-copy-03.pdf").is_file()
    (out / "packet-copy-03.pdf").unlink()
    assert "OUT-LEFT" not in {f.code for f in build(Order(inside, out)).findings}


def test_what_a_build_of_one_edition_leaves_out_is_not_left_over(delivered: tuple[Path, Path]) -> None:
    inside, out = delivered
    assert "OUT-LEFT" not in {f.code for f in build(Order(inside, out, edition="public")).findings}


def test_with_errors_there_is_a_proof_and_no_copy(tmp_path: Path) -> None:
    inside = written(tmp_path)
    (inside / "budget.md").write_text("![A map](gone.png)\n")
    build(Order(inside, tmp_path / "out"))
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == ["manifest.json", "packet-public.proof.pdf", "packet.proof.pdf"]


def test_a_word_that_is_left_stops_the_delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "secrets_of", lambda *_: {"balanced"})
    with pytest.raises(OutputError) as stopped:
        build(Order(written(tmp_path), tmp_path / "out", edition="public"))
    [found] = stopped.value.findings
    assert found.code == "PUBLIC-LEAK" and "balanced" not in str(found)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("place", ["title", "outline", "alternative text", "attachment", "hidden text", "xmp"])
def test_a_word_is_found_wherever_it_hides(place: str) -> None:
    with pikepdf.Pdf.open(io.BytesIO(plain())) as pdf:
        if place == "title":
            pdf.docinfo["/Title"] = "On Zephyrine"
        elif place == "outline":
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("Zephyrine", 0))
        elif place == "alternative text":
            pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=pikepdf.Dictionary(Alt=pikepdf.String("Łady Zephyrine")))
        elif place == "attachment":
            pdf.attachments["a.csv"] = b"who,what\nZephyrine,1\n"
        elif place == "hidden text":
            page = pdf.pages[0]
            page.contents_add(b"/Span <</ActualText <FEFF005A006500700068007900720069006E0065>>> BDC EMC")
        else:
            pdf.Root.Metadata = pdf.make_stream(b"<x>Zephyrine</x>", Type=pikepdf.Name.Metadata)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert set().union(*leaks.leaks(out.getvalue(), {"zephyrine"}).values()) == {"zephyrine"}
    assert leaks.leaks(plain(), {"zephyrine"}) == {}


def test_what_counts_as_a_word() -> None:
    assert tokens("The Löwe costs 1,234,567 or 10,000 in 2023, see R2-D2") == {"löwe", "costs", "1234567"}


LISTS = {
    "name,copy\n,1\n": ("COPIES-LIST", 2),
    "name,copy\nAda,one\n": ("COPIES-LIST", 2),
    "name,withheld\nAda,\nBo,9\n": ("COPIES-LIST", 3),
    "name,copy\nAda,1\nBo,1\n": ("COPIES-LIST", 1),
    "name,phone\nAda,1\n": ("COPIES-LIST", 1),
    "name\n": ("COPIES-LIST", 1),
    "name,password_env\nAda,RENDERER_TEST_UNSET\n": ("COPIES-PASSWORD", 2),
    "name,password_file\nAda,minutes.md\n": None,
    "name,password_file\nAda,gone.txt\n": ("FILE-MISSING", 0),
}


@pytest.mark.parametrize("people", LISTS)
def test_faults_of_a_list_are_told_at_their_line(tmp_path: Path, people: str) -> None:
    publication, findings = read(Workspace(tmp_path), written(tmp_path, people=people))
    expected = LISTS[people]
    assert [(f.code, f.place.line) for f in findings] == ([expected] if expected else [])
    assert (publication.copies is None) == (expected is not None)


def test_locked_copies_need_an_owner_password(tmp_path: Path) -> None:
    head = HEAD.replace(", owner_password_file: keys/owner.txt", "")
    _, findings = read(Workspace(tmp_path), written(tmp_path, head))
    assert [(f.code, f.place) for f in findings] == [("COPIES-PASSWORD", replace(findings[0].place, line=7))]


def test_a_password_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENDERER_TEST_PASSWORD", "from outside")
    workspace = Workspace(tmp_path)
    publication, findings = read(workspace, written(tmp_path, people="name,password_env\nAda,RENDERER_TEST_PASSWORD\n"))
    assert findings == [] and publication.copies is not None
    assert publication.copies.recipients[0].password == "from outside"
    assert "from outside" not in repr(workspace.trace())


@pytest.mark.slow
def test_copies_of_a_long_packet_share_its_body() -> None:
    bound = bind(Binding((part_of(taken(plain("Some words of a paper", 200))),), Metadata("T", "", "", "en", ""),
                         (LabelRange(0, "D"),), (), {}, ()))  # fmt: skip
    people = tuple(Recipient(f"Member {n:02} of the board", n) for n in range(1, 51))
    publication = replace(read(Workspace(), Path(__file__).parent / "repairs.md")[0], marking="Confidential")
    drawn = drawings(publication, people, Workspace())
    body = finish(bound, publication, drawn)
    made = list(issued(body, drawn, Copies(people)))
    assert len(made) == 50
    assert all(abs(len(copy.pdf) - len(body.pdf)) < 20_000 for _, copy in made)
    assert verify(made[49][1]) == ()
    locked = Copies(tuple(replace(p, password="pass word") for p in people[:5]), "owner")
    assert len(list(issued(body, drawn, locked))) == 5
