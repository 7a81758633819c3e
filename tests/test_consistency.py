"""Years left from another year's file, quantities with two values: what is noted, and what is rightly passed over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from renderer.compose import Templates, compose, reviewing
from renderer.findings import Finding, InputError
from renderer.markup import convert
from renderer.model import Manuscript
from renderer.read import read
from renderer.review import Account, Text, account_of
from renderer.review.numbers import counts
from renderer.review.quantities import contradictions, mentions_in
from renderer.review.reading import read_tree
from renderer.review.years import reporting, stale_years
from renderer.store import Store
from renderer.workspace import Workspace

REPORT = "title: Annual Report 2022\npublisher: The Foundation\ndate: 2023-01-31\n"
OURS = ("YEAR-STALE", "YEAR-SECTION", "NUMBER-TWICE")


def composed(folder: Path, head: str = REPORT, **parts: str) -> list[Finding]:
    """The notes of a publication made of manuscripts `a`, `b`, …; their front matter is one line with the title."""
    names = ", ".join(f"{name}.md" for name in parts)
    (folder / "publication.yml").write_text(f"{head}parts: [{names}]\n", "utf-8")
    for name, text in parts.items():
        (folder / f"{name}.md").write_text(
            text if text.startswith("---") else f"---\ntitle: {name}\n---\n{text}", "utf-8"
        )
    workspace = Workspace(folder)
    publication, findings = read(workspace, folder)
    assert not findings
    made = compose(
        publication, "screen", workspace, Store(folder / "store"), Templates(workspace, Store(folder / "store"))
    )
    return sorted((f for f in made.findings if f.code in OURS), key=lambda f: f.place)


def told(folder: Path, head: str = REPORT, **parts: str) -> list[str]:
    return [f"{f.place} {f.code}" for f in composed(folder, head, **parts)]


# ------------------------------------------------------------------------------------------ the year it is about
@pytest.mark.parametrize(
    ("title", "date", "options", "years"),
    [
        ("Annual Report 2022", "2023-01-31", {}, (2022, 2022, 2022)),
        ("Annual Report 2022", "", {}, (2022, 2022, 2022)),
        ("Report", "2023-01-31", {"year": 2022}, (2022, 2022, 2022)),
        ("Annual Report 2021", "2023-01-31", {"year": "2022"}, (2022, 2022, 2022)),
        ("Report 2021/22", "2022-10-01", {}, (2021, 2022, 2021)),
        ("Report 2020–2022", "", {}, (2020, 2022, 2022)),
        ("Report", "2023-01-31", {}, (2022, 2023, 2022)),
        ("Plan for 2024", "2023-11-01", {}, (2024, 2024, 2022)),
    ],
)
def test_the_year_comes_from_the_option_the_title_or_the_date(
    title: str, date: str, options: dict[str, object], years: tuple[int, int, int]
) -> None:
    about = reporting(title, date, options)
    assert about is not None
    assert (about.first, about.last, about.over) == years


def test_without_any_of_them_no_year_is_looked_at(tmp_path: Path) -> None:
    assert reporting("Report", "", {}) is None
    assert told(tmp_path, "title: Report\n", a="## Highlights of 2021\n\nWe will meet in 2021.\n") == []


# -------------------------------------------------------------------------------------------------- stale years
STALE = [
    ("## Highlights of 2021\n\nText.\n", ["a.md:4 YEAR-STALE"]),
    ("## Key figures 2020\n\nIn 2022 we met.\n", ["a.md:4 YEAR-STALE"]),
    ("We plan to continue the program in 2021.\n", ["a.md:4 YEAR-STALE"]),
    ("In 2022, we will add a second track.\n", ["a.md:4 YEAR-STALE"]),
    ("Looking ahead to 2022 we expect more.\n", ["a.md:4 YEAR-STALE"]),
    ("The work will be finished by the end of 2021.\n", ["a.md:4 YEAR-STALE"]),
    ("Thanks, and welcome to all who want to help in early 2022!\n", ["a.md:4 YEAR-STALE"]),
    ("Our work in the coming year 2022 begins now.\n", ["a.md:4 YEAR-STALE"]),
    ("A first line of text,\nwhich says that we hope to meet in\nMay 2022 again.\n", ["a.md:6 YEAR-STALE"]),
    ("- one\n- we intend to publish it in 2021\n- two\n", ["a.md:5 YEAR-STALE"]),
    ("| What | When |\n| --- | --- |\n| A | B |\n\n/// table-caption\nThe 2021 Annual Report in numbers\n///\n",
     ["a.md:9 YEAR-STALE"]),
    ("Welcome to the Annual Report 2021 of the Foundation.\n", ["a.md:4 YEAR-STALE"]),
    ("## The group\n\nIn 2021 the group met twice.\n\nIt has ten members.\n", ["a.md:6 YEAR-SECTION"]),
    ("## The group\n\n2021 was a busy year.\n\n## Others\n\nIn 2022 nothing happened.\n", ["a.md:6 YEAR-SECTION"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "notes"), STALE)
def test_a_year_of_last_years_file_is_noted(tmp_path: Path, text: str, notes: list[str]) -> None:
    assert told(tmp_path, a=text) == notes


MEANT = [
    "## Highlights of 2022\n\nText.\n",
    "## Outlook for 2023\n\nIn 2023 we will do more.\n",
    "## 2010–2020\n\nA decade.\n",
    "## From 2019 to 2021\n\nThree years.\n",
    "## A short history\n\n### 2019\n\nBegun.\n\n### 2020\n\nWent on.\n\n### 2021\n\nGrew.\n",
    "## Since 2021\n\nText.\n",
    "## Founded in 2012\n\nText.\n",
    "## The activity of 2021\n\nFor those who wish to compare, here are the figures.\n",
    "## Release 2021.1\n\nText.\n",
    "We reached 2,021 members and 2021.11 is a version.\n",
    "In 2021 we planned it, and in 2022 we did it.\n",
    "In 2021 the board decided that members will vote on it, and in 2022 they did.\n",
    "We will build on the success of 2021.\n",
    "The program that was launched in 2021 will go on.\n",
    "We will continue the work that we started in 2021.\n",
    "We are looking forward to meeting, but in 2022 we got better at writing.\n",
    "In 2023 we plan to meet, and by the end of 2024 we will have moved.\n",
    "Readers may see the [Annual Report 2021](https://example.org/2021) for more.\n",
    "As we wrote in last year's Annual Report 2021, growth is slow.\n",
    "The *Annual Report 2021* was read by many.\n",
    "Growth was strong.[^1]\n\n[^1]: Annual Report 2021, page 4.\n",
    "/// pull-quote | Ada, Chair\nIn 2021 we will meet again.\n///\n",
    "> In 2021 we will meet again.\n",
    "## Members\n\nThere are 951 of them, 8 percent more than in 2021.\n",
    "## Members\n\nThe class was founded in 2021.\n",
    "## Members\n\nThere were 951 in 2021, and 1,447 in 2022.\n",
    "## Members\n\nIn 2021 there were 951.\n\n| 2021 | 2022 |\n| --- | --- |\n| 951 | 1,447 |\n",
    "## Zuul\n\nIn 2012 it was written.\n",
    "Code stays as it is: `will run in 2021`.\n\n    and will be run in 2021\n",
]


@pytest.mark.parametrize("text", MEANT)
def test_a_year_that_is_meant_is_passed_over(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, a=text) == []


@pytest.mark.parametrize(
    ("lang", "stale", "meant"),
    [
        ("de", "Wir planen, das Programm 2021 fortzusetzen.", "Das Programm wurde 2021 fortgesetzt; 2022 auch."),
        ("de", "Im Jahr 2022 werden wir uns wieder treffen.", "Im Jahr 2022 wurden wir besser."),
        ("de", "Der Jahresbericht 2021 zeigt es.", "Siehe den Jahresbericht 2021."),
        ("fr", "Nous prévoyons de poursuivre le programme en 2021.", "Le programme a été poursuivi en 2022."),
        ("fr", "Le rapport annuel 2021 le montre.", "Voir le rapport annuel 2021."),
        ("es", "Esperamos continuar el programa en 2021.", "El programa continuó en 2022."),
        ("es", "El informe anual de 2021 lo muestra.", "Véase el informe anual de 2021."),
    ],
)
def test_other_languages_have_words_of_their_own(tmp_path: Path, lang: str, stale: str, meant: str) -> None:
    head = REPORT + f"lang: {lang}\n"
    assert told(tmp_path, head, a=stale) == ["a.md:4 YEAR-STALE"]
    assert told(tmp_path, head, a=meant) == []


def test_in_a_language_it_does_not_know_headings_are_looked_at(tmp_path: Path) -> None:
    head = "title: 2024 年度报告\nlang: zh\n"
    assert told(tmp_path, head, a="## 2023年数据\n\n计划在 2023 年继续。\n") == ["a.md:4 YEAR-STALE"]


def test_titles_of_parts_and_publication_are_looked_at(tmp_path: Path) -> None:
    head = REPORT + "subtitle: Highlights of 2021\noptions: {imprint: © 2020 The Foundation, web: example.org}\n"
    found = composed(tmp_path, head, a="---\nlayout: chapter\ntitle: Events of 2021\n---\nText.\n")
    assert [(str(f.place), f.code) for f in found] == [
        ("a.md:3", "YEAR-STALE"), ("publication.yml:4", "YEAR-STALE"), ("publication.yml:5", "YEAR-STALE"),
    ]  # fmt: skip
    assert all(f.message.endswith("the publication is about 2022, as its title says") for f in found)


def test_the_message_says_what_stands_there_and_how_the_year_is_known(tmp_path: Path) -> None:
    head = "title: The Foundation\noptions: {year: 2022}\n"
    [heading] = composed(tmp_path, head, a="## Highlights of 2021\n\nText.\n")
    assert heading.message == "this heading names 2021, but the publication is about 2022, as `options.year` says"
    [section] = composed(tmp_path, REPORT, a="## G\n\nIn 2021 it met.\n\nIn 2021 it grew.\n\nIn 2021 it rested.\n")
    assert section.message.startswith("this section tells of 2021 (also on lines 8, 10) and never of 2022;")


# ------------------------------------------------------------------------------------------------ contradictions
def test_one_quantity_with_two_values_is_noted_at_the_later_place(tmp_path: Path) -> None:
    found = composed(
        tmp_path,
        a="Our survey counted more than 40 million cores of OpenStack.\n",
        b="## Use\n\nOpenStack runs\non 25 million cores.\n\n## Again\n\nOver 25 million cores run OpenStack.\n",
    )
    assert [str(f.place) for f in found] == ["b.md:7"]
    assert found[0].message == "“25 million cores” here (and on line 11), but “more than 40 million cores” in a.md:4"


def test_after_an_edit_that_part_alone_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = "---\ntitle: a\n---\nOpenStack has 40 million cores. We will meet in 2021.\n"
    parts = {"a": ours, "b": "OpenStack has 40 million cores.\n", "c": "OpenStack has 40 million cores.\n"}
    assert told(tmp_path, **parts) == ["a.md:4 YEAR-STALE"]
    seen: list[str] = []

    def reading(text: Text, *rest: Any) -> Account:
        seen.append(text.source)
        return account_of(text, *rest)

    monkeypatch.setattr(reviewing, "account_of", reading)
    edited = {**parts, "b": "Now OpenStack has 25 million cores.\n"}
    assert told(tmp_path, **edited) == ["a.md:4 YEAR-STALE", "b.md:4 NUMBER-TWICE", "c.md:4 NUMBER-TWICE"]
    assert seen == ["b.md"]
    moved = {**edited, "a": ours.replace("title: a\n", "title: a\nauthor: A\n")}  # its text is the same, a line lower
    assert told(tmp_path, **moved) == ["a.md:5 YEAR-STALE", "b.md:4 NUMBER-TWICE", "c.md:4 NUMBER-TWICE"]
    earlier = REPORT.replace("2022", "2020").replace("2023", "2021")
    assert told(tmp_path, earlier, **moved)[0] == "b.md:4 NUMBER-TWICE"  # what it is about counts as well


def test_the_line_is_that_of_the_number_in_tables_lists_and_html(tmp_path: Path) -> None:
    first = "OpenStack has 40 million cores.\n"
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    for text, line in [
        ("| Measure | 2022 |\n| --- | --- |\n| Other | 1 |\n| OpenStack cores (millions) | 25 |\n", 7),
        ("Text.\n\n- one\n- OpenStack:\n  - two\n  - OpenStack has 25 million cores\n", 9),
        ('<div class="box">\n\nMore:\n\nOpenStack has\n25 million cores.\n\n</div>\n', 9),
        ("/// note | Cores\nNow OpenStack has 25 million cores.\n///\n", 5),
        ("![25M cores of OpenStack](x.svg)\n", 4),
    ]:
        [found] = composed(tmp_path, a=first, b=text)
        assert str(found.place) == f"b.md:{line}"


CONTRADICTIONS = [
    ("The survey counted 40 million cores of OpenStack.", "OpenStack has 25 million cores."),
    ("OpenStack has forty million cores.", "OpenStack has twenty-five million cores."),
    ("We have 110,000 individual members.", "Behind us stand 104,000 individual members."),
    ("OpenStack has more than 35 million cores.", "OpenStack has more than 40 million cores."),
    ("Nine Associate Members joined this year.", "## Associate Members\n\nWe grew from 11 members to 21 members."),
    ("The Summit in Berlin drew 800 attendees.", "| Event | Attendees |\n| --- | --- |\n| Summit Berlin | 600 |"),
    ("OpenStack has 40 million cores.",
     "| Measure | 2021 | 2022 |\n| --- | --- | --- |\n| OpenStack cores (millions, more than) | 25 | 30 |"),
    ("The user survey shows 15% member growth for Acme.", "Acme saw 20 percent member growth."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), CONTRADICTIONS)
def test_contradictions(tmp_path: Path, first: str, second: str) -> None:
    assert [n.split()[1] for n in told(tmp_path, a=first + "\n", b=second + "\n")] == ["NUMBER-TWICE"]


AGREEING = [
    ("In 2021 OpenStack had 25 million cores.", "OpenStack has 40 million cores."),
    ("OpenStack has 40 million cores, up from 25 million cores.", "OpenStack has 40 million cores."),
    ("A year earlier OpenStack had 25 million cores.", "OpenStack has 40 million cores."),
    ("OpenStack grew from 25 million cores to 40 million cores.", "OpenStack has 40 million cores."),
    ("In November 2020 OpenStack had 15 million cores, and 12 months later 25 million cores.",
     "OpenStack has 20 million cores."),
    ("We expect OpenStack to reach 50 million cores.", "OpenStack has 40 million cores."),
    ("OpenStack has more than 40 million cores.", "OpenStack has 41,200,000 cores."),
    ("OpenStack saw about 36,000 changes.", "OpenStack saw 35,850 changes."),
    ("Line runs 6 million cores of OpenStack.", "OpenStack has 40 million cores."),
    ("Line runs 20 million cores.", "We have 30 million cores."),
    ("Line runs 20 million cores.", "Kakao runs 30 million cores."),
    ("Zuul had 80 contributors in Berlin.", "Zuul had 120 contributors from Kakao."),
    ("OpenStack has three projects.", "OpenStack has four projects."),
    ("OpenStack counts 110 new members.", "OpenStack counts 180 members."),
    ("See page 140, version 5.0.0 and 10:30 of OpenStack days.", "See page 170, version 6.0.0 of OpenStack days."),
    ("OpenStack meets for 120 minutes.", "OpenStack meets for 90 minutes."),
    ("The OpenStack year began with 110 Gold Members.", "OpenStack has 150 Gold Members."),
    ("OpenStack had 951 Gold Members.[^1]\n\n[^1]: OpenStack had 700 Gold Members.", "Text."),
    ("> OpenStack has 25 million cores.", "OpenStack has 40 million cores."),
    ("Kata drew 349 registered attendees in April and 600 registered attendees in October.",
     "Kata drew 500 registered attendees."),
    ("| Release | Contributors |\n| --- | --- |\n| Yoga | 680 |\n| Zed | 710 |", "Zed had 710 contributors."),
    ("| Measure | 2021 |\n| --- | --- |\n| Views of YouTube | 426,230 |", "YouTube counted 355,800 views."),
    ("YouTube counted 355,800 views, against 426,230 views in 2021.",
     "| Measure | 2021 |\n| --- | --- |\n| Views of YouTube | 426,230 |"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), AGREEING)
def test_numbers_that_do_not_contradict_each_other(tmp_path: Path, first: str, second: str) -> None:
    notes = told(tmp_path, a=first + "\n", b=second + "\n")
    assert [n for n in notes if n.endswith("NUMBER-TWICE")] == []


def test_charts_and_highlights_take_part(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cores.csv").write_text("year,cores\n2021,25\n2022,36\n", "utf-8")
    chart = "kind: bar\nid: fig-cores\ndata: cores\nx: year\ny: cores\nunit: million cores\ntitle: OpenStack cores\n"
    found = composed(
        tmp_path,
        a="---\ntitle: A\nlayout: highlights\nhighlights:\n  - {value: 40 million, label: cores in production}\n---\n",
        b=f"In 2021 OpenStack had 25 million cores.\n\n```chart\n{chart}```\n",
    )
    assert [(str(f.place), f.message) for f in found] == [
        ("b.md:7", "“36 million cores (2022)” here, but “40 million cores in production” in a.md:5")
    ]


# ---------------------------------------------------------------------------------------------------- switches
BOTH = """## News of 2021

