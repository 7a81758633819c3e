"""Every kind of paper that people send to a meeting: bound with stamps, or refused by name; nothing lost in silence."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
from binding import METADATA, SANS
from foreign import add_field, changed, printed, saved, taken
from inspector import Inspector
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String
from test_stamps import STAMP, frame_of, over_ink, page_of, read_back, shown, stamped

from renderer.bind import bind
from renderer.findings import Place
from renderer.model import Binding, BoundPart, LabelRange, Sheets
from renderer.paper import BoundPaper
from renderer.workspace import font_files


def refusal(sheets: Sheets) -> tuple[str, str]:
    """Give the code and words of what keeps a paper from being bound."""
    assert not sheets.pages
    [fault] = sheets.findings
    return fault.code, fault.message


def told(sheets: Sheets) -> set[str]:
    return {f.code for f in sheets.findings}


def test_a_password_is_asked_for_and_opens() -> None:
    locked = changed(printed(), lambda pdf: None, encryption=Encryption(owner="boss", user="secret", R=6))
    assert refusal(taken(locked, stamp=True)) == ("PAPER-PASSWORD", "it is encrypted and needs a password")
    made = stamped(taken(locked, stamp=True, password="secret"))
    assert "p. 2 of 2" in read_back(made.pdf, 2)
    assert not Inspector(made.pdf).reader.is_encrypted


def test_an_owners_restriction_does_not_keep_a_paper_out() -> None:
    data = changed(printed(), lambda pdf: None, encryption=Encryption(owner="boss", user="", R=6))
    assert "p. 1 of 2" in read_back(stamped(taken(data, stamp=True)).pdf, 1)


@pytest.mark.parametrize("unit", [2, 0.5])
def test_a_stamp_has_its_size_on_pages_counted_in_other_units(unit: float) -> None:
    def enlarged(page: Any) -> None:
        page.UserUnit = unit

    width, height = round(595 / unit), round(842 / unit)
    data = page_of(frame_of(width, height, 60 / unit), (0, 0, width, height), change=enlarged)
    sheets = taken(data, stamp=True)
    assert sheets.sizes[0] == pytest.approx((595, 842), abs=1)
    pdf = Inspector(stamped(sheets).pdf)
    word = next(w for w in pdf.words(1) if "4.2" in w.text)
    assert word.size * unit == pytest.approx(7.5, abs=0.1)
    assert word.y * unit == pytest.approx(842 - 15.6, abs=12)


def test_a3_landscape_beside_legal() -> None:
    with Pdf.open(io.BytesIO(page_of(frame_of(1191, 842, 80), (0, 0, 1191, 842)))) as pdf:
        legal = Pdf.open(io.BytesIO(page_of(frame_of(612, 1008, 60), (0, 0, 612, 1008))))
        pdf.pages.extend(legal.pages)
        data = saved(pdf)
    made = stamped(taken(data, stamp=True))
    assert Inspector(made.pdf).sizes[1:] == [(1191, 842), (612, 1008)]
    for page in (1, 2):
        assert f"p. {page} of 2" in read_back(made.pdf, page)
        assert over_ink(shown(data, page - 1), shown(made.pdf, page)) == 0


def test_a_scan_keeps_its_picture_and_needs_words() -> None:
    grain = bytes((i * 7919 % 13) + 236 for i in range(150 * 210))

    def scan(pdf: Pdf) -> None:
        picture = pdf.make_stream(
            grain, Type=Name.XObject, Subtype=Name.Image, Width=150, Height=210, ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )  # fmt: skip
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Scan=picture))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Scan Do Q")

    sheets = taken(changed(page_of(""), scan), stamp=True)
    assert "PAPER-ALT" in told(sheets)
    made = stamped(sheets)
    assert [f.code for f in made.findings] == []  # its grain is no ink
    assert "p. 1 of 1" in read_back(made.pdf, 1)


def test_a_form_is_bound_as_filled_in() -> None:
    sheets = taken(changed(printed(), lambda pdf: add_field(pdf, "Ada")), stamp=True)
    assert "PAPER-FORM" in told(sheets)
    made = stamped(sheets)
    assert "Ada" in read_back(made.pdf, 1)
    assert "/AcroForm" not in Inspector(made.pdf).reader.trailer["/Root"]


def test_comments_are_left_out_and_named() -> None:
    def comment(pdf: Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String("do not show this")
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    sheets = taken(changed(printed(), comment), stamp=True)
    assert "PAPER-DROPPED" in told(sheets)
    made = stamped(sheets)
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        assert all("do not show" not in repr(thing) for thing in pdf.objects)


def test_scripts_and_attachments_are_left_out_and_named() -> None:
    def arm(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.attachments["virus.exe"] = b"MZ"

    sheets = taken(changed(printed(), arm), stamp=True)
    said = " ".join(f.message for f in sheets.findings if f.code == "PAPER-DROPPED")
    assert "scripts" in said
    assert "files that are embedded" in said
    made = stamped(sheets)
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        assert not pdf.attachments
        assert all("app.alert" not in repr(thing) for thing in pdf.objects)


def test_a_signature_is_said_to_be_void() -> None:
    def sign(pdf: Pdf) -> None:
        add_field(pdf, "")
        field = pdf.Root.AcroForm.Fields[0]
        field.FT = Name.Sig
        field.V = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("0" * 64))

    sheets = taken(changed(printed(), sign), stamp=True)
    assert "PAPER-SIGNED" in told(sheets)
    assert "p. 1 of 2" in read_back(stamped(sheets).pdf, 1)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_mended_or_refused(share: float) -> None:
    whole = page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET", pages=4)
    sheets = taken(whole[: int(len(whole) * share)], stamp=True)
    if not sheets.pages:
        assert refusal(sheets)[0] == "PAPER-FORMAT"
        return
    assert "PAPER-MENDED" in told(sheets)
    made = stamped(sheets)
    assert f"p. {sheets.pages} of {sheets.pages}" in read_back(made.pdf, sheets.pages)


def test_a_file_without_pages_is_refused() -> None:
    with Pdf.new() as pdf:
        data = saved(pdf)
    assert refusal(taken(data, stamp=True)) == ("PAPER-FORMAT", "it has no pages")


def test_a_stream_that_claims_a_gigabyte_is_read_as_it_is() -> None:
    whole = page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET")
    start = whole.index(b"/Length ") + 8
    end = start + next(i for i, byte in enumerate(whole[start:]) if not chr(byte).isdigit())
    sheets = taken(whole[:start] + b"1073741824" + whole[end:], stamp=True)
    assert "PAPER-MENDED" in told(sheets)
    assert "Words" in read_back(stamped(sheets).pdf, 1)


def test_a_stream_that_unpacks_to_sixty_megabytes_is_no_crash() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(60)) + packer.flush()

    def burden(pdf: Pdf) -> None:
        stream = Stream(pdf, packed)
        stream.write(packed, filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = stream

    sheets = taken(changed(page_of(""), burden), stamp=True)
    assert sheets.pages == 1 or refusal(sheets)[0] == "PAPER-FORMAT"


@cache
def packed_gigabyte(levels: int = 1) -> bytes:
    """Pack a gigabyte of spaces, which gives a megabyte; twice, a few thousand bytes.

    After a full flush each megabyte packs to the same bytes, so it is packed once.
    """
    spaces, packer = b" " * 1_000_000, zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block, end = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH), packer.flush()
    check = reduce(lambda check, _: zlib.adler32(spaces, check), range(1074), 1)
    data = b"\x78\xda" + block * 1074 + end + check.to_bytes(4, "big")
    return zlib.compress(data, 9) if levels == 2 else data


def burdened(kind: str) -> bytes:
    """Make a paper that unpacks to a gigabyte: as content of its page, in a form, a font or a picture."""
    packed = packed_gigabyte(2 if kind == "content twice" else 1)

    def burden(pdf: Pdf) -> None:
        stream, page = Stream(pdf, packed), pdf.pages[0].obj
        stream.write(packed, filter=Array([Name.FlateDecode] * (2 if kind == "content twice" else 1)))
        if kind == "font":
            page.Resources.Font.F1.ToUnicode = pdf.make_indirect(stream)
            return
        if kind.startswith("content"):
            page.Contents = stream
            return
        looks = Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        if kind == "picture":
            looks = Dictionary(
                Subtype=Name.Image, Width=32000, Height=32000, ColorSpace=Name.DeviceGray, BitsPerComponent=8
            )
        for key, value in looks.items():
            stream[key] = value
        page.Resources.XObject = Dictionary(X=pdf.make_indirect(stream))
        page.Contents = pdf.make_stream(b"/X Do")

    return changed(page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET"), burden)


BURDENS = {
    "content": "what paints page 1 unpacks to more than 64 MB",
    "content twice": "what paints page 1 unpacks to more than 64 MB",
    "form": "a form on its pages unpacks to more than 64 MB",
    "font": "a font of it unpacks to more than 64 MB",
    "picture": "a picture of 32,000 × 32,000 pixels is larger than 512 MB",
}


@pytest.mark.parametrize("kind", BURDENS)
def test_what_unpacks_to_a_gigabyte_is_refused(kind: str) -> None:
    data = burdened(kind)
    assert len(data) < 2_000_000
    begin = time.process_time()
    assert refusal(taken(data, stamp=True)) == ("PAPER-FORMAT", BURDENS[kind])
    assert time.process_time() - begin < 3


@pytest.mark.slow
def test_a_gigabyte_takes_no_memory(tmp_path: Path, root: Path) -> None:
    for kind in BURDENS:
        (tmp_path / f"{kind}.pdf").write_bytes(burdened(kind))
    whole = page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET")
    (tmp_path / "declared.pdf").write_bytes(re.sub(rb"/Length \d+", b"/Length 1073741824", whole, count=1))
    peak = Path("/proc/self/status")
    if not peak.is_file():
        pytest.skip("this system does not tell the peak of a process that another one started")
    code = (
        "import pathlib, re, sys\nfrom foreign import taken\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n    taken(path.read_bytes(), stamp=True)\n"
        f"print(re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path({str(peak)!r}).read_text())[1])"
    )
    path = os.pathsep.join(map(str, (root, root / "tests")))
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert int(run.stdout) / 1024 < 500


def test_large_streams_that_are_not_shown_do_not_count() -> None:
    packed = packed_gigabyte()

    def attach(pdf: Pdf) -> None:
        stream = Stream(pdf, packed)
        stream.write(packed, filter=Name.FlateDecode)
        pdf.Root.Extra = pdf.make_indirect(stream)

    assert taken(changed(page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET"), attach), stamp=True).pages == 1


@pytest.mark.slow
def test_two_thousand_pages_are_bound_and_numbered() -> None:
    sheets = taken(page_of("BT /F1 12 Tf 40 300 Td (Words) Tj ET", pages=2000), stamp=True)
    assert sheets.pages == 2000
    made = stamped(sheets)
    assert made.labels[-1] == "2001"
    assert "p. 2000 of 2000" in read_back(made.pdf, 2000)
    assert "page 2001 of 2001" in read_back(made.pdf, 2000)


@pytest.mark.slow
def test_five_hundred_pages_of_ten_papers_are_stamped() -> None:
    rows = " ".join(f"BT /F1 10 Tf 60 {y} Td (A row of a table with 12,345) Tj ET" for y in range(80, 780, 14))
    papers = [page_of(rows, pages=50) for _ in range(10)]
    sheets = [taken(paper, f"paper-{n}", stamp=True) for n, paper in enumerate(papers)]
    standing = BoundPaper("a.pdf", Place(), replace(STAMP, back="paper-0"))
    parts = tuple(BoundPart(s.id, "A paper", "en", s, (), (), paper=standing) for s in sheets)
    fonts = (font_files()[f"fonts/{SANS}"],)
    made = bind(Binding(parts, METADATA, (LabelRange(0, "D"),), (), {}, (), stamp_fonts=fonts))
    assert len(made.labels) == 500
    assert "page 500 of 500" in read_back(made.pdf, 499)
