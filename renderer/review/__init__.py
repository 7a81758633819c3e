"""Review: what a careful reader would ask about the text of a publication as a whole.

In: the parts of a publication, composed but for numbers and links, and the data of its charts. Out: notes on years
that were left from another year's file, on quantities that are given with two values, and on numbers that are not those
of the data. docs/checks.md says
what each rule looks at and what it passes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from renderer.charts.values import ChartData
from renderer.findings import Finding, Place
from renderer.model import Publication
from renderer.review.measured import Known, against_data
from renderer.review.quantities import contradictions
from renderer.review.reading import Text, read_tree
from renderer.review.years import reporting, stale_words, stale_years

__all__ = ["Text", "read_tree", "review"]


def review(
    publication: Publication,
    texts: Sequence[Text],
    charts: Iterable[tuple[ChartData, str, Place]],
    own: tuple[str, Sequence[str]],
    known: Sequence[Known] = (),
) -> list[Finding]:
    """Make the checks a publication asks for (`years`, `quantities`, `data`).

    `charts` gives the data, title and place of each chart; `own` the name and the lines of the file that describes the
    publication; `known` what each text took from data.
    """
    about = reporting(publication.title, publication.date, publication.options)
    found: list[Finding] = []
    if "years" in publication.checks and about is not None:
        found += stale_words(_words(publication, own[1]), own[0], publication.lang, about)
        found += stale_years(texts, about)
    if "quantities" in publication.checks:
        found += contradictions(texts, charts, about, publication.publisher)
    if "data" in publication.checks:
        found += against_data(texts, known, about, publication.publisher)
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
