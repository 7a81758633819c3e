"""Publications without some items: which parts are left, and how what is left is numbered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from renderer.circulation import LatePaper
from renderer.model import PartSource, Publication
from renderer.read.circulation import item_of
from renderer.read.loose import read_loose
from renderer.versions.withheld import without
from renderer.workspace import Workspace


def part(item: str, *, closed: bool = False, name: str = "") -> PartSource:
    return PartSource(name or f"part-{item}", item, "plain", "body", "en", None, {"item": item, "closed": closed})


@pytest.fixture
def publication(root) -> Publication:  # type: ignore[no-untyped-def]
    read, _ = read_loose(Workspace(), root / "tests" / "repairs.md")
    items = ("", "1", "2", "2.1", "2.2", "2.2", "3", "3.1", "10")
    return replace(read, parts=tuple(part(item, closed=item == "2.1", name=f"p{n}") for n, item in enumerate(items)))


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["1"], "1 1.1 1.2 1.2 2 2.1 3"),
        (["2"], "1 2 2.1 3"),
        (["2.1"], "1 2 2.1 2.1 3 3.1 4"),
        (["2.1", "3"], "1 2 2.1 2.1 3"),
        (["3.1"], "1 2 2.1 2.2 2.2 3 4"),
    ],
)
def test_numbers_of_items_close_up(publication: Publication, gone: Collection[str], left: str) -> None:
    kept, removed = without(publication, gone)
    assert [item_of(p) for p in kept.parts] == ["", *left.split()]
    assert {item_of(p) for p in removed} == {i for i in ("1", "2", "2.1", "2.2", "3", "3.1", "10")
                                             if any(i == g or i.startswith(f"{g}.") for g in gone)}  # fmt: skip


def test_closed_items_take_what_is_below_them_along(publication: Publication) -> None:
    parts = (part("4", closed=True), part("4.2"), part("5"))
    kept, removed = without(replace(publication, parts=parts), (), closed=True)
    assert [p.id for p in kept.parts] == ["part-5"] and [p.id for p in removed] == ["part-4", "part-4.2"]
    assert item_of(kept.parts[0]) == "4" and kept.incomplete


def test_nothing_left_out_leaves_it_as_it_is(publication: Publication) -> None:
    assert without(publication, ()) == (publication, ())


def test_what_is_made_of_an_agenda_is_made_of_it_anew(publication: Publication) -> None:
    def remade(items: Collection[str], closed: bool) -> tuple[PartSource, ...]:
        if not items:
            return publication.parts[:6]
        assert (list(items), closed) == (["2"], False)
        return (part("1", name="agenda"), part("2", name="anew"))

    late = (LatePaper("p6", "3", "append"), LatePaper("p2", "2", "append"))
    kept, removed = without(replace(publication, remade=remade, late=late), ["2"])
    assert [(p.id, item_of(p)) for p in kept.parts[:3]] == [("agenda", "1"), ("anew", "2"), ("p6", "2")]
    assert kept.late == (LatePaper("p6", "2", "append"),)
    assert [p.id for p in removed] == ["p2", "p3", "p4", "p5"]
