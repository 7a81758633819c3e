"""Numbers typed by hand that are not those of the data.

In: the parts of a publication as text, with the tables each names in its front matter. Out: warnings, each with the
number as typed, its place, and the cell it should be. A number is held against a cell only when its sentence says so in
two ways at least: the noun it counts, and the words of the column, the row, the file or the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations

from renderer.data.table import Row, Table
from renderer.data.values import Measure, Refused, Source, Value, column_label
from renderer.findings import Finding, Place, finding
from renderer.review.english import singular, words
from renderer.review.numbers import Count
from renderer.review.places import line_of, sentences
from renderer.review.quantities import Mention
from renderer.review.reading import Passage, Text
from renderer.review.years import Reporting, years_in

_FAR_APART = 2.0
"""Values that differ by more than this factor count different things, unless one has a nought too many."""
_ALIKE = 1.05
_QUALIFIED: Mapping[str, tuple[float, float]] = {"over": (1.0, 1.1), "under": (0.9, 1.0), "about": (0.95, 1.05)}
_HUGE = 1e6
_LARGEST = 1000
"""Rows of a table with which numbers are compared: larger ones hold raw data, not what sentences say."""
_YEARS = 50
"""Rows of a column, the latest, between which growth is looked at."""
_GENERAL = words(
    "value values number numbers count counts amount amounts total totals figure figures sum result results"
)
"""Names of columns that do not say what is counted: the labels of the row do."""
_SMALL = words(
    "a an the of in on at to from by for with and or per than more over about thousand million billion percent pct"
)
_ASIDE = words("source sources note notes qualifier comment comments remark remarks unit units")
"""Columns that say something about a row and not which one it is."""
_PER_CENT = re.compile(r"(?<![\w.,/–-])(?P<number>\d{1,3}(?:\.\d{1,3})?) ?(?:%|per ?cent\b)(?! points)", re.IGNORECASE)
_ROSE = re.compile(r"\b(?:grew|grown|growth|rose|risen|rise|increase[ds]?|up|gain(?:ed)?|expanded)\b", re.IGNORECASE)
_FELL = re.compile(r"\b(?:fell|fallen|fall|declined?|decreased?|dropp?(?:ed)?|down|lost|shrank)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"\b(?:last year|previous year|prior year|year before|year earlier|year[- ](?:on|over)[- ]year)\b", re.IGNORECASE
)
_LATER = re.compile(r"\b(?:later|ago|months|quarter)\b", re.IGNORECASE)
"""Words that say a sentence spans another time than that between the years it names."""
_VAGUE = re.compile(
    r"(?:about|around|roughly|nearly|almost|some|over|more than|at least|up to|under|less than) $", re.I
)
_ONE_OF = re.compile(
    r"\b(?:alone|single|one (?:of (?:our|its|them|these|those)|member|user|organi[sz]ation|company|group|cloud)|each"
    r"|every|per|apiece|largest|smallest|of (?:them|these|those|which)|among|half|a third|a quarter)\b",
    re.IGNORECASE,
)
"""Words that say a number is of one thing among those a table counts, or of a part of them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a manuscript names: its tables, and by line what its expressions wrote there.

    `digest` stands for all that the tables say.
    """

    tables: tuple[Table, ...] = ()
    written: Mapping[int, Sequence[str]] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of a table and the words that must be said for a number to be it.

    `what` are those of the column, `which` those of the row; `year` is 0 where the table has no times.
    """

    value: Value
    what: frozenset[str]
    which: frozenset[str]
    year: int
    column: str
    row: Row
    table: Table

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        year = f", {self.year}" if self.year else ""
        return f"{self.table.file}:{self.row.line_of(self.column)} ({self.column}{year})"


Cells = dict[str, tuple[_Cell, ...]]
"""The values of the tables that were looked at, by their files: several texts name the same."""


