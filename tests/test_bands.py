"""The founding manuscripts as pages: no hole in the running text, lists in columns, nothing stranded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bands import bands
from inspector import Inspector

from renderer.order import Outcome

WIDEST = 15
"""Millimetres that may stay blank between two lines or pictures of a page."""


@pytest.fixture(scope="module", params=["2022-seed.md", "2021-events-seed.md"])
def pages(corpus: Path, delivered: Callable[[Path], Outcome], request: pytest.FixtureRequest) -> Inspector:
    return Inspector(delivered(corpus / "openinfra-2022-seed" / request.param).deliveries[0].path)


@pytest.mark.slow
def test_no_blank_band_within_the_text(pages: Inspector) -> None:
    assert [band for band in bands(pages, WIDEST) if band.page > 0] == [], "the cover has its own design"


@pytest.mark.slow
def test_the_list_of_countries_stands_in_columns(pages: Inspector) -> None:
    if not pages.find("Guatemala"):
        pytest.skip("this manuscript has no list of countries")
    (listed,) = [tag for tag in pages.tags("L") if "Guatemala" in tag.text]
    assert len(listed.find("LI")) == 29
    page = pages.find("Guatemala")[0].page
    words = [word for item in listed.find("LI") for word in pages.find(item.text.split()[-1], page)]
    assert len({round(word.x) for word in words if word.y >= min(w.y for w in pages.find("Canada", page))}) >= 3


def test_bands_are_measured() -> None:
    from binding import set_html

    body = "<p style='margin:0'>one</p><p style='margin:60mm 0 0'>two</p><p style='margin:2mm 0'>three</p>"
    (found,) = bands(Inspector(set_html("p", body).pdf), WIDEST)
    assert (found.page, found.below) == (0, "two") and 59 < found.height < 64
