"""Asks the SVG of a chart what readers will see: its text in; boxes, sizes and colours of its words out.

Words are measured with the font file, not with the program that placed them.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from typing import Any

from fontTools.ttLib import TTFont
from lxml import etree

from renderer.charts.theme import contrast
from renderer.workspace import font_files

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[str, float, float, float, float]


@cache
def _font(weight: str) -> tuple[Any, Any]:
    font = TTFont(font_files()[f"fonts/SourceSansPro-{'Semibold' if weight == '600' else 'Regular'}.ttf"])
    return font.getBestCmap(), font["hmtx"].metrics


def _style(element: etree._Element) -> dict[str, str]:
    return dict(re.findall(r"([a-z-]+): ([^;]+)", element.get("style") or ""))


def _box(text: etree._Element) -> Box:
    style = _style(text)
    cmap, metrics = _font(style.get("font-weight", "400"))
    size = float(style["font-size"].removesuffix("px"))
    words = text.text or ""
    wide = sum(metrics[cmap[ord(c)]][0] if ord(c) in cmap else 1000 for c in words) * size / 1000
    if text.get("x"):
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[style["text-anchor"]] * wide
    else:
        x, y = map(float, re.findall(r"translate\((\S+) (\S+)\)", text.get("transform") or "")[0])
    return (words, x, y - 0.62 * size, x + wide, y + 0.16 * size)


def boxes(svg: str) -> list[Box]:
    """Measure the labels of an SVG from its own words, places and anchors."""
    return [_box(text) for text in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def faults(svg: str) -> list[str]:
    """Say which labels run out of the figure or lie on one another."""
    root, labels = etree.fromstring(svg.encode()), boxes(svg)
    width, height = (float((root.get(k) or "").removesuffix("pt")) for k in ("width", "height"))
    found = [
        f"{text!r} runs out"
        for text, x0, y0, x1, y1 in labels
        if x0 < -1.5 or y0 < -1 or x1 > width + 1.5 or y1 > height + 1
    ]
    for (one, *a), (other, *b) in combinations(labels, 2):
        wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        if wide >= 1 and high >= 1:
            found.append(f"{one!r} lies on {other!r}")
    return found


def check_apart(svg: str) -> None:
    """Hold an SVG to labels that stand inside and apart."""
    assert faults(svg) == []


def sizes(svg: str) -> set[float]:
    """Give the sizes of type in pt."""
    return {
        float(_style(text)["font-size"].removesuffix("px"))
        for text in etree.fromstring(svg.encode()).iter(f"{SVG}text")
    }


def faint(svg: str, paper: str, least: float = 4.5) -> list[str]:
    """Name the labels that stand out less than `least` from what was painted under their middle."""
    areas: list[tuple[list[tuple[float, float]], str]] = []
    found = []
    for element in etree.fromstring(svg.encode()).iter(f"{SVG}path", f"{SVG}text"):
        fill = _style(element).get("fill", "#000000")
        if element.tag == f"{SVG}path":
            drawn = element.get("d") or ""
            inside_definitions = any(p.tag in (f"{SVG}defs", f"{SVG}pattern") for p in element.iterancestors())
            if fill != "none" and not inside_definitions and not re.search("[QCA]", drawn):
                points = [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", drawn)]
                areas.append((points, fill))
            continue
        words, x0, y0, x1, y1 = _box(element)
        under = [colour for points, colour in areas if _holds(points, (x0 + x1) / 2, (y0 + y1) / 2)]
        ground = under[-1] if under else paper
        if not ground.startswith("#") or contrast(fill, ground) < least:
            found.append(f"{words!r} in {fill} on {ground}")
    return found


def _holds(points: list[tuple[float, float]], x: float, y: float) -> bool:
    """Tell whether a polygon holds a point, by the sides a ray to the right crosses."""
    inside = False
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
