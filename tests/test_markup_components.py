"""Components between `///` lines: what they become, and what is said of those that lack something."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from renderer.markup import Marked, convert


def marked(text: str) -> Marked:
    return convert(text, source="m.md", title="Title")


def tree(text: str) -> Any:
    return html.fragment_fromstring(marked(text).html, create_parent="div")


def faults(text: str) -> list[tuple[int | None, str]]:
    return [(f.place.line, f.message) for f in marked(text).findings if f.code == "MD-BLOCK"]


# ------------------------------------------------------------------------------------------------- statistics
def stats(*values: str) -> str:
    return "//// statistics\n" + "".join(f"/// statistic | {v}\nlabel\n///\n" for v in values) + "////\n"


@pytest.mark.parametrize(
    ("count", "name"), [(1, "one"), (2, "two"), (3, "three"), (4, "four"), (5, "three"), (11, "four")]
)
def test_statistics_say_how_many_stand_side_by_side(count: int, name: str) -> None:
    [row] = tree(stats(*map(str, range(count)))).iter("ul")
    assert row.get("class") == f"statistics {name}" and len(row) == count
    assert all(not (item.tail or "") for item in row)


def test_a_long_number_makes_its_row_smaller() -> None:
    assert tree(stats("1", "40 million"))[0].get("class") == "statistics two long"


def test_change_stands_between_label_and_notes() -> None:
    box = tree("/// statistic | 9\n    change: 12\n*projects*\n\nnote\n\nnote\n///")[0]
    assert [p.get("class") for p in box] == ["value", "label", "change", "note", "note"]
    assert box[1][0].tag == "em" and box[2].text == "12"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("/// statistic\nlabel\n///", 2, "has no number"),
        ("a\n\n/// statistic | 9\n///", None, 'statistic "9" has no label'),
        ("//// statistics\nWords\n\n/// statistic | 9\nlabel\n///\n////", 2, "nothing else"),
        ("//// statistics\nWords\n////", 2, "hold no statistic"),
    ],
)
def test_what_a_statistic_lacks_is_told(text: str, line: int | None, message: str) -> None:
    found = [f for f in faults(text) if message in f[1]]
    assert len(found) == 1 and (line is None or found[0][0] == line)


def test_what_does_not_belong_in_a_row_stands_behind_it() -> None:
    row, words = tree("//// statistics\nWords\n\n/// statistic | 9\nlabel\n///\n////")
    assert (row.tag, words.tag, words.text) == ("ul", "p", "Words")
