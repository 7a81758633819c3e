"""Logos in; the same files without what cameras and drawing programs noted in them, out."""

from __future__ import annotations

import io

from lxml import etree

from renderer.exports.images import bare
from renderer.findings import Finding, InputError, finding
from renderer.kit import Kit, Logo
from renderer.pictures.printed import pixels_only
from renderer.pictures.raster import as_png, prepare_raster
from renderer.workspace import Workspace


def logos_of(kit: Kit, workspace: Workspace) -> dict[str, tuple[bytes, str]]:
    """Give the files of a kit's logos and what they show, by their names; two of one name may lie in different folders.

    Raises InputError: one is neither SVG nor a picture of pixels.
    """
    files: dict[str, tuple[bytes, str]] = {}
    faults: list[Finding] = []
    for logo in kit.logos:
        data = workspace.read(logo.path)
        try:
            bared, suffix = _drawing(data) if logo.path.suffix.lower() == ".svg" else _pixels(data)
        except ValueError as e:
            faults.append(_refused(logo, str(e)))
            continue
        name, n = f"{logo.name}{suffix}", 2
        while name in files:
            name, n = f"{logo.name}-{n}{suffix}", n + 1
        files[name] = bared, logo.alt
    if faults:
        raise InputError(faults)
    return files


def _refused(logo: Logo, why: str) -> Finding:
    text = f"the logo {logo.path.name} {why}"
    remedy = "save it as SVG, PNG or JPEG"
    return finding("PIC-FORMAT", text, file=logo.place.file, line=logo.place.line, remedy=remedy)


def _drawing(data: bytes) -> tuple[bytes, str]:
    try:
        return bare(data), ".svg"
    except etree.XMLSyntaxError as e:
        raise ValueError(f"is not proper SVG: {e.msg}") from e


def _pixels(data: bytes) -> tuple[bytes, str]:
    """Keep the pixels of a picture as they are: a JPEG is not packed anew, unless it was turned or not in sRGB.

    What kind it is, its bytes tell.
    """
    from PIL import Image

    made = prepare_raster(data)
    if made is None or made.fault:
        raise ValueError(made.fault if made else "is no picture")
    if made.data:
        return made.data, made.suffix
    if made.suffix == ".jpg":
        return pixels_only(data), made.suffix
    with Image.open(io.BytesIO(data)) as image:
        return as_png(image), made.suffix
