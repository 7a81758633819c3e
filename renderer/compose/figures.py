"""Chart blocks and pictures of a part in; figures with assets out, and the charts that are still to be drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.charts.theme import ChartTheme
from renderer.charts.values import ChartData, ChartSpec, NamesData
from renderer.compose.behind import Attachments, Behind, of_chart, table_behind, where_printed
from renderer.compose.pictures import Pictures, Place, shown
from renderer.compose.places import Places
from renderer.data.table import Table
from renderer.findings import Finding, finding
from renderer.findings import Place as At
from renderer.model import Asset, Attachment
from renderer.store import fingerprint, key_of
from renderer.tables.html import words_of
from renderer.workspace import Workspace, digest, font_files

_WIDEST_IN_CELL = 200.0  # px: a fourth of the page
_SIZE = re.compile(r"\s*([1-9]\d{0,4}(?:\.\d+)?)\s*(?:px|(%))?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ChartJob:
    """A chart to draw: everything that decides its SVG, and the key it is stored under."""

    key: str
    asset: str
    data: ChartData
    theme: ChartTheme
    fonts: Mapping[str, Path]
    place: At
    title: str


class Tables:
    """The data tables of one publication, each read once."""

    def __init__(self, workspace: Workspace, folder: Path):
        self._workspace, self._folder = workspace, folder
        self._tables: dict[str, tuple[Table | None, tuple[Finding, ...]]] = {}

    def table(self, spec: NamesData) -> tuple[Table | None, tuple[Finding, ...]]:
        """Give the table a block names."""
        from renderer.charts.prepare import table_for

        table, findings = (
            table_for(spec, self._workspace, self._folder)
            if (spec.data not in self._tables)
            else self._tables[spec.data]
        )
        if table is not None:  # else the finding names this chart's line, so it is not kept for the next one
            self._tables[spec.data] = table, findings
        return table, findings

    def source(self, spec: ChartSpec) -> str:
        """Give the source that the schema of a chart's data names, or nothing."""
        table, _ = self.table(spec)
        return table.schema.source if table else ""

    def maker(self, kind: str) -> str:
        """Tell which package brings a kind, with version and source; empty for a kind that is here.

        It is asked through the workspace, so that a build after a package came, went or changed is no repetition.
        """
        from renderer.charts import plugins
        from renderer.charts.kinds import CHART_KINDS

        if kind in CHART_KINDS:
            return ""
        self._workspace.plugins(plugins.GROUP)
        if kind not in plugins.known():
            return ""
        path = plugins.source(kind)
        return plugins.maker(kind) + (f" {digest(self._workspace.read(path))}" if path else "")

    def chart_data(self, spec: ChartSpec, lang: str) -> tuple[ChartData | None, tuple[Finding, ...]]:
        """Pick a chart's rows and columns from its table."""
        from renderer.charts.prepare import prepare

        table, findings = self.table(spec)
        return prepare(spec, table, lang=lang) if table is not None else (None, findings)


@dataclass(frozen=True, slots=True)
class Studio:
    """What the charts of a publication share; `printed` is where data are printed of which a chart does not say it."""

    tables: Tables
    theme: ChartTheme
    attachments: Attachments
    printed: str


@dataclass(slots=True)
class Made:
    """What the charts of a part come to: drawings to be made, their data as files and for the appendix, findings."""

    jobs: list[ChartJob] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    behind: list[Behind] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def chart_job(
    data: ChartData, theme: ChartTheme, fonts: Mapping[str, Path], place: At, title: str, maker: str = ""
) -> ChartJob:
    """Order a drawing; the same data in the same look is drawn once, by each version of its `maker`."""
    key = key_of(repr(data), repr(theme), fingerprint("charts", "data/formats.py"), maker)
    return ChartJob(key, f"charts/{key[:24]}.svg", data, theme, fonts, place, title)


def describe(image: HtmlElement, spec: ChartSpec, data: ChartData) -> list[Finding]:
    """Give a chart its alternative text; one composed from the data is marked and noted."""
    from renderer.charts.alt import alt_text

    image.set("alt", alt_text(spec, data))
    if spec.alt:
        return []
    image.set("data-alt", "composed")
    message = f"the chart {spec.title!r} has no alternative text of its own; one is composed from its data"
    remedy = "say what it shows: ![what it shows](file)" if spec.width == "text" else ""
    return [finding("CHART-ALT", message, file=spec.file, line=spec.line_of("title"), remedy=remedy)]


