"""Text that the engine draws as a group: in its place, unless something is done to the group as a whole."""

from __future__ import annotations

import io
from contextlib import nullcontext
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from binding import set_html
from inspector import Inspector
from PIL import Image, ImageChops, ImageFilter

from renderer.typeset import engine

DRAWING = """
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">
<text x="100" y="30" text-anchor="middle" fill="#a00">Middle <tspan x="190" y="50" text-anchor="end">edge</tspan></text>
<rect x="60" y="60" width="60" height="30" fill="#0a0" fill-opacity="0.5"/>
<text x="190" y="80" text-anchor="end" fill="#00a" fill-opacity="0.5">Half</text>{more}
<text x="50" y="95" text-anchor="end">After</text>
</svg>
"""
FAINT = '<g opacity="0.5"><text x="80" y="70" text-anchor="end">Faint</text><rect width="20" height="20"/></g>'
MASKED = (
    '<mask id="m"><rect width="200" height="100" fill="#888"/></mask>'
    '<g mask="url(#m)"><text x="80" y="70" text-anchor="middle">Veil</text></g>'
)


def drawn(folder: Path, more: str = "") -> bytes:
    path = folder / "drawing.svg"
    path.write_text(DRAWING.format(more=more))
    return set_html("p", '<p><img alt="Words" src="asset:///pictures/drawing.svg"></p>', pictures=(path,)).pdf


def forms(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form" for o in opened.objects)


def seen(pdf: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("L").filter(ImageFilter.BoxBlur(4))


def test_text_of_a_drawing_is_no_object_of_its_own(tmp_path: Path) -> None:
    pdf = drawn(tmp_path)
    assert forms(pdf) == 0
    assert {"Middle", "edge", "Half", "After"} <= {word.text for word in Inspector(pdf).words(0)}


@pytest.mark.parametrize("more", [FAINT, MASKED])
def test_a_group_that_is_faint_or_masked_stays_one(tmp_path: Path, more: str) -> None:
    assert forms(drawn(tmp_path, more)) >= 1


@pytest.mark.parametrize("more", ["", FAINT, MASKED])
def test_a_drawing_looks_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    ours = seen(drawn(tmp_path, more))
    monkeypatch.setattr(engine, "texts_drawn_in_place", nullcontext)
    plain = drawn(tmp_path, more)
    assert forms(plain) >= 4
    low, high = ImageChops.difference(ours, seen(plain)).getextrema()
    assert low == 0 and high < 30
