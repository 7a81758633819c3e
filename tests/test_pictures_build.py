"""A publication full of pictures, built whole: both editions, findings, conformance, the same bytes twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import run
from PIL import Image
from test_pictures import drawing, held, quarters, saved

NAMES = [
    "a.jpg",
    "b.png",
    "c.png",
    "d.png",
    "e.gif",
    "f.webp",
    "g.avif",
    "h.tif",
    "i.jpg",
    "j.svg",
    "k.svg",
    "coarse.jpg",
]


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    """A folder with a picture of every kind in it, one a line from line 5 on."""
    folder = tmp_path / "content" / "album"
    folder.mkdir(parents=True)
    large, half = quarters((2400, 1600)), quarters((2400, 1600)).convert("RGBA")
    half.putalpha(Image.linear_gradient("L").resize(half.size))
    files = [
        held(6, size=(2400, 1600)), saved(half), saved(large.quantize(4)), saved(large.convert("1")),
        saved(large.quantize(8), "GIF"), saved(half, "WEBP"), saved(large, "AVIF"), saved(large, "TIFF"),
        saved(large.convert("CMYK"), "JPEG"), drawing('<circle cx="5" cy="5" r="4"/>', 'viewBox="0 0 10 10"'),
        drawing('<text y="15">Words</text><rect width="9" height="9" opacity="0.5"/>'),
        saved(quarters((800, 500)), "JPEG"),
    ]  # fmt: skip
    for name, data in zip(NAMES, files, strict=True):
        (folder / name).write_bytes(data)
    shown = "\n\n".join(f"![The four quarters]({name})" for name in NAMES)
    (folder / "a.md").write_text(f"---\ntitle: Album\n---\n\n{shown}\n")
    (folder / "publication.yml").write_text("title: Album\npublisher: P\neditions: [screen, print]\nparts: [a.md]\n")
    return tmp_path


@pytest.mark.slow
def test_every_kind_of_picture_in_both_editions(
    publication: Path, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    ran = run("build", "album", "--json", cwd=publication)
    assert ran.status == 0, ran.err
    found = [(f["code"], f["place"]["line"]) for f in ran.lines if f["type"] == "finding"]
    coarse = [f["message"] for f in ran.lines if f.get("code") == "PIC-RESOLUTION"]
    assert ("PIC-COLOUR", 5 + 2 * NAMES.index("i.jpg")) in found
    assert {line for code, line in found if code == "PIC-RESOLUTION"} == {5 + 2 * NAMES.index("coarse.jpg")}
    assert len(coarse) == 2 and all("coarse.jpg" in m for m in coarse), "one for each edition"
    assert ["screen edition" in m for m in sorted(coarse)].count(True) == 1
    files = sorted((publication / "output").glob("*.pdf"))
    assert [f.name for f in files] == ["album-print.pdf", "album.pdf"]
    assert files[0].stat().st_size > files[1].stat().st_size, "print keeps more pixels"
    assert verapdf(files, "ua1", "3a") == {file: [] for file in files}


@pytest.mark.slow
def test_the_same_bytes_without_the_store(publication: Path) -> None:
    outputs = []
    for number, jobs in enumerate(("1", "2")):
        folder = publication / f"out{number}"
        run("build", "album", "--edition", "screen", "--no-cache", "--jobs", jobs, "--output", folder, cwd=publication)
        outputs.append((folder / "album.pdf").read_bytes())
    assert outputs[0] == outputs[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attributes", "width"),
    [("", 453.5), ('width="120"', 90.0), ('width="50%"', 226.8), ('height="100"', 112.5), ('width="9000"', 453.5)],
)
def test_a_picture_is_no_larger_than_its_author_says(tmp_path: Path, attributes: str, width: float) -> None:
    import pypdfium2

    (tmp_path / "a.png").write_bytes(saved(quarters((2400, 1600))))
    text = f'# Title\n\n<figure><img src="a.png" alt="Quarters" {attributes}><figcaption>One</figcaption></figure>\n'
    (tmp_path / "a.md").write_text(text)
    ran = run("build", "a.md", "--output", ".", "--json", cwd=tmp_path)
    assert ran.status == 0, ran.err
    [page] = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    [picture] = [o for o in page.get_objects() if o.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    left, bottom, right, top = picture.get_bounds()
    assert right - left == pytest.approx(width, abs=1)
    assert (right - left) / (top - bottom) == pytest.approx(1.5, abs=0.01), "it keeps its proportions"
