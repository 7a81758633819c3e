"""Pictures of a part that name a data file in; small charts in the line of text out, still to be drawn.

`![Cores, 2020 to 2022](cores.csv#cores)` shows the column `cores` over the first column of the file.
"""

from __future__ import annotations

from urllib.parse import unquote

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.charts.values import ChartSpec
from renderer.compose.figures import ChartJob, Made, Studio, attach, chart_job, describe
from renderer.data.table import Table
from renderer.data.tables import SUFFIXES
from renderer.findings import Finding, finding
from renderer.workspace import font_files


def place_sparks(tree: HtmlElement, studio: Studio, source: str, lang: str, made: Made) -> None:
    """Point every picture that names a data file at a chart; one that cannot be drawn leaves a gap for the proof.

    What they come to is added to what the charts of the part have `made`.
    """
    for image in list(tree.iter("img")):
        file, _, column = unquote(image.get("src", "")).partition("#")
        if not file.lower().endswith(SUFFIXES):
            continue
        job, faults = _spark(image, file, column, studio, source, lang, made)
        made.findings += faults
        if job is None:
            gap = E.span(CLASS("missing"), f"[{image.get('src')}]")
            gap.tail = image.tail
            image.getparent().replace(image, gap)
            continue
        made.jobs.append(job)
        image.set("src", f"asset:///{job.asset}")
        image.set("class", f"{image.get('class') or ''} spark".strip())


def _spark(
    image: HtmlElement, file: str, column: str, studio: Studio, source: str, lang: str, made: Made
) -> tuple[ChartJob | None, list[Finding]]:
    line = int(image.get("data-line") or 0)
    spec = _spec(file, "", column, image.get("alt", "").strip(), source, line)
    table, faults = studio.tables.table(spec)
    if table is None:
        return None, list(faults)
    wanted = column or _only_column(table)
    if not wanted:
        message = f"{table.file} has {len(table.columns)} columns, and the picture names none of them"
        remedy = f"write {file}#COLUMN; columns: {', '.join(table.columns)}"
        return None, [finding("CHART-COLUMN", message, file=source, line=line, remedy=remedy)]
    spec = _spec(file, table.columns[0], wanted, spec.alt, source, line)
    data, faults = studio.tables.chart_data(spec, lang)
    if data is None:
        return None, list(faults)
    attach(image, spec, studio, made)
    return chart_job(data, studio.theme, font_files(), spec.place, spec.title), describe(image, spec, data)


def _only_column(table: Table) -> str:
    return table.columns[1] if len(table.columns) == 2 else ""


def _spec(file: str, x: str, y: str, alt: str, source: str, line: int) -> ChartSpec:
    return ChartSpec(
        kind="spark", data=file, x=x, y=(y,), series="", where={}, title=y, caption="", source="", alt=alt, unit="",
        labels={}, highlight="", height=None, width="text", id="", target=None, reference=(), annotations={},
        sort="file", values="none", colors={}, note="", file=source, line=line,
    )  # fmt: skip
