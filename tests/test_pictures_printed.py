"""Pictures in the PDF: colours at their places on the rendered page, the pixels kept, what is said of them."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from binding import set_html
from PIL import Image, ImageDraw
from test_pictures import FACES, corners, drawing, held, quarters, saved

from renderer.model import Asset, Edition, Sheets, TypesetJob
from renderer.pictures import prepare
from renderer.pictures.printed import pixels_only, printed
from renderer.typeset import typeset
from renderer.typeset.pictures import DENSITIES, SLACK

FULL = "@page { size: 90mm 60mm; margin: 0 } html, body { margin: 0 } img { display: block; width: 90mm; height: 60mm }"


def page(style: str, data: bytes, suffix: str, edition: Edition = "screen", body: str = "") -> Sheets:
    """Set a page of 90 × 60 mm with one picture."""
    name = f"pictures/p{suffix}"
    path = Path(FOLDER, f"{hashlib.sha256(data).hexdigest()}{suffix}")
    path.write_bytes(data)
    asset = Asset(name, path, hashlib.sha256(data).hexdigest(), f"photo{suffix}")
    html = (
        f"<!DOCTYPE html><html lang=en><title>t</title><body>{body or f'<img data-line=7 src=asset:///{name} alt=a>'}"
    )
    return typeset(TypesetJob("p", "p.md", html, (FULL, style), (asset,), edition=edition))


FOLDER = ""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "FOLDER", str(tmp_path))


def rendered(sheets: Sheets) -> Image.Image:
    assert not [f for f in sheets.findings if f.code != "PIC-RESOLUTION"], sheets.findings
    document = pypdfium2.PdfDocument(sheets.pdf)
    return document[0].render(scale=2).to_pil()


def images(sheets: Sheets) -> list[tuple[int, int]]:
    """Width and height of the pictures in a PDF, opacity left out, in px."""
    with pikepdf.open(io.BytesIO(sheets.pdf)) as read:
        streams = [o for o in read.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        masks = {s.SMask.objgen for s in streams if "/SMask" in s}
        return [(int(s.Width), int(s.Height)) for s in streams if s.objgen not in masks]


# ------------------------------------------------------------------------------------------------------ places
@pytest.mark.parametrize("size", [(780, 520), (3000, 2000)], ids=["as it is", "scaled down"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_stand_upright_on_the_page(orientation: int, size: tuple[int, int]) -> None:
    data = held(orientation, size=size)
    made = prepare(data, FACES)
    sheets = page("", made.data or data, made.suffix)
    assert corners(rendered(sheets)) == ["red", "green", "blue", "white"]
    assert images(sheets) == [(780, 520)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_of_style_sheets_stand_upright_too(orientation: int) -> None:
    style = "body { height: 60mm; background: url(asset:///pictures/p.jpg) 0 0 / 100% 100% no-repeat }"
    sheets = page(style, held(orientation, size=(1500, 1000)), ".jpg", body="<p></p>")
    assert corners(rendered(sheets)) == ["red", "green", "blue", "white"]
    assert max(images(sheets)) <= (800, 540)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "P with transparency", "interlaced"])
@pytest.mark.parametrize("size", [(900, 600), (2400, 1600)], ids=["as it is", "scaled down"])
def test_every_kind_of_png_has_its_colours(mode: str, size: tuple[int, int]) -> None:
    image = quarters(size)
    if mode == "RGBA":
        image.putalpha(Image.new("L", size, 255))
        ImageDraw.Draw(image).rectangle((size[0] // 2, size[1] // 2, *size), fill=(0, 0, 0, 0))  # paper shows: white
        data = saved(image)
    elif mode == "P with transparency":
        small = image.quantize(8)
        data = saved(small, transparency=small.getpixel((size[0] - 1, size[1] - 1)))
    else:
        data = saved(image.quantize(8) if mode == "P" else image if mode == "interlaced" else image.convert(mode))
    look = rendered(page("", data, ".png"))
    if mode in ("1", "L", "LA"):
        assert rgb(look, 7, 7) == (255, 255, 255) and max(rgb(look, 1, 7)) < 120
    else:
        assert corners(look) == ["red", "green", "blue", "white"]


def rgb(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Give the colour at so many eighths across and down, each the mean of a small place."""
    place = image.convert("RGB").crop(
        (image.width * x // 8 - 8, image.height * y // 8 - 8, image.width * x // 8 + 8, image.height * y // 8 + 8)
    )
    pixel = place.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(int(n) for n in pixel)


@pytest.mark.parametrize("turn", ["rotate(90deg)", "scale(-1, 1)", "rotate(45deg)"])
def test_turned_pictures_are_scaled_by_their_printed_size(turn: str) -> None:
    style = f"img {{ width: 30mm; height: 20mm; margin: 20mm; transform: {turn} }}"
    sheets = page(style, saved(quarters((1200, 800)), "JPEG"), ".jpg")
    assert images(sheets) == [(260, 173)] and sheets.pages == 1


# ---------------------------------------------------------------------------------------------------- fineness
@pytest.mark.parametrize("edition", ["screen", "print"])
def test_a_picture_keeps_as_many_pixels_as_are_seen(edition: Edition) -> None:
    fine = DENSITIES[edition].fine
    across = fine * 90 / 25.4
    noise = Image.effect_noise((round(across * SLACK * 1.02), round(across * SLACK * 0.68)), 60)
    (kept,) = images(page("", saved(noise, "JPEG"), ".jpg", edition))
    assert abs(kept[0] - across) <= 2
    (left,) = images(page("", saved(noise.resize((round(across * SLACK * 0.98), 720)), "JPEG"), ".jpg", edition))
    assert left[0] == round(across * SLACK * 0.98), "one that is a little too fine is left as it is"


def test_each_edition_has_its_own_limit_of_coarseness() -> None:
    def told(across: int, edition: Edition) -> list[str]:
        found = page("", saved(quarters((across, across * 2 // 3)), "JPEG"), ".jpg", edition).findings
        return [f"{f.code} {f.place.line} {f.message}" for f in found]

    assert told(550, "screen") == [] and told(900, "print") == []
    (screen,), (paper,) = told(500, "screen"), told(800, "print")
    assert "PIC-RESOLUTION 7" in screen and "photo.jpg" in screen and "90 mm wide at 141 dpi" in screen
    assert "needs 532" in screen and "screen edition" in screen
    assert "226 dpi" in paper and "needs 886" in paper and "print edition" in paper


def test_a_picture_used_large_and_small_keeps_what_the_large_one_needs() -> None:
    body = "<img src=asset:///pictures/p.jpg alt=a><img class=small src=asset:///pictures/p.jpg alt=b>"
    noise = Image.effect_noise((3000, 2000), 60)
    sheets = page(".small { width: 9mm; height: 6mm }", saved(noise, "JPEG"), ".jpg", body=body)
    assert images(sheets) == [(780, 520)]


def test_flat_drawings_are_not_made_larger_by_making_them_smaller() -> None:
    flat = saved(quarters((2400, 1600)).quantize(4), optimize=True)
    whole, smaller = printed(flat), printed(flat, 0.35)
    assert smaller == whole and len(whole.palette) == 12 and whole.size < 4000


def test_photographs_in_drawings_are_scaled_by_their_printed_size() -> None:
    text = base64.b64encode(saved(Image.effect_noise((1600, 1200), 60), "JPEG")).decode()
    inner = f'<image href="data:image/jpeg;base64,{text}" width="80" height="60"/>'
    larger = inner.replace('width="80" height="60"', 'width="800" height="600" opacity="0.5"')
    for part in (inner, f'<g opacity="0.5">{inner}</g>', f'<g transform="scale(0.1)">{larger}</g>'):
        data = drawing(part, 'viewBox="0 0 80 60"')
        made = prepare(data, FACES)
        assert not made.notes
        sheets = page("img { width: 40mm; height: 30mm }", made.data, ".svg")
        assert images(sheets) == [(346, 260)]


def test_an_opaque_picture_needs_no_mask() -> None:
    opaque = quarters((300, 200)).convert("RGBA")
    assert not printed(saved(opaque)).mask
    opaque.putpixel((0, 0), (0, 0, 0, 0))
    assert printed(saved(opaque)).mask


# ---------------------------------------------------------------------------------------------- nothing but pixels
def test_a_photograph_tells_nobody_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Camera of the photographer"
    for progressive in (False, True):
        data = saved(quarters((900, 600)), "JPEG", exif=exif, comment=b"secret", progressive=progressive)
        assert b"photographer" in data and b"secret" in data
        lean = pixels_only(data)
        assert b"photographer" not in lean and b"secret" not in lean and len(lean) < len(data)
        assert Image.open(io.BytesIO(lean)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
        assert b"photographer" not in page("", data, ".jpg").pdf


@pytest.mark.parametrize(
    "data", [b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\xff\xd8rubbish", b"\xff\xd8\xff\xda\0\2"]
)
def test_a_jpeg_that_does_not_keep_to_the_form_is_left_as_it_is(data: bytes) -> None:
    assert pixels_only(data) == data


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = saved(Image.effect_noise((1500, 1000), 60), "JPEG")
    assert page("", data, ".jpg").pdf == page("", data, ".jpg").pdf


# ---------------------------------------------------------------------------------------------------- drawings
def test_a_drawing_of_no_known_size_gets_that_of_what_is_drawn() -> None:
    data = drawing('<g transform="translate(10 10)"><rect width="200" height="100" fill="red"/></g>', "")
    made = prepare(data, FACES)
    style = "@page { size: 400px 300px } img { width: auto; height: auto } body { background: #ddd }"
    look = rendered(page(style, made.data, ".svg"))
    red = [x for x in range(look.width) if look.convert("RGB").getpixel((x, 20)) == (255, 0, 0)]
    assert abs(len(red) - 200 * 0.75 * 2) <= 2, "200 px, whole and nothing around it"


def test_a_drawing_the_engine_breaks_down_on_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "odd.svg"
    path.write_bytes(drawing('<path d="M 1 1 L x y"/><rect width="a b" height="2"/>', 'viewBox="0 0 9 9" width="9px9"'))
    found = set_html("p", "<p data-line=3><img src='asset:///pictures/odd.svg' alt=x></p>", pictures=(path,)).findings
    assert all("odd.svg" in f.message for f in found if f.code == "PIC-FORMAT")
