"""Makes parts for the tests of binding and verifying: HTML in, `BoundPart` and `Binding` out.

It asks the typesetting engine directly, so that a fault of the renderer's own typesetter cannot hide one of the
binder; fonts are given as `asset:///fonts/FILE.ttf` and found among those that ship with the renderer.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from typing import Any

from renderer.model import Binding, BoundPart, FontUse, Heading, LabelRange, Metadata, PrintedNumber, Sheets
from renderer.workspace import font_files

STYLE = """
@font-face { font-family: "Test Serif"; src: url(asset:///fonts/SourceSerifPro-Regular.ttf) }
@font-face { font-family: "Test Serif"; font-weight: bold; src: url(asset:///fonts/SourceSerifPro-Bold.ttf) }
@font-face { font-family: "Test Sans"; src: url(asset:///fonts/SourceSansPro-Regular.ttf) }
@page { size: 300pt 400pt; margin: 40pt }
html { font: 10pt "Test Serif"; image-rendering: crisp-edges }
table, figcaption { font-family: "Test Sans" }
"""
FURNITURE = "@page { margin: 0 } html { font-family: 'Test Sans' } p { break-after: page; margin: 10pt 40pt }"
METADATA = Metadata("Annual report 2024", "Ten years & more", "The foundation", "en", "2024-03-01", ("report", "<x>"))


def typeset(
    part: str, body: str, *, lang: str = "en", tagged: bool = True, style: str = "", files: Mapping[str, bytes] = {}
) -> Sheets:
    """Set the body of an HTML page; `files` are pictures by the name after `asset:///`."""
    weasyprint, font_config = _engine()
    fetcher = _fetcher(files)
    css = weasyprint.CSS(string=STYLE + style, font_config=font_config, url_fetcher=fetcher)
    html = f"<html lang={lang}><title>{part}</title><body>{body}"
    page = weasyprint.HTML(string=html, base_url="asset:///", url_fetcher=fetcher)
    document = page.render(stylesheets=[css], font_config=font_config, pdf_tags=tagged)
    pdf = document.write_pdf(pdf_variant="pdf/ua-1" if tagged else None)
    anchors: dict[str, int] = {}
    for number, sheet in enumerate(document.pages):
        for anchor in sheet.anchors:
            anchors.setdefault(anchor, number)
    sizes = tuple((p.width * 0.75, p.height * 0.75) for p in document.pages)
    fonts = tuple(_font_use(font) for font in document.fonts.values())
    return Sheets(part, pdf, sizes, anchors, fonts, ())


def make_part(
    part: str,
    body: str,
    headings: tuple[tuple[int, str, str], ...] = (),
    *,
    furniture: bool = False,
    blanks: int = 0,
    **more: Any,
) -> BoundPart:
    """Make a part; `headings` are (level, text, anchor); furniture says `head of PART 1`, `… 2` on its pages."""
    sheets = typeset(part, body, **more)
    lines = "".join(f"<p>head of {part} {number}</p>" for number in range(1, sheets.pages + 1))
    over = typeset(part, lines, tagged=False, style=FURNITURE) if furniture else None
    known = tuple(Heading(*heading) for heading in headings)
    return BoundPart(part, part.title(), more.get("lang", "en"), sheets, over, known, blanks)


def make_binding(
    *parts: BoundPart,
    labels: tuple[LabelRange, ...] = (LabelRange(0, "D"),),
    printed: tuple[PrintedNumber, ...] = (),
    conformance: tuple[str, ...] = ("ua1", "3a"),
    metadata: Metadata = METADATA,
) -> Binding:
    """Make an order to the binder with the shipped fonts as assets."""
    return Binding(tuple(parts), metadata, labels, printed, font_files(), conformance)


@functools.cache
def _engine() -> tuple[Any, Any]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    return weasyprint, FontConfiguration()


@functools.cache
def _font_digests() -> dict[str, str]:
    return {hashlib.sha256(path.read_bytes()).hexdigest(): name for name, path in font_files().items()}


def _font_use(font: Any) -> FontUse:
    from weasyprint.text.fonts import get_hb_object_data

    digest = hashlib.sha256(get_hb_object_data(font.hb_face)).hexdigest()
    asset = _font_digests().get(digest, "")
    return FontUse(font.name.decode(), asset, digest, font.index, tuple(sorted(font.to_unicode)), bool(font.missing))


def _fetcher(files: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix("asset:///")
            return URLFetcherResponse(url, files[name] if name in files else font_files()[name].read_bytes())

    return Fetcher()
