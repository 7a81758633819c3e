"""A picture of pixels in; upright, in sRGB, no larger than any page needs, as PNG or JPEG out.

A file that is all that already is printed as it stands.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, JpegImagePlugin, UnidentifiedImageError

from renderer.pictures.colours import gamma_of, in_srgb, profile_of
from renderer.pictures.kinds import SAVE
from renderer.pictures.prepared import Note, Prepared

READ = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")
"""The kinds that are read, as Pillow calls them; it reads others by starting other programs."""
PLAIN = {"JPEG": ("L", "RGB"), "MPO": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA")}
"""What the engine prints as it stands."""
MOST_PIXELS = 160_000_000
"""Half a gigabyte when it is unpacked; no camera makes more, but a file of a few kB may claim to."""
LONGEST = 6000
"""px; the long side of A3 has 5800 at 350 dots an inch, so more is not seen in any edition."""
QUALITY = 92
"""Of JPEGs written here, of 100. They are made smaller once more for the page, so nothing must be seen of it yet."""
SEVERAL = {"GIF": "pictures of an animation", "PNG": "pictures of an animation", "WEBP": "pictures of an animation",
           "AVIF": "pictures of an animation", "TIFF": "pages"}  # fmt: skip
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, RuntimeError, MemoryError, struct.error,
          zlib.error)  # fmt: skip
"""What Pillow raises on damaged files; it promises no type."""
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by the orientation its camera noted (EXIF 2.3, 4.6.4)."""


def prepare_raster(data: bytes) -> Prepared | None:
    """Prepare a picture of pixels; None when it is none."""
    try:
        with _strictly():
            image = _read(data)
            count = getattr(image, "n_frames", 1)
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, _TooLarge):
        return Prepared(fault="has more pixels than any camera makes", remedy=f"{LONGEST} pixels across are enough")
    except DAMAGE as e:
        cut = isinstance(e, EOFError) or re.search("truncated|bytes not processed", str(e), re.I)
        fault = "is damaged: the end of the file is missing" if cut else f"is damaged and cannot be read ({e})"
        return Prepared(fault=fault, remedy="save it again, or get it again from where it came")
    if image.mode == "F":
        return Prepared(fault="holds measurements (floating-point numbers) instead of colours", remedy=SAVE)
    kind = image.format or ""
    several = count > 1 and kind in SEVERAL
    notes = (Note("PIC-FRAMES", f"holds {count} {SEVERAL[kind]}; only the first is printed"),) if several else ()
    return _prepared(image, notes, b"VP8L" in data)


class _TooLarge(Exception):
    pass


def _read(data: bytes) -> Image.Image:
    """Read a whole picture: that a file is cut off shows only at its end."""
    image = Image.open(io.BytesIO(data), formats=READ)
    if image.width * image.height > MOST_PIXELS:
        raise _TooLarge
    if max(image.size) > LONGEST:
        image.draft(None, (LONGEST, LONGEST))  # a JPEG need not be unpacked whole to be made smaller
    image.load()
    return image


def is_plain(image: Image.Image) -> bool:
    """Tell whether a picture can be printed as it stands."""
    if image.mode not in PLAIN.get(image.format or "", ()) or max(image.size) > LONGEST:
        return False
    return profile_of(image) is None and gamma_of(image) == 1 and _orientation(image) not in _UPRIGHT


def _prepared(image: Image.Image, notes: tuple[Note, ...], lossless: bool) -> Prepared:
    kind, turn, large = image.format or "", _UPRIGHT.get(_orientation(image)), max(image.size) > LONGEST
    if is_plain(image):
        return Prepared(".png" if kind == "PNG" else ".jpg", notes=notes)
    lossy = kind in ("JPEG", "MPO", "AVIF") or (kind == "WEBP" and not lossless)
    sampling = JpegImagePlugin.get_sampling(image) if kind in ("JPEG", "MPO") else -1
    made, told = in_srgb(image)
    if turn is not None:
        made = made.transpose(turn)
    if large:
        made = reduced(made, scaled(made.size, LONGEST / max(made.size)))
    if lossy and made.mode in ("L", "RGB"):
        return Prepared(".jpg", as_jpeg(made, QUALITY, sampling), notes=(*notes, *told))
    return Prepared(".png", as_png(made), notes=(*notes, *told))


def reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Make a picture smaller: to `size`, px."""
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode == "1":
        image = image.convert("L")
    # A gap of 3 gives what a gap of none does to the eye, in a fraction of the time.
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def scaled(size: tuple[int, int], ratio: float) -> tuple[int, int]:
    """Give a size in whole px, at least one each way."""
    return max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))


def size_of(data: bytes) -> tuple[int, int]:
    """Give the size of a picture in px."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def as_jpeg(image: Image.Image, quality: int, sampling: int) -> bytes:
    """Write a JPEG without anything but its pixels; `sampling` is the subsampling of colours, -1 for none known."""
    out = io.BytesIO()
    image.info = {}
    image.save(out, "JPEG", quality=quality, subsampling=sampling if sampling >= 0 else 0, optimize=True)
    return out.getvalue()


def as_png(image: Image.Image) -> bytes:
    """Write a PNG without anything but its pixels."""
    out = io.BytesIO()
    image.info = {k: v for k, v in image.info.items() if k == "transparency"}
    image.save(out, "PNG")
    return out.getvalue()


def _orientation(image: Image.Image) -> int:
    """Give the orientation a camera noted; a TIFF is turned upright on reading."""
    if image.format == "TIFF":
        return 1
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except DAMAGE:  # EXIF that cannot be read says nothing
        return 1


@contextmanager
def _strictly() -> Iterator[None]:
    """Let damaged files be errors: the engine, once loaded in this process, has Pillow print what is left of them."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
