"""Picture files of every kind made ready: what they are, how they stand, their colours, what drawings ask for."""

from __future__ import annotations

import base64
import io
import struct
import time
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from renderer.pictures import Faces, Prepared, prepare
from renderer.pictures.raster import LONGEST

FACES = Faces(frozenset({"Report Sans", "Report Serif"}), "'Report Sans'", "'Report Serif'", "'Report Mono'")
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 180, 30), (30, 30, 220), (255, 255, 255)
BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""How a camera held that way has the picture in its file."""


def quarters(size: tuple[int, int] = (120, 80)) -> Image.Image:
    """Red and green over blue and white."""
    width, height = size
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (width // 2, 0, width, height))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def held(orientation: int, kind: str = "JPEG", size: tuple[int, int] = (120, 80)) -> bytes:
    """A photograph of the quarters by a camera held in one of the eight ways."""
    image, exif = quarters(size), Image.Exif()
    exif[0x0112] = orientation
    if orientation in BACK:
        image = image.transpose(BACK[orientation])
    return saved(image, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))


def opened(prepared: Prepared, data: bytes) -> Image.Image:
    assert not prepared.fault, prepared.fault
    return Image.open(io.BytesIO(prepared.data or data))


def near(pixel: object, colour: tuple[int, ...], by: int = 14) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel[:3], colour, strict=True))


def corners(image: Image.Image) -> list[str]:
    """Name the colours of the four quarters."""
    image = image.convert("RGB")
    width, height = image.size
    places = [(width // 8, height // 8), (width * 7 // 8, height // 8), (width // 8, height * 7 // 8),
              (width * 7 // 8, height * 7 // 8)]  # fmt: skip
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    return [next((n for n, c in names.items() if near(image.getpixel(p), c)), "?") for p in places]


# ---------------------------------------------------------------------------------------------------- pixels
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_stand_upright(orientation: int, kind: str) -> None:
    data = held(orientation, kind)
    image = opened(prepare(data, FACES), data)
    assert corners(image) == ["red", "green", "blue", "white"]
    assert image.size == (120, 80)


@pytest.mark.parametrize(
    ("kind", "mode", "suffix"),
    [
        ("PNG", "RGB", ".png"), ("PNG", "P", ".png"), ("PNG", "L", ".png"), ("PNG", "RGBA", ".png"),
        ("JPEG", "RGB", ".jpg"), ("JPEG", "L", ".jpg"),
    ],
)  # fmt: skip
def test_what_can_be_printed_as_it_stands_is_left_alone(kind: str, mode: str, suffix: str) -> None:
    assert prepare(saved(quarters().convert(mode), kind), FACES) == Prepared(suffix)


@pytest.mark.parametrize(
    ("kind", "mode", "suffix"),
    [
        ("GIF", "P", ".png"), ("WEBP", "RGB", ".jpg"), ("AVIF", "RGB", ".jpg"), ("TIFF", "RGB", ".png"),
        ("BMP", "RGB", ".png"), ("JPEG", "CMYK", ".jpg"), ("TIFF", "CMYK", ".png"),
    ],
)  # fmt: skip
def test_other_kinds_become_png_or_jpeg(kind: str, mode: str, suffix: str) -> None:
    data = saved(quarters().quantize(8) if mode == "P" else quarters().convert(mode), kind)
    prepared = prepare(data, FACES)
    assert prepared.suffix == suffix and prepared.data
    assert corners(opened(prepared, data)) == ["red", "green", "blue", "white"]
    assert [n.code for n in prepared.notes] == (["PIC-COLOUR"] if mode == "CMYK" else [])


def test_a_lossless_picture_stays_lossless() -> None:
    assert prepare(saved(quarters(), "WEBP", lossless=True), FACES).suffix == ".png"


def test_transparency_is_kept() -> None:
    image = quarters().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for kind in ("WEBP", "AVIF", "TIFF"):
        data = saved(image, kind)
        made = opened(prepare(data, FACES), data)
        low, high = made.getchannel("A").getextrema()
        assert made.mode == "RGBA" and low < 20 and high > 235, kind


def test_sixteen_bits_become_eight() -> None:
    pixels = b"".join(struct.pack("<H", 40000) for _ in range(60 * 40))
    data = saved(Image.frombytes("I;16", (60, 40), pixels))
    image = opened(prepare(data, FACES), data)
    assert image.mode == "L" and image.getpixel((5, 5)) == 40000 >> 8


def test_colours_follow_their_profile() -> None:
    """A profile with red and blue changed for each other: what is red in the file looks blue."""
    data = saved(quarters(), "JPEG", icc_profile=swapped_profile(), quality=95, subsampling=0)
    assert corners(opened(prepare(data, FACES), data))[0] == "blue"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert prepare(saved(quarters(), "JPEG", icc_profile=srgb), FACES) == Prepared(".jpg"), "sRGB is what it would be"
    assert prepare(saved(quarters(), "JPEG", icc_profile=b"rubbish"), FACES) == Prepared(".jpg")


def swapped_profile() -> bytes:
    """Make sRGB with the first and last primary in each other's place (ICC.1:2010: tags rXYZ and bXYZ)."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for tag in range(struct.unpack(">I", profile[128:132])[0]):
        at = 132 + 12 * tag
        name = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
    return bytes(profile).replace(b"s\0R\0G\0B", b"o\0t\0h\0e").replace(b"sRGB", b"othe")


