"""Pictures at their printed size.

In: pictures as the engine lays them out and draws them. Out: the pixels that are seen, in the PDF, and what is wrong
with those that have too few.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import md5
from typing import Any, NamedTuple

from renderer.model import Asset, Edition, PrintedPicture
from renderer.pictures.printed import Printed, printed
from renderer.pictures.raster import is_plain, prepare_raster, size_of
from renderer.typeset.log import BASE
from renderer.typeset.private import Box, drawn_size, picture_class
from renderer.typeset.streams import scale_of

PX_PER_INCH = 96
PT_PER_INCH = 72
MM_PER_PX = 25.4 / PX_PER_INCH


class Density(NamedTuple):
    """Pixels an inch of the printed size: below `coarse` everybody sees them, above `fine` nobody does."""

    coarse: int
    fine: int


DENSITIES: Mapping[Edition, Density] = {"screen": Density(150, 220), "print": Density(250, 350)}
"""A laptop's screen shows up to 220 pixels an inch of a page in its own size. A press prints 150 to 175 lines an inch
and wants two pixels a line (300 to 350); with less than 250 the difference is seen."""
SLACK = 1.2
"""A picture only so much finer than it has to be is left as it is: packing it anew would cost more than it saves."""


def lint_picture(
    box: Box, assets: Sequence[Asset], edition: Edition, *, background: bool
) -> Iterator[tuple[float, str]]:
    """Judge the picture of a replaced box, or those in its background: yields (how coarse, what is wrong)."""
    if background:
        layers = box.background.layers if getattr(box, "background", None) else ()
        drawn = [(layer.image, *layer.size) for layer in layers if layer.image is not None and layer.size]
    else:
        drawn = [(box.replacement, *drawn_size(box))] if box.width and box.height else []
    enough = DENSITIES[edition].coarse
    for image, width, height in drawn:
        # Only pixels have a resolution: SVG pictures and gradients have no pixel size.
        pixels = getattr(image, "width", None), getattr(image, "height", None)
        if not (isinstance(pixels[0], int) and isinstance(pixels[1], int) and width > 0 and height > 0):
            continue
        density = PX_PER_INCH * min(pixels[0] / width, pixels[1] / height)
        if density < enough:
            needed = math.ceil(enough * width / PX_PER_INCH)
            yield (
                1 / density,
                f"the picture {_name(image, assets)} is printed {width * MM_PER_PX:.0f} mm wide at {density:.0f} dpi; "
                f"it has {pixels[0]} pixels across and needs {needed} for the {edition} edition",
            )


def _name(image: Any, assets: Sequence[Asset]) -> str:
    """Find the file of a picture: the engine names raster pictures by the md5 of their address."""
    for asset in assets:
        if md5((BASE + asset.name).encode(), usedforsecurity=False).hexdigest() == image.id:
            return asset.title
    return "in the text"


def printed_pictures(images: Iterable[Any], assets: Sequence[Asset]) -> tuple[PrintedPicture, ...]:
    """Tell how the pictures of pixels that the engine loaded for a document went into its PDF."""
    made = [(image, image.made) for image in images if getattr(image, "made", None)]
    return tuple(
        PrintedPicture(_name(image, assets), p.width, p.height, p.size, round(image.density * p.width / image.width))
        for image, p in made
    )


@functools.cache
def picture_maker(edition: Edition, most: int = 0) -> Any:
    """Give the class the engine is to make its pictures of pixels with; `most` are the pixels an inch they may keep.

    The engine's own packs every picture that is not a JPEG anew, colour profiles, camera's notes and all, and its
    scaling down stumbles over pictures that are turned by a right angle.
    """
    fine = min(most or math.inf, DENSITIES[edition].fine)

    class Picture(picture_class()):  # type: ignore[misc]
        def __init__(
            self, pillow_image: Any, image_id: str, image_data: bytes, filename: Any = None, cache: Any = None,
            orientation: Any = "none", options: Any = None,
        ):  # fmt: skip
            self.id, self.bytes = image_id, image_data
            self.width, self.height = pillow_image.size
            if not is_plain(pillow_image):  # a picture of the style sheets, which nobody has prepared
                made = prepare_raster(image_data)
                if made is None or made.fault:
                    raise ValueError(made.fault if made else "is no picture")
                self.bytes = made.data
                self.width, self.height = size_of(made.data)
            self.ratio = self.width / self.height
            self.density = math.inf  # where it is printed largest
            self.made: Printed | None = None

        def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
            across, along = scale_of(stream)
            printed_size = abs(concrete_width) * across / PT_PER_INCH, abs(concrete_height) * along / PT_PER_INCH
            if 0 in printed_size:
                return
            density = min(self.width / printed_size[0], self.height / printed_size[1])
            self.density, ratio = min(self.density, density), fine / density
            name = stream.add_image(self, False, 1.0 if ratio * (1.0 if most else SLACK) > 1 else ratio)
            stream.transform(concrete_width, 0, 0, -concrete_height, 0, concrete_height)
            stream.draw_x_object(name)

        def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
            self.made = printed(self.bytes, dpi_ratio)
            return _x_object(self.made)

    return Picture


def _x_object(picture: Printed) -> Any:
    """Write a picture as an image XObject (ISO 32000-1, 8.9.5), its opacity as a soft mask (11.6.5.3)."""
    import pydyf

    extra: dict[str, Any] = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": picture.width,
        "Height": picture.height,
        "ColorSpace": f"/{picture.space}",
        "BitsPerComponent": picture.bits,
        "Interpolate": "false",  # PDF/A forbids smoothing (ISO 19005-3, 6.2.8)
        "Filter": "/DCTDecode" if picture.jpeg else "/FlateDecode",
    }
    if picture.palette:
        last = len(picture.palette) // 3 - 1
        extra["ColorSpace"] = pydyf.Array(["/Indexed", f"/{picture.space}", last, f"<{picture.palette.hex()}>"])
    if picture.predicted:
        colours = 3 if picture.space == "DeviceRGB" and not picture.palette else 1
        extra["DecodeParms"] = pydyf.Dictionary(
            {"Predictor": 15, "Columns": picture.width, "Colors": colours, "BitsPerComponent": picture.bits}
        )
    if picture.mask:
        mask = Printed(picture.width, picture.height, "DeviceGray", 8, picture.mask, predicted=True)
        extra["SMask"] = _x_object(mask)
    return pydyf.Stream([picture.data], pydyf.Dictionary(extra))
