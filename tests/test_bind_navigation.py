"""Binding makes a file one can find one's way in: destinations, links, outline and page labels."""

from __future__ import annotations

import io

import pikepdf
import pytest
from binding import make_binding, make_part, make_picture, make_report
from inspector import Inspector

from renderer.bind import bind
from renderer.bind.navigation import label_pages
from renderer.findings import Severity
from renderer.model import Bound, LabelRange


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    return bind(make_report(make_picture(tmp_path_factory.mktemp("pictures"))))


def test_links_between_parts_lead_to_their_page(bound: Bound) -> None:
    links = Inspector(bound.pdf).links(0)
    assert [(link.uri, link.page, link.contents) for link in links] == [
        ("", 2, "Growth"),
        ("", 3, "Members"),
        ("", 4, "Letter"),
    ]


def test_other_links_are_as_they_were(bound: Bound) -> None:
    links = Inspector(bound.pdf).links(2)
    assert [(link.uri, link.page) for link in links] == [("", 3), ("https://example.org/", -1)]


def test_links_are_printed_and_tagged(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert len(notes) == 6
        assert {int(note.F) for note in notes} == {4}
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert {str(parents[int(note.StructParent)].S) for note in notes} == {"/Link"}
        assert not any("/A" in note and "/Dest" in note for note in notes)


def test_link_to_nowhere_is_a_finding_and_loses_its_link() -> None:
    body = '<h1 id="one">One</h1><p>See <a href="part:two#two.gone">the lost page</a> and <a href="#one">here</a>.</p>'
    bound = bind(make_binding(make_part("one", body), make_part("two", '<h1 id="two">Two</h1>')))
    (found,) = bound.findings
    assert (found.code, found.severity, found.place.page) == ("LINK-DEAD", Severity.ERROR, 1)
    assert "“two.gone”" in found.message
    pdf = Inspector(bound.pdf)
    assert [(link.page, link.contents) for link in pdf.links(0)] == [(0, "here")]
    assert [tag.text for tag in pdf.tags("P")] == ["See the lost page and here."]
    assert [tag.text for tag in pdf.tags("Link")] == ["here"]
    assert [tag.text for tag in pdf.tags("Span")] == ["the lost page"]
    assert bound.tags["Link"] == 1 and bound.tags["Span"] == 1


def test_page_without_live_links_has_no_annotations() -> None:
    bound = bind(make_binding(make_part("one", '<h1 id="one">One</h1><p><a href="part:gone">gone</a></p>')))
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        assert "/Annots" not in pdf.pages[0].obj


def test_link_without_words_is_named_after_its_target() -> None:
    body = (
        '<h1 id="one">One</h1><p><a href="part:two#two.x" style="display: inline-block; width: 20pt; height: 9pt"></a>'
    )
    two = make_part("two", '<h1 id="two">Two</h1><h2 id="two.x">Members</h2>', ((2, "Members", "two.x"),))
    (link,) = Inspector(bind(make_binding(make_part("one", body), two)).pdf).links(0)
    assert (link.page, link.contents) == (1, "Members")


def test_anchors_are_named_destinations(bound: Bound) -> None:
    assert Inspector(bound.pdf).destinations == {"contents": 0, "growth": 2, "growth.members": 3, "letter": 4}
    assert dict(bound.destinations) == Inspector(bound.pdf).destinations


def test_names_beyond_ascii_are_found() -> None:
    one = make_part(
        "one", '<h1 id="one">One</h1><p><a href="part:two#two.größe">a</a> <a href="part:two#two.成员">b</a></p>'
    )
    two = make_part(
        "two", '<h1 id="two">Two</h1><h2 id="two.größe">A</h2><h2 id="two.成员" style="break-before: page">B</h2>'
    )
    bound = bind(make_binding(one, two))
    assert bound.findings == ()
    assert [link.page for link in Inspector(bound.pdf).links(0)] == [1, 2]


def test_name_tree_is_in_order(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        keys = [bytes(key) for key in list(pdf.Root.Names.Dests.Names)[::2]]
    assert len(keys) == 4 and keys == sorted(keys)


def test_part_without_anchor_of_its_own_is_a_destination() -> None:
    one = make_part("one", '<h1 id="one">One</h1><p><a href="part:cover">cover</a></p>')
    bound = bind(make_binding(make_part("cover", "<p>Cover</p>"), one))
    assert bound.findings == ()
    assert bound.destinations["cover"] == 0
    assert [link.page for link in Inspector(bound.pdf).links(1)] == [0]


def test_outline_is_nested_by_level(bound: Bound) -> None:
    entries = [(entry.level, entry.title, entry.page) for entry in Inspector(bound.pdf).outline]
    assert entries == [(1, "Contents", 0), (1, "Growth", 2), (2, "Members", 3), (1, "Brief", 4)]
    assert entries == [(entry.level, entry.text, entry.page) for entry in bound.outline]


def test_outline_shows_at_once(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        assert int(pdf.Root.Outlines.Count) == 4


def test_heading_that_stands_nowhere_leads_to_its_part() -> None:
    one = make_part("one", '<h1 id="one">One</h1>', ((1, "One", "one"), (2, "Hidden", "one.hidden")))
    bound = bind(make_binding(one))
    assert [(f.code, f.severity) for f in bound.findings] == [("LINK-DEAD", Severity.WARNING)]
    assert [(entry.title, entry.page) for entry in Inspector(bound.pdf).outline] == [("One", 0), ("Hidden", 0)]


def test_labels_are_in_the_file(bound: Bound) -> None:
    assert bound.labels == ("i", "ii", "1", "2", "3")
    assert Inspector(bound.pdf).labels == ["i", "ii", "1", "2", "3"]


@pytest.mark.parametrize(
    ("ranges", "labels"),
    [
        ((), ["1", "2", "3", "4"]),
        ((LabelRange(0, "r", 3), LabelRange(2, "D")), ["iii", "iv", "1", "2"]),
        ((LabelRange(0, "", prefix="Cover"), LabelRange(1, "D", 9)), ["Cover", "9", "10", "11"]),
        ((LabelRange(1, "D", prefix="A-"),), ["1", "A-1", "A-2", "A-3"]),
        ((LabelRange(0, "r", 1998),), ["mcmxcviii", "mcmxcix", "mm", "mmi"]),
        ((LabelRange(0, "D"), LabelRange(7, "r")), ["1", "2", "3", "4"]),
    ],
)
def test_labels_are_what_readers_make_of_the_ranges(ranges: tuple[LabelRange, ...], labels: list[str]) -> None:
    pages = make_part("one", "<p>1" + '<p class="next">2' * 3)
    bound = bind(make_binding(pages, labels=ranges))
    assert list(bound.labels) == labels == Inspector(bound.pdf).labels
    assert label_pages(ranges, 4) == tuple(labels)
