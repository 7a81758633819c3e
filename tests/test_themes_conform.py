"""The shipped report and the specimen in every theme and on both papers: PDF/UA-1, PDF/A-3a, order of reading, rhythm.

In: the report and the specimen as a user builds them. Out: a failure for each clause that veraPDF finds broken, for
each block of text that is read before one that stands above it, and for each page that breaks a rule of typesetting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from command import run
from inspector import Inspector, Tag
from measure import MeasuredPage, measuring
from test_measured_pages import faults

from renderer.model import Paper, Theme
from renderer.order import Order
from renderer.pipeline import build

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("themes")]
BLOCKS = ("H1", "H2", "H3", "P")
OPENING = 5
"""Words by which a block is found on its page."""


class Made(NamedTuple):
    """The report and the specimen of a theme, by name and paper, and the report's pages as they were measured."""

    files: dict[str, Path]
    pages: dict[Paper, list[MeasuredPage]]


@pytest.fixture(scope="module", params=get_args(Theme))
def made(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What a theme makes of both on both papers; the report without the store: what is measured is typeset here."""
    found = Made({}, {})
    for paper in get_args(Paper):
        folder = tmp_path_factory.mktemp(f"{request.param}-{paper}")
        report = root / "content" / "annual-report-2022"
        with measuring() as parts:
            build(Order(report, folder, remember=False, theme=request.param, paper=paper))
        found.pages[paper] = [page for part in parts.values() for page in part]
        run("specimen", "--theme", request.param, "--paper", paper, "--output", folder, cwd=root)
        found.files[f"report {paper}"] = folder / "annual-report-2022.pdf"
        found.files[f"specimen {paper}"] = folder / "specimen.pdf"
    return found


@pytest.fixture(scope="module")
def files(made: Made) -> dict[str, Path]:
    return made.files


def test_every_theme_and_paper_conforms(files: dict[str, Path], verapdf: Callable[..., dict[Path, list[Any]]]) -> None:
    asked = list(files.values())
    assert verapdf(asked, "ua1", "3a") == {file: [] for file in asked}


@pytest.mark.parametrize("paper", get_args(Paper))
def test_every_page_of_the_report_holds_to_the_rules(made: Made, paper: Paper) -> None:
    pages = made.pages[paper]
    assert sum(line.running for page in pages for line in page.lines) > 400, "the measure sees the text"
    assert faults(pages) == []


class Block(NamedTuple):
    """Where a block of text begins, in pt from the top left corner of its page, and its first words."""

    page: int
    x: float
    y: float
    text: str
    heading: bool


def running(tag: Tag) -> Iterator[Tag]:
    """Give the headings and paragraphs in the order of the tree, without those of notes, tables and drawings."""
    for kid in tag.kids:
        if kid.type in BLOCKS:
            yield kid
        elif kid.type not in ("Note", "Table", "Figure", "TOC", "L"):
            yield from running(kid)


def placed(pdf: Inspector) -> list[Block]:
    """Find the blocks on their pages; one whose first words are broken at a line's end, or stand twice, is left out."""
    assert pdf.tree is not None
    found = []
    for tag in running(pdf.tree):
        opening = " ".join(tag.text.split()[:OPENING])
        places = pdf.find(opening, tag.page) if opening and tag.page >= 0 else []
        if len(places) == 1:
            found.append(Block(tag.page, places[0].x, places[0].y, opening, tag.type != "P"))
    return found


@pytest.mark.parametrize("paper", get_args(Paper))
def test_text_is_read_down_the_page(files: dict[str, Path], paper: str) -> None:
    blocks = placed(Inspector(files[f"report {paper}"]))
    assert len(blocks) > 150, "blocks are found"
    wrong = [(a, b) for a, b in pairwise(blocks) if (a.page, a.y) > (b.page, b.y + 1)]
    assert wrong == []


def test_columns_are_read_one_after_the_other(files: dict[str, Path]) -> None:
    pdf = Inspector(files["specimen A4"])
    starts = [e.page for e in pdf.outline if e.level == 1]
    [first] = [e.page for e in pdf.outline if e.title == "Two columns"]
    pages = range(first, min(page for page in starts if page > first))
    middle = pdf.sizes[first][0] / 2
    sections: list[list[tuple[int, bool, float]]] = [[]]
    for block in (b for b in placed(pdf) if b.page in pages):
        if block.heading:  # over both columns, which begin anew below it
            sections.append([])
        sections[-1].append((block.page, not block.heading and block.x > middle, block.y))
    assert len(sections) >= 3
    assert any(right for section in sections for _, right, _ in section)
    assert [section[0] for section in sections] == sorted(section[0] for section in sections)
    assert all(section == sorted(section) for section in sections)
