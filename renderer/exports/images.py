"""A figure's drawing in; SVG that looks the same anywhere, and PNG at sizes in pixels, out."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from renderer.charts.theme import ChartTheme
from renderer.model import Asset, TypesetJob

DPI = 300
WIDEST = 453.6
"""Width of what fills the width of the page, in pt."""
MARGIN = 6.0
"""White around a drawing in a PNG, in pt: words reach to its edges."""
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
"""Namespaces of attributes that are drawn; others are those of editors."""


def with_fonts(svg: bytes, theme: ChartTheme, fonts: Mapping[str, Path]) -> bytes:
    """Put the letters a chart uses into its SVG, so that a browser without the report's fonts shows the same."""
    root = etree.fromstring(svg)
    letters = {ord(c) for text in root.iter(f"{SVG}text") for c in str(text.xpath("string()"))}
    faces = [
        f"@font-face{{font-family:'{theme.family}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{base64.b64encode(_subset(fonts[asset], letters)).decode()})}}"
        for weight, asset in ((400, theme.regular), (600, theme.semibold))
        if letters
    ]
    style = etree.Element(f"{SVG}style")
    style.text = "".join(faces)
    root.insert(0, style)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def bare(svg: bytes) -> bytes:
    """Take out of a drawing what its program noted for itself: comments, folders, names, layers of an editor."""
    root = etree.fromstring(svg, etree.XMLParser(remove_comments=True, remove_pis=True, no_network=True))
    for element in [
        e for e in root.iter() if (e.tag[0] == "{" and not e.tag.startswith(SVG)) or e.tag == f"{SVG}metadata"
    ]:
        if (parent := element.getparent()) is not None:
            parent.remove(element)
    for element in root.iter():
        for key in [k for k in map(str, element.attrib) if k.startswith("{") and not k.startswith(DRAWN)]:
            del element.attrib[key]
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _subset(font: Path, letters: set[int]) -> bytes:
    import uharfbuzz as hb

    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).set(letters)
    return bytes(hb.subset(hb.Face(hb.Blob.from_file_path(str(font))), request).blob.data)


def page_of(name: str, asset: Asset, sheets: str, fonts: Sequence[Asset], width: float, height: float) -> TypesetJob:
    """Order a page that holds a drawing, `width` by `height` pt, and a little white around it.

    It is set in the fonts of the style sheets.
    """
    style = (
        f"@page{{size:{width + 2 * MARGIN:.3f}pt {height + 2 * MARGIN:.3f}pt;margin:{MARGIN}pt}}html,body{{margin:0}}"
        f"img{{display:block;width:{width:.3f}pt;height:{height:.3f}pt}}"
    )
    html = f'<!DOCTYPE html><html lang="en"><title>{name}</title><body><img src="asset:///{asset.name}" alt=""></body>'
    return TypesetJob(f"figures/{name}", "", html, (sheets, style), (asset, *fonts), tagged=False)


def size_of(svg: bytes) -> tuple[float, float]:
    """Give width and height of a drawing in pt, from its size or the shape of its view box."""
    root = etree.fromstring(svg)
    try:
        return tuple(float(root.get(side, "").removesuffix("pt")) for side in ("width", "height"))  # type: ignore[return-value]
    except ValueError:
        box = [float(n) for n in root.get("viewBox", "0 0 4 3").replace(",", " ").split()]
        return WIDEST, WIDEST * box[3] / (box[2] or 1)


def png_of_page(pdf: bytes, pixels: int = 0, dpi: int = DPI) -> tuple[bytes, int, int]:
    """Draw the first page of a PDF on white, `pixels` wide or at `dpi`; gives the PNG, its width and height."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        # A hair less, because the library rounds up to whole pixels.
        scale = (pixels - 1e-3) / page.get_width() if pixels else dpi / 72
        image = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True).to_pil()
    finally:
        document.close()
    return _png(image, dpi if not pixels else 0, zlib.Z_RLE)


def png_of_picture(data: bytes, pixels: int = 0, dpi: int = DPI) -> tuple[bytes, int, int]:
    """Give a picture as PNG on white, `pixels` wide but never wider than it is; gives its width and height too.

    Without `pixels`, but asked for fewer than 300 `dpi`, it has so many an inch when it fills the width of a page.
    """
    if not pixels and dpi < DPI:
        pixels = round(WIDEST / 72 * dpi)
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    if pixels and pixels < image.width:
        white = white.resize((pixels, max(1, round(image.height * pixels / image.width))), Image.Resampling.LANCZOS)
    return _png(white.convert("RGB"), 0)


def _png(image: Any, dpi: int, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> tuple[bytes, int, int]:
    """Pack a picture; trying harder takes twice as long and saves less than a fiftieth of charts.

    Flat areas of drawings are packed by the lengths of runs (`Z_RLE`) in three quarters of the time.
    """
    out = io.BytesIO()
    size = {"dpi": (dpi, dpi)} if dpi else {}
    image.save(out, "PNG", compress_level=6, compress_type=strategy, **size)
    return out.getvalue(), image.width, image.height
