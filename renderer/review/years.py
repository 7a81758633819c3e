"""Years that were left standing in a copy of last year's file.

In: the parts of a publication as text, and the years it is about. Out: findings, one for each heading, sentence or
section that speaks of another year as if it were this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.findings import Finding, finding
from renderer.review.places import line_of, sentences
from renderer.review.reading import Passage, Text
from renderer.review.tongues import Tongue, any_report, pattern, tongue

_YEAR = re.compile(r"(?<![\w.,/#:+-])(?:19|20)\d\d(?![A-Za-z0-9_/]|[.,]\d|[-–]\d)")
_RANGE = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?(?:[-–—/]|to|bis|until|through|à|a|and|und|et|y|&) ?(?:(?:19|20)\d\d|\d\d)(?!\d)"
)
_NEAR, _FAR = 30, 90
"""Characters between a year and the verb that says what is planned for it: year first, verb first."""
_CLAUSE = re.compile(r"[;:(]| – | — |, (?:and|but|while|whereas|und|aber|et|mais|y|pero) ")
_NAMED = 5
"""Places of one section that are named."""
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright) ?(?:©|\(c\))? ?(?P<year>(?:19|20)\d\d)(?! ?[-–]| ?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reporting:
    """The years a publication is about, how that is known, and the last year that was over when it came out."""

    first: int
    last: int
    over: int
    told: str

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def said(self) -> str:
        """What the publication is about, as the end of a message."""
        return f"the publication is about {self}, as {self.told}"


def reporting(title: str, date: str, options: Mapping[str, Any]) -> Reporting | None:
    """Tell which years a publication is about: as `options.year` says, else its title, else its date.

    With nothing but a date the year before it is as likely, so both are taken. None: there is nothing to go by.
    """
    out = int(date[:4]) if re.match(r"\d{4}", date) else None
    for words, told in ((str(options.get("year") or ""), "`options.year` says"), (title, "its title says")):
        years = _years_of(words)
        if years:
            over = min(out - 1, years[-1]) if out else years[-1]
            return Reporting(years[0], years[-1], over, told)
    return Reporting(out - 1, out, out - 1, "its date says") if out else None


def stale_years(text: Text, about: Reporting) -> Iterator[Finding]:
    """Find the years of an older publication in the headings, sentences and sections of a text."""
    sections = {group[0].section: group for group in _by_section(text.passages)}
    told = set(_headings(text, sections, about))
    for line, message in sorted(told):
        yield finding("YEAR-STALE", message, file=text.source, line=line)
    for passage in text.passages:
        for line, message in (*_plans(text, passage, about), *_reports(text, passage, about)):
            yield finding("YEAR-STALE", message, file=text.source, line=line)
    stale = {line for line, _ in told}
    shown = {
        g.section for g in text.grids if any(y >= about.first for row in g.rows for c in row for y, _ in years_in(c))
    }
    for section in sections.values():
        if section[0].section not in shown and (section[0].line not in stale or section[0].kind != "heading"):
            yield from _section(text, section, about)


def stale_words(
    words: Mapping[str, tuple[str, bool, int]], file: str, lang: str, about: Reporting
) -> Iterator[Finding]:
    """Find years of an older publication in what its own file says.

    `words` gives by key what is written, whether it is a title, and its line.
    """
    for key, (text, title, line) in words.items():
        year, what = 0, text
        for match in (*any_report().finditer(text), *_COPYRIGHT.finditer(text)):
            named = match.groupdict()
            other = int(named.get("before") or named.get("after") or named.get("year") or 0)
            if other < about.first or other > about.last + 1:
                year, what = other, match[0]
        if not year and title:
            year = _other(text, lang, about)
        if year:
            message = f"“{what}” in `{key}` names {year}, but {about.said}"
            yield finding("YEAR-STALE", message, file=file, line=line, remedy="correct the year")


def years_in(text: str) -> list[tuple[int, int]]:
    """Give each year a text names, with its place; `2,021`, `2021.1` and `2021-03` are none."""
    return [(int(m[0]), m.start()) for m in _YEAR.finditer(text)]


def _years_of(words: str) -> list[int]:
    """Give the years of a title in order, both ends of `2021/22` included."""
    years = [int(y) for y in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", words)]
    for year, end in re.findall(r"(?<!\d)((?:19|20)\d\d) ?[-–/](\d\d)(?!\d)", words):
        years += [int(year) + 1] if (int(year) + 1) % 100 == int(end) else []
    return sorted(years)


def _by_section(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    group: list[Passage] = []
    for passage in passages:
        if group and passage.section != group[0].section:
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def _says(what: str, text: str) -> bool:
    return bool(pattern(what).search(text))


# ------------------------------------------------------------------------------------------------ headings
def _headings(text: Text, sections: Mapping[int, Sequence[Passage]], about: Reporting) -> Iterator[tuple[int, str]]:
    """Find headings with an older year; several headings with different years tell a history."""
    found: list[tuple[str, int, str, Passage | None]] = [(text.title, text.title_line, text.lang, None)]
    found += [(p.text, p.line, p.lang, p) for p in text.passages if p.kind == "heading"]
    named = [y for words, *_ in found for y, _ in years_in(words)]
    older = {y for y in named if y < about.first}
    if len(older) > 1 and len(older) >= len(set(named)) - 1:
        return
    for words, line, lang, heading in found:
        year = _other(words, lang, about)
        known = tongue(lang)
        if not year:
            continue
        if known and heading and any(_says(known.compared, p.text) for p in sections[heading.section][1:]):
            continue
        what = "this heading" if heading else "the title of this part"
        yield line, f"{what} names {year}, but {about.said}"


def _other(words: str, lang: str, about: Reporting) -> int:
    """Give the older year a title names as if it were its own, or 0; a range or a word of history is on purpose."""
    years = [y for y, _ in years_in(words)]
    if not years or max(years) >= about.first or _RANGE.search(words):
        return 0
    known = tongue(lang)
    return 0 if known and _says(f"{known.compared}|{known.history}", words) else max(years)


# ------------------------------------------------------------------------------------------------ sentences
def _plans(text: Text, passage: Passage, about: Reporting) -> Iterator[tuple[int, str]]:
    """Find what is announced for a year that was over when the publication came out."""
    known = tongue(passage.lang)
    if known is None or passage.kind in ("quotation", "note", "alt"):
        return
    for sentence, start in sentences(passage.text):
        for year, at in years_in(sentence):
            if year <= about.over and _is_plan(sentence, year, at, known):
                message = f"“{_clip(sentence, at)}” announces something for {year}, which is over: {about.said}"
                yield line_of(text, passage, start + at), message
                break


def _is_plan(sentence: str, year: int, at: int, known: Tongue) -> bool:
    """Tell whether a sentence announces something for the year at a place: “plan to … in 2021”, “in 2021, we will”."""
    if pattern(known.ahead, str(year)).search(sentence):
        return True
    before = _CLAUSE.split(sentence[max(0, at - _FAR) : at])[-1]
    when = re.search(rf"(?<!\w)(?:{known.when}) ?$", before, re.IGNORECASE)
    if when is None:
        return False
    lead, behind = before[: when.start()].rstrip(), sentence[at + 4 : at + 4 + _FAR]
    if plans := list(pattern(known.plan).finditer(lead)):
        between = re.sub(r"\bbe(?: \w+ly)? \w+", "", lead[plans[-1].end() :])  # “will be released” is not past
        if not _says(known.past, between):
            return True
    if lead and not lead.endswith((",", " and")):
        return False
    plan = pattern(known.plan).search(behind)
    return bool(plan and plan.start() <= _NEAR and not _says(known.past, behind[: plan.start()]))


def _reports(text: Text, passage: Passage, about: Reporting) -> Iterator[tuple[int, str]]:
    """Find the name of another year's report where it does not refer to that report."""
    if passage.kind == "note":
        return
    known = tongue(passage.lang)
    for match in any_report().finditer(passage.text):
        year = int(match["before"] or match["after"])
        if about.first <= year <= about.last or passage.borrows(match.start()):
            continue
        around = passage.text[max(0, match.start() - 60) : match.end() + 30]
        if known and _says(known.earlier, around):
            continue
        line = line_of(text, passage, match.start())
        yield line, f"this speaks of the “{match[0]}”, but {about.said}"


