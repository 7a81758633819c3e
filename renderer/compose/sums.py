"""Financial statements in; findings out for rows with too many values, and for sums that are not those of their rows.

A sum may be meant in more than one way: over the entries since the last heading or sum, over all entries, or as sums
above it added and taken away (a result of income and spending, both written without sign). It is right when it is
any of them, give or take what rounding each row can make.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from renderer.compose.fields import Financials, Row, Statement
from renderer.data.formats import write_number
from renderer.data.table import number
from renderer.findings import Finding, finding
from renderer.read.yaml_lines import Lines

_SIGNED = 6
"""So many sums may be added or taken away to make another; with more, some choice of signs would fit any value."""
_FEW = 2
"""And so many entries below the last of them."""
_SUMS = ("subtotal", "total")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A value of a row, and how far rounding may have moved it."""

    value: float
    slack: float
    decimals: int = 0


@dataclass(slots=True)
class _Above:
    """What stands above a row: entries since the last sum, since the last heading, all of them; and the sums."""

    loose: list[_Amount] = field(default_factory=list)
    headed: list[_Amount] = field(default_factory=list)
    entries: list[_Amount] = field(default_factory=list)
    since_total: list[_Amount] = field(default_factory=list)
    subtotals: list[_Amount] = field(default_factory=list)
    sums: list[_Amount] = field(default_factory=list)

    def add(self, amount: _Amount) -> None:
        """Take in an entry."""
        for part in (self.loose, self.headed, self.entries, self.since_total):
            part.append(amount)

    def close(self, amount: _Amount, kind: str) -> None:
        """Take in a sum, which ends what it is over."""
        self.loose.clear()
        self.headed.clear()
        self.sums.append(amount)
        if kind == "total":
            self.since_total.clear()
            self.subtotals.clear()
        else:
            self.subtotals.append(amount)


def check_statements(fields: Financials, lang: str, lines: Lines, file: str) -> Iterator[Finding]:
    """Check each statement; `lines` has the line of each row by its path, `lang` tells how numbers are written."""
    for s, statement in enumerate(fields.statements):
        places = [lines.at(("statements", s, "rows", r)) for r in range(len(statement.rows))]
        for row, line in zip(statement.rows, places, strict=True):
            yield from _too_many(row, len(statement.columns), file, line)
        for column in range(len(statement.columns)):
            yield from _wrong_sums(statement, column, lang, places, file)


def _too_many(row: Row, columns: int, file: str, line: int) -> Iterator[Finding]:
    if len(row.values) > columns:
        left_out = ", ".join(row.values[columns:])
        message = f"“{row.label}” has {len(row.values)} values for {columns} columns; there is no place for {left_out}"
        yield finding("KEY-VALUE", message, file=file, line=line, remedy="name the column, or remove the value")


def _wrong_sums(statement: Statement, column: int, lang: str, places: Sequence[int], file: str) -> Iterator[Finding]:
    decimal: Literal[".", ","] = "," if write_number(0.5, 1, lang)[1] == "," else "."
    above = _Above()
    for row, line in zip(statement.rows, places, strict=True):
        if row.kind == "heading":
            above.headed.clear()
        text = row.values[column] if column < len(row.values) else ""
        amount = None if text.rstrip().endswith("%") else _amount(text, decimal)
        if amount is None:
            continue
        if row.kind not in _SUMS:
            above.add(amount)
            continue
        meant = list(_meanings(above, row.kind))
        if meant and not any(abs(amount.value - m.value) <= amount.slack + m.slack for m in meant):
            sum_of = write_number(meant[0].value, max(amount.decimals, meant[0].decimals), lang)
            name = f"“{row.label}” of {statement.columns[column]}"
            message = f"{name} is {text}, but the rows it stands below add up to {sum_of}"
            yield finding("FIN-TOTAL", message, file=file, line=line)
        above.close(amount, row.kind)


def _meanings(above: _Above, kind: str) -> Iterator[_Amount]:
    """Give what a sum below these rows may be, the most likely first."""
    if kind == "total" and above.since_total:
        yield _sum(above.since_total)
    if above.loose:
        yield from (_sum(part) for part in (above.loose, above.headed) if part)
        yield _sum([*above.subtotals, *above.loose])
    parts = [*above.sums[-_SIGNED:], *above.loose]
    if above.sums and 1 < len(parts) <= _SIGNED + _FEW and (kind == "total" or not above.loose):
        for used in range(2, len(parts) + 1):
            for signs in product((1, -1), repeat=used):
                yield _sum(
                    [_Amount(s * p.value, p.slack, p.decimals) for s, p in zip(signs, parts[-used:], strict=True)]
                )
    if above.entries:
        yield _sum(above.entries)


def _sum(parts: Sequence[_Amount]) -> _Amount:
    decimals = max((p.decimals for p in parts), default=0)
    return _Amount(sum(p.value for p in parts), sum(p.slack for p in parts), decimals)


def _amount(text: str, decimal: Literal[".", ","]) -> _Amount | None:
    """Read `1,234.5`, `(1,234)` and `−3`; words and dashes count nothing."""
    plain = text.strip()
    below = plain.startswith("(") and plain.endswith(")")
    try:
        value = number(plain[1:-1] if below else plain, decimal)
    except ValueError:
        return None
    if value is None:
        return None
    decimals = len(plain.rstrip(")").rpartition(decimal)[2]) if decimal in plain else 0
    return _Amount(-value if below else value, 0.5001 * 10**-decimals, decimals)
