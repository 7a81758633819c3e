"""Alternative text: `ChartData` and its title in, the sentences that say what a reader would see out.

What the author wrote always comes first; these sentences stand in where nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from renderer.charts.kinds import kind_of
from renderer.charts.values import ChartData, ChartSpec, Series
from renderer.charts.words import words_for
from renderer.data.formats import decimals_of, with_percent, write_number

_LISTED = 6
"""Up to so many values are read out one by one; more are summed up."""
_NAMED = 6
"""Up to so many series are described one by one."""


def alt_text(spec: ChartSpec, data: ChartData) -> str:
    """Give the author's alternative text, or one made from the data: kind, title, values or their course and range."""
    if spec.alt:
        return spec.alt
    words = words_for(data.lang)
    parts = [words["opening"].format(kind=words[data.kind], title=spec.title.rstrip("."))]
    if data.unit and data.unit != "%":
        parts.append(words["unit"].format(unit=data.unit))
    for series in data.series[:_NAMED]:
        sentence = _series_sentence(series, data, words)
        if len(data.series) > 1:
            sentence = words["named"].format(name=series.name, text=sentence)
        parts.append(sentence[0].upper() + sentence[1:] + "." if len(data.series) == 1 else sentence + ".")
    if len(data.series) > _NAMED:
        parts.append(words["rest"].format(count=len(data.series) - _NAMED))
    parts += _added(data, words)
    return " ".join(parts)


def _added(data: ChartData, words: Mapping[str, str]) -> Iterator[str]:
    """Say what the author added to the data: target, references, annotations."""
    for mark in data.marks:
        name = mark.name or (words["target"] if mark is data.target else "")
        value = with_percent(write_number(mark.value, decimals_of((mark.value,)), data.lang), data.mark_unit, data.lang)
        yield words["named"].format(name=name, text=value) + "." if name else words["reference"].format(text=value)
    for note in data.annotations:
        yield words["named"].format(name=data.categories[note.index], text=note.text.rstrip(".")) + "."


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
    ordered = bool(data.positions) or kind_of(data.kind).ordered
    if len(known) <= _LISTED and not ordered:
        return "; ".join([*(f"{c} {number(v)}" for c, v in known), *missing])
    low, high = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    if low[1] == high[1]:
        return "; ".join([words["same"].format(value=number(low[1])), *missing])
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
