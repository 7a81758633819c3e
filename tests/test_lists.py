"""Lists of figures and tables, and the index: what they hold, where they lead, how they are tagged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command import Ran, run
from inspector import Inspector
from lxml import etree
from lxml.html import fragment_fromstring

from renderer.compose.pagination import fill, page_refs
from renderer.markup import convert

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9mm" height="9mm"><path d="M0 0h9v9z"/></svg>'
FILLER = "Words to fill the page. " * 160
A = f"""# Growth

We have [cores]{{.index}}, [Émile]{{.index}} and [a lot of it]{{.index term="Zinc"}}.

![A dot](dot.svg "The first caption")

| a | b |
| --- | --- |
| 1 | 2 |

/// table-caption
All of a and b[^1].
///

[^1]: A note.

{FILLER}

More [cores]{{.index}} here.

{FILLER}

And [cores]{{.index}} again, [cores]{{.index}} twice.
"""
B = """# Annex

See [eagle]{.index}, [Apple]{.index} and [cores]{.index}.

![Another dot](dot.svg "The second caption")
"""


def built(folder: Path, parts: str, **manuscripts: str) -> tuple[Ran, Inspector]:
    (folder / "dot.svg").write_text(DOT, "utf-8")
    for name, text in manuscripts.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "publication.yml").write_text(f"title: R\nparts:\n{parts}", "utf-8")
    ran = run("build", folder, "--output", folder / "out", "--json", cwd=folder)
    assert ran.status == 0, ran.out
    return ran, Inspector(folder / "out" / f"{folder.name}.pdf")


PARTS = """  - layout: contents
    options: {lists: [figures, tables]}
  - a.md
  - {file: b.md, numbering: {prefix: A-}}
  - layout: index
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    return built(tmp_path_factory.mktemp("report"), PARTS, a=A, b=B)[1]


def test_figures_and_tables_are_listed_with_their_pages(report: Inspector) -> None:
    contents, figures, tables = report.tags("TOC")
    assert [entry.text for entry in contents.kids] == ["1 Growth 1", "2 Annex A-1", "Index A-2"]
    assert [entry.text for entry in figures.kids] == ["Figure 1 The first caption 1", "Figure 2 The second caption A-1"]
    assert [entry.text for entry in tables.kids] == ["Table 1 All of a and b. 1"]
    assert [tag.text for tag in report.tags("H2")][:2] == ["Figures", "Tables"]


def test_a_line_of_a_list_is_a_reference_that_leads_to_its_figure(report: Inspector) -> None:
    for entry in report.tags("TOC")[1].kids:
        assert entry.outline() == ("TOCI", [("Reference", ["Link"])])
    pages = [link.page for link in report.links(0)]
    assert [report.labels[page] for page in pages] == ["1", "A-1", "A-2", "1", "A-1", "1"]


def test_the_index_is_sorted_by_letters_and_pages_stand_once(report: Inspector) -> None:
    (index,) = report.tags("Index")
    assert [item.text for item in index.find("LI")] == ["Apple A-1", "cores 1–3, A-1", "eagle A-1", "Émile 1", "Zinc 1"]
    assert index.find("LI")[1].outline() == (
        "LI", [("LBody", [("Reference", ["Link"]), ("Reference", ["Link"])])],
    )  # fmt: skip
    last = report.pages - 1
    assert [report.labels[link.page] for link in report.links(last)] == ["A-1", "1", "A-1", "A-1", "1", "1"]


def test_a_list_may_stand_alone_and_an_empty_one_is_left_out(tmp_path: Path) -> None:
    parts = (
        "  - {layout: contents, id: lists, title: Figures, options: {depth: 0, lists: [figures, tables]}}\n  - b.md\n"
    )
    _, pdf = built(tmp_path, parts, b=B)
    (only,) = pdf.tags("TOC")
    assert [entry.text for entry in only.kids] == ["Figure 1 The second caption 1"]


def test_an_index_without_terms_is_told_of(tmp_path: Path) -> None:
    ran, _ = built(tmp_path, "  - b.md\n  - {layout: index}\n", b="# B\n\nText.\n")
    told = [line for line in ran.lines if line["type"] == "finding" and line["code"] == "INDEX-EMPTY"]
    assert [(line["severity"], line["place"]["line"]) for line in told] == [("warning", 4)]


def test_an_unknown_list_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n", "utf-8")
    (tmp_path / "publication.yml").write_text(
        "title: R\nparts:\n  - a.md\n  - {layout: contents, options: {lists: [maps]}}\n", "utf-8"
    )
    ran = run("check", tmp_path, "--json", cwd=tmp_path)
    told: list[Any] = [line for line in ran.lines if line["type"] == "finding"]
    assert [(line["code"], line["place"]["line"]) for line in told] == [("KEY-VALUE", 4)]


PAGES = '<span class="pages" data-pages-of="{}"></span>'


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ("3 4 5", "3–5"),
        ("3 3 4", "3–4"),
        ("3 5", "3, 5"),
        ("iii iv", "iii, iv"),
        ("9 10 A-1 A-2", "9–10, A-1–A-2"),
        ("2 A-3", "2, A-3"),
    ],
)
def test_pages_are_gathered(labels: str, shown: str) -> None:
    numbers = {f"p.{i}": label for i, label in enumerate(labels.split())}
    html = PAGES.format(" ".join(numbers))
    filled = fill(html, numbers)
    assert page_refs(html) == numbers.keys()
    assert re.sub("<[^>]*>", "", filled) == shown
    assert 'href="part:p#p.0"' in filled


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a *b*]{.index}", '<span class="index">a <em>b</em></span>'),
        ('[x]{#y .index .z term="T"}', '<span class="index z" id="y" data-term="T">x</span>'),
        ("[a]{.indexed}", "[a]{.indexed}"),
        ("[a](#b){.index}", '<a class="index" href="#b">a</a>'),
        ("`[a]{.index}`", "<code>[a]{.index}</code>"),
    ],
)
def test_terms_are_marked_in_the_text(text: str, html: str) -> None:
    made = convert(f"Words {text} here.", source="a.md").html
    paragraphs = [fragment_fromstring(text) for text in (made, f"<p>Words {html} here.</p>")]
    for element in paragraphs[0].iter():
        element.attrib.pop("data-line", None)
    ours, wanted = (etree.tostring(paragraph, method="c14n") for paragraph in paragraphs)
    assert ours == wanted