Text.

## Survey

OpenStack has 40 million cores.

## Use

OpenStack has 25 million cores.
"""


@pytest.mark.parametrize(
    ("checks", "codes"),
    [
        ("", ["YEAR-STALE", "NUMBER-TWICE"]),
        ("checks: {years: off}\n", ["NUMBER-TWICE"]),
        ("checks: {quantities: off}\n", ["YEAR-STALE"]),
        ("checks: off\n", []),
    ],
)
def test_each_can_be_switched_off(tmp_path: Path, checks: str, codes: list[str]) -> None:
    assert [n.split()[1] for n in told(tmp_path, REPORT + checks, a=BOTH)] == codes


def test_a_misspelt_or_wrong_switch_is_said_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text.\n", "utf-8")
    for checks, message in [
        ("{year: off}", "`year` is not known here; did you mean `years`?"),
        ("{years: maybe}", "`years`: this should be on or off"),
        ("[years]", "`checks`: this should be `key: value` lines"),
    ]:
        (tmp_path / "publication.yml").write_text(f"title: R\nchecks: {checks}\nparts: [a.md]\n", "utf-8")
        with pytest.raises(InputError) as stopped:
            read(Workspace(tmp_path), tmp_path)
        assert [(f.message, str(f.place)) for f in stopped.value.findings] == [(message, "publication.yml:2")]


def test_the_beginning_of_a_code_names_those_that_begin_so(tmp_path: Path) -> None:
    ran = run("check", "--explain", "year", cwd=tmp_path, COLUMNS="200")
    assert ran.status == 2
    assert "YEAR-STALE or YEAR-SECTION" in ran.err


def test_a_lone_manuscript_and_a_folder_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Annual Report 2022\n---\n{BOTH}", "utf-8")
    for source in (tmp_path / "a.md", tmp_path):
        workspace = Workspace(tmp_path)
        publication, _ = read(workspace, source)
        made = compose(
            publication, "screen", workspace, Store(tmp_path / "store"), Templates(workspace, Store(tmp_path / "store"))
        )
        assert not [f for f in made.findings if f.code in OURS]


def test_the_example_of_the_documentation(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "checks.md").read_text("utf-8")
    manuscript = re.findall(r"````markdown\n(.*?)````", page, re.S)[0]
    notes = re.findall(r"\n```\n(.*?)```", page, re.S)[0]
    found = composed(tmp_path, a=manuscript)
    assert (
        "".join(f"{f.place.line - 3} {f.code}: {f.message}\n".replace("on line 6", "on line 3") for f in found) == notes
    )


# ------------------------------------------------------------------------------------------------- real reports
def corpus_notes(corpus: Path, tmp_path: Path, title: str, *names: str, lang: str = "en") -> list[str]:
    parts = {f"p{i}": (corpus / name).read_text("utf-8") for i, name in enumerate(names)}
    head = f"title: {title}\npublisher: OpenInfra Foundation\nlang: {lang}\n"
    names_of = {f"p{i}": Path(name).name for i, name in enumerate(names)}
    (tmp_path / "publication.yml").write_text(f"{head}parts: [{', '.join(f'{p}.md' for p in parts)}]\n", "utf-8")
    for name, text in parts.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    workspace = Workspace(tmp_path)
    publication, _ = read(workspace, tmp_path)
    made = compose(
        publication, "screen", workspace, Store(tmp_path / "store"), Templates(workspace, Store(tmp_path / "store"))
    )
    found = sorted((f for f in made.findings if f.code in OURS), key=lambda f: f.place)
    return [f"{names_of[Path(f.place.file).stem]}:{f.place.line} {f.code}" for f in found]


def test_the_report_that_was_typed_over_last_years(corpus: Path, tmp_path: Path) -> None:
    notes = corpus_notes(corpus, tmp_path, "2022 Annual Report", "openinfra-2022-seed/2022-seed.md")
    by_code = {code: [int(n.split()[0].split(":")[1]) for n in notes if n.endswith(code)] for code in OURS}
    assert by_code == {
        "YEAR-STALE": [435, 473, 523, 555, 669, 693, 737],
        "YEAR-SECTION": [18, 325, 372, 488, 506, 527, 537, 553, 651, 657, 747, 753],
        "NUMBER-TWICE": [179, 282],
    }


@pytest.mark.slow
def test_finished_reports_have_no_more_notes_than_faults(corpus: Path, tmp_path: Path) -> None:
    """The three notes of 2021 are true: another year in a picture's title, and two texts not brought up to date."""
    assert corpus_notes(corpus, tmp_path, "2022 Annual Report", "openinfra-2022-final/2022-final.md") == []
    assert corpus_notes(corpus, tmp_path, "2024 Annual Report", "openinfra-2024/2024-report.md") == []
    assert corpus_notes(corpus, tmp_path, "2021 Annual Report", "openinfra-2021/2021-report.md") == [
        "2021-report.md:13 YEAR-STALE", "2021-report.md:125 YEAR-SECTION", "2021-report.md:561 YEAR-STALE",
    ]  # fmt: skip
    chapters = sorted(p.relative_to(corpus).as_posix() for p in (corpus / "k8s-annual-2024").glob("*.md"))
    assert corpus_notes(corpus, tmp_path, "2024 Annual Report", *chapters) == []
    chapters = sorted(p.relative_to(corpus).as_posix() for p in (corpus / "china-oss-2024-zh").glob("*.md"))
    assert corpus_notes(corpus, tmp_path, "2024 中国开源年度报告", *chapters, lang="zh") == []


