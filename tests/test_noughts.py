"""Page numbers set as noughts: the digits written in later look and read as if they had been set themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from binding import make_binding, make_part, set_html
from fontTools.ttLib import TTFont
from inspector import Inspector
from test_settle import number, part

from renderer.bind import bind
from renderer.model import Asset, PartDocument, Sheets, TypesetJob
from renderer.pool import SerialExecutor
from renderer.store import Store
from renderer.typeset import typeset
from renderer.typeset.noughts import blanked, hold
from renderer.typeset.schedule import Press, Settled, settle
from renderer.workspace import font_files

BODY = """<h1 id="a">10 things</h1><p>See <a href="#a">the table (page <span data-page-of="x">174</span>)</a>, then
<b><span data-page-of="y">39</span></b> and <i><span data-range-of="a b">26–58</span></i>; iv is
<span data-page-of="z">iv</span>, A-17 <span data-page-of="z">A-17</span>.</p>
<table><thead><tr><th>Page <span data-page-of="x">8</span></th></tr></thead>
<tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>
<p id="here" class="next">Members <span data-pages-of="b.1 b.2"><a class="occurrence" href="#here">12</a>,
<a class="occurrence" href="#a">45–67</a></span></p>"""
DIGITS = "174392658178124567"


def pixels(data: bytes) -> list[bytes]:
    return [page.render(scale=3).to_numpy().tobytes() for page in pypdfium2.PdfDocument(data)]


def test_pages_are_those_with_the_numbers_themselves() -> None:
    html, digits = blanked(BODY)
    assert digits == DIGITS
    assert 'href="#a">12<' not in html and "10 things" in html and "A-00" in html and ">iv<" in html
    with_noughts = make_part("a", html, style="i { font-family: 'Test Sans' }")
    assert hold(with_noughts.sheets.slots, digits)
    written = bind(make_binding(replace(with_noughts, digits=digits))).pdf
    themselves = bind(make_binding(make_part("a", BODY, style="i { font-family: 'Test Sans' }"))).pdf
    assert pixels(written) == pixels(themselves) != pixels(bind(make_binding(with_noughts)).pdf)
    one, other = Inspector(written), Inspector(themselves)
    assert [one.text(n) for n in range(one.pages)] == [other.text(n) for n in range(other.pages)]
    assert [tag.text for tag in one.tags("P")] == [tag.text for tag in other.tags("P")]


def test_links_are_described_without_numbers_or_by_the_number_they_lead_to() -> None:
    html, digits = blanked(BODY)
    made = Inspector(bind(make_binding(replace(make_part("a", html), digits=digits))).pdf)
    assert [link.contents for page in range(made.pages) for link in made.links(page)] == ["the table", "2", "A"]


@pytest.mark.parametrize(
    "style", ["span { opacity: 0.5 }", "span { font-kerning: normal !important }", "span { visibility: hidden }"]
)
def test_numbers_that_nothing_can_stand_in_for_have_no_slots(style: str) -> None:
    body = '<p>See <span style="" data-page-of="x">00</span></p>'
    assert hold(set_html("a", body).slots, "12")
    assert not hold(set_html("a", body, style=style.replace("span", "p > span[data-page-of]")).slots, "12")


def test_numbers_that_are_printed_again_on_every_page_have_no_slots() -> None:
    head = '<thead><tr><th>Page <span data-page-of="x">0</span></th></tr></thead>'
    body = f'<table>{head}<tbody><tr><td>1</td></tr><tr class="next"><td>2</td></tr></tbody></table>'
    made = set_html("a", body)
    assert made.pages == 2 and not hold(made.slots, "7")


def test_digits_of_several_widths_are_set_themselves(tmp_path: Path) -> None:
    uneven = tmp_path / "Uneven.ttf"
    font = TTFont(font_files()["fonts/SourceSansPro-Regular.ttf"])
    del font["GSUB"]
    font["hmtx"][font.getBestCmap()[ord("1")]] = (300, 20)
    font.save(uneven)
    asset = Asset("fonts/Uneven.ttf", uneven, hashlib.sha256(uneven.read_bytes()).hexdigest())
    css = "@font-face { font-family: Uneven; src: url(asset:///fonts/Uneven.ttf) } html { font-family: Uneven }"
    html = '<html lang="en"><title>a</title><p>See <span data-page-of="b">0</span>'
    assert not typeset(TypesetJob("a", "a.md", html, (css,), (asset,))).slots
    one = replace(part("a", f"<p>See {number('b')}</p>"), stylesheets=(css,), assets=(asset,))
    made, asked = settled(tmp_path, one, part("b", "<p>x</p>"))
    assert asked.count("a") == 2 and not made.digits["a"]
    assert "See 2" in Inspector(made.sheets["a"].pdf).text(0)


def settled(folder: Path, *parts: PartDocument) -> tuple[Settled, list[str]]:
    asked: list[str] = []

    class Watched(Press):
        def run(self, jobs: Sequence[TypesetJob]) -> dict[str, Sheets]:
            fresh = len(self.fresh)
            made = Press.run(self, jobs)
            asked.extend(self.fresh[fresh:])
            return made

    return settle(parts, (), Watched(Store(folder), SerialExecutor(), lambda name, left: None), "screen"), asked


def test_a_part_is_not_set_again_when_the_pages_it_names_move(tmp_path: Path) -> None:
    names, end = part("names", f"<p>See {number('end')}</p>"), part("end", "<p>x</p>")
    middle = part("middle", "<p>1</p>")
    before, _ = settled(tmp_path, names, middle, end)
    after, asked = settled(tmp_path, names, part("middle", "<p>1</p><p>2</p><p>3</p>"), end)
    assert asked == ["middle"]
    assert int(after.digits["names"]) == int(before.digits["names"]) + 2
    assert after.sheets["names"].pdf == before.sheets["names"].pdf


def test_a_part_is_set_again_when_a_number_gets_another_digit(tmp_path: Path) -> None:
    names, end = part("names", f"<p>See {number('end')}</p>"), part("end", "<p>x</p>")
    settled(tmp_path, names, part("middle", "<p>1</p>"), end)
    after, asked = settled(tmp_path, names, part("middle", "<p>1</p>" * 12), end)
    assert sorted(asked) == ["middle", "names"]
    assert len(after.digits["names"]) == 2


def test_each_part_is_set_once_when_their_lengths_are_guessed_well(tmp_path: Path) -> None:
    pages = "".join(f"<p>{'word ' * 100}</p>" for _ in range(16))
    parts = [part("first", pages), *(part(f"p{n}", f"<p>See {number('last')}</p>") for n in range(3))]
    made, asked = settled(tmp_path, *parts, part("last", "<p>x</p>"))
    assert sorted(asked) == ["first", "last", "p0", "p1", "p2"]
    assert set(made.digits.values()) == {str(made.pagination.starts["last"] + 1)}
