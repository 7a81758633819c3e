"""Labels, blanks and printed numbers from page counts."""

from dataclasses import replace
from pathlib import Path

import pytest
from command import run
from inspector import Inspector

from renderer.bind.navigation import label_pages
from renderer.compose.pagination import fill, page_refs, paginate, roman
from renderer.model import LabelRange, PartDocument
from renderer.numbering import Numbering
from renderer.order import Order
from renderer.pipeline import build

MM = 72 / 25.4
PART = PartDocument("a", "A", "chapter", "body", "en", "a.md", "", (), (), (), frozenset(), True)


def parts(*which: tuple[str, str]) -> list[PartDocument]:
    return [replace(PART, id=i, matter=matter) for i, matter in which]


def test_front_matter_is_numbered_in_roman_and_the_rest_from_one() -> None:
    documents = parts(("cover", "front"), ("toc", "front"), ("a", "body"), ("b", "body"))
    pages = paginate(documents, {"cover": 1, "toc": 2, "a": 3, "b": 1}, "screen")
    assert pages.labels == ("i", "ii", "iii", "1", "2", "3", "4")
    assert pages.label("b", 0) == "4"
    assert [(r.start, r.style) for r in pages.ranges] == [(0, "r"), (3, "D")]


def test_a_part_may_begin_a_numbering_of_its_own() -> None:
    documents = parts(("toc", "front"), ("a", "body"), ("annex", "back"), ("more", "back"), ("end", "back"))
    documents[2] = replace(documents[2], numbering=Numbering("A-"))
    documents[4] = replace(documents[4], numbering=Numbering("", 3, "r"))
    pages = paginate(documents, {"toc": 2, "a": 2, "annex": 2, "more": 1, "end": 2}, "screen")
    assert pages.labels == ("i", "ii", "1", "2", "A-1", "A-2", "A-3", "iii", "iv")
    assert [(r.start, r.style, r.first, r.prefix) for r in pages.ranges] == [
        (0, "r", 1, ""), (2, "D", 1, ""), (4, "D", 1, "A-"), (7, "r", 3, ""),
    ]  # fmt: skip


def test_numbers_of_a_section_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text(
        "title: R\nparts: [{layout: contents}, a.md, {file: b.md, id: annex, numbering: {prefix: A-}}]\n", "utf-8"
    )
    (tmp_path / "a.md").write_text("# One\n\nSee [the annex](b.md){.page}.\n", "utf-8")
    (tmp_path / "b.md").write_text("# Annex\n\nText.\n", "utf-8")
    assert run("build", tmp_path, "--output", tmp_path / "out", cwd=tmp_path).status == 0
    pdf = Inspector(tmp_path / "out" / f"{tmp_path.name}.pdf")
    assert pdf.labels == ["i", "1", "A-1"]
    assert "(page A-1)" in pdf.text(1) and pdf.find("A-1", page=2)
    assert "A-1" in pdf.text(0)


def test_a_misspelt_key_of_a_numbering_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text(
        "title: R\nparts:\n  - {layout: contents, numbering: {prefx: A-}}\n", "utf-8"
    )
    ran = run("build", tmp_path, "--json", cwd=tmp_path)
    (told,) = [line for line in ran.lines if line["type"] == "finding"]
    assert (told["code"], told["place"]["line"]) == ("KEY-UNKNOWN", 3) and "`prefix`" in told["message"]


def test_parts_of_the_print_edition_begin_on_right_hand_pages() -> None:
    documents = parts(("cover", "front"), ("a", "body"), ("b", "body"))
    pages = paginate(documents, {"cover": 1, "a": 3, "b": 2}, "print")
    assert (pages.starts, pages.blanks) == ({"cover": 0, "a": 2, "b": 6}, {"cover": 0, "a": 1, "b": 1})
    assert (len(pages.labels), pages.blanks_after) == (8, 0)


def test_short_parts_of_the_print_edition_follow_on_any_page() -> None:
    a, b, c = parts(("a", "body"), ("b", "body"), ("c", "body"))
    pages = paginate([a, replace(b, start="any"), c], {"a": 1, "b": 2, "c": 1}, "print")
    assert (pages.starts, pages.blanks) == ({"a": 0, "b": 1, "c": 4}, {"a": 0, "b": 0, "c": 1})