def test_the_shipped_report_has_no_notes(root: Path, tmp_path: Path) -> None:
    workspace = Workspace(root)
    publication, _ = read(workspace, root / "content" / "annual-report-2022")
    assert publication.checks == {"years", "quantities", "data"}
    made = compose(publication, "screen", workspace, Store(tmp_path), Templates(workspace, Store(tmp_path)))
    assert [str(f) for f in made.findings if f.code in OURS] == []


# ------------------------------------------------------------------------------------------------- any input
SOME = (
    "In 2021 2022 we plan to will 25 million 1,000 cores OpenStack from 11 members # - | > . , ( “ ” [a](b) "
    "Annual Report compared 9999999999999999999 40M %"
)


@settings(deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from([*SOME.split(), "\n", "\n\n", "\n| A | 2021 |\n| - | - |\n| B members | 5 |\n"]), max_size=60
    )
)
def test_no_manuscript_makes_it_fail(words: list[str]) -> None:
    body = " ".join(words)
    marked = convert(body, source="a.md")
    manuscript = Manuscript(Path("a.md"), "a.md", {}, {}, body, 1)
    tree = fragment_fromstring(marked.html, create_parent="div")
    text = read_tree(tree, manuscript, body.split("\n"), title="A", title_line=1, lang="en")
    about = reporting("Annual Report 2022", "", {})
    assert about is not None
    counted = list(mentions_in(text, about.last, frozenset()))
    found = [*stale_years(text, about), *contradictions([counted, counted], [], about, "")]
    assert all(1 <= f.place.line <= body.count("\n") + 1 for f in found)


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("In 2021we plan0,9.%milioncesGdM-–“”#|\n"), max_size=300))
def test_no_sentence_makes_it_fail(text: str) -> None:
    for count in counts(text):
        assert count.low <= count.value <= count.high
        assert text[count.start :].startswith(count.words)
