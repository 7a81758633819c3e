"""Late papers of a board packet: agenda, dividers, outline, stamps and the list of changes know them."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import plain
from inspector import Inspector
from test_packets import write

from renderer.findings import Severity
from renderer.order import Order
from renderer.pipeline import build

PACKET = """\
kind: packet
title: Board packet
meeting: {body: Board, date: 2023-01-31 18:00 Europe/London}
agenda:
  - {title: Opening, minutes: 5}
  - title: Budget
    kind: decision
    minutes: 20
    papers: [budget.md, {file: slides.pdf, title: Slides}]
  - {title: Interests, minutes: 5}
  - {title: Close, minutes: 5}
"""


def made(folder: Path, late: str = "") -> Inspector:
    """Build a packet into the same folder as the one before it; with the mode `supplement`, give that."""
    inside = write(folder / "board", PACKET + late, **{"news.pdf": plain("News", 2), "slides.pdf": plain("Slides", 3)})
    outcome = build(Order(inside, folder / "out"))
    assert [f.message for f in outcome.findings if f.severity is Severity.ERROR] == []
    return Inspector(outcome.deliveries[-1].path)


def late(mode: str, item: str, more: str = "") -> str:
    return f'late:\n  - {{file: news.pdf, title: News, item: "{item}", mode: {mode}}}\n{more}'


def lines(pdf: Inspector) -> dict[str, str]:
    """Give the printed pages of each line of the agenda."""
    return {row[1].split(" Decision")[0].split(" 5 min")[0]: row[-1] for row in pdf.tables()[0][1:]}


def upper(pdf: Inspector) -> list[tuple[int, str, str]]:
    found = [(entry.level, entry.title, pdf.labels[entry.page]) for entry in pdf.outline if entry.level <= 2]
    return found[[title for _, title, _ in found].index("1 Opening") :]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_paper_at_the_end_stands_in_agenda_divider_and_outline(tmp_path: Path) -> None:
    pdf = made(tmp_path, late("append", "2"))
    told = lines(pdf)
    assert told["2 Budget"] == "4–8" and told["Slides"] == "6–8" and told["News (late)"] == "9–10"
    assert "News (late) 9–10" in flat(pdf.text(3))
    assert [link.page for link in pdf.links(3) if link.contents.startswith("News")] == [8]
    assert upper(pdf)[-4:] == [(1, "3 Interests", "2"), (1, "4 Close", "2"), (1, "Late papers", "9"), (2, "News", "9")]
    assert "2 News, p. 1 of 2 ↑ Agenda page 9 of 10" in flat(pdf.text(8))


def test_a_paper_of_a_revision_counts_with_its_item(tmp_path: Path) -> None:
    made(tmp_path)
    pdf = made(tmp_path, late("revision", "2", "revision: {date: 2023-01-30}\n"))
    assert "News (page 10): new" in flat(pdf.text(1))  # behind the cover sheet
    told = lines(pdf)
    assert told["2 Budget"] == "5–11" and told["Slides"] == "7–9" and told["News (late)"] == "10–11"
    assert upper(pdf)[-3:] == [(2, "News", "10"), (1, "3 Interests", "3"), (1, "4 Close", "3")]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("1", [(1, "1 Opening", "3"), (2, "News", "5"), (1, "2 Budget", "7")]),
        ("3", [(2, "Slides", "7"), (1, "3 Interests", "3"), (2, "News", "10"), (1, "4 Close", "3")]),
    ],
)
def test_a_paper_of_an_item_without_pages_gives_it_some(
    tmp_path: Path, item: str, expected: list[tuple[int, str, str]]
) -> None:
    made(tmp_path)
    pdf = made(tmp_path, late("revision", item, "revision: {date: 2023-01-30}\n"))
    told = upper(pdf)
    at = told.index(expected[0])
    assert told[at : at + len(expected)] == expected
    assert {"1": "5–6", "3": "10–11"}[item] in (lines(pdf)["1 Opening"], lines(pdf)["3 Interests"])


def test_stable_numbers_hold_with_the_list_of_changes_behind_the_cover(tmp_path: Path) -> None:
    made(tmp_path)
    pdf = made(tmp_path, late("revision", "2", "revision: {date: 2023-01-30, numbers: stable}\n"))
    assert pdf.labels == ["1", "1a", "2", "3", "4", "5", "6", "7", "8", "8a", "8b"]
    assert lines(pdf)["News (late)"] == "8a–8b"


@pytest.mark.parametrize(("item", "page"), [("2", "8"), ("1", "3"), ("4", "8")])
def test_a_supplement_follows_its_item_or_what_stands_before_it(tmp_path: Path, item: str, page: str) -> None:
    made(tmp_path)
    pdf = made(tmp_path, late("supplement", item))
    assert f"insert after page {page}" in flat(pdf.text(0))
    assert pdf.labels[2:] == [f"{page}a", f"{page}b"]
    assert f"{item} News, p. 1 of 2" in flat(pdf.text(2))