@pytest.mark.slow
def test_a_part_that_begins_on_a_left_hand_page_is_mirrored(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text(
        "title: R\nlang: en\neditions: [print]\nparts:\n  - a.md\n  - b.md\n  - {file: c.md, start: right}\n", "utf-8"
    )
    for name in "abc":
        text = f"---\ntitle: Part {name}\nlayout: list\ngroups: [{{name: Group {name}, items: [One]}}]\n---\n"
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    (made,) = build(Order(tmp_path, tmp_path / "output", jobs=1)).deliveries
    pdf = Inspector(made.path)
    at = {name: pdf.find(f"Group {name}")[0] for name in "abc"}
    assert {name: word.page for name, word in at.items()} == {"a": 0, "b": 1, "c": 2}
    right, left = (MM * 28, pdf.sizes[1][0] - MM * (28 + 160))
    assert [round(at[name].x) for name in "abc"] == [round(right), round(left), round(right)]


@pytest.mark.parametrize(
    ("counts", "blanks", "after"),
    [((1,), (0,), 0), ((2,), (0,), 0), ((3,), (0,), 1), ((1, 4), (0, 1), 2), ((3, 4), (0, 1), 0)],
)
def test_printed_pages_fill_folded_sheets(counts: tuple[int, ...], blanks: tuple[int, ...], after: int) -> None:
    documents = parts(*((f"p{i}", "body") for i in range(len(counts))))
    pages = paginate(documents, {d.id: n for d, n in zip(documents, counts, strict=True)}, "print")
    assert (tuple(pages.blanks.values()), pages.blanks_after) == (blanks, after)
    assert len(pages.labels) == sum(counts) + sum(blanks) + after


@pytest.mark.parametrize(("text", "blanks"), [(1, 0), (2, 3), (3, 2), (4, 1), (5, 0)])
def test_the_back_cover_is_the_last_page_of_the_last_sheet(text: int, blanks: int) -> None:
    documents = [*parts(("cover", "front"), ("a", "body")), replace(PART, id="back", layout="back-cover")]
    pages = paginate(documents, {"cover": 1, "a": text, "back": 1}, "print")
    assert (pages.blanks["back"], pages.blanks_after) == (blanks, 0)
    assert pages.starts["back"] == len(pages.labels) - 1
    assert len(pages.labels) % 4 == 0
    assert paginate(documents, {"cover": 1, "a": text, "back": 1}, "screen").blanks["back"] == 0


def test_numbers_are_written_where_they_are_asked_for() -> None:
    html = '<a href="#x">X <span class="page-of" data-page-of="a.x">0</span></a><b data-page-of="a.y"></b>'
    assert page_refs(html) == {"a.x", "a.y"}
    filled = fill(html, {"a.x": "12", "a.y": "iv"})
    assert filled == html.replace(">0<", ">12<").replace("></b>", ">iv</b>")
    assert fill(filled, {"a.x": "12", "a.y": "iv"}) == filled


@pytest.mark.parametrize(("n", "text"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (44, "xliv"), (99, "xcix")])
def test_roman_numbers(n: int, text: str) -> None:
    assert roman(n) == text


# ---------------------------------------------------------------------------------------- labels that papers keep
def test_a_part_with_labels_of_its_own_interrupts_the_numbering() -> None:
    documents = parts(("a", "body"), ("paper", "body"), ("b", "body"), ("annex", "back"))
    documents[3] = replace(documents[3], numbering=Numbering("A-"))
    own = {"paper": (LabelRange(0, "R", 1, ""), LabelRange(2, "A", 5, "x"))}
    pages = paginate(documents, {"a": 2, "paper": 3, "b": 2, "annex": 1}, "screen", own)
    assert pages.labels == ("1", "2", "I", "II", "xE", "6", "7", "A-1")
    assert pages.labels == label_pages(pages.ranges, 8)
    assert [pages.total(n) for n in range(8)] == ["7", "7", "II", "II", "xE", "7", "7", "A-1"]
    assert paginate(documents[:2], {"a": 1, "paper": 3}, "screen", own).labels == ("1", "I", "II", "xE")
    assert paginate(documents[1:2], {"paper": 3}, "screen", own).labels == ("I", "II", "xE")