def against_data(
    text: Text, mentions: Iterable[Mention], own: Known, about: Reporting | None, cells: Cells
) -> Iterator[Finding]:
    """Hold the numbers of a text, what it counts among them (`mentions`), against the data it names."""
    for table in own.tables:
        if table.file not in cells:
            cells[table.file] = tuple(_cells(table))
    here = [cell for table in own.tables for cell in cells[table.file]]
    if not here:
        return
    called: dict[str, list[_Cell]] = {}
    for cell in here:
        for word in cell.what:
            called.setdefault(word, []).append(cell)
    for mention in mentions:
        yield from _counted(mention, called.get(mention.count.noun, ()), text, own)
    for passage in text.passages:
        if passage.lang.lower().startswith("en") and passage.kind not in ("quotation", "note"):
            yield from _shares(text, passage, here, about.last if about else 0, own)


# ------------------------------------------------------------------------------------------------ the cells
def _cells(table: Table) -> Iterator[_Cell]:
    """Give the values of a table with the words that name them."""
    source = Source(table.name, table)
    if len(table.rows) > _LARGEST:
        return
    keys = [
        c for c in table.columns
        if c not in source.measures and c != source.time and c.lower() not in _ASIDE
        and len({row.cells[c] for row in table.rows}) > 1
    ]  # fmt: skip
    for column in source.measures:
        measure = Measure(source, column)
        what = _words(column_label(table, column)) or _words(column)
        for row in table.rows:
            if (value := _value(measure, row)) is None:
                continue
            which = frozenset[str]().union(*(_words(row.cells[key]) for key in keys))
            named, apart = (what, which) if what - _GENERAL else (which, frozenset[str]())
            when = years_in(row.cells[source.time]) if source.time else []
            yield _Cell(value, named - _GENERAL, apart, when[0][0] if when else 0, column, row, table)


def _value(measure: Measure, row: Row) -> Value | None:
    try:
        return measure.value(row)
    except Refused:  # told where the number is used
        return None


@lru_cache(20_000)
def _words(text: str) -> frozenset[str]:
    """Give the words of a name or sentence in the singular, small ones left out."""
    found = re.findall(r"[^\W_]+", text.replace("’s", "").replace("'s", "").lower())
    return frozenset(singular(word) for word in found if word not in _SMALL)


# ------------------------------------------------------------------------------------------------ the counts
def _counted(mention: Mention, cells: Sequence[_Cell], text: Text, own: Known) -> Iterator[Finding]:
    if _ONE_OF.search(mention.said):
        return
    said, title = _words(mention.said), _words(text.title)
    meant = [c for c in cells if c.value.unit != "%" and _is_meant(mention, c, said, title)]
    if len(meant) != 1 or _agree(mention.count, meant[0].value):
        return
    place = mention.place
    if not _was_written(mention.count.words, own.written.get(place.line, ())):
        yield _told(mention.count.words, place, meant[0], _shown(meant[0].value))


def _is_meant(mention: Mention, cell: _Cell, said: frozenset[str], title: frozenset[str]) -> bool:
    """Tell whether a number is said to be a cell: by its noun, and by all that sets the cell apart."""
    count, table = mention.count, cell.table
    if count.derived or (cell.year and cell.year != mention.time):
        return False
    named = _words(table.name)
    about = named | _words(table.schema.title)
    if not (cell.what | cell.which) <= said | {count.noun} | set(count.kind):
        return False
    kind = {singular(word) for word in count.kind}
    if kind - cell.what - cell.which - about or ("new" in kind) != ("new" in cell.what | cell.which):
        return False
    of = _words(" ".join([*table.columns, *cell.row.cells.values(), table.schema.source])) | about
    if any(_words(name) - of - title for name in mention.names | mention.opening):
        return False
    value = cell.value.number * cell.value.scale
    if len(cell.what) > 1 or cell.which or value >= _HUGE:
        return True
    return named <= said | title | {count.noun}


def _agree(count: Count, value: Value) -> bool:
    """Tell whether a number as typed can stand for a value, or is so far from it that it counts something else."""
    true = value.number * value.scale
    lower, upper = sorted(true * f for f in _QUALIFIED.get(value.qualifier, (1.0, 1.0)))
    if not true or not count.value:
        return true == count.value
    ratio = max(abs(count.value / true), abs(true / count.value))
    nought = any(power / _ALIKE <= ratio <= power * _ALIKE for power in (10.0, 100.0, 1000.0))
    if ratio > _FAR_APART and not nought:
        return True
    if count.least and value.qualifier == "over":
        return ratio <= _ALIKE
    slack = 0.0 if count.value >= _HUGE else 1.0  # 709 is as good for 709.6 as 710
    return (count.low - slack < upper and lower < count.high + slack) or count.low <= lower <= count.high


