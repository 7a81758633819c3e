"""What else a bound file is: metadata and claims, furniture, blank pages, shared pictures, the same bytes each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from binding import METADATA, make_binding, make_part, make_picture, make_report
from inspector import Inspector
from lxml import etree

from renderer.bind import bind
from renderer.bind.metadata import NAMESPACES, xmp
from renderer.model import Binding, Bound, Metadata


@pytest.fixture(scope="module")
def binding(tmp_path_factory: pytest.TempPathFactory) -> Binding:
    return make_report(make_picture(tmp_path_factory.mktemp("pictures")))


@pytest.fixture(scope="module")
def bound(binding: Binding) -> Bound:
    return bind(binding)


# ----------------------------------------------------------------------------------------------- furniture
def test_furniture_lies_over_its_page_as_artifact(bound: Bound) -> None:
    pdf = Inspector(bound.pdf)
    for page, text in ((0, "head of contents 1"), (2, "head of growth 1"), (3, "head of growth 2")):
        (words,) = pdf.find(text, page)
        assert words.artifact
        assert (words.x, words.font) == (46, "Test-Sans")
        assert words.y < 40
    assert "head of" not in " ".join(tag.text for tag in pdf.tags())
    assert pdf.find("head", 4) == []


def test_furniture_is_a_pagination_artifact(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        content = [(str(op), [str(o) for o in operands]) for operands, op in pikepdf.parse_content_stream(pdf.pages[0])]
        marks = [operands for op, operands in content if op == "BDC" and operands[0] == "/Artifact"]
        assert marks[-1][1].find("/Pagination") > 0
        names = [op for op, _ in content]
        assert names[0] == "q" and names[-5:] == ["BDC", "q", "Do", "Q", "EMC"]


def test_furniture_must_fit_its_part(binding: Binding) -> None:
    one, other, *_ = binding.parts
    with pytest.raises(ValueError, match="has 1 pages, its furniture 2"):
        bind(make_binding(replace(one, furniture=other.furniture)))


def test_blank_pages_are_blank_and_of_the_size_of_their_part(binding: Binding, bound: Bound) -> None:
    pdf = Inspector(bound.pdf)
    assert bound.part_pages == {"contents": (0, 1), "growth": (2, 2), "letter": (4, 1)}
    assert pdf.pages == 5
    assert pdf.sizes[1] == pdf.sizes[2] == (300, 400)
    assert "/Contents" not in pdf.reader.pages[1]
    assert pdf.reader.pages[1].trimbox == pdf.reader.pages[2].trimbox


# ------------------------------------------------------------------------------------------------ pictures
def test_equal_pictures_lie_once(tmp_path: Path) -> None:
    red, again, blue = (
        make_picture(tmp_path, name, colour)
        for name, colour in (("red.png", (200, 0, 0)), ("again.png", (200, 0, 0)), ("blue.png", (0, 0, 200)))
    )
    body = '<p><img alt="a dot" src="asset:///pictures/{}">'
    parts = [make_part(p.stem, body.format(p.name), pictures=(p,)) for p in (red, again, blue)]
    with pikepdf.open(io.BytesIO(bind(make_binding(*parts)).pdf)) as pdf:
        images = [next(iter(page.get_images().values())) for page in pdf.pages]
        assert images[0].objgen == images[1].objgen != images[2].objgen


def test_equal_ornaments_lie_once() -> None:
    ornament = '<p style="background: repeating-linear-gradient(45deg, red, blue 4pt); width: 90pt; height: 20pt">'
    parts = [make_part(name, f'<h1 id="{name}">{name}</h1>' + ornament) for name in ("one", "two")]
    alone, both = (bind(make_binding(*some, conformance=())) for some in (parts[:1], parts))
    assert streams_of(both) == streams_of(alone) > 0
    assert pictures_of(both.pdf) == [*pictures_of(parts[0].sheets.pdf), *pictures_of(parts[1].sheets.pdf)]


def test_equal_bytes_with_other_resources_stay_apart() -> None:
    faint = '<p style="opacity: {0}; background: #abc; height: 20pt">'
    parts = [make_part(name, faint.format(opacity)) for name, opacity in (("one", ".3"), ("two", ".8"))]
    one, two = pictures_of(bind(make_binding(*parts)).pdf)
    assert [[one], [two]] == [pictures_of(part.sheets.pdf) for part in parts]
    assert one != two


def pictures_of(pdf: bytes) -> list[bytes]:
    """Give the pixels of all pages."""
    return [page.render().to_pil().tobytes() for page in pypdfium2.PdfDocument(pdf)]


def streams_of(bound: Bound) -> int:
    """Count the pictures, forms and patterns that the pages of a file name."""
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        kinds = ("/XObject", "/Pattern")
        painted = {
            thing.objgen
            for page in pdf.pages
            for kind in kinds
            for _, thing in page.obj.Resources.get(kind, {}).items()
        }
        return len(painted)


# ------------------------------------------------------------------------------------------------ metadata
def test_info_says_who_made_what(bound: Bound) -> None:
    assert Inspector(bound.pdf).metadata == {
        "Title": "Annual report 2024",
        "Subject": "Ten years & more",
        "Author": "The foundation",
        "Keywords": "report, <x>",
        "Producer": "renderer 0.1.0",
        "CreationDate": "D:20240301000000Z",
        "ModDate": "D:20240301000000Z",
    }


def test_xmp_is_one_block_and_agrees_with_info(bound: Bound) -> None:
    packet = etree.fromstring(Inspector(bound.pdf).xmp.encode())
    assert len(packet.findall("rdf:RDF", NAMESPACES)) == 1
    texts = {
        "dc:title/rdf:Alt/rdf:li": "Annual report 2024",
        "dc:description/rdf:Alt/rdf:li": "Ten years & more",
        "dc:creator/rdf:Seq/rdf:li": "The foundation",
        "dc:language/rdf:Bag/rdf:li": "en",
        "pdf:Keywords": "report, <x>",
        "pdf:Producer": "renderer 0.1.0",
        "xmp:CreateDate": "2024-03-01T00:00:00Z",
    }
    for path, text in texts.items():
        assert packet.findtext(f"rdf:RDF/rdf:Description/{path}", namespaces=NAMESPACES) == text, path


def test_what_is_not_known_is_not_said() -> None:
    bare = Metadata("Minutes", "", "", "en", "")
    pdf = Inspector(bind(make_binding(make_part("one", "<p>x"), metadata=bare, conformance=())).pdf)
    assert sorted(pdf.metadata) == ["Producer", "Title"]
    for name in ("CreateDate", "creator", "description", "Keywords"):
        assert name not in pdf.xmp


def test_viewers_show_title_and_language(bound: Bound) -> None:
    root = Inspector(bound.pdf).root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    ("claims", "seen", "intents"), [(("ua1", "3a"), ("ua1", "3a"), 1), (("ua1",), ("ua1",), 0), ((), (), 0)]
)
def test_only_what_is_asked_for_is_claimed(
    tmp_path: Path, claims: tuple[str, ...], seen: tuple[str, ...], intents: int
) -> None:
    bound = bind(make_report(make_picture(tmp_path), conformance=claims))
    pdf = Inspector(bound.pdf)
    assert (bound.conformance, pdf.claims) == (claims, seen)
    assert len(pdf.root.get("/OutputIntents", [])) == intents
    assert ("pdfaSchema" in pdf.xmp) is ("3a" in claims)


def test_xmp_escapes_what_xml_must() -> None:
    packet = etree.fromstring(xmp(Metadata('<A & "B">', "", "", "en", ""), ()))
    assert packet.findtext(".//dc:title//rdf:li", namespaces=NAMESPACES) == '<A & "B">'


# --------------------------------------------------------------------------------------------------- bytes
def test_file_is_pdf_1_7_with_object_streams(bound: Bound) -> None:
    assert bound.pdf.startswith(b"%PDF-1.7")
    assert b"/ObjStm" in bound.pdf
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_bytes_are_the_same_again(binding: Binding, bound: Bound) -> None:
    assert bind(binding).pdf == bound.pdf
    assert METADATA.date == "2024-03-01"


@pytest.mark.slow
def test_bytes_are_the_same_in_another_process_and_place(binding: Binding, bound: Bound, tmp_path: Path) -> None:
    import hashlib
    import pickle

    order = tmp_path / "order"
    order.write_bytes(pickle.dumps(binding))
    program = (
        "import pickle, sys, hashlib; from renderer.bind import bind;"
        "print(hashlib.sha256(bind(pickle.loads(open(sys.argv[1], 'rb').read())).pdf).hexdigest())"
    )
    root = Path(__file__).resolve().parent.parent
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "TZ": "Asia/Tokyo"}
        run = subprocess.run(
            [sys.executable, "-c", program, str(order)], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        assert run.stdout.decode().strip() == hashlib.sha256(bound.pdf).hexdigest()
