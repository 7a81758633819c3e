"""Tables that are too wide, held against the PDF: what size they get, where they stand, and what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inspector import Inspector

from renderer import pipeline
from renderer.compose.templates import Templates
from renderer.order import Order, Outcome
from renderer.store import Store
from renderer.typeset.fit import SIZES
from renderer.typeset.turns import INK
from renderer.workspace import Workspace

NUMBER = "1,234,567,890"


def table(columns: int, word: str = "Administratively", caption: str = "") -> str:
    cells = [NUMBER if n % 2 else word for n in range(columns)]
    rows = [[f"Head {n}" for n in range(columns)], ["---"] * columns, cells, cells]
    text = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return text + (f"\n/// table-caption\n{caption}\n///\n" if caption else "")


def build(folder: Path, text: str) -> tuple[Outcome, Inspector]:
    """Build a lone manuscript as a proof, whatever is wrong with it."""
    (folder / "paper.md").write_text(text, encoding="utf-8")
    made = pipeline.build(Order(folder / "paper.md", folder / "output", draft=True, jobs=1))
    return made, Inspector(made.deliveries[0].path)


def told(made: Outcome, code: str) -> list[tuple[int, str, str]]:
    """Line, severity and message of the findings of a code."""
    return [(f.place.line, str(f.severity), f.message) for f in made.findings if f.code == code]


def codes(made: Outcome) -> list[str]:
    return [f.code for f in made.findings]


# ------------------------------------------------------------------------------------------------------ tables
def test_a_table_that_fits_is_left_alone(tmp_path: Path) -> None:
    made, pdf = build(tmp_path, f"# Paper\n\nWords.\n\n{table(4)}")
    assert told(made, "TABLE-WIDE") == []
    assert pdf.find(NUMBER)[0].size == pytest.approx(SIZES[""])


def test_a_wide_table_is_set_smaller_first(tmp_path: Path) -> None:
    made, pdf = build(tmp_path, f"# Paper\n\nWords.\n\n{table(7, 'A1B2C3D4E5F6G7H8J9')}\n\nAfter.\n")
    [(line, severity, message)] = told(made, "TABLE-WIDE")
    assert (line, severity) == (5, "note") and re.search(r"\d+ mm too wide .* type of [78] pt$", message)
    size = float(message.split(" pt")[0].split()[-1])
    assert {round(word.size, 2) for word in pdf.find(NUMBER)} == {size}
    assert [width < height for width, height in pdf.sizes] == [True]


@pytest.mark.slow
def test_a_wider_table_stands_on_a_landscape_page_with_what_leads_up_to_it(
    tmp_path: Path, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    text = f"# Paper\n\nWords.\n\n## Figures\n\nIn numbers:\n\n{table(14, caption='All of it')}\n\nAfter.\n"
    (tmp_path / "paper.md").write_text(text, encoding="utf-8")
    made = pipeline.build(Order(tmp_path / "paper.md", tmp_path / "output", jobs=1))
    file = made.deliveries[0].path
    pdf = Inspector(file)
    [(line, severity, message)] = told(made, "TABLE-WIDE")
    assert (line, severity) == (9, "note") and message.endswith("on a landscape page")
    assert [width > height for width, height in pdf.sizes] == [False, True, False]
    assert [pdf.find(words)[0].page for words in ("Words.", "In numbers:", "All of it", "After.")] == [0, 1, 1, 2]
    assert len(pdf.find(NUMBER, page=1)) == 14, "numbers are whole"
    width, _ = pdf.sizes[1]
    assert all(w.x > 25 and w.right < width - 25 for w in pdf.words(1)), "nothing runs off, nor does the folio"
    folio = [w for w in pdf.words(1) if w.artifact and w.text == "2"]
    assert folio and folio[0].x > 0.85 * width
    order = [tag.type for tag in pdf.tags("H1", "H2", "P", "Table") if tag.text not in {NUMBER, "Administratively"}]
    assert order == ["H1", "P", "H2", "P", "Table", "P"], "read as it is written"
    assert verapdf([file], "ua1", "3a") == {file: []}


def test_a_table_that_fits_nowhere_is_warned_about_with_its_widest_columns(tmp_path: Path) -> None:
    made, pdf = build(tmp_path, f"# Paper\n\nWords.\n\n{table(22)}")
    [(line, severity, message)] = told(made, "TABLE-WIDE")
    assert (line, severity) == (5, "warning")
    assert "even on a landscape page" in message and "“Head 1” (" in message
    assert min(w.size for w in pdf.find(NUMBER)) == pytest.approx(min(SIZES.values())) == 7


def test_a_hopeless_table_is_an_error_told_once(tmp_path: Path) -> None:
    made, _ = build(tmp_path, f"# Paper\n\nWords.\n\n{table(60)}")
    assert [(line, severity) for line, severity, _ in told(made, "BOX-CLIPPED")] == [(5, "error")]
    assert told(made, "BOX-OVERFLOW") == []


def test_a_table_in_a_box_stays_there(tmp_path: Path) -> None:
    quoted = "".join(f"> {line}\n" for line in table(9).splitlines())
    made, pdf = build(tmp_path, f"# Paper\n\n{quoted}")
    [(line, _, message)] = told(made, "TABLE-WIDE")
    assert line == 3 and "landscape" not in message
    assert pdf.pages == 1


def test_the_author_may_say_how_a_table_is_set(tmp_path: Path) -> None:
    caption = "\n/// table-caption\n    attrs: {class: %s}\nCaption\n///\n\n"
    text = f"# Paper\n\n{table(3)}{caption % 'small'}Between.\n\n## Turned\n\n{table(4)}{caption % 'landscape'}"
    made, pdf = build(tmp_path, text)
    assert told(made, "TABLE-WIDE") == []
    assert {round(w.size, 2) for w in pdf.find(NUMBER, page=0)} == {SIZES["small"]}
    assert [width > height for width, height in pdf.sizes] == [False, True]
    assert pdf.find("Turned", page=1), "the heading goes with its table"


def test_long_addresses_and_code_do_not_make_a_table_wide(tmp_path: Path) -> None:
    address = "https://github.com/example/repository-with-a-long-name/blob/main/docs/index.html"
    cells = [address, "`kubernetesControllerManagerConfiguration.status_of_all`", "0123456789abcdef" * 4, "words"]
    text = f"# Paper\n\n| a | b | c | d |\n| - | - | - | - |\n| {' | '.join(cells)} |\n"
    made, pdf = build(tmp_path, text)
    assert {"TABLE-WIDE", "BOX-OVERFLOW"} & {*codes(made)} == set()
    assert [link.uri for link in pdf.links(0)] and {link.uri for link in pdf.links(0)} == {address}
    assert {link.contents for link in pdf.links(0)} == {address}
    assert "\u200b" not in pdf.text() and "0123456789ab" in pdf.text()


def test_sizes_are_those_of_the_style_sheet(tmp_path: Path) -> None:
    tokens = Templates(Workspace(), Store(tmp_path)).tokens()
    for name, token in {"": "size-small", "small": "size-dense", "smallest": "size-least"}.items():
        assert f"--{token}: {SIZES[name]:g}pt;" in tokens


def test_a_long_table_repeats_its_head_and_keeps_groups_and_totals_together(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><th colspan=2>Group {n // 9}</th></tr><tr><td>Row {n}</td><td>{n}</td></tr>"
        if n % 9 == 0
        else f"<tr><td>Row {n}</td><td>{n}</td></tr>"
        for n in range(120)
    )
    head = "<thead><tr><th>Name</th><th>Count</th></tr></thead>"
    foot = "<tfoot><tr><td>Total</td><td>7140</td></tr></tfoot>"
    _, pdf = build(tmp_path, f"# Paper\n\nWords.\n\n<table>{head}{foot}<tbody>{rows}</tbody></table>\n\nAfter.\n")
    assert pdf.pages > 2
    assert [len(pdf.find("Name", page)) for page in range(pdf.pages)] == [1] * pdf.pages
    for page in range(pdf.pages):
        lines = [w.text for w in pdf.words(page) if not w.artifact or w.text in {"Name", "Count"}]
        assert lines[-2] != "Group", "a group stands with its first row"
    (total,) = pdf.find("Total")
    assert pdf.find("Row 119")[0].page == total.page and pdf.find("Row 119")[0].y < total.y
    (tag,) = pdf.tags("Table")
    assert [kid.type for kid in tag.kids] == ["THead", "TBody", "TFoot"]


# -------------------------------------------------------------------------------------------------------- code
LINE = 'call_of_a_function(with_arguments, and="more of them",    and_more=True, which_go_on=False, until="the end")'


def turns(pdf: Inspector) -> int:
    """Count the marks of continued lines on the first page, by the colour they alone have."""
    colour = " ".join(f"{part:g}" for part in INK)
    return str(pdf.reader.pages[0].get_contents().get_data()).count(f"{colour} RG")


def test_long_lines_of_code_go_on_behind_a_mark_that_is_not_copied(tmp_path: Path) -> None:
    address = "https://example.org/" + "/".join(["a-path"] * 20)
    made, pdf = build(tmp_path, f"# Paper\n\n```\n{LINE}\n    indented\n\n{address}\n{'x' * 300}\n```\n")
    assert codes(made) == []
    (code,) = pdf.tags("Code")
    assert "".join(code.text.split()) == "".join((LINE + "indented" + address + "x" * 300).split())
    lines = sorted({(round(w.y), round(w.x)) for w in pdf.words(0) if w.text[:4] in {"call", "whic", "unti", "inde"}})
    first, more = lines[0][1], [x for _, x in lines[1:-1]]
    assert more and all(x > first + 10 for x in more), "what goes on is indented"
    assert "↪" not in pdf.text() and "\u200b" not in pdf.text()
    assert turns(pdf) >= 5


def test_short_code_is_left_as_it_is(tmp_path: Path) -> None:
    _, pdf = build(tmp_path, "# Paper\n\n```\nif a:\n    b = 1\n```\n")
    assert turns(pdf) == 0
    first, second = pdf.find("if")[0], pdf.find("b")[0]
    assert second.x - first.x == pytest.approx(4 * 0.6 * first.size, abs=0.5), "spaces are kept"


def test_a_long_block_leaves_two_lines_on_each_page(tmp_path: Path) -> None:
    for filler in range(36, 46):
        code = "\n".join(f"line{n} {'word ' * 30}" if n == 2 else f"line{n}" for n in range(4))
        words = "\n\n".join(["Words."] * filler)
        _, pdf = build(tmp_path, f"# Paper\n\n{words}\n\n```\n{code}\n```\n")
        pages = [pdf.find(f"line{n}")[0].page for n in range(4)]
        assert pages[0] == pages[1] and pages[2] == pages[3]


# ------------------------------------------------------------------------------------------------------- lists
@pytest.mark.parametrize("marker", ["- {}", "{n}. {}"])
def test_long_lists_run_down_the_columns_and_are_one_list(tmp_path: Path, marker: str) -> None:
    items = "".join(marker.format(f"Item{n}", n=n + 1) + "\n" for n in range(30))
    made, pdf = build(tmp_path, f"# Paper\n\nTopics:\n\n{items}\nAfter.\n")
    assert codes(made) == []
    (made,) = pdf.tags("L")
    assert [tag.text for tag in made.find("LBody")] == [f"Item{n}" for n in range(30)]
    places = [pdf.find(f"Item{n}")[0] for n in range(30)]
    assert [p.x for p in places] == sorted(p.x for p in places), "down, then across"
    assert len({round(p.x) for p in places}) == 4
    assert max(p.y for p in places) - min(p.y for p in places) < 8 * 20


def test_deep_nesting_keeps_a_readable_measure(tmp_path: Path) -> None:
    words = "with quite a few words that go over the end of the line of the text, as one sees here"
    items = "".join(f"{'    ' * n}- level{n} {words}\n" for n in range(18))
    quotes = "\n".join(f"{'>' * (n + 1)} quoted{n} {words}\n{'>' * (n + 1)}" for n in range(20))
    made, pdf = build(tmp_path, f"# Paper\n\nDeep:\n\n{items}\nText.\n\n{quotes}\n")
    assert [code for code in codes(made) if code.startswith(("BOX", "PAGE"))] == []
    right = max(w.right for page in range(pdf.pages) for w in pdf.words(page))
    for name in ("level17", "quoted19"):
        assert right - pdf.find(name)[0].x > 140, "about a third of the page at least"
    assert pdf.find("level1")[0].page == pdf.find("Deep:")[0].page


def test_a_lead_in_stands_with_its_list(tmp_path: Path) -> None:
    for filler in range(18, 28):
        words = "\n\n".join(["Words."] * filler)
        _, pdf = build(tmp_path, f"# Paper\n\n{words}\n\nTopics:\n\n- apples\n- pears\n- plums\n\nAfter.\n")
        pages = [pdf.find(word)[0].page for word in ("Topics:", "apples", "pears")]
        assert len(set(pages)) == 1