def test_a_png_of_another_gamma_looks_as_it_should() -> None:
    data = saved(Image.new("RGB", (9, 9), (64, 64, 64)))
    gamma = b"gAMA" + struct.pack(">I", 100000)
    chunk = struct.pack(">I", 4) + gamma + struct.pack(">I", zlib.crc32(gamma))
    linear = data[:33] + chunk + data[33:]  # behind the header chunk
    assert near(opened(prepare(linear, FACES), linear).getpixel((4, 4)), (136, 136, 136), 2)


def test_only_the_first_of_several_pictures_is_printed() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, GREEN, BLUE)]
    for kind, word in (("GIF", "animation"), ("WEBP", "animation"), ("TIFF", "pages")):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        prepared = prepare(data, FACES)
        (note,) = prepared.notes
        assert note.code == "PIC-FRAMES" and "3" in note.text and word in note.text
        assert near(opened(prepared, data).convert("RGB").getpixel((5, 5)), RED)


def test_what_no_page_can_show_is_not_kept() -> None:
    image = Image.effect_noise((LONGEST + 500, 40), 40)
    for kind in ("JPEG", "PNG"):
        data = saved(image, kind)
        assert opened(prepare(data, FACES), data).width == LONGEST


# ------------------------------------------------------------------------------------------------- no pictures
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404", "web page"),
        (b"\xef\xbb\xbf\n<!-- x -->\n<HTML>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"8BPS\0\1", "Photoshop"),
        (b"PK\3\4....", "ZIP"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1", "Git LFS"),
        (b'{"error": 1}', "JSON"),
        (b"# A manuscript\n", "text"),
        (b"<note/>", "not SVG"),
        (b"\x89PNG\r\n\x1a\n", "damaged PNG"),
        (b"\x00\x01\x02\x03", "not a picture"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, said: str) -> None:
    prepared = prepare(data, FACES)
    assert said in prepared.fault and prepared.remedy


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_files_that_are_cut_off_are_damaged(kind: str) -> None:
    data = saved(Image.effect_noise((90, 90), 50), kind)
    assert "damaged" in prepare(data[: len(data) // 2], FACES).fault


def test_damage_is_seen_when_the_engine_has_told_pillow_to_pass_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert "damaged" in prepare(saved(quarters(), "JPEG")[:700], FACES).fault
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_file_that_claims_a_billion_pixels_is_refused_at_once() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 40000, 30000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    before = time.perf_counter()
    assert "pixels" in prepare(data + saved(quarters())[33:], FACES).fault
    assert time.perf_counter() - before < 1


SEEDS = [
    held(6), held(6, "PNG"), saved(quarters(), "GIF"), saved(quarters(), "WEBP"), saved(quarters(), "AVIF"),
    saved(quarters(), "BMP"), b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3"/></svg>',
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_is_more_than_a_fault(data: st.DataObject) -> None:
    file = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(file) - 1))
        file[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4)) or b"\0"
    prepared = prepare(bytes(file), FACES)
    assert prepared.fault or prepared.suffix in (".png", ".jpg", ".svg")
    if prepared.data:
        assert not prepare(prepared.data, FACES).fault, "what was made ready stays ready"


# ---------------------------------------------------------------------------------------------------- drawings
def drawing(inner: str, attributes: str = 'width="40" height="20"') -> bytes:
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {namespaces} {attributes}>{inner}</svg>".encode()


def test_a_plain_drawing_is_left_alone() -> None:
    plain = drawing('<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use xlink:href="#g"/>')
    assert prepare(plain, FACES) == Prepared(".svg")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 300 120"', ("300", "120")),
        ('viewBox="0,0,30.5,12" width="100%" height="100%"', ("30.5", "12")),
        ('viewBox="0 0 300 120" width="50mm"', ("50mm", None)),
    ],
)
def test_a_drawing_without_a_size_has_that_of_its_view_box(attributes: str, size: tuple[str, str | None]) -> None:
    data = drawing("<rect/>", attributes)
    made = (prepare(data, FACES).data or data).decode()
    assert f'width="{size[0]}"' in made and (f'height="{size[1]}"' in made if size[1] else "height=" not in made)


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<script>draw()</script>", "a script"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Two words</p></foreignObject>', "“Two words”"),
        ('<image href="https://example.org/a.png" width="9" height="9"/>', "https://example.org/a.png"),
        ('<image xlink:href="photo.jpg" width="9" height="9"/>', "photo.jpg"),
        ('<image href="file:///etc/passwd"/>', "file:///etc/passwd"),
        ('<use href="other.svg#x"/>', "other.svg#x"),
        ('<rect fill="url(https://example.org/a.svg#g)"/>', "https://example.org/a.svg#g"),
        ("<style>@import url(https://example.org/x.css); rect { fill: red }</style>", "a style sheet"),
        ("<style>rect { fill: url('paint.svg#x') }</style>", "paint.svg#x"),
        ('<filter id="f"><feGaussianBlur/></filter>', "GaussianBlur"),
        ('<image href="data:image/png;base64,AAAA"/>', "a picture in it"),
    ],
)
def test_what_a_drawing_loses_is_said_and_nothing_from_elsewhere_is_left(inner: str, said: str) -> None:
    prepared = prepare(drawing(inner), FACES)
    (note,) = prepared.notes
    assert note.code == "PIC-DRAWING" and said in note.text
    made = prepared.data.replace(b"http://www.w3.org/", b"")
    assert not any(word in made for word in (b"http", b"file:", b".svg", b".jpg", b"script", b"import"))
    assert prepare(prepared.data or drawing(inner), FACES).data in (b"", prepared.data)


