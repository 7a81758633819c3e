"""What worker processes run: lists of jobs in, sheets and drawings out.

A module of its own, because a worker loads all that its module imports: the schedule knows the whole composition.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from renderer.charts.draw import draw
from renderer.charts.theme import ChartTheme
from renderer.charts.values import ChartData, Drawn
from renderer.findings import Place
from renderer.model import Sheets, TypesetJob
from renderer.pool import tidy
from renderer.typeset import typeset

Drawing = tuple[ChartData, ChartTheme, Mapping[str, Path], Place]
"""A chart to draw, in the look of a theme with the files of its fonts, and the place of its findings."""


_BETWEEN = 16
"""Parts that a worker typesets before it tidies up, which takes as long as half a page and gives 5 MB back; furniture
leaves next to nothing."""
_done = itertools.count(1)


def typeset_all(jobs: Sequence[TypesetJob]) -> list[Sheets]:
    """Typeset jobs one after another."""
    return [_typeset(job) for job in jobs]


def _typeset(job: TypesetJob) -> Sheets:
    sheets = typeset(job)
    if job.tagged and next(_done) % _BETWEEN == 0:
        tidy()
    return sheets


def draw_all(drawings: Sequence[Drawing]) -> list[Drawn]:
    """Draw charts one after another."""
    return [draw(data, theme, fonts, place=place) for data, theme, fonts, place in drawings]
