"""Review: what a careful reader would ask about the text of a publication as a whole.

In: the parts of a publication, composed but for numbers and links, and the data of its charts. Out: notes on years
that were left from another year's file, on quantities that are given with two values, and on numbers that are not those
of the data. Each part is read by itself (`account_of`), which hangs on nothing but its text and the data it names; then
the accounts are held against each other (`review`). docs/checks.md says what each rule looks at and passes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from renderer.charts.values import ChartData
from renderer.findings import Finding, Place
from renderer.model import Publication
from renderer.review.measured import Cells, Known, against_data
from renderer.review.quantities import Mention, contradictions, mentions_in, names_of
from renderer.review.reading import Text, read_tree
from renderer.review.years import Reporting, reporting, stale_words, stale_years

__all__ = ["Account", "Cells", "Text", "about_of", "account_of", "read_tree", "review"]


@dataclass(frozen=True, slots=True)
class Account:
    """What is kept of one text that was read: what is to be said of it alone, and what it counts."""

    findings: tuple[Finding, ...]
    mentions: tuple[Mention, ...]


def about_of(publication: Publication) -> Reporting | None:
    """Tell which years a publication is about."""
    return reporting(publication.title, publication.date, publication.options)


def account_of(text: Text, known: Known, publication: Publication, cells: Cells) -> Account:
    """Make those checks a publication asks for that look at one text alone; `known` is what it took from data.

    `cells` are those of the data that texts before it have named.
    """
    about, checks = about_of(publication), publication.checks
    found = list(stale_years(text, about)) if "years" in checks and about is not None else []
    counted = {"quantities", "data"} & checks
    now, common = about.last if about else 0, names_of(publication.publisher)
    mentions = tuple(mentions_in(text, now, common)) if counted else ()
    if "data" in checks:
        found += against_data(text, mentions, known, about, cells)
    return Account(tuple(found), mentions)


def review(
    publication: Publication,
    accounts: Sequence[Account],
    charts: Iterable[tuple[ChartData, str, Place]],
    own: tuple[str, Sequence[str]],
) -> list[Finding]:
    """Give what `accounts` say, and make those checks a publication asks for that look at all of it.

    `charts` gives the data, title and place of each chart; `own` the name and the lines of the file that describes the
    publication.
    """
    about = about_of(publication)
    found = [f for account in accounts for f in account.findings]
    if "years" in publication.checks and about is not None:
        found += stale_words(_words(publication, own[1]), own[0], publication.lang, about)
    if "quantities" in publication.checks:
        found += contradictions([account.mentions for account in accounts], charts, about, publication.publisher)
    return found


def _words(publication: Publication, lines: Sequence[str]) -> Mapping[str, tuple[str, bool, int]]:
    """Give the words of `publication.yml` that are printed, by key: whether they are a title, and their line."""
    told: dict[str, tuple[str, bool, int]] = {}
    for key, words in (("title", publication.title), ("subtitle", publication.subtitle)):
        told[key] = words, True, next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 0)
    for key, value in publication.options.items():
        if isinstance(value, str) and key != "year":
            told[f"options.{key}"] = value, False, publication.option_lines.get(key, 0)
    return told
