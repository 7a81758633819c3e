"""The print edition: whole sheets, black type, addresses at the foot, pages of links, and the thumb index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from inspector import Inspector
from lxml import html as lxml_html
from pypdf import PdfReader
from pypdf.generic import ContentStream

from renderer.compose.addresses import print_addresses, shown
from renderer.compose.templates import Templates
from renderer.store import Store
from renderer.workspace import Workspace

MM = 72 / 25.4
PUBLICATION = """\
title: Small Report
publisher: Example Foundation
date: 2023-01-31
editions: [screen, print]
options: {address: 1 Example Street}
parts: [{layout: cover}, one.md, two.md, {layout: back-cover}]
"""
ONE = """\
---
title: One
---
Read [the guide](https://example.org/guide/), [the details](two.md#details), and [what is below](#below).

An own note.[^1] The [guide](https://www.example.org/guide) again, and [example.org/guide](https://example.org/guide).

| What | Where |
| --- | --- |
| Chat | [the room](https://example.org/room) |

/// note | Help
Ask [by letter](mailto:ada@example.org).
///

- [A list of members](https://example.org/members)

Once more: that note.[^1]

```chart
kind: bar
data: cores
x: year
y: cores
title: Cores in production
alt: Cores grew from two to three.
```

## Below

Text.

[^1]: See [the rules](https://example.org/rules).
"""
TWO = "---\ntitle: Two\n---\nSecond part.\n\n## Details {#details}\n\nText.\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Inspector]:
    folder = tmp_path_factory.mktemp("project")
    root = folder / "content" / "small"
    (root / "data").mkdir(parents=True)
    files = {"publication.yml": PUBLICATION, "one.md": ONE, "two.md": TWO, "data/cores.csv": "year,cores\n1,2\n2,3\n"}
    for name, text in files.items():
        (root / name).write_text(text)
    ran = run("build", "small", "--theme", "bold", "--json", cwd=folder, XDG_CACHE_HOME=str(folder / "cache"))
    assert (ran.status, ran.codes) == (0, []), ran.out + ran.err
    return {"screen": Inspector(_pdf(folder, "small")), "print": Inspector(_pdf(folder, "small-print"))}


def _pdf(folder: Path, name: str) -> Path:
    return folder / "output" / f"{name}.pdf"


def said(pdf: Inspector) -> str:
    return " ".join(" ".join(pdf.text(i) for i in range(len(pdf.labels))).split())


# ------------------------------------------------------------------------------------------------ the sheets
@pytest.mark.slow
def test_pages_fill_whole_sheets_and_blanks_are_blank(editions: dict[str, Inspector]) -> None:
    """Cover, blank; the opener of One and its text; that of Two and its text; blank, back cover."""
    pdf = editions["print"]
    blank = [i for i in range(len(pdf.labels)) if not pdf.words(i)]
    assert (len(pdf.labels), blank) == (8, [1, 6])
    pages = PdfReader(pdf.reader.stream).pages
    assert all("/Contents" not in pages[i] and not pages[i]["/Resources"] for i in blank)
    assert pdf.find("1 Example Street", 7), "the back cover is the last page"
    assert len(editions["screen"].labels) == 6, "no blanks on a screen"


# -------------------------------------------------------------------------------------------------- the links
@pytest.mark.slow
def test_addresses_stand_at_the_foot_of_the_page_once(editions: dict[str, Inspector]) -> None:
    notes = [t.text for t in editions["print"].tags("Note")]
    assert [re.sub(r"^\d\.? ?", "", n) for n in notes] == [
        "example.org/guide", "See the rules (example.org/rules).", "example.org/room", "ada@example.org",
        "example.org/members",
    ]  # fmt: skip
    text = said(editions["print"])
    assert text.count("example.org/guide") == 2, "one note, and the link that says its own address"
    assert "that note.2" in text, "a repeated note has the number it has among all"
    assert "example.org/room" not in said(editions["screen"])
    foot = editions["print"].find("example.org/members", 3)[0]
    assert foot.y > max(w.y for w in editions["print"].find("list of", 3))


@pytest.mark.slow
def test_links_to_other_parts_say_their_page(editions: dict[str, Inspector]) -> None:
    pdf = editions["print"]
    assert f"the details (page {pdf.labels[5]})" in said(pdf)
    assert "what is below (" not in said(pdf), "nobody asked for that page"
    assert "(page" not in said(editions["screen"])


NOTED = [
    ('<p>A <a href="https://example.org/a">link</a>, so.</p>', "A link[example.org/a], so."),
    ('<p><a href="https://www.example.org/">example.org</a></p>', "example.org"),
    ('<p><a href="mailto:ada@example.org">ada@example.org</a></p>', "ada@example.org"),
    ('<p><a href="#p.x">inside</a></p>', "inside"),
    ('<p><a href="https://example.org/a"><img src="asset:///x.svg" alt=""></a></p>', ""),
    ('<p><a href="https://example.org/%C3%A9?x=1">q</a></p>', "q[example.org/é?x=1]"),
]


@pytest.mark.parametrize(("given", "printed"), NOTED)
def test_a_link_gets_its_address_unless_it_says_it(given: str, printed: str) -> None:
    tree = lxml_html.fragment_fromstring(given, create_parent="div")
    print_addresses(tree, "p")
    for note in tree.xpath("//span[@class='footnote']"):
        note.text = "[" + (note.text or "")
        note[-1].tail = "]"
    assert tree.text_content() == printed


def test_a_repeated_address_repeats_the_number_of_its_note() -> None:
    link = '<a href="https://example.org/a">a</a>'
    own = '<span class="footnote" id="p.fn-1">Own.</span> <a class="footnote-ref" href="#p.fn-1">1</a>'
    tree = lxml_html.fragment_fromstring(f"<p>{link} {own} {link}</p>", create_parent="div")
    print_addresses(tree, "p")
    assert [a.text for a in tree.xpath("//a[@class='footnote-ref']")] == ["2", "1"]
    [again] = tree.xpath("//a[@class='footnote-ref'][text()='1']/@href")
    assert tree.xpath("//span[@class='footnote']/@id") == [again[1:], "p.fn-1"]


def test_an_address_is_shown_as_it_is_typed() -> None:
    assert [shown(a) for a in ("https://www.example.org/", "mailto:a@b.org", "tel:+49 1")] == [
        "www.example.org", "a@b.org", "+49 1",
    ]  # fmt: skip


# ---------------------------------------------------------------------------------------------------- the ink
def operators(pdf: Inspector, *numbers: int) -> Iterator[tuple[str, list[Any]]]:
    """Give every operator of pages (all, when none is named) with its operands, those of their drawings too."""
    pages = PdfReader(pdf.reader.stream).pages
    waiting: list[Any] = [pages[i] for i in numbers or range(len(pages))]
    while waiting:
        owner = waiting.pop()
        content = owner.get_contents() if "/Contents" in owner else owner if hasattr(owner, "get_data") else None
        if content is not None:
            yield from ((op.decode("latin-1"), list(args)) for args, op in ContentStream(content, None).operations)
        forms = (owner.get("/Resources") or {}).get("/XObject") or {}
        waiting += [f.get_object() for f in forms.values() if f.get_object().get("/Subtype") == "/Form"]


def inks(pdf: Inspector, *pages: int) -> set[tuple[float, ...]]:
    return {
        tuple(round(float(a), 3) for a in args) for op, args in operators(pdf, *pages) if op in ("rg", "scn") and args
    }


@pytest.mark.slow
def test_type_is_black_in_print_in_charts_too(editions: dict[str, Inspector]) -> None:
    """On paper; what stands on the accent (the opener of Two) has the colour that is read on it."""
    ink = (0.098, 0.129, 0.122)
    assert ink in inks(editions["screen"], 2)
    assert ink not in inks(editions["print"], 3, 5)
    assert (0, 0, 0) in inks(editions["print"], 3, 5)


def test_charts_of_the_print_edition_are_drawn_in_black(tmp_path: Path) -> None:
    from renderer.charts.theme import theme_from_tokens

    templates = Templates(Workspace(), Store(tmp_path))
    assert theme_from_tokens(templates.tokens("print")).ink == "#000000"
    assert theme_from_tokens(templates.tokens()).ink != "#000000"


@pytest.mark.slow
def test_no_line_is_finer_than_a_press_can_print(editions: dict[str, Inspector]) -> None:
    widths = [float(args[0]) for op, args in operators(editions["print"]) if op == "w"]
    bars = [min(abs(float(a)) for a in args[2:]) for op, args in operators(editions["print"]) if op == "re"]
    assert widths and min(w for w in widths if w) >= 0.25
    assert min(b for b in bars if b) >= 0.25


# ------------------------------------------------------------------------------------------------ the furniture
@pytest.mark.slow
def test_the_thumb_index_steps_down_the_outer_edge(editions: dict[str, Inspector]) -> None:
    """The text of a chapter stands on a left-hand page here: the opener takes the right-hand one."""
    pdf = editions["print"]
    marks = [(page, w) for page in range(8) for w in pdf.words(page) if w.artifact and w.x < 7 * MM]
    assert [(page, w.text) for page, w in marks] == [(3, "1"), (5, "2")]
    assert marks[1][1].y - marks[0][1].y == pytest.approx(14 * MM, abs=0.1)
    screen = editions["screen"]
    right = [(page, w.text) for page in range(6) for w in screen.words(page) if w.artifact and w.x > 203 * MM]
    assert right == [(2, "1"), (4, "2")], "one side on a screen"


@pytest.mark.slow
def test_openers_and_covers_carry_no_furniture(editions: dict[str, Inspector]) -> None:
    pdf = editions["print"]
    assert [w.text for page in (0, 2, 4, 7) for w in pdf.words(page) if w.artifact] == []
