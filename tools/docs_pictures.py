"""Makes the pictures of docs/ from the specimen, and docs/components.md from its manuscript.

One picture for each layout (its page, or opening spread), each kind of chart and each component, as PNG of at most
25 kB in docs/images/. Run it after a change of design: `make pictures`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SPECIMEN, IMAGES = ROOT / "layouts" / "specimen", ROOT / "docs" / "images"
PAGE_WIDTH, BLOCK_WIDTH = 220, 520
"""Widths of the pictures in px: of a page, and of the type block for charts and components."""
MOST = 25_000
BLOCK, AROUND, FOOT, HEADING = 160 * 72 / 25.4, 8, 75, 15
"""Width of the type block, space around a picture, what a page has below its text, and a heading's height, in pt."""
HEAD = """# Components

Blocks that a manuscript may have besides text, each as it is written and as it is printed in the theme `classic`
with the built-in brand; `renderer specimen` shows them in yours. [manuscripts.md](manuscripts.md) has all of their
options, [charts.md](charts.md) the charts. This page is made by `make pictures` from the manuscript of the specimen.
"""


class Stand(NamedTuple):
    """Where something stands: page index and distance from the head of the page in pt."""

    page: int
    top: float


def main() -> None:
    """Build the specimen, cut it up and write pictures and page."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "renderer", "specimen", "--output", folder]
        subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        file = Path(folder) / "specimen.pdf"
        places = stands(file)
        with pypdfium2.PdfDocument(file) as document:
            layouts(document, places)
            blocks(document, places, "charts", charts(), -4)
            blocks(document, places, "components", components(), HEADING)
    text = "\n".join([HEAD, *(component(name, anchor, source) for name, anchor, source in sections())])
    (ROOT / "docs" / "components.md").write_text(text, encoding="utf-8")


def stands(file: Path) -> dict[str, Stand]:
    """Find where every destination of a PDF is, by its name."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    found = {}
    for name, target in reader.named_destinations.items():
        page, top = reader.get_destination_page_number(target), target.top
        if page is not None:
            height = float(reader.pages[page].mediabox.height)
            found[name] = Stand(page, height - float(top) if top is not None else 0.0)
    return found


def layouts(document: pypdfium2.PdfDocument, places: dict[str, Stand]) -> None:
    """Draw the first page of the first part of each layout."""
    folder = emptied("layouts")
    parts = yaml.safe_load((SPECIMEN / "publication.yml").read_text(encoding="utf-8"))["parts"]
    for part in parts:
        layout = part["layout"]
        anchor = part.get("id") or Path(part.get("file", layout)).stem
        if not (folder / f"{layout}.png").exists():
            page = document[places[anchor].page]
            save(page.render(scale=PAGE_WIDTH / page.get_width()).to_pil(), folder / f"{layout}.png")


def blocks(
    document: pypdfium2.PdfDocument, places: dict[str, Stand], name: str, anchors: dict[str, str], skip: float
) -> None:
    """Cut blocks out of their pages: from `skip` pt below the place of each to that of the next, or to its last ink."""
    folder = emptied(name)
    for shown, anchor in anchors.items():
        stand = places[anchor]
        page = document[stand.page]
        scale = BLOCK_WIDTH / BLOCK
        picture = page.render(scale=scale).to_pil().convert("RGB")
        others = [
            place.top
            for key, place in places.items()
            if place.page == stand.page and place.top > stand.top + AROUND
            if key in anchors.values() or (".fig-" not in key and ".tbl-" not in key)
        ]
        foot = min([page.get_height() - FOOT, *(other - AROUND for other in others)])
        left = (page.get_width() - BLOCK) / 2 - AROUND
        edges = left, stand.top + skip, page.get_width() - left, foot
        cut = picture.crop([round(v * scale) for v in edges])  # type: ignore[arg-type]
        save(trimmed(cut), folder / f"{shown}.png")


def trimmed(picture: Image.Image) -> Image.Image:
    """Take off the white above and below."""
    box = picture.convert("L").point(lambda v: 255 if v < 250 else 0).getbbox()
    assert box, "there is nothing on the page"
    return picture.crop((0, max(0, box[1] - AROUND), picture.width, min(picture.height, box[3] + AROUND)))


def charts() -> dict[str, str]:
    """Give the anchors of the gallery's charts by kind."""
    text = (SPECIMEN / "gallery.md").read_text(encoding="utf-8")
    return {kind: f"gallery.fig-{kind}" for kind in re.findall(r"^kind: (\S+)", text, re.MULTILINE)}


def components() -> dict[str, str]:
    """Give the anchors of what stands below the heading of each component."""
    return {anchor: f"components.{anchor}" for _, anchor, _ in sections()}


def sections() -> list[tuple[str, str, str]]:
    """Give name, anchor and source of each component."""
    text = (SPECIMEN / "components.md").read_text(encoding="utf-8")
    found = re.findall(r"^### (.+?) \{#([\w-]+)\}\n\n(.*?)(?=\n##|\Z)", text, re.MULTILINE | re.DOTALL)
    return [(name, anchor, source.strip()) for name, anchor, source in found]


def component(name: str, anchor: str, source: str) -> str:
    """Write the section of a component: its source and its picture side by side."""
    return f"""## {name}

<table><tr><td>

````markdown
{source}
````

</td><td>

![{name}, as printed](images/components/{anchor}.png)

</td></tr></table>
"""


def emptied(name: str) -> Path:
    """Give an empty folder for pictures."""
    folder = IMAGES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def save(picture: Image.Image, file: Path) -> None:
    """Write a PNG of few colours, so few that it is small enough."""
    for colours in (64, 32, 16, 8):
        stream = io.BytesIO()
        few = picture.convert("RGB").quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(stream, "PNG", optimize=True)
        if stream.tell() <= MOST:
            break
    file.write_bytes(stream.getvalue())


if __name__ == "__main__":
    main()
