"""A prepared picture and how much smaller it may be in; what stands for it in a PDF out.

Pixels that are not seen at the printed size are not kept, and nothing but pixels is: no place a photograph was taken,
no thumbnail. What is not made smaller is not packed anew either.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from PIL import Image, JpegImagePlugin

from renderer.pictures.colours import in_srgb
from renderer.pictures.raster import as_jpeg, reduced, scaled

QUALITY = 88
"""Of JPEGs made smaller for the page, of 100: at 200 dots an inch and more, nothing of it is seen."""
WORTH = 0.9
"""A smaller picture has to save a tenth of the bytes: drawings of few colours grow when they are made smaller."""
SPACES = {"1": "DeviceGray", "L": "DeviceGray", "RGB": "DeviceRGB", "P": "DeviceRGB"}
_PNG_SPACES = {0: "DeviceGray", 2: "DeviceRGB", 3: "DeviceRGB"}
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_KEPT = frozenset({0xE0, 0xEE})
"""JFIF and Adobe: the application segments of a JPEG that say how its colours are meant."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The pixels of a picture as a PDF holds them (ISO 32000-1, 8.9.5).

    `colours` is what an entry of `palette` stands for when there is one; `predicted` tells that rows are packed as in
    a PNG; `mask` is the opacity, 8 bits a pixel, packed so too.
    """

    width: int
    height: int
    space: str
    bits: int
    data: bytes
    jpeg: bool = False
    predicted: bool = False
    palette: bytes = b""
    mask: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.data) + len(self.mask)


def printed(data: bytes, ratio: float = 1.0) -> Printed:
    """Make the pixels of a PNG or JPEG ready for a PDF, fewer by a ratio of their sides when that saves bytes."""
    with Image.open(io.BytesIO(data)) as image:
        if ratio < 1 and (smaller := _smaller(image, ratio)).size < WORTH * len(data):
            return smaller
    with Image.open(io.BytesIO(data)) as image:
        if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB"):
            return Printed(image.width, image.height, SPACES[image.mode], 8, pixels_only(data), jpeg=True)
        if image.format == "PNG" and (packed := _as_packed(data, image)) is not None:
            return packed
        return _packed(_opaque(in_srgb(image)[0]))


def _smaller(image: Image.Image, ratio: float) -> Printed:
    size = scaled(image.size, ratio)
    if image.format not in ("JPEG", "MPO"):
        return _packed(reduced(_opaque(in_srgb(image)[0]), size))
    sampling = JpegImagePlugin.get_sampling(image)
    image.draft(image.mode, size)  # it need not be unpacked whole
    made = reduced(in_srgb(image)[0], size)
    return Printed(*size, SPACES[made.mode], 8, as_jpeg(made, QUALITY, sampling), jpeg=True)


def _opaque(image: Image.Image) -> Image.Image:
    """Take off an opacity that hides nothing, as screenshots have one; one of a palette is written out."""
    if "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        return image.convert(image.mode[:-1])
    return image


def _packed(image: Image.Image) -> Printed:
    """Pack pixels, their opacity apart."""
    mask = b""
    if image.mode in ("LA", "RGBA"):
        mask = _rows(image.getchannel("A"))
        image = image.convert(image.mode[:-1])
    if image.mode in ("1", "P"):
        palette = bytes(image.getpalette() or ()) if image.mode == "P" else b""
        bits = 8 if palette else 1
        return Printed(
            image.width, image.height, SPACES[image.mode], bits, zlib.compress(image.tobytes(), 9), palette=palette
        )
    return Printed(image.width, image.height, SPACES[image.mode], 8, _rows(image), predicted=True, mask=mask)


def _rows(image: Image.Image) -> bytes:
    """Pack the rows of a picture as a PNG does, which a PDF takes over (ISO 32000-1, 7.4.4.4)."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return _chunks(out.getvalue(), b"IDAT")


def _as_packed(data: bytes, image: Image.Image) -> Printed | None:
    """Take the pixels of a PNG as it packs them, when a PDF can hold them so."""
    depth, colour, interlaced = data[24], data[25], data[28]
    if colour not in _PNG_SPACES or depth > 8 or interlaced or "transparency" in image.info:
        return None
    palette = _chunks(data, b"PLTE") if colour == 3 else b""
    return Printed(
        image.width, image.height, _PNG_SPACES[colour], depth, _chunks(data, b"IDAT"), predicted=True, palette=palette
    )


def _chunks(data: bytes, kind: bytes) -> bytes:
    """Join the chunks of one kind of a PNG."""
    found, at = [], 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == kind:
            found.append(data[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(found)


def pixels_only(data: bytes) -> bytes:
    """Take everything out of a JPEG that is not pixels: notes of the camera, places, thumbnails, later pictures.

    A file that does not keep to the form is given back as it is.
    """
    kept, at = [data[:2]], 2
    while (found := _MARKER.match(data, at)) is not None:
        marker, start = found[1][0], found.end()
        if marker == 0xD9:  # the end of the first picture
            return b"".join([*kept, b"\xff\xd9"])
        end = start + int.from_bytes(data[start : start + 2], "big")
        if marker == 0xDA:  # rows of pixels follow, up to the next marker
            following = _MARKER.search(data, end)
            if following is None:
                return data
            end = following.start()
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT:
            kept.append(b"\xff" + data[found.start(1) : end])
        at = end
    return data
