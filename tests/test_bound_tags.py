"""Every tag of the shipped report and of the specimen: what docs/tags.md promises of each kind holds of all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from inspector import Inspector
from pypdf.generic import ArrayObject, DictionaryObject

from renderer.order import Outcome
from renderer.workspace import resources

pytestmark = pytest.mark.slow
FILES = {"report": "content/annual-report-2022", "specimen": "layouts/specimen"}


@pytest.fixture(scope="module", params=FILES)
def pdf(request: pytest.FixtureRequest, delivered: Callable[[Path], Outcome]) -> Inspector:
    outcome = delivered(resources() / FILES[request.param])
    assert [d.proof for d in outcome.deliveries] == [False]
    return Inspector(outcome.deliveries[0].path)


def nodes(pdf: Inspector, kind: str) -> list[DictionaryObject]:
    """Give the elements of a type as they are written."""
    return [node for node in walked(pdf.root["/StructTreeRoot"].get_object()) if node.get("/S") == f"/{kind}"]


def walked(node: DictionaryObject) -> list[DictionaryObject]:
    """Give an element and all below it, as they are written."""
    found, waiting = list[DictionaryObject](), [node]
    while waiting:
        here = waiting.pop()
        found.append(here)
        kids = here.get("/K", ArrayObject())
        kids = [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]
        waiting += [kid for kid in kids if isinstance(kid, DictionaryObject) and "/S" in kid]
    return found


def annotations(node: DictionaryObject) -> list[DictionaryObject]:
    kids = node.get("/K", ArrayObject())
    held = [kid.get_object() for kid in (kids if isinstance(kids, ArrayObject) else [kids])]
    return [kid["/Obj"].get_object() for kid in held if isinstance(kid, DictionaryObject) and "/Obj" in kid]


def test_cells_name_their_heads(pdf: Inspector) -> None:
    ids = {tag.id for tag in pdf.tags("TH")}
    assert all(tag.attributes.get("Scope") in ("Row", "Column", "Both") and tag.id for tag in pdf.tags("TH"))
    for cell in nodes(pdf, "TD"):
        held = cell["/A"].get_object()
        owners = [owner.get_object() for owner in (held if isinstance(held, ArrayObject) else [held])]
        heads = [str(head) for owner in owners for head in owner.get("/Headers", ())]
        assert heads and set(heads) <= ids
    assert len(pdf.tables()) > 5


def test_a_table_has_one_head_and_rows_of_one_width(pdf: Inspector) -> None:
    for table in pdf.tags("Table"):
        assert len([kid for kid in table.kids if kid.type == "THead"]) <= 1 and table.find("TH")
        assert {kid.type for kid in table.kids} <= {"Caption", "THead", "TBody", "TFoot"}


def test_notes_and_their_references_lead_to_each_other(pdf: Inspector) -> None:
    notes = nodes(pdf, "Note")
    assert notes
    names = dict(pdf.reader.named_destinations)
    back = 0
    for note in notes:
        assert (
            "/ID" in note and next(tag for tag in pdf.tags("Note") if tag.id == str(note["/ID"])).kids[0].type == "Lbl"
        )
        links = [link for kid in walked(note) if kid.get("/S") == "/Link" for link in annotations(kid)]
        back += any(str(link.get("/Dest", "")).endswith("--call") for link in links)
    assert back == len(notes)
    called = [str(link["/Dest"]) for node in nodes(pdf, "Reference") for kid in walked(node)
              for link in annotations(kid) if ".fn-" in str(link.get("/Dest", ""))]  # fmt: skip
    assert len(set(called)) == len(notes) and all(name in names for name in called)


def test_contents_are_toc_with_references_and_links(pdf: Inspector) -> None:
    entries = pdf.tags("TOCI")
    assert len(entries) > 10
    for entry in entries:
        assert any(kid.type == "Reference" and kid.find("Link") for kid in entry.kids), entry.text


def test_figures_have_a_text_and_a_box(pdf: Inspector) -> None:
    figures = pdf.figures()
    assert len(figures) > 5 and all(figure.alt and figure.box for figure in figures)


def test_lists_say_how_they_are_numbered(pdf: Inspector) -> None:
    lists = pdf.tags("L")
    assert lists and all("ListNumbering" in listing.attributes for listing in lists)
    assert all(kid.type in ("LI", "Caption", "L") for listing in lists for kid in listing.kids)
    assert all({kid.type for kid in item.kids} <= {"Lbl", "LBody"} for item in pdf.tags("LI"))


def test_links_say_where_they_lead(pdf: Inspector) -> None:
    links = nodes(pdf, "Link")
    assert len(links) > 20
    for link in links:
        held = annotations(link)
        assert held and all(str(note.get("/Contents", "")).strip() for note in held)
    hung = sum(len(annotations(link)) for link in links)
    assert hung == sum(len(pdf.links(page)) for page in range(pdf.pages))


def test_headings_have_no_gaps(pdf: Inspector) -> None:
    level = 0
    for tag in pdf.tags("H1", "H2", "H3", "H4", "H5", "H6"):
        assert int(tag.type[1]) <= level + 1, tag.text
        level = int(tag.type[1])


def test_languages_are_said(pdf: Inspector) -> None:
    assert pdf.lang == "en"
    assert all(tag.lang != "" for tag in pdf.tags())


def test_types_are_those_of_pdf_1_7(pdf: Inspector) -> None:
    """All but those that the role map leads to one."""
    from renderer.papers.tree import STANDARD

    roles = {str(name)[1:]: str(role)[1:] for name, role in pdf.root["/StructTreeRoot"]["/RoleMap"].items()}
    assert {roles.get(tag.type, tag.type) for tag in pdf.tags()} <= STANDARD
