"""One part through WeasyPrint.

In: a `TypesetJob`. Out: `Sheets`: the PDF bytes and the record of anchors, fonts and findings. The same job gives
the same bytes in any process: nothing but its own assets can be read, and nothing is shared between jobs but what is
a function of style sheets and fonts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from renderer.findings import Finding, finding, settled
from renderer.model import Asset, Sheets, TypesetJob
from renderer.pool import LONGEST, limited
from renderer.typeset.breaks import allow_breaks
from renderer.typeset.dom import Dom
from renderer.typeset.drawings import sized
from renderer.typeset.ending import well_ended
from renderer.typeset.fit import fitted
from renderer.typeset.fonts import font_uses, name_glyphs, subset, united
from renderer.typeset.lint import lint
from renderer.typeset.log import BASE, Message, Translator, listening
from renderer.typeset.noughts import STYLE, Noughts
from renderer.typeset.pictures import picture_maker, printed_pictures
from renderer.typeset.private import (
    PX,
    blocks_stepped_by,
    figures_fitted_by,
    fonts_subset_by,
    glyphs_named_by,
    lines_kept_whole,
    link_notes,
    look_again,
    remove_font_folder,
    tags_written_by,
)
from renderer.typeset.promise import kept
from renderer.typeset.rhythm import half_line
from renderer.typeset.shrink import shrunk
from renderer.typeset.streams import pictures_made_by, texts_drawn_in_place
from renderer.typeset.tags import TagWriter
from renderer.typeset.tokens import with_values

BASE_STYLE = f"h1, h2, h3, h4, h5, h6 {{ bookmark-level: none }} {STYLE}"
"""The binder writes the outline, from the headings of the manuscripts, and the page numbers."""
MEDIA_TYPES = {".svg": "image/svg+xml", ".css": "text/css"}
FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}


@dataclass(frozen=True, slots=True)
class Environment:
    """Parsed style sheets with the fonts they declare, shared by all jobs that have the same ones."""

    fonts: Any
    counter_style: Any
    color_profiles: dict[str, Any]
    sheets: tuple[Any, ...]
    messages: tuple[tuple[int, Message], ...]
    """What the engine said about each style sheet (from 1); every job that uses them reports it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Fonts, counter styles and colour profiles that style sheets declare, and the sheets parsed on them so far."""

    fonts: Any
    counter_style: Any
    color_profiles: dict[str, Any]
    sheets: dict[str, tuple[Any, tuple[Message, ...]]]


def set_part(job: TypesetJob) -> Sheets:
    """Typeset a part. Faults of content are findings; when the engine breaks down the sheets are empty."""
    try:
        with limited(LONGEST):
            environment = _environment(job)
            with listening() as messages:
                return _set(job, environment, messages)
    except (TimeoutError, MemoryError) as e:
        why = str(e) or "it takes more memory than there is for one part"
        text, remedy = f"the part “{job.id}” was given up: {why}", "part it in two, or look for a table without end"
        return Sheets(job.id, b"", (), {}, (), (finding("ENGINE-FAILED", text, file=job.source, remedy=remedy),))
    # The engine raises whatever its layout code stumbles over (IndexError, AssertionError, RecursionError …) and
    # promises no type; one such part must not take the findings of all others with it.
    except Exception as e:
        text = f"the engine broke down on part “{job.id}”: {type(e).__name__}: {e}"
        return Sheets(job.id, b"", (), {}, (), (finding("ENGINE-FAILED", text, file=job.source),))


def _set(job: TypesetJob, environment: Environment, messages: list[Message]) -> Sheets:
    from weasyprint import HTML

    html = HTML(string=job.html, base_url=BASE, url_fetcher=_fetcher(job.assets))
    allow_breaks(html.etree_element)
    dom = Dom(html.etree_element)
    # Of this job alone: SVG pictures keep their first document alive, and a picture that failed stays failed.
    pictures: dict[str, Any] = {}

    def lay_out() -> Any:
        look_again(html)
        with figures_fitted_by(shrunk), blocks_stepped_by(half_line), lines_kept_whole():
            return html.render(
                font_config=environment.fonts,
                counter_style=environment.counter_style.copy(),
                color_profiles=dict(environment.color_profiles),
                stylesheets=environment.sheets,
                cache=pictures,
            )

    with pictures_made_by(picture_maker(job.edition, job.fine)), texts_drawn_in_place():
        document, fits = fitted(job, dom, lay_out)
        settle = kept if job.promise else well_ended
        document, ends = settle(job, dom, document, lay_out)
        link_notes(document)
        tags, noughts = TagWriter(dom, job.id), Noughts(dom.root)
        pdf = _written(job, document, tags, noughts)
    fonts = font_uses(document, job.assets)
    translator = Translator(job.source, {asset.name: asset.title for asset in job.assets}, dom)
    found: list[Finding] = [translator.sheet(number, message) for number, message in environment.messages]
    found += translator.findings(messages)
    found += [*fits, *ends]
    found += _unnamed_pictures(job, tags)
    found += _links_without_scheme(job, document, dom)
    found += lint(job, document, dom, {key: use.asset for key, use in fonts.items()})
    return Sheets(
        job.id,
        pdf,
        tuple((round(page.width * PX, 3), round(page.height * PX, 3)) for page in document.pages),
        _anchors(document),
        united(fonts.values()),
        settled(found),
        slots=noughts.slots,
        pictures=printed_pictures(pictures.values(), job.assets),
        tags=tags.counts,
    )


def _written(job: TypesetJob, document: Any, tags: TagWriter, noughts: Noughts) -> bytes:
    """Write a laid-out part as a PDF, with tags of ours; drawings load the pictures they hold only now."""

    def name(fonts: Iterable[Any]) -> None:
        noughts.name(document)
        name_glyphs(fonts)

    def write_tags(pdf: Any, document: Any, version: Any, page_streams: Sequence[Any]) -> None:
        if not job.tagged:
            return noughts.find_untagged(pdf, page_streams)
        tags(pdf, document, version, page_streams)
        return noughts.find(page_streams)

    with tags_written_by(write_tags), glyphs_named_by(name), fonts_subset_by(subset):
        variant, marked = "pdf/ua-1" if job.tagged else None, job.tagged or noughts.wanted
        pdf: bytes = document.write_pdf(finisher=_forbid_interpolation, pdf_variant=variant, pdf_tags=marked)
    return pdf


def _forbid_interpolation(document: Any, pdf: Any) -> None:
    """Ask for no smoothing of pictures, which PDF/A forbids (ISO 19005-3, 6.2.8); `image-rendering` misses SVG."""
    for stream in pdf.objects:
        if getattr(stream, "extra", {}).get("Subtype") == "/Image":
            stream.extra["Interpolate"] = "false"


# ------------------------------------------------------------------------------------------- environment
_DECLARES = re.compile(r"@(font-face|counter-style|color-profile|import)\b")
_KEPT = 8  # one is enough for a publication; each holds some MB of fonts
_grounds: dict[tuple[object, ...], Ground] = {}


def _environment(job: TypesetJob) -> Environment:
    """Give the parsed style sheets of a job; those of other jobs with the same fonts and rules are used again."""
    fonts = tuple((a.name, a.digest) for a in job.assets if PurePosixPath(a.name).suffix.lower() in FONT_SUFFIXES)
    texts = (BASE_STYLE, *job.stylesheets)
    # What declares fonts or counters changes the ground all sheets stand on, so it is part of what tells grounds
    # apart: a sheet means the same whatever was typeset before it.
    key = (fonts, tuple(text for text in texts if _DECLARES.search(text)))
    if key not in _grounds:
        if len(_grounds) >= _KEPT:
            del _grounds[next(iter(_grounds))]
        _grounds[key] = _make_ground()
    ground = _grounds[key]
    # A part that is to keep a promise is set with several values of its tokens, until it does.
    parsed = [_parse(text, ground, job) for text in (texts if job.promise else with_values(texts, job.html))]
    messages = [(number, message) for number, (_, heard) in enumerate(parsed) for message in heard]
    sheets = tuple(sheet for sheet, _ in parsed)
    return Environment(ground.fonts, ground.counter_style, ground.color_profiles, sheets, tuple(messages))


def _make_ground() -> Ground:
    from multiprocessing.util import Finalize

    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    Finalize(None, _remove_font_folders, exitpriority=0)  # a worker ends without taking leave of its objects
    return Ground(FontConfiguration(), CounterStyle(), {}, {})


def _remove_font_folders() -> None:
    """Remove the temporary folders that the engine keeps fonts in."""
    for ground in _grounds.values():
        remove_font_folder(ground.fonts)


def _parse(text: str, ground: Ground, job: TypesetJob) -> tuple[Any, tuple[Message, ...]]:
    from weasyprint import CSS

    if text not in ground.sheets:
        with listening() as heard:
            sheet = CSS(
                string=text,
                base_url=BASE,
                url_fetcher=_fetcher(job.assets),
                font_config=ground.fonts,
                counter_style=ground.counter_style,
                color_profiles=ground.color_profiles,
            )
        ground.sheets[text] = sheet, tuple(heard)
    return ground.sheets[text]


def _fetcher(assets: Sequence[Asset]) -> Any:
    """Make a fetcher that hands out the assets under `asset:///NAME` and refuses everything else."""
    return _fetcher_class()({asset.name: asset.path for asset in assets})


@functools.cache
def _fetcher_class() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self, paths: dict[str, Any]):
            super().__init__(allowed_protocols=("data",))
            self._paths = paths

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):  # a picture that a drawing or a style sheet holds itself
                return super().fetch(url, headers)
            name = unquote(urlsplit(url).path.lstrip("/")) if url.startswith(BASE) else ""
            if name not in self._paths:
                raise ValueError(f"no such asset: {url}")
            media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
            data = self._paths[name].read_bytes()
            data = sized(data) if media_type == MEDIA_TYPES[".svg"] else data
            return URLFetcherResponse(url, data, {"Content-Type": media_type})

    return AssetFetcher


# ------------------------------------------------------------------------------------------------ record
def _anchors(document: Any) -> dict[str, int]:
    """Give the page index of every anchor; an anchor of several pages is where it first stands, as in the PDF."""
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for name in page.anchors:
            anchors.setdefault(name, number)
    return anchors


# ---------------------------------------------------------------------------------------------- findings
def _unnamed_pictures(job: TypesetJob, tags: TagWriter) -> list[Finding]:
    pictures = [(tags.dom.line(element), element.get("src", "").removeprefix(BASE)) for element in tags.unnamed]
    return [
        finding("PIC-ALT", f"the picture {name} has no alternative text", file=job.source, line=line)
        for line, name in pictures
    ]


def _links_without_scheme(job: TypesetJob, document: Any, dom: Dom) -> list[Finding]:
    links = [(target, box) for page in document.pages for kind, target, _, box in page.links if kind == "external"]
    return [
        finding(
            "LINK-DEAD",
            f"the link to “{unquote(target.removeprefix(BASE))}” leads nowhere: it has no scheme",
            file=job.source,
            line=dom.line(box.element),
            remedy="begin it with https:// or mailto:",
        )
        for target, box in links
        if not urlsplit(target).scheme or target.startswith(BASE)
    ]
