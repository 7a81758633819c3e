"""An SVG drawing in; one that asks for nothing outside itself out, and what of it is lost in print.

Scripts, links, fonts and pictures of other files, effects the engine does not know and HTML inside a drawing are taken
out, each with a note. A drawing without a size gets that of its view box.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from lxml import etree

from renderer.pictures.prepared import Note, Prepared
from renderer.pictures.raster import prepare_raster

SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
BASE = "{http://www.w3.org/XML/1998/namespace}base"
UNSIZED = "data-unsized"
"""Marks the root of a drawing of which not even its view box is known: it has to be measured."""
MOST_DRAWN = 300_000
"""Elements to draw, repeats counted; a detailed map has a tenth of that, a file of one kB can ask for billions."""
DEEPEST = 200
STILL = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "set", "discard"})
"""Left out without a word: what moves on a screen stands still in print, as it is drawn."""
GONE = {"foreignObject": "HTML set inside the drawing", "script": "a script", "video": "a video", "audio": "sound",
        "iframe": "another page", "canvas": "what a script would draw"}  # fmt: skip
EFFECTS = frozenset({"feBlend", "feFlood", "feOffset"})
"""Steps of filters that the engine knows."""
MEDIA = {".png": "png", ".jpg": "jpeg"}
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.I | re.S)
_AT_RULE = re.compile(r"@(import|font-face|namespace)\b[^;{]*(;|\{[^}]*\})", re.I)
_FAMILY = re.compile(r"(font-family\s*:\s*)([^;}]+)", re.I)
_GENERIC = {"serif": "serif", "ui-serif": "serif", "monospace": "mono", "ui-monospace": "mono"}
_ANY = frozenset({"sans-serif", "system-ui", "ui-sans-serif", "inherit", "initial", "cursive", "fantasy", *_GENERIC})


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts of a publication: all their family names, and those that stand in for fonts it does not have."""

    families: frozenset[str] = frozenset()
    sans: str = "sans-serif"
    serif: str = "serif"
    mono: str = "monospace"