def test_what_moves_and_what_has_a_substitute_goes_silently() -> None:
    inner = (
        '<rect onclick="go()"><animate/></rect><switch><foreignObject/><text>plain</text></switch><a href="x.html"/>'
    )
    prepared = prepare(drawing(inner), FACES)
    assert prepared.notes == () and b"plain" in prepared.data
    assert not any(word in prepared.data for word in (b"animate", b"onclick", b"foreignObject", b"x.html"))


def test_lettering_is_set_in_fonts_of_the_publication() -> None:
    text = '<text font-family="Gotham, Arial, sans-serif">A</text><text style="font-family: \'Report Serif\'">B</text>'
    prepared = prepare(drawing(f"{text}<style>text {{ font-family: monospace }}</style>"), FACES)
    (note,) = prepared.notes
    assert "Gotham" in note.text and "Arial" not in note.text and "outlines" in note.remedy
    assert b"Gotham" not in prepared.data and b"'Report Serif'" in prepared.data and b"'Report Mono'" in prepared.data
    assert prepare(drawing('<text font-family="sans-serif">A</text>'), FACES).notes == ()
    assert prepare(drawing('<g font-family="Gotham"><path/></g>'), FACES) == Prepared(".svg"), "no text, no matter"


def test_pictures_in_drawings_are_made_ready_too() -> None:
    inner = f'<image href="data:image/jpeg;base64,{base64.b64encode(held(6)).decode()}" width="12" height="8"/>'
    made = prepare(drawing(inner), FACES).data
    embedded = base64.b64decode(made.split(b"base64,")[1].split(b'"')[0])
    assert corners(Image.open(io.BytesIO(embedded))) == ["red", "green", "blue", "white"]


def test_entities_are_written_out_and_bombs_refused() -> None:
    letters = "abcdefghijklmnop"
    entities = "".join(f'<!ENTITY {b} "' + f"&{a};" * 20 + '">' for a, b in pairwise(letters))
    bomb = f'<!DOCTYPE svg [<!ENTITY a "lol">{entities}]>'.encode() + drawing("<text>&p;</text>")
    before = time.perf_counter()
    assert "not proper SVG" in prepare(bomb, FACES).fault
    assert time.perf_counter() - before < 1
    harmless = b'<!DOCTYPE svg [<!ENTITY ns "Airship">]>' + drawing("<title>&ns;</title>")
    assert b"Airship" in prepare(harmless, FACES).data and b"ENTITY" not in prepare(harmless, FACES).data
    outside = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + drawing("<title>&x;</title>")
    assert prepare(outside, FACES).fault or b"<title/>" in prepare(outside, FACES).data


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<g id="a0"><rect/></g>'
        + "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 4 + "</g>" for n in range(20)),
        "<g>" * 240 + "</g>" * 240,
    ],
    ids=["in circles", "four to the twentieth", "deep"],
)
def test_drawings_that_would_never_be_drawn_are_refused(inner: str) -> None:
    before = time.perf_counter()
    assert prepare(drawing(inner), FACES).fault
    assert time.perf_counter() - before < 1


def test_a_damaged_drawing_is_told_apart_from_other_xml() -> None:
    assert "not proper SVG" in prepare(b"<svg><g></svg>", FACES).fault
    assert "not SVG" in prepare(b"<?xml version='1.0'?><root/>", FACES).fault
