"""Publications and manuscripts as read: every fault at once, each on the line that carries it."""

from pathlib import Path

import pytest

from renderer.findings import InputError
from renderer.read import read
from renderer.workspace import Workspace


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yml", ".yml").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def places(findings) -> list[tuple[str, str]]:
    return [(f.code, str(f.place)) for f in findings]


def test_a_publication_is_read_with_every_default(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: Report\ndate: 2023-01-31\n"
        "parts:\n  - layout: cover\n  - a.md\n  - {file: b.md, id: bee}\n",
        a_md="---\ntitle: Alpha\n---\nText\n",
        b_md="Text\n",
    )
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert not findings
    assert (publication.title, publication.date, publication.paper) == ("Report", "2023-01-31", "A4")
    assert publication.editions == ("screen",)
    assert [(p.id, p.layout, p.matter, p.title) for p in publication.parts] == [
        ("cover", "cover", "front", ""),
        ("a", "chapter", "body", "Alpha"),
        ("bee", "chapter", "body", ""),
    ]


def test_all_faults_of_a_publication_come_at_once_on_their_lines(tmp_path: Path) -> None:
    write(
        tmp_path, publication_yml="titel: X\nparts:\n  - layout: cover\n    tittle: x\n  - 3\npaper: A5\nkind: book\n"
    )
    with pytest.raises(InputError) as e:
        read(Workspace(tmp_path), tmp_path)
    assert set(places(e.value.findings)) == {
        ("KEY-MISSING", "publication.yml:1"),
        ("KEY-UNKNOWN", "publication.yml:1"),
        ("KEY-UNKNOWN", "publication.yml:4"),
        ("KEY-VALUE", "publication.yml:5"),
        ("KEY-VALUE", "publication.yml:6"),
        ("KEY-VALUE", "publication.yml:7"),
    }
    assert any("did you mean `title`?" in f.message for f in e.value.findings)


def test_faults_of_all_manuscripts_come_with_those_of_the_publication(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts:\n  - a.md\n  - b.md\n  - {layout: covr}\n  - c*.md\n",
        a_md="---\n\ntitle: A\ntitle: B\n---\n\nHello",
        b_md="---\n- a\n- list\n---\nHello",
    )
    _, findings = read(Workspace(tmp_path), tmp_path)
    assert places(findings) == [
        ("YAML-DUPLICATE", "a.md:4"),
        ("YAML-SHAPE", "b.md:2"),
        ("LAYOUT-UNKNOWN", "publication.yml:5"),
        ("PART-EMPTY", "publication.yml:6"),
    ]
    assert "did you mean `cover`?" in findings[2].message


def test_an_unknown_layout_is_named_where_the_manuscript_asks_for_it(tmp_path: Path) -> None:
    write(tmp_path, publication_yml="title: R\nparts: [a.md]\n", a_md="---\ntitle: A\nlayout: chaptre\n---\nHello")
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert places(findings) == [("LAYOUT-UNKNOWN", "a.md:3")]
    assert publication.parts[0].layout == "plain"


def test_the_body_begins_on_the_line_after_the_front_matter(tmp_path: Path) -> None:
    write(tmp_path, a_md="---\ntitle: A\n\nnote: |\n  two\n  lines\n---\nFirst line")
    publication, _ = read(Workspace(tmp_path), tmp_path / "a.md")
    manuscript = publication.parts[-1].manuscript
    assert manuscript is not None
    lines = [""] * (manuscript.body_line - 1) + manuscript.body.split("\n")
    assert lines.index("First line") == 7
    assert manuscript.meta["note"] == "two\nlines\n"


def test_yaml_that_cannot_be_read_is_shown_on_its_line(tmp_path: Path) -> None:
    write(tmp_path, a_md="---\ntitle: A\nsummary: one: two\n---\nText")
    _, findings = read(Workspace(tmp_path), tmp_path / "a.md")
    assert places(findings) == [("YAML-SYNTAX", "a.md:3")]


def test_drafts_and_hidden_posts_are_left_out_with_a_note(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\n",
        a_md="---\ndraft: true\n---\nA",
        b_md="---\ntitle: B\nhidePost: true\n---\nB",
        c_md="C",
    )
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert [p.id for p in publication.parts] == ["c"]
    assert places(findings) == [("PART-DRAFT", "a.md:2"), ("PART-DRAFT", "b.md:3")]


def test_what_other_programs_call_a_draft_is_left_out_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\n",
        a_md="---\nhidden: true\n---\nA",
        b_md="---\ntitle: B\npublished: false\n---\nB",
        c_md="---\npublished: 2023-01-31\nhidden: false\n---\nC",
    )
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert [p.id for p in publication.parts] == ["c"]
    assert places(findings) == [("PART-DRAFT", "a.md:2"), ("PART-DRAFT", "b.md:3")]
    assert "`published: false`" in findings[1].message


