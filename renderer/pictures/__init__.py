"""The bytes of a picture file in; a picture the engine prints as it is out, or what keeps it from being one.

Photographs and screenshots come out upright, in sRGB, as PNG or JPEG; drawings as SVG that asks for nothing outside
itself. What a file is, its bytes tell: its name may lie.
"""

from __future__ import annotations

from renderer.pictures.drawing import Faces, prepare_drawing
from renderer.pictures.kinds import described
from renderer.pictures.prepared import Note, Prepared
from renderer.pictures.raster import prepare_raster

__all__ = ["Faces", "Note", "Prepared", "prepare"]


def prepare(data: bytes, faces: Faces) -> Prepared:
    """Make a picture ready for the engine; `faces` are the fonts that lettering of drawings may be set in."""
    if not data:
        return Prepared(fault="is an empty file", remedy="save it again")
    prepared = prepare_raster(data) or prepare_drawing(data, faces)
    if prepared is None:
        fault, remedy = described(data)
        return Prepared(fault=fault, remedy=remedy)
    return prepared
