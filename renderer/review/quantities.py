"""One quantity with two values in one publication.

In: the parts of a publication as text, the data of its charts, and the years it is about. Out: findings, each at the
later of two places that count the same thing at the same time and do not agree.

Two counts are of one thing when they count the same noun, were taken in the same year, and speak of the same names:
“more than 40 million cores” of OpenStack here, “25 million cores” of OpenStack there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from renderer.charts.values import ChartData
from renderer.findings import Finding, Place, finding
from renderer.review.english import NO_NAMES, SMALL_NUMBERS, TENS
from renderer.review.numbers import Count, added, counts, noun_of
from renderer.review.places import line_of, sentences
from renderer.review.reading import Grid, Text
from renderer.review.years import Reporting, years_in

_FAR_APART = 2.0
"""Values that differ by more than this factor count different things: a cloud's cores and those of all clouds."""
_ALIKE = 1.05
"""Lower bounds that differ by no more than this factor are one bound, rounded."""
_LARGE = 100
"""Below it a number needs a kind beside its noun (“Associate Members”): three projects here are not four there."""
_HUGE = 1e6
"""From here on a noun alone will do."""
_CROWD = 300
"""A noun counted more often than this, as in a table of thousands of rows, tells no quantities apart."""

_NAME = re.compile(r"(?<![\w-])[A-Z][\w&’'-]*")
_NUMBER_WORDS = SMALL_NUMBERS.keys() | TENS.keys()
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_REFERENCE = re.compile(
    r"(?:compar\w+ (?:to|with)|since|than(?: in)?|over|against|from|before|after|until|by|relative to|vs)\.?"
    r"(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"\b(?:earlier|ago|start of|beginning of|began|previously|formerly|initially|originally|at the time|back then"
    r"|last year|years? before|previous year|year after|prior year|once|expect\w*|plan\w*|will|target\w*|goals?|aim\w*"
    r"|would|could|by 20\d\d)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\blater\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:against|compared (?:to|with)|(?:up|down|risen|fallen) from|after|versus|instead of|while|whereas)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A count at a place: `time` is the year it was taken, `names` what it speaks of, `section` which of its text."""

    count: Count
    time: int
    names: frozenset[str]
    place: Place
    section: int
    row: frozenset[str] = frozenset()
    """The names of its table row or chart category, which another mention of the same thing must have too."""
    opening: frozenset[str] = frozenset()
    """The first word of its sentence, when it may be a name or just a word with a capital."""
    said: str = ""
    """The words around it: its sentence, or the labels of its cell."""

    @property
    def claim(self) -> Hashable:
        """Give what it says and of what, wherever it stands."""
        count = self.count
        return count.value, count.low, count.high, count.kind, count.least, self.names, self.row, self.opening


Placed = tuple[int, Mention]
"""A mention and the number of the text it stands in."""


def contradictions(
    counted: Sequence[Iterable[Mention]], charts: Iterable[tuple[ChartData, str, Place]], about: Reporting | None,
    publisher: str,
) -> Iterator[Finding]:  # fmt: skip
    """Find quantities with two values: what is `counted` in each text, and in `charts` with data, title and place."""
    now, common = about.last if about else 0, names_of(publisher)
    drawn = [m for data, title, place in charts for m in _in_chart(data, title, place, now, common)]
    by_noun: dict[tuple[str, int], list[Placed]] = {}
    for part, mentions in enumerate((*counted, drawn)):
        for mention in mentions:
            by_noun.setdefault((mention.count.noun, mention.time), []).append((part, mention))
    for group in by_noun.values():
        if len(group) <= _CROWD and len({mention.count.value for _, mention in group}) > 1:
            yield from _disagreeing(group)


# ------------------------------------------------------------------------------------------------ comparing
def _disagreeing(group: Sequence[Placed]) -> Iterator[Finding]:
    """Hold each count against those before it; places that repeat a value are named in one finding.

    What many places claim alike is held once against what others claim.
    """
    told: dict[tuple[int, float], list[Mention]] = {}
    claimed: dict[Hashable, list[int]] = {}
    opposed: dict[tuple[Hashable, Hashable], bool] = {}
    for i, (part, later) in enumerate(group):
        against, own = list[int](), later.claim
        for claim, places in claimed.items():
            if (pair := (claim, own)) not in opposed:
                other = group[places[0]][1]
                opposed[pair] = _disagree(other, later) and _one_thing(other, later)
            if opposed[pair]:
                apart = (j for j in places if (group[j][0], group[j][1].section) != (part, later.section))
                against += itertools.islice(apart, 1)
        claimed.setdefault(own, []).append(i)
        if not against:
            continue
        earlier = min(against)
        repeated = next((k for k, v in told.items() if k[0] == earlier and not _disagree(v[0], later)), None)
        told.setdefault(repeated or (earlier, later.count.value), []).append(later)
    for (earlier, _), found in told.items():
        first, again = found[0], [m.place for m in found[1:]]
        before = group[earlier][1]
        also = f" (and {', '.join(map(_short(first.place), again[:3]))})" if again else ""
        there = _short(first.place)(before.place)
        message = f"“{first.count.words}” here{also}, but “{before.count.words}” {there}"
        yield replace(finding("NUMBER-TWICE", message), place=first.place)


def _one_thing(a: Mention, b: Mention) -> bool:
    """Tell whether two mentions, which do not stand in one section, are of one thing."""
    if not (a.row | b.row) <= (a.names | a.opening) & (b.names | b.opening):
        return False
    kinds = set(a.count.kind), set(b.count.kind)
    least = min(a.count.value, b.count.value)
    names = a.names or a.opening & (b.names | b.opening), b.names or b.opening & (a.names | a.opening)
    if names[0] and names[1]:
        if not (names[0] <= b.names | b.opening or names[1] <= a.names | a.opening):
            return False
    elif kinds[0] != kinds[1] or a.opening != b.opening or not (kinds[0] - {"new"} or least >= _HUGE):
        return False  # what names nothing is about the publication as a whole, and then its noun must be exact
    if (kinds[0] ^ kinds[1]) - {n.lower() for n in a.names | b.names}:
        return False
    return least >= _LARGE or bool((kinds[0] | kinds[1]) - {"new"})


def _disagree(a: Mention, b: Mention) -> bool:
    low, high = sorted((a.count, b.count), key=lambda c: c.value)
    if high.value > _FAR_APART * low.value:
        return False
    if low.least and high.least:  # “more than 35” and “more than 40” are both true, and yet no reader is told the same
        return high.value > low.value * _ALIKE
    return low.high < high.low


def _short(here: Place) -> Callable[[Place], str]:
    """Name a place as seen from another: a line of the same file by its number alone."""
    return lambda place: f"on line {place.line}" if place.file == here.file else f"in {place.file}:{place.line}"


# ------------------------------------------------------------------------------------------------ collecting
def names_of(publisher: str) -> frozenset[str]:
    """Give the names of a publisher, which tell nothing apart."""
    return frozenset(_NAME.findall(publisher))


def mentions_in(text: Text, now: int, common: frozenset[str]) -> Iterator[Mention]:
    """Give what a text counts; `now` is the year of what names none, `common` are names that tell nothing apart."""
    heading = ""
    for passage in text.passages:
        if passage.kind == "heading":
            heading = passage.text
        if not passage.lang.lower().startswith("en") or passage.kind in ("quotation", "note"):
            continue
        for sentence, start in sentences(passage.text):
            found = [*counts(sentence), *added(sentence)]
            for count in found:
                time = _time(sentence, count, heading, now)
                if time is None or _counted_again(sentence, count):
                    continue
                names, opening = _names(sentence, common), _opening(sentence)
                if not names and not opening:
                    names = _names(heading, common) or _names(text.title, common)
                if count.derived:
                    names |= _names(heading, common)
                place = Place(text.source, line_of(text, passage, start + count.start))
                said = f"{sentence} {heading}"
                yield Mention(count, time, names, place, passage.section, opening=opening, said=said)
    for value, label, line in text.figures if text.lang.lower().startswith("en") else ():
        for count in counts(_counted(value, label)):
            shown = replace(count, words=f"{value} {label.split(' (')[0]}")
            names = _label_names(label, common)
            yield Mention(shown, now, names, Place(text.source, line), 0, said=label)
    for grid in text.grids:
        if grid.lang.lower().startswith("en"):
            yield from _in_grid(grid, text.source, now, common)


def _time(sentence: str, count: Count, heading: str, now: int) -> int | None:
    """Tell the year a count was taken; None when it speaks of another time that is not named."""
    if _ELSEWHEN.search(sentence):
        return None
    contrasts = [m.start() for m in _CONTRAST.finditer(sentence)]
    start = max((at for at in contrasts if at <= count.start), default=0)
    end = min((at for at in contrasts if at > count.start), default=len(sentence))
    years = {
        y for y, at in years_in(sentence) if start <= at < end and not _REFERENCE.search(sentence[max(0, at - 30) : at])
    }
    if len(years) > 1 or (years and _LATER.search(sentence[: count.start])) or (start and not years):
        return None
    if years:
        return years.pop()
    named = years_in(heading)
    return named[0][0] if named else now


def _counted_again(sentence: str, count: Count) -> bool:
    """Tell whether a sentence counts its noun twice: what sets the two apart is said there, in too many ways."""
    noun = re.escape(count.words.split()[-1])
    return not count.derived and len(re.findall(rf"\b{noun}\b", sentence, re.IGNORECASE)) > 1


def _opening(sentence: str) -> frozenset[str]:
    match = _NAME.match(sentence.lstrip("“‘\"'("))
    if match is None or match[0] in NO_NAMES or not match[0][1:].islower() or match[0].lower() in _NUMBER_WORDS:
        return frozenset()
    return frozenset({match[0]})


def _names(words: str, common: frozenset[str]) -> frozenset[str]:
    """Give the proper names of a sentence as far as capitals tell."""
    found = set()
    for match in _NAME.finditer(words):
        name = match[0].removesuffix("’s").removesuffix("'s")
        opens = not match.start() or words[match.start() - 2 : match.start()] in ("“", ". ", ": ")
        if name in NO_NAMES or name in common or (opens and name[1:].islower()):
            continue
        found.add(name)
    return frozenset(found)


def _label_names(label: str, common: frozenset[str]) -> frozenset[str]:
    """Give the names in a label: `Yoga` is one, and in `Views on YouTube` only the second capital begins one."""
    return _names(label if noun_of(label) else f"– {label}", common)


def _in_grid(grid: Grid, source: str, now: int, common: frozenset[str]) -> Iterator[Mention]:
    """Read a table whose first column says what a row counts, or whose head says what a column counts."""
    if not grid.heads:
        return
    head, caption = grid.rows[0], years_in(grid.caption)
    about = _label_names(grid.caption, common)
    for row, line in zip(grid.rows[grid.heads :], grid.lines[grid.heads :], strict=True):
        own = [int(c) for c in row if _A_YEAR.fullmatch(c)] or [y for y, _ in years_in(row[0])]
        names = _label_names(row[0], common)
        for label, cell in zip(head[1:], row[1:], strict=False):
            years = [y for y, _ in years_in(label)] or own or [y for y, _ in caption]
            what = row[0] if years_in(label) or not noun_of(label) else label
            count = None if _A_YEAR.fullmatch(cell) else next(iter(counts(_counted(cell, what))), None)
            if count is not None:
                shown = replace(count, words=f"{what}: {cell}")
                found = names | about | _label_names(what, common)
                time, said = years[0] if years else now, f"{row[0]} {label} {grid.caption}"
                yield Mention(shown, time, found, Place(source, line), grid.section, names, said=said)


def _counted(cell: str, label: str) -> str:
    """Put a cell and what it counts in the order of running text: 40 under `Cores (millions)` is `40 million Cores`."""
    aside = " ".join(re.findall(r"\(([^)]*)\)", label))
    scale = re.search(r"\b(thousand|million|billion)s?\b", aside, re.IGNORECASE)
    least = "more than " if "more than" in aside.lower() else ""
    return f"{least}{cell} {scale[1].lower() if scale else ''} {re.sub(r'[(][^)]*[)]', ' ', label)}"


def _in_chart(data: ChartData, title: str, place: Place, now: int, common: frozenset[str]) -> Iterator[Mention]:
    """Read the values of a chart that names its unit; categories are years, or names of what is counted."""
    if not data.lang.lower().startswith("en") or not noun_of(data.unit):
        return
    for series in data.series:
        for category, value in zip(data.categories, series.values, strict=True):
            count = None if value is None else next(iter(counts(f"{value:,.10g} {data.unit}")), None)
            if count is None:
                continue
            labels = [category, series.name] if len(data.series) > 1 else [category]
            years = [y for words in (*labels, title) for y, _ in years_in(words)]
            row = frozenset[str]().union(*(_names(f"– {words}", common) for words in labels))
            shown = replace(count, words=f"{count.words} ({category})")
            names = row | _label_names(title, common)
            yield Mention(shown, years[0] if years else now, names, place, place.line, row)
