"""What stands behind the charts of a publication: their data as attachments, and as tables where they are asked for.

In: charts as they are placed. Out: an `Attachment` for each, with a name no other has; tables after a figure, or
gathered in the part `data-tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.charts.prepare import source_rows
from renderer.charts.values import ChartData, ChartSpec
from renderer.data.table import Table
from renderer.findings import Finding, finding
from renderer.model import Attachment
from renderer.tables.behind import grid_behind
from renderer.tables.html import table_element, words_of
from renderer.tables.prepare import MOST_COLUMNS, MOST_ROWS
from renderer.tables.values import Grid

LAYOUT = "data-tables"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Behind:
    """A chart whose data stand in the appendix: the part and id of its figure, and what the table says."""

    part: str
    anchor: str
    title: str
    unit: str
    grid: Grid
    lang: str


class Attachments:
    """Gives the data of each chart a name that says what it shows and that no other file of the publication has."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, spec: ChartSpec, table: Table) -> Attachment:
        """Make the attachment of a chart, of the cells of the file it is drawn from."""
        stem = spec.id.removeprefix("fig-").lower()[:_LONGEST].strip("-_")
        if stem in ("", "chart"):  # a title without Latin letters, or a chart in a line of text
            said = " ".join(dict.fromkeys((PurePosixPath(spec.data).stem, spec.y[0])))
            words = said.encode("ascii", "ignore").decode().lower()
            stem = "-".join("".join(c if c.isalnum() else " " for c in words).split())[:_LONGEST] or "data"
        name, n = f"{stem}.csv", 2
        while name in self._taken:
            name, n = f"{stem}-{n}.csv", n + 1
        self._taken.add(name)
        return Attachment(
            name, source_rows(spec, table), "text/csv", f"{spec.title} ({PurePosixPath(table.file).name})"
        )


def where_printed(spec: ChartSpec, default: str, grid: Grid) -> tuple[str, list[Finding]]:
    """Say where the data of a chart are printed: as it asks, else as the publication does; too many of them nowhere.

    A chart that asks for a table which cannot be set leaves a finding.
    """
    wanted = spec.table or default
    if wanted == "attached" or (grid.count <= MOST_ROWS and len(grid.heads) <= MOST_COLUMNS):
        return wanted, []
    size = f"{grid.count:,} rows of {len(grid.heads):,} columns"
    message = f"the data of the chart {spec.title!r} are {size}, too many to print"
    remedy = "write `table: attached`; they are in the PDF as a CSV file all the same"
    found = finding("CHART-SHAPE", message, file=spec.file, line=spec.line_of("table"), remedy=remedy)
    return "attached", [found]


def table_behind(title: str, unit: str, grid: Grid, href: str, label: str, words: Mapping[str, str]) -> HtmlElement:
    """Make the table of a chart's data; its caption names the figure by a link, whose text is `label` or still open."""
    link = E.a(CLASS("ref"), label, href=href) if label else E.a(CLASS("ref"), href=href)
    link.tail = " "
    caption = E.caption(E.span(CLASS("label"), words["data"]), link)
    caption[0].tail = " "
    words_of(caption, [("title", title), ("caption", unit if unit != "%" else "")])
    return table_element(grid, caption)


def of_chart(part: str, spec: ChartSpec, data: ChartData) -> Behind:
    """Note a chart for the appendix."""
    return Behind(part, spec.id, spec.title, spec.unit, grid_behind(spec, data), data.lang)


def gather(tree: HtmlElement, tables: Iterable[Behind], labels: Mapping[str, str], words: Mapping[str, str]) -> None:
    """Put the tables of all charts into the tree of the appendix; `labels` says what each figure is called."""
    for table in tables:
        anchor = f"{table.part}.{table.anchor}"
        href, label = f"part:{table.part}#{anchor}", labels.get(anchor, "")
        if not label:  # its id was given twice, which is an error with a place of its own
            href, label = f"part:{table.part}", table.title
        tree.append(table_behind(table.title, table.unit, table.grid, href, label, words))


def default_of(asked: str, layouts: Sequence[str]) -> str:
    """Say where data are printed that no chart says anything of: in the appendix, where the publication has one."""
    return asked or ("appendix" if LAYOUT in layouts else "attached")
