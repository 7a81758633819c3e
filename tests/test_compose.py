"""Composition: figures numbered over all parts, links resolved across them, pictures found, logos and years."""

from pathlib import Path

import pytest

from renderer.compose import Composition, Templates, compose
from renderer.model import PartDocument
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


def composed(folder: Path, **files: str) -> Composition:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yml", ".yml").replace("_md", ".md").replace("_svg", ".svg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    workspace = Workspace(folder)
    publication, findings = read(workspace, folder)
    assert not findings
    store = Store(folder / "store")
    return compose(publication, "screen", workspace, store, Templates(workspace, store))


def part(composition: Composition, part_id: str) -> PartDocument:
    return next(d for d in composition.documents if d.id == part_id)


def codes(composition: Composition) -> list[tuple[str, str]]:
    return [(f.code, str(f.place)) for f in composition.findings]


def test_figures_and_tables_are_numbered_over_the_whole_publication(tmp_path: Path) -> None:
    picture = '![A square](x.svg "A square"){#fig-%s}\n\n'
    table = "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n/// table-caption\n    attrs: {id: tbl-one}\nNumbers\n///\n"
    made = composed(
        tmp_path,
        publication_yml="title: R\nparts: [a.md, b.md]\n",
        a_md="# A\n\n" + picture % "one" + "See [](b.md#fig-two) and [](#tbl-one).\n",
        b_md="# B\n\n" + picture % "two" + table + "\nSee [the square](a.md#fig-one).\n",
        x_svg=SVG,
    )
    assert codes(made) == []
    assert 'href="part:b#b.fig-two"' in part(made, "a").html
    assert ">Figure 2</a>" in part(made, "a").html
    assert ">Table 1</a>" in part(made, "a").html
    assert '<span class="label">Figure 2</span>' in part(made, "b").html
    assert "part:a#a.fig-one" in part(made, "b").html


def test_links_that_lead_nowhere_are_taken_out_with_their_text_kept(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        publication_yml="title: R\nparts: [a.md]\n",
        a_md="# A\n\n[one](#nothing)\n\n[two](gone.md)\n\n[three](/about)\n\n[four](https://example.org)\n\n[](#gone)\n",
    )
    assert codes(made) == [
        ("LINK-DEAD", "a.md:3"), ("LINK-DEAD", "a.md:5"), ("LINK-SITE", "a.md:7"), ("LINK-DEAD", "a.md:11"),
    ]  # fmt: skip
    html = part(made, "a").html
    assert "one</a>" in html and html.count("href=") == 1
    assert "[#gone]" in html, "the proof shows where something is missing"


def test_a_page_number_is_asked_for_where_the_author_wants_one(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        publication_yml="title: R\nparts: [a.md, b.md]\n",
        a_md="# A\n\nSee [details](b.md#more){.page}.\n",
        b_md="# B\n\n## More\n\nText\n",
    )
    assert part(made, "a").page_refs == {"b.more"}
    assert "(page <span" in part(made, "a").html


@pytest.mark.parametrize(
    ("src", "code"),
    [
        ("gone.png", "PIC-MISSING"),
        ("../outside.svg", "PIC-OUTSIDE"),
        ("/etc/hostname", "PIC-MISSING"),
        ("https://example.org/x.png", "PIC-REMOTE"),
        ("file:///etc/hostname", "PIC-REMOTE"),
        ("broken.svg", "PIC-FORMAT"),
        ("empty.svg", "PIC-FORMAT"),
        ("a.md", "PIC-FORMAT"),
    ],
)
def test_pictures_that_cannot_be_used_are_named(tmp_path: Path, src: str, code: str) -> None:
    (tmp_path / "outside.svg").write_text(SVG)
    made = composed(
        tmp_path / "project",
        publication_yml="title: R\nparts: [a.md]\n",
        a_md=f"# A\n\nText.\n\n![What it shows]({src})\n",
        broken_svg="<svg><g></svg>",
        empty_svg="",
    )
    assert codes(made) == [(code, "a.md:5")]


