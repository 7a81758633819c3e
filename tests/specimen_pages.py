"""Pictures of the specimen's pages, to be held against those in `tests/references/`: a PDF in, differences out.

    make references            renews the pictures after a change of design that is meant

A reference is small (`WIDTH` px) and has few colours. Two pictures are compared by the mean colour of fields of
`FIELD` px: how a machine smooths the edges of letters does not show in it, a heading on another line does.
"""

from __future__ import annotations

import html
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from command import run
from PIL import Image, ImageChops, ImageOps

ROOT = Path(__file__).resolve().parent.parent
REFERENCES = ROOT / "tests" / "references"
REPORTS = ROOT / "pictures" / "differences"
WIDTH, COLOURS = 150, 64
FIELD, MOST = 5, 15
"""Side of a field in px, and how far its mean colour may be off (of 255, in the channel where it is most)."""


class Difference(NamedTuple):
    """A page that does not look as it did: its number from 1, how far its worst field is off, reference and now."""

    page: int
    worst: int
    reference: Image.Image | None
    now: Image.Image | None


def built(theme: str, folder: Path) -> Path:
    """Build the specimen in a theme, with the built-in brand."""
    ran = run("specimen", "--theme", theme, "--output", str(folder), cwd=folder)
    assert ran.status == 0, ran.err
    return folder / "specimen.pdf"


def pages(file: Path) -> Iterator[Image.Image]:
    """Draw every page as small as a reference."""
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            large = page.render(scale=3 * WIDTH / page.get_width()).to_pil().convert("RGB")
            yield large.reduce(3)


def stored(theme: str) -> list[Image.Image]:
    """Read the references of a theme, in the order of pages."""
    return [Image.open(file).convert("RGB") for file in sorted((REFERENCES / theme).glob("*.png"))]


def worst_field(one: Image.Image, other: Image.Image) -> int:
    """Tell how far the mean colours of the field that differs most are apart, 0 to 255."""
    if one.size != other.size:
        return 255
    apart = ImageChops.difference(one.reduce(FIELD), other.reduce(FIELD))
    return max(high for _, high in apart.getextrema())


def differences(reference: list[Image.Image], now: list[Image.Image]) -> list[Difference]:
    """Find the pages that differ by more than `MOST`, and those that only one of the two has."""
    found = []
    for i in range(max(len(reference), len(now))):
        one, other = (side[i] if i < len(side) else None for side in (reference, now))
        worst = worst_field(one, other) if one and other else 255
        if worst > MOST:
            found.append(Difference(i + 1, worst, one, other))
    return found


def report(theme: str, found: list[Difference]) -> Path:
    """Write a page that shows reference, picture of now and difference side by side; give its path."""
    folder = REPORTS / theme
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = []
    for page, worst, reference, now in found:
        shown = {"reference": reference, "now": now}
        if reference and now and reference.size == now.size:
            shown["difference"] = ImageOps.invert(ImageChops.difference(reference, now))
        cells = ""
        for name, picture in shown.items():
            if picture:
                picture.save(folder / f"{page:02}-{name}.png")
                cells += f'<figure><img src="{page:02}-{name}.png" width="450"><figcaption>{name}</figcaption></figure>'
        rows.append(f"<h2>Page {page}, off by {worst}</h2><div style='display:flex'>{cells}</div>")
    text = f"<!DOCTYPE html><meta charset=utf-8><title>Specimen, {html.escape(theme)}</title>{''.join(rows)}"
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder / "index.html"


def renew(theme: str) -> Path:
    """Store the pages of a theme as references; give their folder."""
    folder = REFERENCES / theme
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        for number, page in enumerate(pages(built(theme, Path(temporary))), start=1):
            few = page.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
            (folder / f"{number:02}.png").write_bytes(_png(few))
    return folder


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
