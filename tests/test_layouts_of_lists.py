"""Timeline, project, financials, list and colophon: the HTML they make of their fields, and the pages of long ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from inspector import Inspector
from lxml import html as lxml_html

from renderer.compose.fields import FIELDS, Statement, read_fields
from renderer.compose.look import Look, unique
from renderer.compose.statements import aligned
from renderer.compose.templates import Templates
from renderer.languages.words import words
from renderer.model import Sheets, Theme, TypesetJob
from renderer.store import Store
from renderer.typeset import typeset
from renderer.workspace import Workspace

DOC = {
    "title": "Annual Report 2023", "subtitle": "", "publisher": "", "date": "", "year": "", "lang": "en",
    "paper": "A4", "edition": "screen", "options": {},
}  # fmt: skip
TEXT = "Nobody had written down where the machine stood, so it was looked for in all nine villages of the valley."


def filled(templates: Templates, layout: str, meta: dict[str, Any], body: str = "", lang: str = "en") -> str:
    fields, faults = read_fields(layout, meta, {}, "a.md", 1)
    assert faults == []
    part = {
        "id": "p", "title": "Growth", "layout": layout, "number": 0, "lang": lang, "opener": "none", "fields": fields,
        "meta": meta, "lines": {"title": 1},
    }  # fmt: skip
    return templates.render(
        layout, {"doc": DOC, "part": part, "body": body, "words": words(lang), "entries": (), "lists": (), "terms": ()}
    )


def tree(layout: str, meta: dict[str, Any], tmp_path: Path, **more: str) -> Any:
    templates = Templates(Workspace(), Store(tmp_path))
    return lxml_html.document_fromstring(filled(templates, layout, meta, **more))


def pages(layout: str, meta: dict[str, Any], tmp_path: Path, theme: Theme = "classic", body: str = "") -> Sheets:
    from markupsafe import Markup

    templates = Templates(Workspace(), Store(tmp_path), Look(theme))
    text = filled(templates, layout, meta, Markup(body))
    sheets = templates.sheets(layout, "A4", "screen")
    return typeset(TypesetJob("p", "a.md", text, sheets, unique(templates.assets(text, *sheets))))


# ---------------------------------------------------------------------------------------------------- timeline
def test_events_are_an_ordered_list_in_which_the_date_comes_first(tmp_path: Path) -> None:
    made = tree("timeline", {"events": [{"date": 2022, "title": "Stone"}, {"date": "May", "title": "Summit",
                "text": "Who came.", "mark": True}]}, tmp_path)  # fmt: skip
    items = made.xpath("//ol[@class='events']/li")
    assert [[p.text for p in li] for li in items] == [["2022", "Stone"], ["May", "Summit", "Who came."]]
    assert [li.get("class") for li in items] == [None, "marked"]


@pytest.mark.slow
@pytest.mark.parametrize("theme", get_args(Theme))
def test_a_long_timeline_breaks_between_events_and_dates_stand_beside_titles(tmp_path: Path, theme: Theme) -> None:
    events = [{"date": f"{i} May", "title": f"Event{i}", "text": TEXT * 2} for i in range(1, 31)]
    sheets = pages("timeline", {"events": events}, tmp_path, theme)
    pdf = Inspector(sheets.pdf)
    assert sheets.pages > 1
    for i in range(1, 31):
        (title,) = pdf.find(f"Event{i}")
        date = [w for w in pdf.find(f"{i} May", title.page) if abs(w.y - title.y) < 1.5]
        assert len(date) == 1
        assert date[0].right < title.x
        assert [w for w in pdf.words(title.page) if w.y > title.y + 5 and w.x >= title.x - 1], "text on the next page"


@pytest.mark.slow
def test_events_without_text_fill_their_page(tmp_path: Path) -> None:
    pdf = Inspector(pages("timeline", {"events": [{"date": i, "title": f"Event{i}"} for i in range(60)]}, tmp_path).pdf)
    assert max(w.y for w in pdf.words(0)) > 700


# ----------------------------------------------------------------------------------------------------- project
def test_ways_to_take_part_become_whole_addresses(tmp_path: Path) -> None:
    ways = [{"label": "Chat", "text": "#wells", "href": "chat.example.org/wells"},
            {"label": "Mail", "href": "wells@example.org"}, {"label": "Site", "href": "http://example.org"},
            {"label": "Meetings", "text": "on Tuesdays"}]  # fmt: skip
    made = tree("project", {"involved": ways}, tmp_path, lang="de")
    box = made.xpath("//aside[@class='contact']")[0]
    assert [(a.get("href"), a.text) for a in box.iter("a")] == [
        ("https://chat.example.org/wells", "#wells"),
        ("mailto:wells@example.org", "wells@example.org"),
        ("http://example.org", "http://example.org"),
    ]
    assert box.xpath("p/text()") == ["Mitmachen"]
    assert " ".join(box.xpath("ul/li")[-1].text_content().split()) == "Meetings on Tuesdays"


@pytest.mark.slow
@pytest.mark.parametrize("theme", get_args(Theme))
def test_facts_of_a_project_keep_clear_of_its_text(tmp_path: Path, theme: Theme) -> None:
    facts = [{"label": f"Label{i}", "value": f"Value{i}"} for i in range(6)]
    pdf = Inspector(pages("project", {"facts": facts}, tmp_path, theme, body=f"<p>{TEXT * 9}</p>").pdf)
    text = pdf.find("Nobody", 0)
    left, top = min(w.x for w in text), min(w.y for w in text)
    for i in range(6):
        (value,) = pdf.find(f"Value{i}", 0)
        assert value.right < left or value.y < top


# -------------------------------------------------------------------------------------------------- financials
def fills(values: list[str], lang: str = "en") -> list[str]:
    statement = Statement.model_validate({"columns": ["x"], "rows": [{"label": "a", "values": [v]} for v in values]})
    rows = aligned(statement, lang)
    assert [row.cells[0].text for row in rows] == values
    return [row.cells[0].fill for row in rows]


@pytest.mark.parametrize(
    ("lang", "values", "expected"),
    [
        ("en", ["1,234.5", "497", "12.25"], ["5", ".25", ""]),
        ("en", ["1,234.5", "(1,234)", "–", "12 %"], [") %", ".5 %", ".5) %", ".5)"]),
        ("de", ["1.234,5", "12", "1.234.567"], ["", ",5", ",5"]),
        ("de", ["1.234", "1.235"], ["", ""]),
        ("fr", ["1\u202f234,50", "–"], ["", ",50"]),
        ("en", ["€ 1,200", "−20", ""], ["", "", ""]),
    ],
)
def test_values_are_filled_up_to_the_decimals_and_signs_of_their_column(
    lang: str, values: list[str], expected: list[str]
) -> None:
    assert fills(values, lang) == expected


def test_rows_of_too_few_values_get_empty_cells_and_headings_none() -> None:
    rows = [{"label": "h", "kind": "heading"}, {"label": "a", "values": [1]}, {"label": "b", "values": [2, "3.5", 4]}]
    made = aligned(Statement.model_validate({"columns": ["x", "y"], "rows": rows}), "en")
    assert [[c.text for c in row.cells] for row in made] == [[], ["1", ""], ["2", "3.5"]]


def test_notes_of_a_statement_are_linked_and_other_references_stand_as_they_are(tmp_path: Path) -> None:
    rows = [{"label": "a", "values": [1], "note": 1}, {"label": "b", "values": [2], "note": "*"}]
    made = tree("financials", {"statements": [{"columns": ["x"], "rows": rows, "notes": ["Why."]}]}, tmp_path)
    (link,) = made.xpath("//th//a")
    assert made.get_element_by_id(link.get("href").removeprefix("#")).text == "Why."
    assert made.xpath("//th/sup/text()") == ["*"]


@pytest.mark.slow
@pytest.mark.parametrize("theme", get_args(Theme))
def test_values_stand_on_the_decimal_mark_and_read_as_they_are_written(tmp_path: Path, theme: Theme) -> None:
    values = ["1,234.5", "(497)", "12.25", "8"]
    rows = [{"label": f"Row{i}", "values": [v]} for i, v in enumerate(values)]
    rows.append({"label": "Sum", "values": ["757.75"], "kind": "total"})
    meta = {"statements": [{"title": "Income", "unit": "euros", "columns": ["2023"], "rows": rows}]}
    pdf = Inspector(pages("financials", meta, tmp_path, theme).pdf)
    (table,) = pdf.tables()
    assert table == [["euros", "2023"], *([f"Row{i}", v] for i, v in enumerate(values)), ["Sum", "757.75"]]
    size = pdf.find("12.25", 0)[0].size
    # Figures are 0.497 em wide, the point 0.249 em, the parenthesis 0.303 em.
    behind = {"1,234.5": 0.249 + 0.497, "(497)": 0.303, "12.25": 0.249 + 2 * 0.497, "8": 0.0}
    units = [w.right - behind[v] * size for v in values for w in pdf.find(v, 0) if w.right > 400]
    assert len(units) == 4
    assert max(units) - min(units) < 0.3


@pytest.mark.slow
def test_a_long_statement_repeats_its_head_and_keeps_its_total_with_the_last_entry(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"label": f"Entry{i}", "values": [i]} for i in range(60)]
    rows.append({"label": "Altogether", "values": [1770], "kind": "total"})
    sheets = pages("financials", {"statements": [{"unit": "euros", "columns": ["2023"], "rows": rows}]}, tmp_path)
    pdf = Inspector(sheets.pdf)
    assert sheets.pages > 1
    assert all(pdf.find("euros", page) for page in range(sheets.pages))
    assert pdf.find("Altogether")[0].page == pdf.find("Entry59")[0].page
    (table,) = pdf.tables()
    assert [row[0] for row in table] == ["euros", *(r["label"] for r in rows)]


# ------------------------------------------------------------------------------------------- list and colophon
def test_lists_stand_in_the_order_and_columns_given(tmp_path: Path) -> None:
    meta = {"columns": 4, "items": ["b", "a"], "groups": [{"name": "Founders", "items": ["z"]}, {"items": [2022]}]}
    made = tree("list", meta, tmp_path)
    assert [ul.xpath("li/text()") for ul in made.xpath("//ul[@class='entries entries-4']")] == [
        ["b", "a"], ["z"], ["2022"],
    ]  # fmt: skip
    assert [(h.text, h.get("id")) for h in made.iter("h2")] == [("Founders", "p.group-1")]


@pytest.mark.slow
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_columns_of_a_list_are_balanced_and_read_downwards(tmp_path: Path, columns: int) -> None:
    items = [f"Name{i:02}" for i in range(24)]
    pdf = Inspector(pages("list", {"columns": columns, "items": items}, tmp_path).pdf)
    places = [(round(w.x), round(w.y)) for name in items for w in pdf.find(name, 0)]
    assert places == sorted(places)
    edges = sorted({x for x, _ in places})
    assert [sum(x == edge for x, _ in places) for edge in edges] == [24 // columns] * columns


@pytest.mark.slow
@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("body", ["", f"<p>{TEXT}</p>"], ids=["facts alone", "with text"])
def test_facts_of_a_colophon_stand_at_the_foot_of_its_page(tmp_path: Path, theme: Theme, body: str) -> None:
    facts = [{"label": f"Label{i}", "value": f"Value{i}"} for i in range(4)]
    sheets = pages("colophon", {"facts": facts}, tmp_path, theme, body)
    pdf = Inspector(sheets.pdf)
    assert sheets.pages == 1
    last = pdf.find("Value3", 0)[0]
    assert 700 < last.y < 765
    assert pdf.find("Label3", 0)[0].y == pytest.approx(last.y, abs=0.5)
    assert all(w.y < 300 for w in pdf.find("Nobody", 0))


# -------------------------------------------------------------------------------------------- the documentation
def test_examples_of_the_documentation_are_taken_as_they_stand(root: Path, tmp_path: Path) -> None:
    text = (root / "docs" / "layouts.md").read_text("utf-8")
    examples = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    metas = [meta for meta in examples if meta.get("layout") in FIELDS]
    assert {"highlights", "timeline", "project", "financials", "list", "colophon"} <= {m["layout"] for m in metas}
    for meta in metas:
        own = {k: v for k, v in meta.items() if k not in ("layout", "title", "logo", "picture", "portrait")}
        model = FIELDS[meta["layout"]].model_fields
        assert set(own) <= set(model), meta["layout"]
        if meta["layout"] in ("timeline", "project", "financials", "list", "colophon"):
            said = tree(meta["layout"], own, tmp_path).text_content()
            for word in _leaves(own):
                assert word in said, word


def _leaves(value: Any) -> list[str]:
    """Give the words of an example that its page prints."""
    if isinstance(value, dict):
        return [w for k, v in value.items() if k not in ("href", "kind", "mark", "columns", "note") for w in _leaves(v)]
    return [w for v in value for w in _leaves(v)] if isinstance(value, list) else [str(value)]
