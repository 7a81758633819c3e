"""Alternative text: `ChartData` and its title in, the sentences that say what a reader would see out.

What the author wrote always comes first; these sentences stand in where nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from renderer.charts.lettering import decimals_of, with_percent, write_number
from renderer.charts.values import ChartData, ChartSpec, Series

_LISTED = 6
"""Up to so many values are read out one by one; more are summed up."""
_NAMED = 6
"""Up to so many series are described one by one."""

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "bar": "Bar chart",
        "grouped-bar": "Grouped bar chart",
        "line": "Line chart",
        "opening": "{kind}: {title}.",
        "unit": "Values in {unit}.",
        "trend": "from {first} ({start}) to {last} ({end})",
        "range": "lowest {low} ({low_at}), highest {high} ({high_at})",
        "one": "{value} ({at})",
        "change": "largest change {change} from {start} to {end}",
        "missing": "no value for {names}",
        "points": "{change} percentage points",
        "rest": "{count} more series.",
    },
    "de": {
        "bar": "Balkendiagramm",
        "grouped-bar": "Gruppiertes Balkendiagramm",
        "line": "Liniendiagramm",
        "opening": "{kind}: {title}.",
        "unit": "Angaben in {unit}.",
        "trend": "von {first} ({start}) bis {last} ({end})",
        "range": "niedrigster Wert {low} ({low_at}), höchster Wert {high} ({high_at})",
        "one": "{value} ({at})",
        "change": "größte Veränderung {change} von {start} bis {end}",
        "missing": "kein Wert für {names}",
        "points": "{change} Prozentpunkte",
        "rest": "{count} weitere Reihen.",
    },
}
"""Sentences by language; a language that is not here is answered in English."""


def alt_text(spec: ChartSpec, data: ChartData) -> str:
    """Give the author's alternative text, or one made from the data: kind, title, values or their course and range."""
    if spec.alt:
        return spec.alt
    words = _SENTENCES.get(data.lang.split("-")[0], _SENTENCES["en"])
    parts = [words["opening"].format(kind=words[data.kind], title=spec.title.rstrip("."))]
    if data.unit and data.unit != "%":
        parts.append(words["unit"].format(unit=data.unit))
    for series in data.series[:_NAMED]:
        name = f"{series.name}: " if len(data.series) > 1 else ""
        sentence = _series_sentence(series, data, words)
        parts.append(name + (sentence if name else sentence[0].upper() + sentence[1:]) + ".")
    if len(data.series) > _NAMED:
        parts.append(words["rest"].format(count=len(data.series) - _NAMED))
    return " ".join(parts)


def _series_sentence(series: Series, data: ChartData, words: Mapping[str, str]) -> str:
    """Say the values of one series, or when there are many its course (if ordered), range and largest change."""
    decimals = decimals_of(data.numbers)

    def number(value: float) -> str:
        return with_percent(write_number(value, decimals, data.lang), data.unit, data.lang)

    known = [(c, v) for c, v in zip(data.categories, series.values, strict=True) if v is not None]
    gaps = [c for c, v in zip(data.categories, series.values, strict=True) if v is None]
    missing = [words["missing"].format(names=", ".join(gaps))] if 0 < len(gaps) <= _LISTED else []
    if len(known) == 1:
        return "; ".join([words["one"].format(value=number(known[0][1]), at=known[0][0]), *missing])
    ordered = bool(data.positions) or data.kind == "line"
    if len(known) <= _LISTED and not ordered:
        return "; ".join([*(f"{c} {number(v)}" for c, v in known), *missing])
    low, high = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    said = []
    if ordered:
        (start, first), (end, last) = known[0], known[-1]
        said.append(words["trend"].format(first=number(first), start=start, last=number(last), end=end))
    if not ordered or {low[1], high[1]} != {known[0][1], known[-1][1]}:
        said.append(words["range"].format(low=number(low[1]), low_at=low[0], high=number(high[1]), high_at=high[0]))
    if ordered and len(known) > 2:
        (start, a), (end, b) = max(pairwise(known), key=lambda step: abs(step[1][1] - step[0][1]))
        change = ("+" if b > a else "") + write_number(b - a, decimals, data.lang)
        change = words["points"].format(change=change) if data.unit == "%" else change
        said.append(words["change"].format(change=change, start=start, end=end))
    return "; ".join([*said, *missing])