@dataclass(slots=True)
class _Look:
    """A drawing while it is gone through: what is lost, in order, and whether anything was changed."""

    faces: Faces
    lettered: bool
    """Whether it holds text, so that its fonts matter."""
    changed: bool
    lost: dict[str, None] = field(default_factory=dict)
    fonts: dict[str, None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def lose(self, what: str) -> None:
        self.lost[what] = None
        self.changed = True


def prepare_drawing(data: bytes, faces: Faces) -> Prepared | None:
    """Prepare a drawing; None when the file is no SVG at all."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        if not re.search(rb"<svg[\s>]", data[:4096]):
            return None
        said = e.msg if isinstance(e, etree.XMLSyntaxError) else str(e)
        return Prepared(fault=f"is not proper SVG: {said}", remedy="export it again from the program it was drawn with")
    if not isinstance(root.tag, str) or etree.QName(root).localname != "svg":
        return None
    if fault := _endless(root):
        return Prepared(fault=fault, remedy="export it with fewer repeated parts, or as PNG")
    lettered = any((e.text or "").strip() or len(e) for e in root.iter(f"{SVG}text", "text"))
    look = _Look(faces, lettered, changed=b"<!ENTITY" in data)
    _clean(root, look)
    if lettered:
        _letter_root(root, look)
    _size(root, look)
    notes = [*look.notes]
    if look.lost:
        notes.append(Note("PIC-DRAWING", f"loses in print: {'; '.join(look.lost)}"))
    if look.fonts:
        text = f"is lettered in {' and '.join(look.fonts)}, which the publication does not have; another font stands in"
        notes.append(Note("PIC-DRAWING", text, "turn its lettering into outlines (paths) where it is drawn"))
    made = etree.tostring(root, encoding="utf-8") if look.changed else b""
    return Prepared(".svg", made, notes=tuple(notes))


def _clean(root: etree._Element, look: _Look) -> None:
    """Go through a drawing in the order it is written, and take out what cannot stay."""
    for beside in root.itersiblings(preceding=True):
        if isinstance(beside, etree._ProcessingInstruction) and beside.target == "xml-stylesheet":
            look.lose("its style sheet, which is a file of its own")
    todo = [root]
    while todo:
        element = todo.pop()
        if isinstance(element, etree._Comment):
            continue
        if not isinstance(element.tag, str) or _unprintable(element, look):
            _drop(element)
            look.changed = True
            continue
        _attributes(element, look)
        if etree.QName(element).localname in ("image", "use") and not any(element.get(key) for key in HREFS):
            _drop(element)
            continue
        if etree.QName(element).localname == "style":
            _sheet(element, look)
        todo += reversed(element)


def _unprintable(element: etree._Element, look: _Look) -> bool:
    """Tell whether an element has to go, and note what goes with it."""
    name, parent = etree.QName(element).localname, element.getparent()
    if name in GONE:
        instead = element.getnext() is not None and parent is not None and etree.QName(parent).localname == "switch"
        if not instead:
            words = " ".join("".join(map(str, element.itertext())).split()) if name == "foreignObject" else ""
            look.lose(GONE[name] + (f" (“{words[:40]}{'…' if len(words) > 40 else ''}”)" if words else ""))
    elif name == "filter":
        steps = [etree.QName(e).localname for e in element if isinstance(e.tag, str)]
        for step in steps:
            if step not in EFFECTS:
                look.lost[f"an effect ({step.removeprefix('fe')})"] = None
    return name in GONE or name in STILL


def _attributes(element: etree._Element, look: _Look) -> None:
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        if key.startswith("on") or key == BASE:
            del element.attrib[key]
            look.changed = True
        elif key in HREFS:
            _reference(element, key, value.strip(), look)
        elif key == "font-family" and look.lettered:
            _set(element, key, _families(value, look), look)
        elif key == "style":
            _set(element, key, _styles(value, look), look)
        elif "url(" in value:
            _set(element, key, _without_urls(value, look), look)


def _set(element: etree._Element, key: str, value: str, look: _Look) -> None:
    if element.get(key) != value:
        element.set(key, value)
        look.changed = True


def _reference(element: etree._Element, key: str, value: str, look: _Look) -> None:
    """Keep what points into the drawing itself and pictures it holds; take out what points elsewhere."""
    name = etree.QName(element).localname
    if value.startswith("#"):
        return
    del element.attrib[key]
    look.changed = True
    if name == "a" or not value:
        return
    if name in ("image", "feImage") and value.lower().startswith("data:"):
        _embedded(element, key, value, look)
        return
    kind = "the picture" if name in ("image", "feImage") else "what it takes from"
    shown = "its data" if value.lower().startswith("data:") else value if len(value) <= 60 else value[:59] + "…"
    look.lose(f"{kind} {shown}, which is not part of the file")


def _embedded(element: etree._Element, key: str, value: str, look: _Look) -> None:
    """Make a picture inside the drawing ready like any other."""
    try:
        data = data_of(value)
    except ValueError:
        look.lose("a picture in it that is damaged")
        return
    made = prepare_raster(data)
    if made is None or made.fault:
        look.lose(f"a picture in it, which {made.fault}" if made else "a picture in it that is none of pixels")
        return
    look.notes += made.notes
    text = base64.b64encode(made.data or data).decode()
    element.set(key, f"data:image/{MEDIA[made.suffix]};base64,{text}")


def data_of(address: str) -> bytes:
    """Give the bytes a `data:` address holds.

    Raises ValueError: it holds none that can be read.
    """
    head, comma, body = address.partition(",")
    if not comma:
        raise ValueError("a data: address needs a comma")
    raw = unquote_to_bytes(body)
    if not head.lower().rstrip().endswith(";base64"):
        return raw
    try:
        packed = b"".join(raw.split()).rstrip(b"=")
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error as e:
        raise ValueError(str(e)) from e


def _sheet(element: etree._Element, look: _Look) -> None:
    """Take out of a drawing's own style sheet what comes from elsewhere."""
    text = element.text or ""

    def kept(rule: re.Match[str]) -> str:
        if rule[1].lower() == "import":
            look.lose("a style sheet, which is a file of its own")
        return rule[0] if rule[1].lower() == "namespace" else ""

    if (made := _styles(_AT_RULE.sub(kept, text), look)) != text:
        element.text = made
        look.changed = True


def _styles(text: str, look: _Look) -> str:
    """Take fonts and files from elsewhere out of declarations."""
    made = _without_urls(text, look) if "url(" in text else text
    return _FAMILY.sub(lambda m: m[1] + _families(m[2], look), made) if look.lettered else made


def _without_urls(value: str, look: _Look) -> str:
    def kept(found: re.Match[str]) -> str:
        if found[2].startswith("#"):
            return found[0]
        if not found[2].lower().startswith("data:"):
            look.lose(f"what it takes from {found[2][:60]}, which is not part of the file")
        look.changed = True
        return "none"

    return _URL.sub(kept, value)


def _families(value: str, look: _Look) -> str:
    """Give a list of font families that all are the publication's; one that is asked for and not there is noted."""
    names = [n.strip().strip("'\"") for n in value.replace("!important", "").split(",")]
    names = [n for n in names if n]
    known = [n for n in names if n in look.faces.families]
    if names and not known and names[0].lower() not in _ANY:
        look.fonts[names[0]] = None
    generic = next((_GENERIC[n.lower()] for n in names if n.lower() in _GENERIC), "sans")
    return ", ".join([*(f"'{n}'" for n in known), getattr(look.faces, generic)])


def _letter_root(root: etree._Element, look: _Look) -> None:
    if root.get("font-family") is None and "font-family" not in root.get("style", ""):
        _set(root, "font-family", look.faces.sans, look)


def _size(root: etree._Element, look: _Look) -> None:
    """Give a drawing without a size that of its view box, a unit a px; one with neither has to be measured."""
    given = [side for side in ("width", "height") if re.match(r"\s*[0-9.]+\s*[a-z]*\s*$", root.get(side, ""), re.I)]
    try:
        _, _, width, height = (float(n) for n in re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        width = height = 0.0
    shaped = width > 0 and height > 0
    if len(given) == 2 or (given and shaped):  # of one side and the shape, the engine makes the other
        return
    for side, length in (("width", width), ("height", height)):
        root.attrib.pop(side, "")
        root.set(*((side, f"{length:g}") if shaped else (UNSIZED, "")))
    look.changed = True


def _drop(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None, "the root stays"
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _endless(root: etree._Element) -> str:
    """Say so when a drawing repeats parts of itself without end, or so often that it would never be drawn."""
    targets = {e.get("id", ""): e for e in root.iter() if isinstance(e.tag, str) and e.get("id")}
    sizes: dict[etree._Element, int] = {}
    for element, depth, done in _walk(root, targets):
        if depth > DEEPEST:
            return f"is nested more than {DEEPEST} deep"
        if not done:
            continue
        inner = _drawn_in(element, targets)
        if any(e not in sizes for e in inner):  # it lies in what it holds
            return "repeats itself without end"
        sizes[element] = 1 + sum(sizes[e] for e in inner)
        if sizes[element] > MOST_DRAWN:
            return f"has more than {MOST_DRAWN} parts, repeats counted"
    return ""


def _walk(root: etree._Element, targets: dict[str, etree._Element]) -> Iterator[tuple[etree._Element, int, bool]]:
    """Go through what is drawn, each element before and after what it holds; one met again is not entered."""
    todo, entered = [(root, 0, False)], set[etree._Element]()
    while todo:
        element, depth, done = todo.pop()
        if not done and element in entered:
            continue
        yield element, depth, done
        if not done:
            entered.add(element)
            todo.append((element, depth, True))
            todo += [(inner, depth + 1, False) for inner in _drawn_in(element, targets)]


def _drawn_in(element: etree._Element, targets: dict[str, etree._Element]) -> list[etree._Element]:
    inner = [e for e in element if isinstance(e.tag, str)]
    if isinstance(element.tag, str) and etree.QName(element).localname == "use":
        href = next((element.get(key, "") for key in HREFS if element.get(key)), "")
        if (target := targets.get(href.strip().removeprefix("#"))) is not None:
            inner.append(target)
    return inner