def place_charts(
    tree: HtmlElement, part: str, studio: Studio, source: str, words: Mapping[str, str], lang: str
) -> Made:
    """Turn every chart block of a part into a figure whose picture is the chart to be drawn."""
    made = Made()
    blocks = [figure for figure in tree.iter("figure") if figure.get("data-chart") is not None]
    if not blocks:
        return made
    # Here, because reading them takes pydantic: most manuscripts have no charts.
    from renderer.charts.spec import read_spec

    fonts = font_files()
    for figure in blocks:
        line = int(figure.get("data-line") or 0)
        spec, faults = read_spec(figure.attrib.pop("data-chart"), source=source, line=line + 1)
        made.findings += faults
        data = None
        maker = studio.tables.maker(spec.kind if spec else "")
        if spec is not None:
            data, faults = studio.tables.chart_data(spec, lang)
            made.findings += faults
        if spec is None or data is None:
            figure.set("class", "chart missing")
            continue
        job = chart_job(data, studio.theme, fonts, spec.place, spec.title, maker)
        made.jobs.append(job)
        figure.set("class", f"chart {spec.width}")
        figure.set("id", spec.id)
        image = E.img(src=f"asset:///{job.asset}")
        image.set("data-line", str(line))
        made.findings += describe(image, spec, data)
        attach(image, spec, studio, made)
        figure.append(image)
        parts = [("title", spec.title), ("caption", spec.caption)]
        said = (("note", spec.note), ("source", spec.source or studio.tables.source(spec)))
        parts += [(name, f"{words[name]}: {text}") for name, text in said if text]
        figure.append(words_of(E.figcaption(), parts))
        _print_data(figure, part, spec, data, studio, made, words)
    return made


def attach(image: HtmlElement, spec: ChartSpec, studio: Studio, made: Made) -> None:
    """Let the data of a chart travel in the PDF, tied to its picture by their name."""
    table, _ = studio.tables.table(spec)
    if table is not None:
        attachment = studio.attachments.take(spec, table)
        image.set("data-attachment", attachment.name)
        made.attachments.append(attachment)


def _print_data(
    figure: HtmlElement, part: str, spec: ChartSpec, data: ChartData, studio: Studio, made: Made,
    words: Mapping[str, str],
) -> None:  # fmt: skip
    """Put the data of a chart behind its figure, or note them for the appendix, as block and publication ask."""
    behind = of_chart(part, spec, data)
    where, faults = where_printed(spec, studio.printed, behind.grid)
    made.findings += faults
    if where == "appendix":
        made.behind.append(behind)
    elif where == "after":
        table = table_behind(spec.title, spec.unit, behind.grid, f"#{spec.id}", "", words)
        table.set("data-line", figure.get("data-line") or "0")
        figure.addnext(table)
        table.tail, figure.tail = figure.tail, None


def place_pictures(
    pictures: Pictures, tree: HtmlElement, places: Places, source: str, *, captions: bool = True
) -> tuple[list[Asset], list[Finding]]:
    """Point every picture of a part at an asset; one that cannot be used leaves a visible gap for the proof.

    With `captions`, the caption of a picture without alternative text serves as one.
    """
    assets: list[Asset] = []
    findings: list[Finding] = []
    for image in list(tree.iter("img")):
        src, line = image.get("src", ""), int(image.get("data-line") or 0)
        if src.startswith("asset:///charts/"):
            continue
        asset, faults = pictures.find(src, Place(source, line, places))
        findings += faults
        if asset is None:
            gap = E.span(CLASS("missing"), f"[{shown(src)}]")
            gap.tail = image.tail
            image.getparent().replace(image, gap)
            continue
        assets.append(asset)
        image.set("src", f"asset:///{asset.name}")
        for name in ("srcset", "sizes", "loading"):
            image.attrib.pop(name, None)
        _keep_size(image)
        if not image.get("alt", "").strip() and image.get("role") != "presentation":
            caption = (_caption_of(image) or " ".join(image.get("title", "").split())) if captions else ""
            code, rest = ("PIC-ALT-CAPTION", "; its caption serves") if caption else ("PIC-ALT", "")
            message = f"the picture {shown(src)} has no alternative text{rest}"
            findings.append(finding(code, message, file=source, line=line))
            image.set("alt", caption)
    return assets, findings


def _keep_size(image: HtmlElement) -> None:
    """Let a picture be no larger than the author says in px or per cent, in its own proportions."""
    given = {name: _SIZE.fullmatch(image.attrib.pop(name, "")) for name in ("width", "height")}
    in_cell = any(True for _ in image.iterancestors("td", "th"))
    if (width := given["width"]) and in_cell:
        # A table gives a column at least the width its pictures ask for, and a percentage asks for none.
        if not width[2] and float(width[1]) <= _WIDEST_IN_CELL:
            image.set("style", f"max-width: {width[1]}px")
    elif width:
        image.set("style", f"max-width: min({width[1]}{width[2] or 'px'}, 100%)")
    elif (height := given["height"]) and not height[2]:
        image.set("style", f"max-height: {height[1]}px")


def _caption_of(image: HtmlElement) -> str:
    """Give the caption a picture stands over: the next best thing to an alternative text, in the author's own words."""
    for parent in image.iterancestors("figure"):
        caption = parent.find("figcaption")
        if caption is not None:
            return " ".join(etree.tostring(caption, method="text", encoding="unicode", with_tail=False).split())
    return ""
