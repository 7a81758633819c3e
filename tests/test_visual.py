"""The pages of the specimen look as they did; a fault is shown in pictures side by side."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import specimen_pages
from PIL import Image
from specimen_pages import REFERENCES, built, differences, pages, report, stored, worst_field

from renderer.model import Theme


@pytest.mark.slow
@pytest.mark.parametrize("theme", get_args(Theme))
def test_the_specimen_looks_as_it_did(theme: str, tmp_path: Path) -> None:
    found = differences(stored(theme), list(pages(built(theme, tmp_path))))
    if found:
        told = ", ".join(f"{d.page} (by {d.worst})" for d in found)
        pytest.fail(f"pages {told} differ: see {report(theme, found)}; if that is meant, run `make references`")


def test_references_are_small() -> None:
    assert sum(f.stat().st_size for f in REFERENCES.rglob("*.png")) < 400_000


def test_a_moved_heading_and_a_changed_colour_are_noticed() -> None:
    """A page of a chapter: a heading half a line lower, then all below it; its band of colour a little lighter."""
    page = stored("classic")[13]
    half = round(7.5 / 595 * page.width)
    top, foot = 91, 99  # of a heading
    heading, lower = page.crop((0, top, page.width, foot)), page.crop((0, top, page.width, page.height - half))
    moved, shifted, coloured = page.copy(), page.copy(), page.copy()
    moved.paste(heading, (0, top + half))
    shifted.paste(lower, (0, top + half))
    coloured.paste(Image.eval(page.crop((0, 0, page.width, 60)), lambda v: min(255, v + 20)), (0, 0))
    for changed in (moved, shifted, coloured):
        assert worst_field(page, changed) > specimen_pages.MOST


def test_smoothing_is_not_noticed() -> None:
    """The same page drawn a little larger and scaled down, as another rasteriser might."""
    page = stored("classic")[13]
    soft = page.resize((page.width * 3, page.height * 3), Image.Resampling.BICUBIC).resize(page.size)
    assert worst_field(page, soft) <= specimen_pages.MOST // 2


def test_a_fault_is_shown_in_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(specimen_pages, "REPORTS", tmp_path)
    page = stored("classic")[13]
    found = differences([page, page], [page, Image.eval(page, lambda v: 255 - v), page])
    assert [d.page for d in found] == [2, 3]
    shown = report("classic", found)
    assert shown.read_text(encoding="utf-8").count("<img") == 4
    assert {f.name for f in shown.parent.iterdir()} == {
        "index.html", "02-reference.png", "02-now.png", "02-difference.png", "03-now.png"
    }  # fmt: skip
