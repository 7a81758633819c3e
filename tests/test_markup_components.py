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


# ------------------------------------------------------------------------------------------------- others
def test_a_credit_stands_last_in_the_caption_and_behind_a_picture_in_text() -> None:
    page = tree('![Hall](a.png "The hall"){credit="Ada Example"}\n\nA ![sign](b.png){credit="Bo Example"} here')
    caption = page.find("figure/figcaption")
    assert (caption.text, caption[-1].get("class"), caption[-1].text) == ("The hall ", "credit", "Ada Example")
    assert page.find("p/span").text == "Bo Example" and "A  Bo Example here" in page.text_content()
    assert not page.xpath("//@credit")


def test_two_notes_of_one_paragraph_are_one() -> None:
    [pair] = tree("Text.\n\n/// side-note\none\n///\n\n/// side-note\ntwo\n///")
    assert [e.tag for e in pair] == ["p", "aside"] and [p.text for p in pair[1]] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("## Head\n\n/// side-note\nnote\n///", 4, "behind no paragraph"),
        ("/// event | 2022\nwords\n///", 2, "in no timeline"),
        ("//// timeline\n/// event\nwords\n///\n////", 3, "no date"),
        ("//// timeline\nwords\n////", 2, "hold no event"),
        ("//// timeline\n/// event | 2022\n///\n////", None, "says nothing"),
    ],
)
def test_what_a_note_or_event_lacks_is_told(text: str, line: int | None, message: str) -> None:
    found = [f for f in faults(text) if message in f[1]]
    assert len(found) == 1 and (line is None or found[0][0] == line)


@pytest.mark.parametrize("text", ["**Title**\n\nwords", "**Title**\nwords"])
def test_a_strong_first_line_is_the_title_of_an_event(text: str) -> None:
    what = tree(f"//// timeline\n/// event | 2022\n{text}\n///\n////").find("ol/li/div")
    assert [(p.get("class"), p.text) for p in what] == [("event-title", "Title"), (None, "words")]
