"""Furniture: one typeset sheet for pages that look alike but for their numbers, whatever parts they belong to."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from binding import set_html
from inspector import Inspector
from pikepdf import Pdf, Stream

from renderer.model import Sheets, TypesetJob
from renderer.order import Order
from renderer.pipeline import build
from renderer.typeset.schedule import Press

PAGES = "Words.\n\n" * 400


def built(folder: Path, text: str = "", **manuscripts: str) -> Inspector:
    source = folder / "book"
    source.mkdir(exist_ok=True)
    parts = ", ".join(f"{name}.md" for name in manuscripts)
    (source / "publication.yml").write_text(f"title: Book\nparts: [{parts}]\n{text}", "utf-8")
    for name, words in manuscripts.items():
        (source / f"{name}.md").write_text(words, "utf-8")
    [delivery] = build(Order(source, folder / "out", edition="screen")).deliveries
    return Inspector(delivery.path)


def feet(pdf: Inspector) -> list[str]:
    """Give what stands at the foot of each page."""
    return [
        " ".join(w.text for w in pdf.words(n) if w.artifact and w.y > pdf.sizes[n][1] - 60) for n in range(pdf.pages)
    ]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sheets of furniture that are typeset."""
    names: list[str] = []
    run = Press.run

    def watched(press: Press, jobs: Sequence[TypesetJob]) -> dict[str, Sheets]:
        before = len(press.fresh)
        made = run(press, jobs)
        names.extend(name for name in press.fresh[before:] if "/furniture" in name)
        return made

    monkeypatch.setattr(Press, "run", watched)
    return names


@pytest.mark.slow
def test_pages_share_sheets_and_each_says_its_own_number(tmp_path: Path, asked: list[str]) -> None:
    pdf = built(tmp_path, one=f"# One\n\n{PAGES}", two=f"# Two\n\n{PAGES}", three="# Three\n\nShort.\n")
    assert pdf.pages > 12
    assert feet(pdf) == [str(n + 1) for n in range(pdf.pages)]
    # First pages with one digit and with two, and for each of two parts the others with as many as it has pages with.
    assert len(asked) <= 2 + 3 and len(asked) < pdf.pages / 2
    heads = [" ".join(w.text for w in pdf.words(n) if w.artifact and w.y < 60) for n in range(pdf.pages)]
    assert Counter(heads).keys() == {"", "Book One", "Book Two"}


@pytest.mark.slow
def test_pages_that_move_need_no_furniture(tmp_path: Path, asked: list[str]) -> None:
    manuscripts = {"two": f"# Two\n\n{PAGES}", "three": "# Three\n\nShort.\n"}
    before = built(tmp_path, one="# One\n\nWords.\n", **manuscripts)
    asked.clear()
    after = built(tmp_path, one="# One\n\n" + "Words.\n\n" * 40, **manuscripts)
    assert after.pages == before.pages + 1
    assert feet(after) == [str(n + 1) for n in range(after.pages)]
    assert [name for name in asked if not name.startswith("one/")] == []


@pytest.mark.slow
def test_numbers_that_nothing_can_stand_in_for_are_set_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    (tmp_path / "exact").mkdir()
    written = built(tmp_path, "folio: of\n", one=f"# One\n\n{PAGES}")
    asked.clear()
    monkeypatch.setattr("renderer.typeset.furnish._takes", lambda furnishing, sheets: not furnishing.digits)
    exact = built(tmp_path / "exact", "folio: of\n", one=f"# One\n\n{PAGES}")
    assert len(asked) == exact.pages > 3, "each page has a sheet of its own"
    assert feet(exact) == feet(written) == [f"Page {n + 1} of {exact.pages}" for n in range(exact.pages)]
    files = [tmp_path / folder / "out" / "book.pdf" for folder in (".", "exact")]
    drawn = [[page.render(scale=2).to_numpy().tobytes() for page in pypdfium2.PdfDocument(file)] for file in files]
    assert drawn[0] == drawn[1]


STYLE = "@page { size: 200px 100px; margin: 0 } body { margin: 0; font: 12px 'Test Sans' } p { margin: 0 }"


def sheet(body: str, style: str = "") -> Sheets:
    return set_html("furniture", body, tagged=False, style=f"{STYLE} {style}")


def test_slots_of_a_page_without_tags_count_its_texts_and_leave_no_marks() -> None:
    made = sheet('<p>10 heads</p><p>at the <b>foot</b> <span data-page-of="">Page 0 of 00</span></p>')
    [slot] = made.slots
    assert (slot.page, slot.count) == (0, 3)
    content = Inspector(made.pdf).reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert content.count(b" TJ") > slot.mark > 0
    assert not any(mark in content for mark in (b"BDC", b"BMC", b"EMC", b"MCID"))
    plain = sheet("<p>10 heads</p><p>at the <b>foot</b> <span>Page 0 of 00</span></p>")
    assert replace(plain, pdf=b"", fonts=()) == replace(made, pdf=b"", fonts=(), slots=())


@pytest.mark.parametrize("style", ["span { opacity: 0.5 }", "p { opacity: 0.5 }"])
def test_numbers_in_groups_have_no_slots_and_groups_no_marks(style: str) -> None:
    made = sheet('<p>at the foot <span data-page-of="">00</span></p>', style)
    assert made.slots == ()
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        streams = [thing.read_bytes() for thing in pdf.objects if isinstance(thing, Stream)]
    assert any(b" TJ" in stream for stream in streams) and not any(b"MCID" in stream for stream in streams)


def test_the_engine_is_asked_for_marks_only_where_numbers_are(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    asked: list[bool] = []
    write = weasyprint.Document.write_pdf

    def watched(self: Any, *given: Any, **options: Any) -> Any:
        asked.append(options["pdf_tags"])
        return write(self, *given, **options)

    monkeypatch.setattr(weasyprint.Document, "write_pdf", watched)
    for body in ("<p>10</p>", '<p data-page-of="">iv</p>', '<p data-page-of="">0</p>'):
        sheet(body)
    assert asked == [False, False, True]
