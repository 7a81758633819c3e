"""Press kits are safe to send: nothing in any delivered byte of where, by whom and from what drafts they were made."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from command import run
from inspector import Inspector
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from press_kits import ORGANISATION, PRESS, write_kit

WORDS = {  # what may not be found, and what it would give away
    "author of a draft": "Quillfeather",
    "reviewer in a comment": "Brambleton",
    "photographer's camera": "Camerabody",
    "folder of the designer": "designers-desk",
    "program of the designer": "sodipodi",
    "user": "kitmaker77",
    "folder of the project": "unreleased-wells",
    "folder of the cache": "renderer-cache-of-kit",
    "release": "release.md",
    "chapter": "growth.md",
    "source of data": "file://",
}
if len(socket.gethostname()) > 5:  # a shorter one may stand in packed bytes by chance
    WORDS["host"] = socket.gethostname()
LOGO = """<?xml version="1.0"?>
<!-- Brambleton: is this the new one? -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
  xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"
  sodipodi:docname="/Users/kitmaker77/designers-desk/l.svg">
<sodipodi:namedview pagecolor="#fff"/><metadata>Quillfeather</metadata><title>Wells</title>
<defs><path id="p" d="M0 0h10v10z"/></defs><use xlink:href="#p" fill="#123456"/></svg>
"""
DRAFT = """---
author: Ada Quillfeather
reviewed_by: [Bo Brambleton]
"""
COMMENT = "\n<!-- Brambleton: check this number with Quillfeather -->\n\n"
CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"pHYs", b"tRNS", b"IEND"}
"""What a PNG of a kit may be made of."""


def photograph() -> bytes:
    """A picture whose camera has written down its owner and where it stood."""
    image, exif = Image.effect_noise((900, 600), 30).convert("RGB"), Image.Exif()
    exif[0x010F], exif[0x013B], exif[0x8298] = "Camerabody", "Ada Quillfeather", "designers-desk"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"Brambleton /Users/kitmaker77")
    return out.getvalue()


def screenshot() -> bytes:
    said = PngInfo()
    said.add_text("Author", "Ada Quillfeather")
    said.add_itxt("Comment", "/Users/kitmaker77/designers-desk")
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "navy").save(out, "PNG", pnginfo=said)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a kit was delivered to, made in a place whose names nobody should read."""
    root = tmp_path_factory.mktemp("safe") / "unreleased-wells"
    logos = "logo:\n  - {file: wells.svg, alt: Wells}\n  - {file: wells.png, alt: Wells}\n  - {file: old/wells.png}\n"
    kit = write_kit(root / "content", PRESS, ORGANISATION + logos)
    (root / "content" / "old").mkdir()
    (root / "content" / "wells.svg").write_text(LOGO, "utf-8")
    (root / "content" / "wells.png").write_bytes(screenshot())
    (root / "content" / "old" / "wells.png").write_bytes(photograph())
    growth = root / "content" / "report" / "growth.md"
    (growth.parent / "hall.jpg").write_bytes(photograph())
    (growth.parent / "plan.svg").write_text(LOGO, "utf-8")
    pictures = '![Grey noise](hall.jpg "The hall")\n\n![A triangle](plan.svg "The plan")\n'
    growth.write_text(growth.read_text("utf-8").replace("## Later", f"{COMMENT}{pictures}\n## Later"), "utf-8")
    for path in (growth, kit / "release.md", kit / "facts.md"):
        text = path.read_text("utf-8").replace("---\n", DRAFT, 1)
        path.write_text(text + COMMENT, "utf-8")
    cache = str(root.parent / "renderer-cache-of-kit")
    own = {"USER": "kitmaker77", "LOGNAME": "kitmaker77", "XDG_CACHE_HOME": cache}
    ran = run("build", "press-report", "--jobs", "1", "--json", cwd=root, **own)
    assert ran.status == 0, ran.out + ran.err
    return root / "output" / "press-report"


def read_whole(data: bytes) -> Iterator[bytes]:
    """Everything that can be read in a file: its bytes, and those of what is packed in it."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                assert not (entry.comment or entry.extra)
                yield entry.filename.encode()
                yield from read_whole(archive.read(entry))
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for thing in pdf.objects:
                yield repr(thing).encode()
                if isinstance(thing, pikepdf.Stream):
                    try:
                        yield thing.read_bytes()
                    except pikepdf.PdfError:  # a picture: its bytes are read as they lie there
                        yield thing.read_raw_bytes()
        found = Inspector(data)
        yield "\n".join(found.text(page) for page in range(found.pages)).encode()


def test_what_is_looked_for_would_be_found(folder: Path) -> None:
    """In what the kit is made from it all stands, and packed into a PDF it is seen."""
    sources = b"".join(p.read_bytes() for p in folder.parents[1].joinpath("content").rglob("*") if p.is_file())
    assert all(word.encode() in sources for what, word in WORDS.items() if what.split()[0] in ("author", "reviewer"))
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Quillfeather"
    pdf.Root["/Note"] = pdf.make_stream(b"made by kitmaker77")
    out = io.BytesIO()
    pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    read = b"".join(read_whole(out.getvalue()))
    assert b"Quillfeather" in read
    assert b"kitmaker77" in read


def test_no_delivered_byte_tells_where_and_by_whom_it_was_made(folder: Path) -> None:
    files = [p for p in folder.parent.rglob("*") if p.is_file()]
    assert {p.suffix for p in files} == {".pdf", ".txt", ".html", ".svg", ".png", ".jpg", ".csv", ".json", ".zip"}
    for path in files:
        read = b"\n".join(read_whole(path.read_bytes())).lower()
        told = {what for what, word in WORDS.items() if word.lower().encode() in read}
        assert not told, f"{path.name} tells: {told}"
        assert str(folder.parents[2]).encode().lower() not in read


def test_pdfs_hold_no_comments_scripts_or_hidden_files_and_name_the_publisher(folder: Path) -> None:
    for path in folder.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert not pdf.is_encrypted
            kinds = {str(note.Subtype) for page in pdf.pages for note in page.get("/Annots", [])}
            assert kinds <= {"/Link"}, path.name
            assert not {"/OpenAction", "/AA", "/JavaScript"} & set(pdf.Root.keys())
            assert all(name.endswith(".csv") for name in pdf.attachments)
        assert Inspector(path).metadata["Author"] == "Example Foundation"


def test_pictures_are_nothing_but_pixels_and_drawings_nothing_but_lines(folder: Path) -> None:
    pictures = [*folder.glob("figures/*.png"), *folder.glob("logos/*.png")]
    assert len(pictures) > 3
    for path in pictures:
        assert set(chunks(path.read_bytes())) <= CHUNKS, path.name
    assert {p.name for p in folder.glob("logos/*")} == {"wells.svg", "wells.png", "wells.jpg"}
    readme = (folder / "README.txt").read_text("utf-8")
    assert "logos/wells.svg\n    logo: Wells, " in readme
    assert "logos/wells.jpg\n    logo, " in readme
    for path in [*folder.glob("figures/the-plan.svg"), folder / "logos" / "wells.svg"]:
        drawn = path.read_text("utf-8")
        assert "<path" in drawn
        assert 'xlink:href="#p"' in drawn


def chunks(png: bytes) -> Iterator[bytes]:
    """The kinds of chunks a PNG is made of."""
    at = 8
    while at < len(png):
        yield png[at + 4 : at + 8]
        at += 12 + int.from_bytes(png[at : at + 4])