def test_pictures_are_found_under_their_odd_names(tmp_path: Path) -> None:
    names = {"a b.svg": "a%20b.svg", "Grün\u202f1.svg": "Grün\u202f1.svg", "q.svg": "q.svg?v=2"}
    tmp_path.joinpath("static").mkdir()
    for name in names:
        (tmp_path / name).write_text(SVG)
    (tmp_path / "static" / "site.svg").write_text(SVG)
    text = "\n\n".join(f"![A square](<{src}>)" for src in [*names.values(), "/site.svg"])
    made = composed(tmp_path, publication_yml="title: R\nparts: [a.md]\n", a_md=f"# A\n\n{text}\n")
    assert codes(made) == []


def test_a_picture_without_words_is_a_finding_and_never_given_invented_ones(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        publication_yml="title: R\nparts: [a.md]\n",
        x_svg=SVG,
        a_md='# A\n\n![](x.svg)\n\n![](x.svg "Caption")\n',
    )
    assert codes(made) == [("PIC-ALT", "a.md:3"), ("PIC-ALT-CAPTION", "a.md:5")]


def test_an_id_given_twice_is_a_finding(tmp_path: Path) -> None:
    made = composed(tmp_path, publication_yml="title: R\nparts: [a.md]\n", a_md="# A\n\nOne.\n{#x}\n\nTwo.\n{#x}\n")
    assert [c for c, _ in codes(made)] == ["ID-DUPLICATE"]


@pytest.mark.parametrize(
    ("title", "date", "options", "year"),
    [
        ("Annual Report 2022", "2023-01-31", "", "2022"),
        ("Annual Report", "2023-01-31", "", "2023"),
        ("Annual Report 2022", "2023-01-31", "options: {year: 2021/22}", "2021/22"),
        ("Annual Report", "", "", ""),
    ],
)
def test_the_year_is_the_one_reported_on(tmp_path: Path, title: str, date: str, options: str, year: str) -> None:
    made = composed(tmp_path, publication_yml=f"title: {title}\ndate: '{date}'\n{options}\nparts: [layout: cover]\n")
    assert (f'<p class="year">{year}</p>' in part(made, "cover").html) == bool(year)


def test_a_logo_is_found_beside_the_publication(tmp_path: Path) -> None:
    text = "title: R\npublisher: P\noptions: {logo: mark.svg}\nparts: [layout: cover]\n"
    made = composed(tmp_path, publication_yml=text, mark_svg=SVG)
    assert codes(made) == []
    assert any(a.title == "mark.svg" for a in part(made, "cover").assets)


