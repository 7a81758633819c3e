"""The fields of layouts: what front matter may hold, and findings on the line of what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.compose import Templates, compose
from renderer.compose.fields import FIELDS, Highlights, read_fields
from renderer.compose.shapes import Fields
from renderer.findings import Finding
from renderer.model import Manuscript
from renderer.read.manuscripts import read_manuscript
from renderer.read.publication import read_publication
from renderer.store import Store
from renderer.workspace import Workspace


def manuscript(folder: Path, front: str) -> Manuscript:
    path = folder / "a.md"
    path.write_text(f"---\n{front}---\nText.\n", "utf-8")
    return read_manuscript(Workspace(folder), path)[0]


def checked(folder: Path, layout: str, front: str) -> tuple[Fields, list[Finding]]:
    m = manuscript(folder, front)
    return read_fields(layout, m.meta, m.meta_lines, m.name, 1)


def test_values_that_yaml_takes_for_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    fields, findings = checked(tmp_path, "highlights", "highlights:\n- value: 214\n  label: releases\n")
    assert findings == []
    assert isinstance(fields, Highlights)
    assert fields.highlights[0].value == "214"


@pytest.mark.parametrize(
    ("layout", "front", "line", "code", "said"),
    [
        ("highlights", "highlights:\n- value: 1\n  label: a\n- vlaue: 2\n  label: b\n", 5, "KEY-UNKNOWN", "`value`?"),
        ("highlights", "highlights:\n- value: 1\n", 3, "KEY-MISSING", "`label`"),
        ("highlights", "title: x\nhighlights: many\n", 3, "KEY-VALUE", "`highlights`"),
        ("chapter", "summary: x\ncolumns: 3\n", 3, "KEY-VALUE", "`columns`"),
        ("letter", "title: x\nautor: y\n", 3, "KEY-UNKNOWN", "`author`?"),
        ("people", "people:\n- name: A\n- role: chair\n", 4, "KEY-MISSING", "`name`"),
        (
            "financials",
            "statements:\n- columns: [2022]\n  rows:\n  - {label: x, kind: sum}\n",
            5,
            "KEY-VALUE",
            "`kind`",
        ),
    ],
)
def test_a_fault_stands_on_its_own_line(
    tmp_path: Path, layout: str, front: str, line: int, code: str, said: str
) -> None:
    _, findings = checked(tmp_path, layout, front)
    assert code in {f.code for f in findings}, findings
    (fault,) = [f for f in findings if f.code == code]
    assert fault.place.line == line
    assert said in fault.message


def test_what_is_faulty_is_left_out_and_the_rest_stands(tmp_path: Path) -> None:
    fields, findings = checked(tmp_path, "highlights", "summary: Why.\nhighlights: many\n")
    assert len(findings) == 1
    assert fields == Highlights(summary="Why.")


def test_keys_of_other_systems_are_left_alone(tmp_path: Path) -> None:
    _, findings = checked(tmp_path, "chapter", "templateKey: page\nseo: {image: /a.png}\ntags: [a]\n")
    assert findings == []


@pytest.mark.parametrize("layout", sorted(FIELDS))
def test_every_layout_can_do_without_any_field(layout: str) -> None:
    fields, findings = read_fields(layout, {}, {}, "a.md", 1)
    assert findings == []
    assert type(fields) is FIELDS[layout]


def test_pictures_of_fields_are_found_and_named(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text("title: R\nparts:\n- a.md\n", "utf-8")
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    front = "---\ntitle: T\nlayout: letter\nportrait: a.svg\nsignature: {file: b.svg, alt: x}\n---\nText.\n"
    (tmp_path / "a.md").write_text(front, "utf-8")
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    publication, _ = read_publication(workspace, tmp_path)
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    assert [(f.code, f.place.line) for f in made.findings] == [("PIC-ALT", 4), ("PIC-MISSING", 5)]
