"""Pictures at their printed size.

In: a laid-out box. Out: how coarse its picture, or the one behind it, comes out in print.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from hashlib import md5
from pathlib import PurePath
from typing import Any

from renderer.model import Asset
from renderer.typeset.log import BASE
from renderer.typeset.private import Box, drawn_size

ENOUGH = 150
"""Pixels an inch below which a picture looks coarse on paper."""
PX_PER_INCH = 96
MM_PER_PX = 25.4 / PX_PER_INCH


def lint_picture(box: Box, assets: Sequence[Asset], *, background: bool) -> Iterator[tuple[float, str]]:
    """Judge the picture of a replaced box, or those in its background: yields (how coarse, what is wrong)."""
    if background:
        layers = box.background.layers if getattr(box, "background", None) else ()
        drawn = [(layer.image, *layer.size) for layer in layers if layer.image is not None and layer.size]
    else:
        drawn = [(box.replacement, *drawn_size(box))] if box.width and box.height else []
    for image, width, height in drawn:
        # Only pixels have a resolution: SVG pictures and gradients have no pixel size.
        pixels = getattr(image, "width", None), getattr(image, "height", None)
        if not (isinstance(pixels[0], int) and isinstance(pixels[1], int) and width > 0 and height > 0):
            continue
        density = PX_PER_INCH * min(pixels[0] / width, pixels[1] / height)
        if density < ENOUGH:
            needed = math.ceil(ENOUGH * width / PX_PER_INCH)
            yield (
                1 / density,
                f"the picture {_name(image, assets)} is printed {width * MM_PER_PX:.0f} mm wide at {density:.0f} dpi; "
                f"it has {pixels[0]} pixels across and needs {needed}",
            )


def _name(image: Any, assets: Sequence[Asset]) -> str:
    """Find the file of a picture: the engine names raster pictures by the md5 of their address."""
    for asset in assets:
        if md5((BASE + asset.name).encode(), usedforsecurity=False).hexdigest() == image.id:
            return PurePath(asset.path).name
    return "in the text"
