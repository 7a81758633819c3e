"""“Page 4 of 12”: at the foot of pages and in the text, by section, in both editions, in every language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from command import run
from inspector import Inspector
from test_pagination import PART, parts

from renderer.compose import paginate
from renderer.compose.furniture import _folio
from renderer.languages.words import WORDS
from renderer.model import Publication
from renderer.numbering import Numbering
from renderer.order import Order
from renderer.pipeline import build


def built(folder: Path, text: str, **manuscripts: str) -> dict[str, Inspector]:
    """Build a publication of some manuscripts; gives its files by edition."""
    source = folder / "book"
    source.mkdir()
    (source / "publication.yml").write_text(f"title: Book\n{text}", "utf-8")
    for name, words in manuscripts.items():
        (source / f"{name}.md").write_text(words, "utf-8")
    outcome = build(Order(source, folder / "out"))
    assert [str(f) for f in outcome.findings if f.severity] == []
    return {d.edition: Inspector(d.path) for d in outcome.deliveries}


def foot(pdf: Inspector, page: int) -> str:
    """Give what stands at the foot of a page."""
    words = [w for w in pdf.words(page) if w.artifact and w.y > pdf.sizes[page][1] - 60]
    return " ".join(w.text for w in words)


PAGES = "# Many\n\n" + "Words to read.\n\n" * 20 + "## Next {.new-page}\n\n" + "Words.\n\n" * 400


@pytest.mark.slow
def test_page_4_says_page_4_of_12(tmp_path: Path) -> None:
    pdf = built(tmp_path, "folio: of\nparts: [one.md, two.md]\n", one=PAGES, two="# Two\n\nThe last.\n")["screen"]
    assert pdf.pages > 4
    assert [foot(pdf, n) for n in range(pdf.pages)] == [f"Page {n} of {pdf.pages}" for n in range(1, pdf.pages + 1)]


@pytest.mark.slow
def test_sections_have_totals_of_their_own(tmp_path: Path) -> None:
    entries = "parts: [{layout: contents}, one.md, {file: annex.md, numbering: {prefix: A-}}]\n"
    text = "# Annex\n\nIt has []{.page-count} as its last page.\n\n" + "Words.\n\n" * 90
    pdf = built(tmp_path, f"folio: of\n{entries}", one="# One\n\nPages: []{.page-count}.\n", annex=text)["screen"]
    assert pdf.labels[:3] == ["i", "1", "A-1"]
    last = pdf.labels[-1]
    assert [foot(pdf, n) for n in range(3)] == ["Page i of i", "Page 1 of 1", f"Page A-1 of {last}"]
    assert pdf.find("Pages: 1", page=1) and pdf.find(f"It has {last} as its last page", page=2)


@pytest.mark.slow
def test_each_edition_counts_its_own_pages(tmp_path: Path) -> None:
    made = built(
        tmp_path, "lang: de\nfolio: of\neditions: [screen, print]\n"
        "parts: [one.md, two.md, {file: three.md, start: any}]\n",
        one="# Eins\n\nDas Heft hat []{.page-count} Seiten.\n", two="# Zwei\n\nText.\n", three="# Drei\n\nText.\n",
    )  # fmt: skip
    assert [made[edition].pages for edition in ("screen", "print")] == [3, 4]
    assert made["screen"].find("Heft hat 3 Seiten") and made["print"].find("Heft hat 4 Seiten")
    assert foot(made["screen"], 1) == "Seite 2 von 3" and foot(made["print"], 3) == "Seite 4 von 4"


@pytest.mark.slow
def test_a_total_that_moves_its_own_page_settles(tmp_path: Path) -> None:
    """The number is on the first page of the part that makes the pages: what it says has to be set twice."""
    text = "# One\n\nOf []{.page-count} pages.\n\n" + "Words to read, one line after the other.\n\n" * 500
    pdf = built(tmp_path, "parts: [one.md]\n", one=text)["screen"]
    assert pdf.pages > 9 and pdf.find(f"Of {pdf.pages} pages", page=0)


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_every_language_says_it(lang: str) -> None:
    publication = Publication(
        "p", "report", Path(), "P", "", lang, "", "", "A4", ("screen",), None, Path(), (), folio="of"
    )
    pages = paginate([PART], {"a": 12}, "screen")
    told = _folio(publication, pages, 3)
    assert told.count("12") == 1 and told.count("4") == 1 and told.index("4") < told.index("12")
    assert "{" not in told and told[0] == told[0].upper()
    assert _folio(replace(publication, folio="number"), pages, 3) == "4"


def test_the_last_of_a_row_is_its_total() -> None:
    documents = parts(("toc", "front"), ("a", "body"), ("annex", "back"), ("end", "back"))
    documents[2] = replace(documents[2], numbering=Numbering("A-"))
    pages = paginate(documents, {"toc": 2, "a": 3, "annex": 2, "end": 1}, "screen")
    assert [pages.total(n) for n in range(8)] == ["ii", "ii", "3", "3", "3", "A-3", "A-3", "A-3"]


def test_a_misspelt_folio_is_told_of_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text("title: R\nparts: [a.md]\nfolio: page\n", "utf-8")
    (tmp_path / "a.md").write_text("# A\n", "utf-8")
    ran = run("check", tmp_path, "--json", cwd=tmp_path)
    found = [(line["code"], line["place"]["line"]) for line in ran.lines if line["type"] == "finding"]
    assert found == [("KEY-VALUE", 3)]