# ------------------------------------------------------------------------------------------------ per cent
def _shares(text: Text, passage: Passage, cells: Sequence[_Cell], now: int, own: Known) -> Iterator[Finding]:
    """Hold a sentence's one percentage against growth between two years, or against a column of percentages."""
    for sentence, start in sentences(passage.text):
        found = list(_PER_CENT.finditer(sentence))
        if len(found) != 1:
            continue
        said = _words(f"{sentence} {text.title}")
        years = sorted({year for year, _ in years_in(sentence)})
        meant = list(_growth(sentence, said, years, cells, now)) or [
            (c, c.value.number) for c in cells if c.value.unit == "%" and _is_said(c, said, years or [now])
        ]
        if len(meant) != 1:
            continue
        (cell, true), match = meant[0], found[0]
        typed, unit = float(match["number"]), 10.0 ** -len(match["number"].partition(".")[2])
        slack = max(unit, 0.1 * abs(true)) if _VAGUE.search(sentence[: match.start()]) else unit
        line = line_of(text, passage, start + match.start())
        right = any(abs(typed - value) < slack for value in (true, *_other_growth(cell, cells)))
        if right or _was_written(match[0], own.written.get(line, ())):
            continue
        yield _told(match[0], Place(text.source, line), cell, f"{true:.1f} %")


def _growth(
    sentence: str, said: frozenset[str], years: Sequence[int], cells: Sequence[_Cell], now: int
) -> Iterator[tuple[_Cell, float]]:
    """Give the later cell and the growth for each column that a sentence says grew or fell between two years."""
    rose, fell = bool(_ROSE.search(sentence)), bool(_FELL.search(sentence))
    if rose == fell or _LATER.search(sentence):
        return
    if len(years) == 2:
        first, last = years
    elif len(years) < 2 and _YEAR_BEFORE.search(sentence):
        last = years[0] if years else now
        first = last - 1
    else:
        return
    for cell in cells:
        if cell.value.unit == "%" or not _is_said(cell, said, [last]):
            continue
        before = [c for c in cells if (c.table.file, c.column, c.which, c.what, c.year) == (
            cell.table.file, cell.column, cell.which, cell.what, first)]  # fmt: skip
        if len(before) == 1 and before[0].value.number > 0:
            growth = 100 * (cell.value.number - before[0].value.number) / before[0].value.number
            yield cell, growth if rose else -growth


def _other_growth(cell: _Cell, cells: Sequence[_Cell]) -> Iterator[float]:
    """Give what the column grew or fell by between any two years: a number right for two others may mean those."""
    row = [c for c in cells if (c.table.file, c.column, c.which, c.what) == (
        cell.table.file, cell.column, cell.which, cell.what)]  # fmt: skip
    for before, after in combinations(row[-_YEARS:], 2):
        if before.value.number > 0:
            yield abs(100 * (after.value.number - before.value.number) / before.value.number)


def _is_said(cell: _Cell, said: frozenset[str], years: Sequence[int]) -> bool:
    """Tell whether a sentence names column, row and year of a cell, by two words at least or that of the file."""
    if not cell.what or not (cell.what | cell.which) <= said or (cell.year and cell.year not in years):
        return False
    return len(cell.what | cell.which) > 1 or _words(cell.table.name) <= said


# ------------------------------------------------------------------------------------------------ telling
def _told(typed: str, place: Place, cell: _Cell, shown: str) -> Finding:
    message = f"“{typed}” here, but {shown} in {cell.place}"
    return replace(finding("NUMBER-DATA", message), place=place)


def _shown(value: Value) -> str:
    number = value.number * value.scale
    return f"{value.qualifier} {number:,.12g}".strip()


def _was_written(typed: str, written: Sequence[str]) -> bool:
    """Tell whether an expression wrote a number: it is the data's own, whatever it was taken for."""
    digits = re.findall(r"\d[\d.,]*", typed)[:1]
    return any(number.rstrip(".,") in answer for number in digits for answer in written)
