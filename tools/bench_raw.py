"""One document in, one PDF out, by plain WeasyPrint: what `make bench` measures everything else against.

Usage: python tools/bench_raw.py FOLDER    FOLDER holds document.html, style.css and assets.json (name → file).
       python tools/bench_raw.py FILE.md FILE.pdf [SITE]    A manuscript through Python-Markdown, without styles;
       pictures named /img/… are looked for in SITE, nothing is fetched from the network.
"""

# ruff: noqa: TID253 (loading the engine is what this script is for)
from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "asset:///"
HERE = "http://manuscript.invalid/"
"""Where a manuscript seems to lie: paths are only joined to addresses of schemes that Python knows."""
MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".ttf": "font/ttf"}
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
EXTENSIONS = ["extra", "toc", "sane_lists"]
VARIANT = "pdf/ua-1"
"""The kind of file the renderer makes as well: tagged."""


class AssetFetcher(URLFetcher):
    """Gives the files that `asset:///NAME` stands for."""

    def __init__(self, files: dict[str, str]):
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = Path(self.files[unquote(url.removeprefix(BASE))])
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]})


class FolderFetcher(URLFetcher):
    """Gives files of the manuscript's folder, and those of the site for paths that begin with a slash."""

    def __init__(self, folder: Path, site: Path):
        super().__init__()
        self.folder, self.site = folder, site

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if not url.startswith(HERE):
            raise ValueError(f"not fetched: {url}")
        name = unquote(urlsplit(url).path).lstrip("/")
        path = next((p for p in (self.folder / name, self.site / name) if p.is_file()), self.folder / name)
        kind = MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def publication(folder: Path) -> None:
    """Typeset a document with its style and assets."""
    fetcher = AssetFetcher(json.loads((folder / "assets.json").read_text(encoding="utf-8")))
    fonts = FontConfiguration()
    css = (folder / "style.css").read_text(encoding="utf-8")
    style = CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=(folder / "document.html").read_text(encoding="utf-8"), base_url=BASE, url_fetcher=fetcher)
    html.write_pdf(folder / "raw.pdf", stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)


def manuscript(file: Path, pdf: Path, site: Path) -> None:
    """Typeset a manuscript as anyone would in a dozen lines."""
    import markdown

    text = FRONT_MATTER.sub("", file.read_text(encoding="utf-8-sig"))
    body = markdown.markdown(text, extensions=EXTENSIONS)
    page = f"<!DOCTYPE html><html lang=en><title>{file.stem}</title><body>{body}"
    html = HTML(string=page, base_url=HERE, url_fetcher=FolderFetcher(file.parent, site))
    html.write_pdf(pdf, stylesheets=[CSS(string="@page { size: A4 }")], pdf_variant=VARIANT)


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[1:]]
    if len(given) == 1:
        publication(given[0])
    else:
        manuscript(given[0], given[1], given[2] if len(given) > 2 else given[0].parent)
