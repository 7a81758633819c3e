"""Binding keeps the tags: parts in, one structure tree out that still leads to and from all content."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from binding import make_binding, make_part, make_picture, make_report
from inspector import Inspector

from renderer.bind import bind
from renderer.model import Binding, Bound, BoundPart
from renderer.verify import verify


@pytest.fixture(scope="module")
def binding(tmp_path_factory: pytest.TempPathFactory) -> Binding:
    return make_report(make_picture(tmp_path_factory.mktemp("pictures")))


@pytest.fixture(scope="module")
def bound(binding: Binding) -> Bound:
    return bind(binding)


def test_no_tag_is_lost(binding: Binding, bound: Bound) -> None:
    before: Counter[str] = Counter()
    for part in binding.parts:
        before += Counter(tag.type for tag in Inspector(part.sheets.pdf).tags())
    after = Counter(tag.type for tag in Inspector(bound.pdf).tags())
    assert after == before - Counter({"Document": 2}) + Counter({"Part": 3})
    assert after == Counter(bound.tags)


def test_each_part_is_an_element_below_the_one_document(bound: Bound) -> None:
    tree = Inspector(bound.pdf).tree
    assert tree is not None
    (document,) = tree.kids
    assert [(part.type, part.title, part.lang) for part in document.kids] == [
        ("Part", "Contents", None),
        ("Part", "Growth", None),
        ("Part", "Letter", "de"),
    ]


def test_tags_still_hold_their_text(bound: Bound) -> None:
    pdf = Inspector(bound.pdf)
    assert [(h.text, h.page) for h in pdf.tags("H1", "H2")] == [
        ("Contents", 0),
        ("Growth", 2),
        ("Members", 3),
        ("Brief", 4),
    ]
    assert pdf.tables() == [[["Year", "Members"], ["2023", "86"], ["2024", "97"]]]
    assert [(figure.alt, figure.page) for figure in pdf.figures()] == [("A dot", 3)]


def test_ids_of_parts_do_not_collide() -> None:
    table = "<table><thead><tr><th>{0}<th>B</thead><tbody><tr><td>1<td>2</table>"
    parts = [make_part(name, table.format(name)) for name in ("one", "two")]
    pdf = Inspector(bind(make_binding(*parts)).pdf)
    heads = {tag.id: tag.text for tag in pdf.tags("TH")}
    assert len(heads) == 4 and None not in heads
    cells = pdf.tags("TD")
    assert [[heads[h] for h in cell.attributes["Headers"]] for cell in cells] == [["one"], ["B"], ["two"], ["B"]]


def test_id_tree_names_every_id(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        keys = [bytes(key) for key in names[::2]]
        assert keys == sorted(keys)
        assert [bytes(element.ID) for element in names[1::2]] == keys
    assert len(keys) == sum(tag.id is not None for tag in Inspector(bound.pdf).tags())


def test_structure_keys_are_unique(bound: Bound) -> None:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        keys = [int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj]
        keys += [int(a.StructParent) for page in pdf.pages for a in page.obj.get("/Annots", [])]
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert sorted(keys) == [int(key) for key in nums[::2]]
        assert len(set(keys)) == len(keys)
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(keys)


def test_content_of_groups_keeps_its_tags() -> None:
    faint = '<h1 id="{0}">{0}</h1><p style="opacity: .5">Faint words of {0}.</p>'
    bound = bind(make_binding(*(make_part(name, faint.format(name)) for name in ("one", "two"))))
    assert verify(bound) == ()
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        forms = [x for page in pdf.pages for _, x in page.obj.Resources.XObject.items() if "/StructParents" in x]
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert [len(parents[int(form.StructParents)]) > 0 for form in forms] == [True, True]


def test_role_maps_are_merged() -> None:
    parts = [make_part(name, f'<h1 id="{name}">{name}</h1>') for name in ("one", "two")]
    mapped = []
    for part, role in zip(parts, ("Summary", "Advice"), strict=True):
        with pikepdf.open(io.BytesIO(part.sheets.pdf)) as pdf:
            pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({f"/{role}": pikepdf.Name.Sect})
            target = io.BytesIO()
            pdf.save(target)
        mapped.append(_with_pdf(part, target.getvalue()))
    with pikepdf.open(io.BytesIO(bind(make_binding(*mapped)).pdf)) as pdf:
        roles = {key: str(value) for key, value in pdf.Root.StructTreeRoot.RoleMap.items()}
    assert roles == {"/Advice": "/Sect", "/Summary": "/Sect"}


@pytest.mark.slow
def test_bound_file_conforms(bound: Bound, verapdf: Callable[..., object], tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(bound.pdf)
    assert verapdf([file], "ua1", "3a") == {file: []}


def _with_pdf(part: BoundPart, pdf: bytes) -> BoundPart:
    return replace(part, sheets=replace(part.sheets, pdf=pdf))