# ------------------------------------------------------------------------------------------------ sections
def _section(text: Text, section: Sequence[Passage], about: Reporting) -> Iterator[Finding]:
    """Find a section that tells of the year before and never of the year the publication is about."""
    told: list[tuple[Passage, int]] = []
    certain = False
    for passage in section:
        if any(y >= about.first for y, _ in years_in(passage.text)):
            return
        known = tongue(passage.lang)
        if known is None or passage.kind not in ("text", "heading"):
            continue
        meant = f"{known.compared}|{known.history}"
        if passage.kind == "heading" and _says(meant, passage.text):
            return
        for sentence, start in sentences(passage.text):
            years = [at for year, at in years_in(sentence) if year == about.first - 1]
            if not years or _says(meant, sentence) or _is_plan(sentence, about.first - 1, years[0], known):
                continue
            told += [(passage, start + at) for at in years if not passage.borrows(start + at)]
            certain = certain or bool(pattern(known.setting, str(about.first - 1)).search(sentence))
    if certain and told:
        first, *others = dict.fromkeys(line_of(text, passage, at) for passage, at in told[:_NAMED])
        also = f" (also on line{'s' if len(others) > 1 else ''} {', '.join(map(str, others))})" if others else ""
        message = f"this section tells of {about.first - 1}{also} and never of {about}; {about.said}"
        yield finding("YEAR-SECTION", message, file=text.source, line=first)


def _clip(sentence: str, at: int) -> str:
    start, end = max(0, at - 50), min(len(sentence), at + 30)
    start = sentence.find(" ", start) + 1 if start else 0
    end = sentence.rfind(" ", 0, end) if end < len(sentence) else end
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"
