"""One HTML document in, one PDF out, by plain WeasyPrint: what `make bench` measures everything else against.

Usage: python tools/bench_raw.py FOLDER    FOLDER holds document.html, style.css and assets.json (name → file).
"""

# ruff: noqa: TID253 (loading the engine is what this script is for)
from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.parse import unquote

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "asset:///"
MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".ttf": "font/ttf"}


class AssetFetcher(URLFetcher):
    """Gives the files that `asset:///NAME` stands for."""

    def __init__(self, files: dict[str, str]):
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = Path(self.files[unquote(url.removeprefix(BASE))])
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]})


def main(folder: Path) -> None:
    fetcher = AssetFetcher(json.loads((folder / "assets.json").read_text(encoding="utf-8")))
    fonts = FontConfiguration()
    css = (folder / "style.css").read_text(encoding="utf-8")
    style = CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=(folder / "document.html").read_text(encoding="utf-8"), base_url=BASE, url_fetcher=fetcher)
    html.write_pdf(folder / "raw.pdf", stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
