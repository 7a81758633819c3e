"""Makes parts for the tests of binding and verifying: HTML in, `BoundPart` and `Binding` out.

Fonts are those that ship with the renderer, as `asset:///fonts/FILE.ttf`; pictures are given as files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image

from renderer.model import (
    Asset,
    Binding,
    BoundPart,
    Heading,
    LabelRange,
    Laid,
    Metadata,
    PrintedNumber,
    Sheets,
    TypesetJob,
)
from renderer.typeset import typeset
from renderer.workspace import font_files

SERIF, BOLD, SANS = "SourceSerifPro-Regular.ttf", "SourceSerifPro-Bold.ttf", "SourceSansPro-Regular.ttf"
STYLE = f"""
@font-face {{ font-family: "Test Serif"; src: url(asset:///fonts/{SERIF}) }}
@font-face {{ font-family: "Test Serif"; font-weight: bold; src: url(asset:///fonts/{BOLD}) }}
@font-face {{ font-family: "Test Sans"; src: url(asset:///fonts/{SANS}) }}
@page {{ size: 300pt 400pt; margin: 40pt }}
html {{ font: 10pt "Test Serif"; image-rendering: crisp-edges }}
table, figcaption {{ font-family: "Test Sans" }}
.next {{ break-before: page }}
"""
FURNITURE = "@page { margin: 0 } html { font-family: 'Test Sans' } p { break-after: page; margin: 10pt 40pt }"
METADATA = Metadata("Annual report 2024", "Ten years & more", "The foundation", "en", "2024-03-01", ("report", "<x>"))

Headings = tuple[tuple[int, str, str], ...]


def set_html(
    part: str, body: str, *, lang: str = "en", tagged: bool = True, style: str = "", pictures: tuple[Path, ...] = ()
) -> Sheets:
    """Typeset the body of an HTML page; pictures are `asset:///pictures/NAME`."""
    html = f"<!DOCTYPE html><html lang={lang}><title>{part}</title><body>{body}"
    fonts = [(f"fonts/{name}", font_files()[f"fonts/{name}"]) for name in (SERIF, BOLD, SANS)]
    named = [*fonts, *((f"pictures/{path.name}", path) for path in pictures)]
    assets = tuple(Asset(name, path, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in named)
    return typeset(TypesetJob(part, f"{part}.md", html, (STYLE, style), assets, tagged))


def make_part(
    part: str,
    body: str,
    headings: Headings = (),
    *,
    title: str = "",
    lang: str = "en",
    style: str = "",
    pictures: tuple[Path, ...] = (),
    furniture: bool = False,
    blanks: int = 0,
) -> BoundPart:
    """Make a part; `headings` are (level, text, anchor); furniture says `head of PART 1`, `… 2` on its pages."""
    sheets = set_html(part, body, lang=lang, style=style, pictures=pictures)
    lines = "".join(f"<p>head of {part} {number}</p>" for number in range(1, sheets.pages + 1))
    made = set_html(part, lines, tagged=False, style=FURNITURE) if furniture else None
    over = tuple(Laid(made, number) for number in range(made.pages)) if made else ()
    known = tuple(Heading(*heading) for heading in headings)
    return BoundPart(part, title or part.title(), lang, sheets, over, known, blanks)


def make_binding(
    *parts: BoundPart,
    labels: tuple[LabelRange, ...] = (LabelRange(0, "D"),),
    printed: tuple[PrintedNumber, ...] = (),
    conformance: tuple[str, ...] = ("ua1", "3a"),
    metadata: Metadata = METADATA,
) -> Binding:
    """Make an order to the binder, with the shipped fonts as assets."""
    return Binding(tuple(parts), metadata, labels, printed, font_files(), conformance)


def make_picture(folder: Path, name: str = "dot.png", colour: tuple[int, int, int] = (200, 40, 20)) -> Path:
    """Write a small picture of one colour."""
    Image.new("RGB", (120, 60), colour).save(folder / name)
    return folder / name


def make_report(picture: Path, conformance: tuple[str, ...] = ("ua1", "3a")) -> Binding:
    """Make a small report of three parts: contents (i), a blank (ii), growth (1, 2), a letter in German (3).

    It has a list, a table with heads, a figure, links within and between parts and to the world, and furniture.
    """
    contents = make_part(
        "contents",
        '<h1 id="contents">Contents</h1><ul><li><a href="part:growth">Growth</a> 1</li>'
        '<li><a href="part:growth#growth.members">Members</a> 2</li><li><a href="part:letter">Letter</a> 3</li></ul>',
        ((1, "Contents", "contents"),),
        furniture=True,
    )
    growth = make_part(
        "growth",
        '<h1 id="growth">Growth</h1><p>An <b>office</b> of <a href="#growth.members">members</a> and '
        '<a href="https://example.org/">others</a>.</p>'
        '<h2 class="next" id="growth.members">Members</h2>'
        "<table><thead><tr><th>Year<th>Members</thead><tbody><tr><th scope=row>2023<td>86<tr><th scope=row>2024<td>97"
        f'</table><figure><img alt="A dot" src="asset:///pictures/{picture.name}">'
        "<figcaption>A dot</figcaption></figure>",
        ((1, "Growth", "growth"), (3, "Members", "growth.members")),
        furniture=True,
        blanks=1,
        pictures=(picture,),
    )
    letter = make_part(
        "letter",
        '<h1 id="letter">Brief</h1><p>Grüße vom Office: <a href="part:growth#growth.members">Growth</a>.</p>',
        ((1, "Brief", "letter"),),
        lang="de",
    )
    numbers = (("growth", "1"), ("growth.members", "2"), ("letter", "3"))
    return make_binding(
        contents,
        growth,
        letter,
        labels=(LabelRange(0, "r"), LabelRange(2, "D")),
        printed=tuple(PrintedNumber("contents", anchor, label) for anchor, label in numbers),
        conformance=conformance,
    )