def test_a_split_manuscript_keeps_its_inner_links(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text(
        "# A\n\nSee [b](#b) and [inside](#inside).\n\n# B\n\nText\n\n## Inside\n\nText\n\n# C\n\nText\n"
    )
    workspace = Workspace(tmp_path)
    publication, _ = read(workspace, tmp_path / "long.md")
    store = Store(tmp_path / "store")
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    assert not [f for f in made.findings if f.code == "LINK-DEAD"]
    html = next(d.html for d in made.documents if d.title == "A")
    assert 'href="part:long-b#long-b"' in html
    assert 'href="part:long-b#long-b.inside"' in html
    assert [d.layout for d in made.documents][:2] == ["cover", "contents"]


@pytest.mark.parametrize(
    "meta", ["highlights: 5", "highlights: [one, two]", "highlights: [{value: 1}]", "summary: {a: b}"]
)
def test_front_matter_a_layout_cannot_use_is_a_finding(tmp_path: Path, meta: str) -> None:
    made = composed_with_faults(
        tmp_path, "title: R\nparts: [a.md, b.md]\n", f"---\ntitle: A\nlayout: highlights\n{meta}\n---\nText"
    )
    assert {code for code, _ in made} <= {"LAYOUT-FAILED", "KEY-VALUE", "KEY-MISSING"}
    assert made, "and the other part is still composed"


def test_a_depth_that_is_no_number_is_a_finding(tmp_path: Path) -> None:
    text = "title: R\nparts: [{layout: contents, options: {depth: deep}}, a.md, b.md]\n"
    assert [code for code, _ in composed_with_faults(tmp_path, text, "# A")] == ["KEY-VALUE"]


def composed_with_faults(folder: Path, publication: str, manuscript: str) -> list[tuple[str, str]]:
    (folder / "publication.yml").write_text(publication)
    (folder / "a.md").write_text(manuscript)
    (folder / "b.md").write_text("# B\n\nText.")
    workspace = Workspace(folder)
    read_, findings = read(workspace, folder)
    store = Store(folder / "store")
    made = compose(read_, "screen", workspace, store, Templates(workspace, store))
    assert "b" in [d.id for d in made.documents]
    return [(f.code, str(f.place)) for f in (*findings, *made.findings)]


# ------------------------------------------------------------------------------------------------------- repairs
def test_a_title_without_that_of_the_publication(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        publication_yml="title: Annual Report 2022\npublisher: Example Foundation\nparts: ['*.md']\n",
        a_md='---\ntitle: "2021 Example Annual Report: Events"\n---\n# 2021 Example Annual Report: Events\n\nText\n',
        b_md="\n# Annual Report – Members\n\nText\n",
        c_md='---\ntitle: "Annual Report: Kept"\nrepairs: {title-prefix: off}\n---\nText\n',
        d_md='---\ntitle: "Working group report: Zuul"\n---\nText\n',
    )
    assert [d.title for d in made.documents] == [
        "Events",
        "Members",
        "Annual Report: Kept",
        "Working group report: Zuul",
    ]
    assert codes(made) == [("MD-TITLE-PREFIX", "a.md:2"), ("MD-TITLE-PREFIX", "b.md:2")]
    assert "2021 Example" not in part(made, "a").html


def test_a_title_without_what_most_titles_begin_with(tmp_path: Path) -> None:
    files = {f"{x}_md": f'---\ntitle: "Our 202{i} review: {x.upper()}"\n---\nText\n' for i, x in enumerate("abc")}
    made = composed(tmp_path, publication_yml="title: R\nparts: ['*.md']\n", d_md="# D\n\nText\n", **files)
    assert [d.title for d in made.documents] == ["A", "B", "C", "D"]
    assert [code for code, _ in codes(made)] == ["MD-TITLE-PREFIX"] * 3


@pytest.mark.parametrize("title", ["Annual Report 2022", "Annual Report: ", "Annual: Report", "Report: Annual", "A: B"])
def test_other_titles_stay(tmp_path: Path, title: str) -> None:
    files = {f"{x}_md": f'---\ntitle: "{title}"\n---\nText\n' for x in "ab"}
    made = composed(tmp_path, publication_yml="title: Annual Report 2022\nparts: ['*.md']\n", **files)
    assert {d.title.strip() for d in made.documents} == {title.strip()} and codes(made) == []


def test_a_caption_serves_as_alternative_text_unless_that_is_switched_off(tmp_path: Path) -> None:
    text = '# A\n\n![](x.svg "A blue square")\n\nText ![](x.svg "A small square") and more.\n'
    made = composed(
        tmp_path,
        publication_yml="title: R\nparts: ['*.md']\n",
        a_md=text,
        b_md=f"---\nrepairs: {{captions: off}}\n---\n{text}",
        x_svg=SVG,
    )
    assert codes(made) == [
        ("PIC-ALT-CAPTION", "a.md:3"), ("PIC-ALT-CAPTION", "a.md:5"), ("PIC-ALT", "b.md:6"), ("PIC-ALT", "b.md:8"),
    ]  # fmt: skip
    assert 'alt="A blue square"' in part(made, "a").html and 'alt="A small square"' in part(made, "a").html
    assert 'alt="A ' not in part(made, "b").html


def test_a_switch_counts_at_once_though_the_manuscript_is_in_the_store(tmp_path: Path) -> None:
    text = '# A\n\n## **B**\n\nHe’s "in".\n'
    for switches, heading in (("{}", "<h2"), ("{heading-markup: off}", "<strong>B"), ("{all: on}", "<h2")):
        publication = f"title: R\nparts: [a.md]\nrepairs: {switches}\n"
        made = composed(tmp_path, publication_yml=publication, a_md=text)
        assert heading in part(made, "a").html
        assert ("<strong>" in part(made, "a").html) == ("off" in switches)
        assert [h.text for h in made.documents[0].headings] == ["A", "B"]
        assert (tmp_path / "a.md").read_text("utf-8") == text, "the file is never touched"


def test_the_note_of_a_heading_is_not_in_outline_and_references(tmp_path: Path) -> None:
    text = "# A\n\n## Growth[^n]\n\nSee [](#growth).\n\n[^n]: Since 2020.\n"
    made = composed(tmp_path, publication_yml="title: R\nparts: [a.md]\n", a_md=text)
    assert [h.text for h in part(made, "a").headings] == ["A", "Growth"]
    assert ">Growth</a>" in part(made, "a").html and "Since 2020." in part(made, "a").html
