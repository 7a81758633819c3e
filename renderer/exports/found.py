"""Composed parts in; the figures in them out, with the words that go with each: what an editor needs beside the file.

Charts, and pictures with a caption. Numbers are those of the publication, since the parts are read as they are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement, document_fromstring

from renderer.compose import ChartJob
from renderer.languages.words import words as words_of
from renderer.model import Asset, Attachment, PartDocument
from renderer.read.naming import slug

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A figure of a publication. `name` is of ASCII and no other figure's; `id` is what references call it.

    `chart` is the order for its drawing, None for a picture; `data` is what it is drawn from.
    """

    name: str
    id: str
    number: str
    title: str
    caption: str
    alt: str
    note: str
    source: str
    credit: str
    lang: str
    part: str
    asset: Asset
    chart: ChartJob | None
    data: Attachment | None


def figures_in(documents: Sequence[PartDocument], charts: Sequence[ChartJob]) -> tuple[Found, ...]:
    """Find the figures of all parts, in their order."""
    drawn = {job.asset: job for job in charts}
    taken: set[str] = set()
    return tuple(found for document in documents for found in _in_part(document, drawn, taken))


def _in_part(document: PartDocument, charts: dict[str, ChartJob], taken: set[str]) -> Iterator[Found]:
    assets = {asset.name: asset for asset in document.assets}
    files = {attachment.name: attachment for attachment in document.attachments}
    for figure in document_fromstring(document.html).iter("figure"):
        image, caption = next(iter(figure.iter("img")), None), figure.find("figcaption")
        asset = assets.get(image.get("src", "").removeprefix("asset:///")) if image is not None else None
        if image is None or caption is None or asset is None:
            continue
        own = figure.get("id", "").partition(".")[2]
        data = files.get(image.get("data-attachment", ""))
        words = {name: _words(caption, name) for name in ("label", "title", "caption", "note", "source", "credit")}
        own_words = words_of(document.lang)
        for name in ("note", "source"):  # printed behind their name
            words[name] = words[name].removeprefix(f"{own_words[name]}: ")
        chart = charts.get(asset.name)
        if chart is None:
            words["title"], words["caption"] = _rest(caption), ""
        said = data.name.removesuffix(".csv") if data else own.removeprefix("fig-") or words["title"]
        yield Found(
            _free(slug(said)[:_LONGEST].strip("-") or "figure", taken), own, words["label"], words["title"],
            words["caption"], image.get("alt", ""), words["note"], words["source"], words["credit"], document.lang,
            document.title, asset, chart, data,
        )  # fmt: skip


def _words(caption: HtmlElement, name: str) -> str:
    return " ".join(" ".join(span.text_content() for span in caption.xpath(f"span[@class='{name}']")).split())


def _rest(caption: HtmlElement) -> str:
    """Give the words of a caption without its number and credit."""
    said = " ".join(caption.xpath(".//text()[not(ancestor::span[@class='label' or @class='credit'])]"))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(said.split()))


def _free(stem: str, taken: set[str]) -> str:
    name, n = stem, 2
    while name in taken:
        name, n = f"{stem}-{n}", n + 1
    taken.add(name)
    return name
