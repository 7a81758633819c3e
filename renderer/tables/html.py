"""A `Grid` and its words in; a table element with head and row scopes, row groups and totals out.

All text is put in as text: nothing in a cell of a data file can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.tables.values import Grid

MANY_COLUMNS = 7
"""From so many columns on a table is set smaller, as those written by hand are."""


def table_element(grid: Grid, caption: HtmlElement) -> HtmlElement:
    """Make the table; its first column heads the rows, a named section is a row group with a head of its own."""
    table = E.table(CLASS("data"), caption, E.thead(_row(grid.heads, grid.numeric, "col")))
    if len(grid.heads) >= MANY_COLUMNS:
        table.set("class", "data many-columns")
    for section in grid.sections:
        body = E.tbody()
        if section.name:
            head = E.th(section.name, scope="rowgroup", colspan=str(len(grid.heads)))
            body.append(E.tr(CLASS("group"), head))
        body.extend(_row(cells, grid.numeric, "row") for cells in section.rows)
        if section.subtotal:
            row = _row(section.subtotal, grid.numeric, "row")
            row.set("class", "subtotal")
            body.append(row)
        table.append(body)
    if grid.total:
        table.append(E.tfoot(_row(grid.total, grid.numeric, "row")))
    return table


def words_of(element: HtmlElement, parts: Iterable[tuple[str, str]]) -> HtmlElement:
    """Put texts into an element, each as a span of a class, with a space between for readers without styles."""
    for name, text in parts:
        if text:
            span = E.span(CLASS(name), text)
            span.tail = " "
            element.append(span)
    return element


def _row(cells: Sequence[str], numeric: Sequence[bool], scope: str) -> HtmlElement:
    row = E.tr()
    for number, (text, right) in enumerate(zip(cells, numeric, strict=True)):
        heads = scope == "col" or number == 0
        cell = E.th(text, scope=scope) if heads else E.td(text)
        if right:
            cell.set("class", "align-right" if scope == "col" else "number align-right")
        row.append(cell)
    return row
