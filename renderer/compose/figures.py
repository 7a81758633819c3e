"""Chart blocks and pictures of a part in; figures with assets out, and the charts that are still to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.charts import ChartData, ChartTheme, composed_alt, prepare, read_spec
from renderer.compose.pictures import Places, find_picture
from renderer.findings import Finding, InputError, finding
from renderer.model import Asset
from renderer.read.data import Table, load
from renderer.store import fingerprint, key_of
from renderer.workspace import Workspace, font_files


@dataclass(frozen=True, slots=True)
class ChartJob:
    """A chart to draw: everything that decides its SVG, and the key it is stored under."""

    key: str
    asset: str
    data: ChartData
    theme: ChartTheme
    fonts: Mapping[str, Path]
    source: str
    line: int


class Tables:
    """The data tables of one publication, each read once."""

    def __init__(self, workspace: Workspace, folder: Path):
        self._workspace, self._folder = workspace, folder
        self._tables: dict[str, Table] = {}

    def get(self, name: str) -> Table:
        """Read `name` (a stem or a file name in the data folder).

        Raises InputError: there is no such file, or it is not a table.
        """
        if name not in self._tables:
            path = self._folder / name
            if not (path.suffix and self._workspace.is_file(path)):
                path = self._folder / f"{name}.csv"
            if ".." in Path(name).parts or Path(name).is_absolute():
                raise InputError([finding("CHART-DATA", f"`{name}` lies outside the data folder")])
            self._tables[name] = load(self._workspace, path)
        return self._tables[name]


def place_charts(
    tree: HtmlElement, tables: Tables, theme: ChartTheme, source: str, words: Mapping[str, str], lang: str
) -> tuple[list[ChartJob], list[Finding]]:
    """Turn every chart block of a part into a figure whose picture is the chart to be drawn."""
    jobs: list[ChartJob] = []
    findings: list[Finding] = []
    for figure in list(tree.iter("figure")):
        text = figure.attrib.pop("data-chart", None)
        if text is None:
            continue
        line = int(figure.get("data-line") or 0)
        spec, faults = read_spec(text, source=source, line=line + 1)
        findings += faults
        data = None
        if spec is not None:
            data, faults = _data(spec, tables, source, line)
            findings += faults
        if spec is None or data is None:
            figure.set("class", "chart missing")
            continue
        key = key_of(repr(data), repr(theme), fingerprint("charts"))
        job = ChartJob(key, f"charts/{key[:24]}.svg", data, theme, font_files(), source, line)
        jobs.append(job)
        figure.set("class", f"chart {spec.width}")
        figure.set("id", spec.id)
        image = E.img(src=f"asset:///{job.asset}", alt=spec.alt or composed_alt(data, lang))
        image.set("data-line", str(line))
        figure.append(image)
        parts = [("title", spec.title), ("caption", spec.caption)]
        if spec.source:
            parts.append(("source", f"{words['source']}: {spec.source}"))
        caption = E.figcaption()
        for name, text in parts:
            if text:
                span = E.span(CLASS(name), text)
                span.tail = " "
                caption.append(span)
        figure.append(caption)
    return jobs, findings


def place_pictures(
    workspace: Workspace, tree: HtmlElement, places: Places, source: str
) -> tuple[list[Asset], list[Finding]]:
    """Point every picture of a part at an asset; one that cannot be used leaves a visible gap for the proof."""
    assets: list[Asset] = []
    findings: list[Finding] = []
    for image in list(tree.iter("img")):
        src, line = image.get("src", ""), int(image.get("data-line") or 0)
        if src.startswith("asset:///charts/"):
            continue
        asset, fault = find_picture(workspace, src, places, source, line)
        if fault is not None or asset is None:
            findings += [fault] if fault else []
            gap = E.span(CLASS("missing"), f"[{src}]")
            gap.tail = image.tail
            image.getparent().replace(image, gap)
            continue
        assets.append(asset)
        image.set("src", f"asset:///{asset.name}")
        for name in ("srcset", "sizes", "loading"):
            image.attrib.pop(name, None)
        if not image.get("alt", "").strip() and image.get("role") != "presentation":
            caption = _caption_of(image)
            code, rest = ("PIC-ALT-CAPTION", "; its caption serves") if caption else ("PIC-ALT", "")
            message = f"the picture {src} has no alternative text{rest}"
            findings.append(finding(code, message, file=source, line=line))
            image.set("alt", caption)
    return assets, findings


def _caption_of(image: HtmlElement) -> str:
    """Give the caption a picture stands over: the next best thing to an alternative text, and the author's own words."""
    for parent in image.iterancestors("figure"):
        caption = parent.find("figcaption")
        if caption is not None:
            return " ".join(etree.tostring(caption, method="text", encoding="unicode", with_tail=False).split())
    return ""


def _data(spec: object, tables: Tables, source: str, line: int) -> tuple[ChartData | None, list[Finding]]:
    name = spec.data  # type: ignore[attr-defined]
    try:
        table = tables.get(name)
    except InputError as e:
        return None, [
            finding("CHART-DATA", f"the chart's data `{name}` cannot be used: {f.message}", file=source, line=line)
            if f.code == "FILE-MISSING" or not f.place.file
            else f
            for f in e.findings
        ]
    data, faults = prepare(spec, table)  # type: ignore[arg-type]
    return data, list(faults)
