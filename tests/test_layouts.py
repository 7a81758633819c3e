"""Layouts and styles: the HTML every layout makes, the rules every sheet keeps, and the pages they become."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any, get_args

import jinja2
import pytest
from inspector import Inspector
from lxml import html as lxml_html
from markupsafe import Markup

from renderer.charts.theme import theme_from_tokens
from renderer.compose.fields import Chapter, read_fields
from renderer.compose.look import Look, unique
from renderer.compose.templates import Templates
from renderer.findings import Severity
from renderer.languages.words import words
from renderer.model import PAPER_SIZES, Sheets, Theme, TypesetJob
from renderer.store import Store
from renderer.typeset import typeset
from renderer.workspace import Workspace, resources

PACKET = (
    "meeting", "agenda", "decisions", "attendance", "divider", "paper-sheet", "to-follow", "blank", "motions",
    "actions", "resolution",
)  # fmt: skip
"""Layouts of a board packet, which share a sheet."""
LAYOUTS = (
    "cover", "contents", "letter", "opener", "chapter", "highlights", "back-cover", "plain", "people", "logos",
    "photos", "acknowledgements", "timeline", "project", "financials", "list", "colophon", "specimen", "index",
    "data-tables", "release", "fact-sheet", "excerpt", *PACKET,
)  # fmt: skip
STYLES = resources() / "styles"
DOC: dict[str, Any] = {
    "title": "Annual Report 2023",
    "subtitle": "",
    "publisher": "",
    "date": "",
    "year": "",
    "lang": "en",
    "paper": "A4",
    "edition": "screen",
    "options": {},
    "notice": "",
}
PRESS = {
    "status": "For immediate release", "about": "About the Example Foundation", "end": "End",
    "boilerplate": ["Who we are.", "What we do."], "contact": ("Press office", "press@example.org"),
    "contact_title": "Contact", "email": "press@example.org", "web": "", "fact_sheet": "Fact sheet",
    "excerpt": "Excerpt", "date": "31 January",
}  # fmt: skip
FULL_DOC = DOC | {
    "subtitle": "What was given away, and what it cost",
    "publisher": "Example Foundation",
    "date": "2024-01-31",
    "year": "2024",
    "options": {
        "address": "Long Street 12\n1010 Example",
        "web": "example.org",
        "imprint": "Copy it.",
        "year": "2023",
        "press": PRESS,
    },
}
PICTURE = {"file": "a.svg", "alt": "Hills", "caption": "Hills in the evening", "credit": "Photograph: Ada Example"}
GROUPS: dict[str, list[dict[str, Any]]] = {
    "people": [{"name": "Staff", "people": [{"name": "Ben Example", "role": "Editor"}, {"name": "Chloé Example"}]}],
    "acknowledgements": [{"name": "Readers", "items": ["Ada Example", "Ben Example"]}, {"items": ["Chloé Example"]}],
}
FULL_META = {
    "summary": "How the number of members grew.",
    "author": "Ada Example",
    "role": "Chair of the Board",
    "kicker": "Opening",
    "organisation": "Example Foundation",
    "portrait": PICTURE,
    "signature": PICTURE,
    "place": "Example, May 2024",
    "people": [{"name": "Ada Example", "role": "Chair", "organisation": "Example Ltd", "portrait": PICTURE}],
    "tiers": [
        {"name": "Gold", "members": [{"name": "Example Ltd", "logo": PICTURE}, "Sample Ltd"]},
        {"name": "Silver", "members": ["University of Examples"]},
    ],
    "photos": [PICTURE, PICTURE, PICTURE],
    "highlights": [
        {"value": "1,482", "label": "people", "note": "in 61 countries"},
        {"value": 214, "label": "releases"},
        {"value": "40 million", "label": "cores"},
        {"value": "24", "label": "newcomers"},
        {"value": "99.98 %", "label": "availability"},
        {"value": "7", "label": "new members"},
        {"value": "3", "label": "prizes"},
    ],
}
MEETING: dict[str, Any] = {
    "body": "Board", "kind": "Ordinary meeting", "when": "Tuesday, January 31, 2023", "clock": "18:00 London (UTC)",
    "place": "Long Street 12", "link": "https://example.org", "chair": "Chair", "marking": "Confidential", "quorum": 3,
    "present": ["Chair", "Treasurer"], "apologies": ["Secretary"],
}  # fmt: skip
LINES: list[dict[str, Any]] = [
    {"number": "1", "title": "Opening", "anchor": "item-1", "kind": "consent", "begins_consent": True},
    {"number": "2", "title": "Budget", "anchor": "item-2", "kind": "decision", "motion": "That it be adopted.",
     "minutes": 20, "presenter": "Treasurer", "first": "a", "last": "b", "recommendation": "Adopt it."},
    {"title": "The budget", "level": 2, "first": "a", "last": "b"},
    {"title": "Letter", "level": 2, "follows": True},
]  # fmt: skip
OWN_META: dict[str, dict[str, Any]] = {
    "timeline": {
        "events": [
            {"date": 2022, "title": "First stone"},
            {"date": "May 2023", "title": "Summit", "text": "Who came.", "mark": True},
        ],
    },
    "project": {
        "facts": [{"label": "Since", "value": 2014}],
        "involved": [
            {"label": "Chat", "text": "#wells", "href": "chat.example.org/wells"},
            {"label": "Mail", "href": "wells@example.org"},
            {"label": "Meetings", "text": "on Tuesdays"},
        ],
    },
    "financials": {
        "statements": [
            {
                "title": "Income",
                "unit": "thousand euros",
                "columns": [2023, 2022],
                "rows": [
                    {"label": "Income", "kind": "heading"},
                    {"label": "Fees", "values": ["1,234.5", "12.25"], "note": 1},
                    {"label": "Events", "values": ["(1,234)", "–"]},
                    {"label": "In all", "values": [497], "kind": "total"},
                ],
                "notes": ["As paid."],
            },
        ],
    },
    "list": {"groups": [{"name": "Founders", "items": ["Example Works", "Sample Society"]}], "items": ["Example"]},
    "colophon": {"facts": [{"label": "Paper", "value": "recycled"}]},
    "meeting": MEETING,
    "attendance": MEETING,
    "agenda": {"lines": LINES, "ends": "19:30"},
    "decisions": {"lines": LINES[1:2]},
    "divider": {"item": "2", "item_title": "Budget", "kind": "decision", "minutes": 20, "papers": LINES[2:]},
    "paper-sheet": {"item": "2", "purpose": "decide", "options": ["Adopt", "Send back"], "risk": "Less income."},
    "to-follow": {"item": "2", "item_title": "Budget", "due": "28 January"},
    "motions": {
        "motions": [
            {"text": "That it be adopted.", "votes": {"for": 4, "against": 1}, "result": "carried", "present": 5},
            {"text": "That we adjourn.", "by": [{"name": "Chair", "vote": "for"}]},
        ],
    },
    "actions": {"actions": [{"what": "Write to the auditor", "who": "Treasurer", "due": "1 March", "state": "open"}]},
    "resolution": {"signed_by": ["Chair", "Treasurer"]},
    "release": {"subhead": "It grew.", "place": "Example"},
    "fact-sheet": {"numbers": [{"value": "40 million", "label": "cores"}], "pages": 2, "fit": ["type"]},
    "excerpt": {"origin": "From Annual Report 2023, pages 12–15"},
}
"""What the layouts with lists of their own are given, besides what all share."""
SENTENCE = (
    "The seventh release was held back for eleven days, because nobody had written down where the machine stood. "
)
TEXT = f"<p>{SENTENCE * 5}</p>"
BLOCKS = f"""{TEXT}<h2 id="p.a">Members</h2><p class="byline">Ada Example, Treasurer</p>
<p>Text<span class="footnote" id="p.fn-1">A note.</span> with <code>code</code> and
<a href="https://example.org">a link</a>.</p>
<ul><li class="task done">done</li><li class="task">open</li></ul><pre><code>line one
line two</code></pre><dl><dt>Term</dt><dd>Meaning</dd></dl><blockquote><p>Words.</p></blockquote>
<aside class="pull-quote"><p>We count what others can take.</p><p class="attribution">Ada Example</p></aside>
<table id="p.t"><caption><span class="label">Table 1</span> Spending</caption><thead><tr><th scope="col">Purpose</th>
<th scope="col" class="align-right">2023</th></tr></thead><tbody>
<tr><td>Events</td><td class="align-right">497</td></tr></tbody></table>
<aside class="callout note"><p class="callout-title">Note</p><p>Text.</p></aside>
<aside class="contact"><p class="callout-title">Take part</p><ul><li>Chat</li></ul></aside>"""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(Workspace(), Store(tmp_path_factory.mktemp("store")))


def test_a_layout_is_compiled_once_and_never_run_from_where_others_can_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = []
    compile_it = jinja2.Environment.compile

    def compiling(self: jinja2.Environment, source: str, name: str, *rest: Any, **more: Any) -> Any:
        compiled.append(name)
        return compile_it(self, source, name, *rest, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", compiling)

    def again() -> list[str]:
        compiled.clear()
        Templates(Workspace(), Store(tmp_path))._environment.get_template("plain.html")
        return list(compiled)

    assert again() == ["plain.html"]
    assert again() == []
    (tmp_path / "layouts").chmod(0o777)
    assert again() == ["plain.html"]


def entry(title: str, level: int = 1, number: int = 0, summary: str = "", layout: str = "chapter") -> dict[str, Any]:
    anchor = title.lower()
    return {
        "title": title,
        "href": f"part:{anchor}#{anchor}",
        "anchor": anchor,
        "level": level,
        "summary": summary,
        "number": number,
        "layout": layout,
    }


LISTS = [
    {"title": "Figures", "entries": [{"label": "Figure 1", "title": "Cores", "href": "part:a#a.x", "anchor": "a.x"}]}
]
TERMS = [{"title": "Cores", "anchors": ["a.x", "b.y"], "closes": True}]


def context(layout: str, full: bool = False, **more: Any) -> dict[str, Any]:
    own = {"groups": GROUPS[layout]} if layout in GROUPS else OWN_META.get(layout, {})
    meta: dict[str, Any] = {**FULL_META, **own} if full else {}
    fields, faults = read_fields(layout, meta, {}, "test.md", 1)
    assert faults == []
    part = {
        "id": "p", "title": "Growth", "layout": layout, "number": 3 if full else 0, "lang": "en", "opener": "band",
        "fields": fields, "meta": meta, "lines": dict.fromkeys(("title", *meta), 1),
    }  # fmt: skip
    entries: list[dict[str, Any]] = []
    if full:
        entries = [
            entry("Letter"),
            entry("Growth", number=1, summary="Why."),
            entry("Members", 2),
            entry("Events", number=2),
        ]
    made = {
        "doc": FULL_DOC if full else DOC,
        "part": part,
        "body": Markup(BLOCKS if full else ""),
        "words": words("en"),
        "entries": entries,
        "lists": LISTS if full else (),
        "terms": TERMS if full else (),
    }
    return made | more | {"part": {"lines": part["lines"]} | more.get("part", part)}


def furniture(pages: int, **more: Any) -> dict[str, Any]:
    head = "The longest name of a chapter that is ever given to a running head …"
    page = {"head": head, "side": "single", "landscape": False}
    made = [page | {"label": str(i + 1), "first": i == 0} for i in range(pages)]
    return (
        context(
            "furniture",
            pages=made,
            chapters=12,
            revision="",
            back="",
            marking="Confidential",
            proof=False,
            proof_color="#d99a7c",
        )
        | more
    )


def set_pages(templates: Templates, layout: str, filled: dict[str, Any]) -> Sheets:
    text = templates.render(layout, filled)
    sheets = templates.sheets(layout, filled["doc"]["paper"], filled["doc"]["edition"])
    assets = unique(templates.assets(text, *sheets))
    sheets_of_part = typeset(TypesetJob(layout, "test.md", text, sheets, assets, tagged=layout != "furniture"))
    assert [f for f in sheets_of_part.findings if f.severity > Severity.NOTE] == []
    return sheets_of_part


# ----------------------------------------------------------------------------------------------- the HTML
@pytest.mark.parametrize("full", [False, True], ids=["smallest", "full"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_has_one_title_that_is_the_anchor_of_its_part(templates: Templates, layout: str, full: bool) -> None:
    tree = lxml_html.document_fromstring(templates.render(layout, context(layout, full)))
    assert [h.get("id") for h in tree.iter("h1")] == ["p"]
    assert tree.xpath("//h1")[0].text_content().strip()
    assert tree.get("lang") == "en"
    assert tree.findtext("head/title") == "Growth"
    assert tree.find("body").get("class").split()[:3] == [f"layout-{layout}", "edition-screen", "paper-a4"]
    # The specimen sets each sample in the token it shows, and nothing else.
    shown = tree.xpath("//@style") if layout == "specimen" else []
    assert [s for s in shown if not re.fullmatch(r"[a-z-]+: var\(--[\w-]+\)", s)] == []
    assert [s for s in tree.xpath("//@style") if s not in shown] == []
    assert tree.xpath("//script | //link | //style | //svg") == []
    assert [i.get("alt") for i in tree.iter("img") if i.get("alt") is None] == []


@pytest.mark.parametrize("layout", ["letter", "chapter", "highlights", "back-cover", "plain", *LAYOUTS[8:]])
def test_layout_prints_the_body(templates: Templates, layout: str) -> None:
    assert BLOCKS in templates.render(layout, context(layout, full=True))


def test_a_paragraph_that_is_called_a_footnote_stays_in_its_place(templates: Templates) -> None:
    body = Markup('<p>One.</p><p class="footnote">14. See there.</p><p>Two.</p>')
    pdf = Inspector(set_pages(templates, "plain", context("plain", body=body)).pdf)
    assert [tag.text for tag in pdf.tags("P")] == ["One.", "14. See there.", "Two."]
    assert not pdf.tags("Note")


def test_text_of_the_user_is_escaped(templates: Templates) -> None:
    part = {
        "id": "p",
        "title": "R&D <b>",
        "layout": "chapter",
        "number": 1,
        "lang": "en",
        "opener": "band",
        "fields": Chapter(summary="<i>x</i>"),
        "meta": {},
    }
    text = templates.render("chapter", context("chapter", part=part))
    assert "R&amp;D &lt;b&gt;" in text
    assert "<i>x" not in text


def test_contents_nest_sections_in_chapters(templates: Templates) -> None:
    entries = [
        entry("Letter"),
        entry("One", number=1),
        entry("A", 2),
        entry("B", 2),
        entry("Two", number=2),
        entry("C", 2),
    ]
    tree = lxml_html.document_fromstring(templates.render("contents", context("contents", entries=entries)))
    (top,) = tree.xpath("//nav[starts-with(@class, 'toc ')]/ol")
    titles = [
        (li.xpath("string(a/*[@class='entry-title'])"), li.xpath("ol/li/a/*[@class='entry-title']/text()"))
        for li in top
    ]
    assert titles == [("Letter", []), ("One", ["A", "B"]), ("Two", ["C"])]
    assert tree.xpath("//a/span[@data-page-of]/@data-page-of") == ["letter", "one", "a", "b", "two", "c"]
    assert tree.xpath("//a/@href")[2] == "part:a#a"
    assert tree.xpath("//*[@class='number']/text()") == ["1", "2"]


def test_contents_may_begin_with_a_section(templates: Templates) -> None:
    tree = lxml_html.document_fromstring(
        templates.render("contents", context("contents", entries=[entry("A", 2), entry("B", 2), entry("One")]))
    )
    assert len(tree.xpath("//nav/ol/li")) == 2
    assert len(tree.xpath("//nav/ol/li[1]/ol/li")) == 1


def test_contents_set_dividers_apart_and_drop_summaries_that_do_not_fit(templates: Templates) -> None:
    long = "A summary that is long enough for a second line of small type under its title, and then a little more."

    def made(count: int) -> Any:
        entries = [entry("People", layout="opener"), *(entry(f"C{i}", number=i, summary=long) for i in range(1, count))]
        return lxml_html.document_fromstring(templates.render("contents", context("contents", entries=entries)))

    few, many = made(5), made(20)
    assert few.xpath("//li[@class='divider']//*[@class='entry-title']/text()") == ["People"]
    assert few.xpath("//nav/@class") == ["toc few"]
    assert few.xpath("//*[@class='entry-summary']/text()") == [long] * 4
    assert many.xpath("//*[@class='entry-summary']") == []
    assert many.xpath("//nav/@class") != ["toc few"]


def rows_of_highlights(templates: Templates, count: int) -> tuple[list[str], Any]:
    meta = {"highlights": [{"value": str(i), "label": "x", "change": "-3 %"} for i in range(count)]}
    fields, _ = read_fields("highlights", meta, {}, "test.md", 1)
    part = context("highlights")["part"] | {"fields": fields}
    tree = lxml_html.document_fromstring(templates.render("highlights", context("highlights", part=part)))
    return [li.get("class") for li in tree.xpath("//ul/li")], tree


@pytest.mark.parametrize("count", range(1, 13))
def test_no_number_stands_alone_in_its_row(templates: Templates, count: int) -> None:
    kinds, _ = rows_of_highlights(templates, count)
    assert len(kinds) == count
    assert kinds.count("first") == (count not in (2, 8, 9, 10, 11, 12))
    assert kinds.count("half") % 2 == 0
    assert kinds.count("third") % 3 == 0
    assert kinds == sorted(kinds, key=["first", "half", "third"].index)


def test_change_of_a_number_has_a_true_minus_and_its_direction(templates: Templates) -> None:
    _, tree = rows_of_highlights(templates, 1)
    assert [(p.get("class"), p.text) for p in tree.xpath("//p[contains(@class, 'change')]")] == [
        ("change down", "−3 %")
    ]


@pytest.mark.parametrize(("year", "printed"), [("2022", ["2022"]), ("", [])])
def test_cover_prints_the_year_reported(templates: Templates, year: str, printed: list[str]) -> None:
    filled = context("cover", doc=DOC | {"title": "Annual Report", "year": year})
    tree = lxml_html.document_fromstring(templates.render("cover", filled))
    assert tree.xpath("//p[@class='year']/text()") == printed


def test_facing_pages_share_the_running_heads(templates: Templates) -> None:
    page = {"head": "Growth", "first": False, "landscape": False}
    pages = [page | {"label": side, "side": side} for side in ("left", "right", "single")]
    filled = context(
        "furniture", pages=pages, chapters=0, revision="", back="", marking="", proof=False, proof_color="#d99a7c"
    )
    tree = lxml_html.document_fromstring(templates.render("furniture", filled))
    said = [[p.get("class") for p in page] for page in tree.xpath("//div")]
    assert said == [["name", "folio"], ["head", "folio"], ["name", "head", "folio"]]


# ---------------------------------------------------------------------------------------------- the sheets
def test_papers_give_the_same_tokens_and_the_sizes_of_the_model() -> None:
    a4, letter = (
        dict(re.findall(r"(--[\w-]+): ([\d.]+)mm", (STYLES / f"paper-{n}.css").read_text())) for n in ("a4", "letter")
    )
    assert a4.keys() == letter.keys()
    for paper, sizes in (("A4", a4), ("Letter", letter)):
        points = [float(sizes[n]) * 72 / 25.4 for n in ("--page-width", "--page-height")]
        assert points == pytest.approx(PAPER_SIZES[paper], abs=0.01)


def test_every_file_a_sheet_or_layout_names_is_shipped(templates: Templates) -> None:
    texts = [
        p.read_text(encoding="utf-8") for folder in ("layouts", "styles") for p in (resources() / folder).glob("*.*")
    ]
    named = {m for text in texts for m in re.findall(r"asset:///((?:fonts|styles)/[\w.-]+)", text)}
    assert named
    assert {a.name for a in templates.assets(*texts)} == named


def test_every_layout_has_its_sheet() -> None:
    layouts = {p.stem for p in (resources() / "layouts").glob("*.html")} - {"base", "press-foot"}
    assert layouts == {*LAYOUTS, "furniture"}
    shared = {"tokens", "paper-a4", "paper-letter", "fonts", "page", "type", "components", "print"}
    shared |= {"languages", "right-to-left", "tokens-tall", "frames"}
    assert {p.stem for p in STYLES.glob("*.css")} == layouts - set(PACKET) | shared | {"packet"}
    assert {p.stem for p in STYLES.glob("themes/*.css")} == set(get_args(Theme))


def test_colours_of_pictures_and_layouts_are_tokens() -> None:
    tokens = set(re.findall(r"#[0-9a-f]{6}", (STYLES / "tokens.css").read_text()))
    for path in [*STYLES.glob("*.svg"), *(resources() / "layouts").glob("*.html")]:
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8"))) <= tokens, path.name


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ground", "inks", "least"),
    [
        ("--color-paper", ("ink", "muted", "brand-ink", "accent-ink", "link"), 4.5),
        ("--color-tint", ("ink", "muted", "brand-ink", "link"), 4.5),
        ("--color-warm-tint", ("ink", "muted", "brand-ink", "accent-ink", "link"), 4.5),
        ("--color-brand", ("on-brand", "on-brand-muted", "on-brand-accent"), 4.5),
    ],
)
def test_text_stands_out_from_its_ground(ground: str, inks: tuple[str, ...], least: float) -> None:
    tokens = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", (STYLES / "tokens.css").read_text()))
    for ink in inks:
        assert contrast(tokens[f"--color-{ink}"], tokens[ground]) >= least, ink


def test_charts_find_their_tokens_and_stand_out() -> None:
    text = (STYLES / "tokens.css").read_text()
    theme = theme_from_tokens(text)
    assert theme.width_mm == float(re.findall(r"--block: ([\d.]+)mm", text)[0])
    assert len(theme.series) == 6
    for colour in (*theme.series, theme.highlight):
        assert contrast(colour, theme.paper) >= 3
    grey = [luminance(c) ** (1 / 3) for c in theme.series]
    assert all(abs(a - b) > 0.15 for a, b in itertools.pairwise(grey)), "neighbours look the same in grey"


# ----------------------------------------------------------------------------------------------- the pages
@pytest.mark.slow
@pytest.mark.parametrize("edition", ["screen", "print"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_furniture_makes_one_page_for_each_entry(templates: Templates, paper: Any, edition: str) -> None:
    doc = DOC | {
        "title": "A title that is longer than any running head can be " * 4,
        "paper": paper,
        "edition": edition,
    }
    sheets = set_pages(templates, "furniture", furniture(5, doc=doc, proof=True))
    assert sheets.pages == 5
    assert all(size == pytest.approx(PAPER_SIZES[paper], abs=0.5) for size in sheets.sizes)
    pdf = Inspector(sheets.pdf)
    assert [pdf.text(i).count(words("en")["proof_line"]) for i in range(5)] == [1] * 5
    assert [pdf.text(i).count(words("en")["proof"]) for i in range(5)] == [1] * 5
    assert pdf.find("A title that", 0) == []
    assert len(pdf.find("A title that", 1)[:1]) == 1
    heads = [w for w in pdf.words(1) if w.y < PAPER_SIZES[paper][1] / 4 and w.size < 12]
    assert len({round(w.y, 1) for w in heads}) == 1, "a running head takes more than one line"


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_covers_fill_one_page_even_with_long_titles(templates: Templates, paper: Any) -> None:
    title = "Jahresbericht und Nachhaltigkeitsberichterstattung der Beispielstiftung für 2023"
    doc = FULL_DOC | {"title": title, "paper": paper, "lang": "de"}
    for layout in ("cover", "back-cover"):
        part = context(layout)["part"] | {"title": "Titel", "lang": "de"}
        sheets = set_pages(templates, layout, context(layout, doc=doc, part=part))
        assert sheets.pages == 1
        assert sheets.sizes[0] == pytest.approx(PAPER_SIZES[paper], abs=0.5)
        assert sheets.anchors == {"p": 0}


@pytest.mark.slow
def test_chapter_sets_text_to_measure_in_the_fonts_that_are_shipped(templates: Templates) -> None:
    sheets = set_pages(templates, "chapter", context("chapter", full=True, body=Markup(TEXT * 3 + BLOCKS)))
    assert all(font.asset and not font.missing for font in sheets.fonts), [f.base_font for f in sheets.fonts]
    pdf = Inspector(sheets.pdf)
    lines: dict[float, list[str]] = {}
    for word in pdf.words(0):
        if word.size == pytest.approx(10.5, abs=0.1) and "Serif" in word.font:
            lines.setdefault(round(word.y), []).append(word.text)
    lengths = [len(" ".join(line)) for line in lines.values()]
    full_lines = sorted(lengths)[len(lengths) // 2 :]
    assert len(full_lines) >= 5
    assert all(60 <= n <= 74 for n in full_lines), full_lines
    (table,) = pdf.tables()
    assert table[-1] == ["Events", "497"]


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize(("count", "length"), [(9, 80), (15, 0), (15, 55), (15, 90)])
def test_contents_of_up_to_fifteen_chapters_fit_one_page(
    tmp_path: Path, theme: Theme, paper: Any, count: int, length: int
) -> None:
    templates = Templates(Workspace(), Store(tmp_path), Look(theme))
    title = "A title of a chapter that certainly runs over more than a single line of the contents"
    summary = SENTENCE[:length]
    chapters = [entry(title if i == 4 else f"Chapter {i}", number=i, summary=summary) for i in range(1, count + 1)]
    entries = [entry("Letter"), entry("People", layout="opener"), *chapters]
    filled = context("contents", doc=FULL_DOC | {"paper": paper}, entries=entries)
    text = templates.render("contents", filled)
    sheets = templates.sheets("contents", paper, "screen")
    assets = unique(templates.assets(text, *sheets))
    assert typeset(TypesetJob("p", "test.md", text, sheets, assets)).pages == 1


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 4, 7])
def test_highlights_stand_on_one_page(templates: Templates, count: int) -> None:
    meta = FULL_META | {"highlights": FULL_META["highlights"][:count]}
    fields, _ = read_fields("highlights", meta, {}, "test.md", 1)
    part = context("highlights")["part"] | {"title": "The year in numbers", "fields": fields}
    sheets = set_pages(templates, "highlights", context("highlights", part=part))
    assert sheets.pages == 1
    pdf = Inspector(sheets.pdf)
    shown = [pdf.find(str(h["value"]), 0)[0] for h in meta["highlights"]]
    assert all(w.right <= PAPER_SIZES["A4"][0] - 60 for w in shown)
    if count != 2:
        assert shown[0].size == max(w.size for w in shown) > 70


@pytest.mark.slow
def test_print_edition_has_its_gutter_at_the_spine(templates: Templates) -> None:
    doc = FULL_DOC | {"edition": "print"}
    sheets = set_pages(templates, "plain", context("plain", doc=doc, body=Markup(TEXT * 20)))
    pdf = Inspector(sheets.pdf)
    left_edge = [min(w.x for w in pdf.words(page) if "Serif" in w.font and w.size < 11) for page in (0, 1)]
    # The gutter is 28 mm and the outer margin 22 mm: text of a left-hand page stands 6 mm further left.
    assert left_edge[0] - left_edge[1] == pytest.approx(6 * 72 / 25.4, abs=0.5)


def test_no_face_can_be_mistaken_for_an_installed_font() -> None:
    families = set(re.findall(r"font-family: '([^']+)'", (STYLES / "fonts.css").read_text()))
    assert families and all(name.startswith("Report ") for name in families)
