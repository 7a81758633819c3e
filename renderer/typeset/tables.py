"""Tables in the structure tree: which header cells a data cell belongs to.

In: a Table node with its cells. Out: Scope, ID and Headers in the attributes of its TH and TD
(ISO 32000-1, table 349; PDF/UA-1, 7.5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from renderer.typeset.structure import Node


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on the grid of its table: rows and columns it covers, counted from 0, and its place among all cells."""

    node: Node
    rows: range
    columns: range
    order: int


def describe_table(table: Node, number: int) -> None:
    """Give each TH its Scope and identifier, and each TD the headers of its row and columns.

    `number` tells the tables of a part apart: identifiers are `t2r0c1` for table, row and column.
    """
    cells = list(_grid(table))
    _fill_rows(table, cells)
    data_rows = {row for cell in cells if cell.node.role == "TD" for row in cell.rows}
    for cell in cells:
        cell.node.owner = "Table"
        for key, covered in (("RowSpan", cell.rows), ("ColSpan", cell.columns)):
            if len(covered) > 1:
                cell.node.attributes[key] = len(covered)
        if cell.node.role == "TH":
            cell.node.id = f"t{number}r{cell.rows.start}c{cell.columns.start}"
            cell.node.attributes["Scope"] = _scope(cell, data_rows)
    headers = [cell for cell in cells if cell.node.role == "TH"]
    by_row = _by_place((h for h in headers if h.node.attributes["Scope"] != "Column"), lambda header: header.rows)
    by_column = _by_place((h for h in headers if h.node.attributes["Scope"] != "Row"), lambda header: header.columns)
    for cell in cells:
        if cell.node.role == "TD":
            near = [n for row in cell.rows for n in by_row.get(row, ())]
            near += [
                n for column in cell.columns for n in by_column.get(column, ()) if n[1].rows.start < cell.rows.stop
            ]
            named = [header.node.id for _, header in sorted(dict(near).items())]
            if named:
                cell.node.attributes["Headers"] = named


def _by_place(headers: Iterable[Cell], places: Callable[[Cell], range]) -> dict[int, list[tuple[int, Cell]]]:
    """Sort headers by the rows or columns they stand in, each with its place in the order of the table."""
    sorted_in: dict[int, list[tuple[int, Cell]]] = {}
    for header in headers:
        for place in places(header):
            sorted_in.setdefault(place, []).append((header.order, header))
    return sorted_in


def _grid(table: Node) -> Iterator[Cell]:
    """Place the cells as HTML does: each in the first column of its row that no cell above reaches into."""
    taken: set[tuple[int, int]] = set()
    order = count()
    rows = _rows(table)
    for y, row in enumerate(rows):
        x = 0
        for node in row.nodes():
            while (y, x) in taken:
                x += 1
            height = min(int(node.attributes.pop("RowSpan", 1)), len(rows) - y)
            width = int(node.attributes.pop("ColSpan", 1))
            cell = Cell(node, range(y, y + max(height, 1)), range(x, x + width), next(order))
            taken.update((i, j) for i in cell.rows for j in cell.columns)
            yield cell


def _fill_rows(table: Node, cells: list[Cell]) -> None:
    """End rows that are too short with an empty cell: all rows must have the same width (PDF/UA-1, 7.2)."""
    width = max((cell.columns.stop for cell in cells), default=0)
    filled = Counter(y for cell in cells for y in cell.rows for _ in cell.columns)
    for y, row in enumerate(_rows(table)):
        missing = width - filled[y]
        if missing > 0:
            cells.append(Cell(row.add(Node("TD")), range(y, y + 1), range(width - missing, width), len(cells)))


def _rows(table: Node) -> list[Node]:
    return [node for node in table.descendants() if node.role == "TR" and _table_of(node) is table]


def _table_of(node: Node) -> Node | None:
    up = node.parent
    while up is not None and up.role != "Table":
        up = up.parent
    return up


def _scope(cell: Cell, data_rows: set[int]) -> str:
    """Follow the scope attribute; without it a TH beside data in the body heads its row, any other its column."""
    element = cell.node.element
    said = element.get("scope", "").lower() if element is not None else ""
    if said:
        return "Both" if said == "both" else "Row" if said.startswith("row") else "Column"
    row = cell.node.parent
    group = row.parent.role if row is not None and row.parent is not None else ""
    return "Row" if group != "THead" and cell.rows.start in data_rows else "Column"