def test_drafts_are_taken_in_when_the_repair_is_off(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\nrepairs: {drafts: off}\n",
        a_md="---\ndraft: true\n---\nA",
        b_md="---\ndraft: true\nrepairs: {drafts: on}\n---\nB",
    )
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert [p.id for p in publication.parts] == ["a"] and places(findings) == [("PART-DRAFT", "b.md:2")]


def test_the_manuscript_has_the_last_word_on_repairs(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\nrepairs:\n  quotes: off\n  breaks: off\n",
        a_md="A",
        b_md="---\nrepairs: {quotes: on, styles: 'off'}\n---\nB",
        c_md="---\nrepairs: {all: on}\n---\nC",
    )
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert findings == []
    assert [p.repairs_off for p in publication.parts] == [{"quotes", "breaks"}, {"breaks", "styles"}, set()]
    lone, _ = read(Workspace(tmp_path), tmp_path / "b.md")
    assert lone.parts[-1].repairs_off == {"styles"}


def test_switches_that_are_none_are_told_on_their_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\nrepairs:\n  heading-level: off\n  quotes: maybe\n  html: off\n",
        a_md="---\ntitle: A\nrepairs:\n  all: off\n  qotes: on\n---\nA",
        b_md="---\nrepairs: off\n---\nB",
    )
    _, findings = read(Workspace(tmp_path), tmp_path)
    assert places(findings) == [
        ("KEY-UNKNOWN", "publication.yml:4"),
        ("KEY-VALUE", "publication.yml:5"),
        ("KEY-VALUE", "publication.yml:6"),
        ("KEY-UNKNOWN", "a.md:5"),
        ("KEY-VALUE", "b.md:2"),
    ]
    assert "did you mean `heading-levels`?" in findings[0].message and "`quotes`?" in findings[3].message
    assert "may do harm" in findings[2].message


def test_two_parts_with_one_id_are_a_fault(tmp_path: Path) -> None:
    write(tmp_path, publication_yml="title: R\nparts: [a.md, x/a.md]\n", a_md="A", x__a_md="A")
    _, findings = read(Workspace(tmp_path), tmp_path)
    assert places(findings) == [("PART-DUPLICATE", "publication.yml:2")]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [(b"\x89PNG\r\n\0\0\0", "FILE-BINARY", 0), ("gut\nschön".encode("latin-1"), "FILE-ENCODING", 2)],
)
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes, code: str, line: int) -> None:
    (tmp_path / "a.md").write_bytes(data)
    with pytest.raises(InputError) as e:
        read(Workspace(tmp_path), tmp_path / "a.md")
    assert places(e.value.findings) == [(code, "a.md" + (f":{line}" if line else ""))]


def test_missing_files_and_empty_folders_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.md", "FILE-MISSING"), (tmp_path, "FOLDER-EMPTY")):
        with pytest.raises(InputError) as e:
            read(Workspace(tmp_path), path)
        assert [f.code for f in e.value.findings] == [code]


def test_a_folder_of_manuscripts_is_read_in_order_of_name(tmp_path: Path) -> None:
    write(tmp_path, b_md="B", a_md="---\ntitle: First\n---\nA")
    publication, _ = read(Workspace(tmp_path), tmp_path)
    assert [p.id for p in publication.parts if p.manuscript] == ["a", "b"]
    assert publication.name == tmp_path.name


def test_names_with_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText\r\n")
    publication, findings = read(Workspace(tmp_path), tmp_path / "a.md")
    assert (publication.title, findings) == ("A", [])


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("a: &a [*a]", 2),
        ("title: A\nb: {c: &c {d: *c}}", 3),
        ("title: \x07", 2),
        ("date: 2023-02-31", 2),
        ("? [a]\n: b", 2),
    ],
)
def test_yaml_made_to_trip_is_a_finding_on_its_line(tmp_path: Path, header: str, line: int) -> None:
    write(tmp_path, a_md=f"---\n{header}\n---\nText")
    _, findings = read(Workspace(tmp_path), tmp_path / "a.md")
    assert places(findings) == [("YAML-SYNTAX", f"a.md:{line}")]


def test_aliases_of_aliases_take_no_time(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))
    write(tmp_path, a_md=f"---\nl0: &l0 x\n{levels}\n---\nText")
    _, findings = read(Workspace(tmp_path), tmp_path / "a.md")
    assert [f.code for f in findings] == ["YAML-SYNTAX"]
