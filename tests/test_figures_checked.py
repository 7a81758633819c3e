"""Numbers typed by hand, held against the data a manuscript names: what is told, and what is rightly passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.compose import Templates, compose
from renderer.findings import Finding
from renderer.read import read
from renderer.silence import heed
from renderer.store import Store
from renderer.workspace import Workspace

DATA = {
    "cores": "year,cores_million,qualifier,source\n2020,15,,User Survey\n2021,24,more than,User Survey\n"
    "2022,40,more than,OpenStack User Survey\n",
    "members": "year,level,organizations\n2021,Gold,10\n2021,Silver,40\n2022,Gold,12\n2022,Silver,44\n",
    "reach": "channel,year,value\nYouTube views,2021,426230\nYouTube views,2022,355800\n"
    "Newsletter readers,2022,52000\n",
    "changes": "year,changes_merged\n2021,43874\n2022,36000.4\n",
    "passed": "year,students,passed_percent\n2021,120,61.2\n2022,209,66.7\n",
}
NAMED = f"data: [{', '.join(DATA)}]"


def found(folder: Path, text: str, checks: str = "on", named: str = NAMED, head: str = "") -> list[Finding]:
    (folder / "data").mkdir(exist_ok=True)
    for name, rows in DATA.items():
        (folder / "data" / f"{name}.csv").write_text(rows, "utf-8")
    (folder / "publication.yml").write_text(
        f"title: Annual Report 2022\npublisher: The Foundation\nchecks: {checks}\nparts: [m.md]\n", "utf-8"
    )
    (folder / "m.md").write_text(f"---\ntitle: T\n{named}\n{head}---\n{text}", "utf-8")
    workspace, store = Workspace(folder), Store(folder / "store")
    publication, faults = read(workspace, folder)
    assert not faults
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    shown, _ = heed(made.findings, made.ignores)
    return [f for f in shown if f.code.startswith("NUMBER-") and f.code != "NUMBER-TWICE"]


def told(folder: Path, text: str) -> list[str]:
    return [f.message for f in found(folder, text)]


WRONG = {
    "In 2022 there were more than 45 million cores.":
        "“more than 45 million cores” here, but over 40,000,000 in data/cores.csv:4 (cores_million, 2022)",
    "Today more than 24 million cores run.":
        "“more than 24 million cores” here, but over 40,000,000 in data/cores.csv:4 (cores_million, 2022)",
    "The survey of 2022 counted 400 million cores.":
        "“400 million cores” here, but over 40,000,000 in data/cores.csv:4 (cores_million, 2022)",
    "In 2021 there were 15 million cores.":
        "“15 million cores” here, but over 24,000,000 in data/cores.csv:3 (cores_million, 2021)",
    "Cores grew by 70 % from 2021 to 2022.": "“70 %” here, but 66.7 % in data/cores.csv:4 (cores_million, 2022)",
    "In 2022 cores rose by 70 percent over the previous year.":
        "“70 percent” here, but 66.7 % in data/cores.csv:4 (cores_million, 2022)",
    "The changes merged fell by 15.5 % from 2021 to 2022.":
        "“15.5 %” here, but 17.9 % in data/changes.csv:3 (changes_merged, 2022)",
    "The Gold level has 13 organizations.":
        "“13 organizations” here, but 12 in data/members.csv:4 (organizations, 2022)",
    "The newsletter has 55,000 readers.": "“55,000 readers” here, but 52,000 in data/reach.csv:4 (value, 2022)",
    "Our YouTube channel had 426,230 views in 2022.":
        "“426,230 views” here, but 355,800 in data/reach.csv:3 (value, 2022)",
    "In 2022, 38,500 changes were merged.":
        "“38,500 changes” here, but 36,000.4 in data/changes.csv:3 (changes_merged, 2022)",
    "In 2022, 70 % of students passed.": "“70 %” here, but 66.7 % in data/passed.csv:3 (passed_percent, 2022)",
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG.items())
def test_a_number_that_is_not_the_datas_is_told_with_both_places(tmp_path: Path, text: str, message: str) -> None:
    assert told(tmp_path, f"Words.\n\n{text}\n") == [message]
    [finding] = found(tmp_path, f"Words.\n\n{text}\n")
    assert (finding.code, finding.place.file, finding.place.line) == ("NUMBER-DATA", "m.md", 7)


RIGHT = [
    "In 2022 there were more than 40 million cores.",
    "In 2022 there were 40 million cores, against 24 million cores in 2021.",
    "In 2022 some 41 million cores were in use.",
    "Cores grew by 66 % from 2021 to 2022.",
    "Cores grew by 67 % from 2021 to 2022.",
    "Cores grew by 66.7 % from 2021 to 2022.",
    "Cores grew by about 70 % from 2021 to 2022.",
    "In 2021 there were 24 million cores and 12 months later more, which is a growth of 166 % of cores since 2020.",
    "One member alone runs 30 million cores.",
    "Walmart runs 35 million cores.",
    "LINE runs 25 million cores in 2022.",
    "We expect 50 million cores in 2023.",
    "In 2019 there were 10 million cores.",
    "The Gold level has 12 organizations, the Silver level 44 organizations.",
    "We met 13 organizations in Berlin.",
    "The Platinum level has 13 organizations.",
    "About 36,000 changes were merged in 2022.",
    "In 2022, 36,000 changes were merged.",
    "The newsletter has 11 readers in Ghana.",
    "A newsletter goes to 53,000 people.",
    "A table of 300 rows and 40 columns has 12,000 values.",
    "> In 2022 there were 45 million cores.",
    "In 2022, 66 % of students passed.",
    "Some 66 percent of those who answered run cores, from 2021 to 2022.",
    "In 2022, 70 % of the teachers were new.",
    "Version 45 of the program had 45 cores.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_counts_something_else_is_passed_over(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, f"{text}\n") == []


def test_tables_and_highlights_are_held_against_the_data_too(tmp_path: Path) -> None:
    table = (
        "| Measure | 2021 | 2022 |\n| - | - | - |\n| Cores (millions) | 24 | 45 |\n| Views on YouTube | 426,230 | 1 |\n"
    )
    assert told(tmp_path, table) == [
        "“Cores (millions): 45” here, but over 40,000,000 in data/cores.csv:4 (cores_million, 2022)"
    ]
    head = (
        "layout: highlights\nhighlights:\n  - value: 12\n    label: places\n  - value: 45 million\n    label: cores\n"
    )
    [finding] = found(tmp_path, "Words", head=head)
    assert finding.place.line == 8 and "45 million" in finding.message


def test_what_an_expression_wrote_is_not_held_against_the_data(tmp_path: Path) -> None:
    text = "In 2022 we count {{ cores.at(2021) | short | qualified }} cores.\n"
    assert told(tmp_path, text) == []
    assert len(told(tmp_path, text.replace("{{ cores.at(2021) | short | qualified }}", "more than 24 million"))) == 1


def test_only_manuscripts_that_name_data_are_checked(tmp_path: Path) -> None:
    wrong = "In 2022 there were more than 45 million cores.\n"
    assert len(found(tmp_path, wrong)) == 1
    assert not found(tmp_path, wrong, named="data: [reach]") and not found(tmp_path, wrong, named="kicker: K")


def test_it_can_be_switched_off_and_silenced(tmp_path: Path) -> None:
    wrong = "In 2022 there were more than 45 million cores.\n"
    assert not found(tmp_path, wrong, checks="{data: off}") and not found(tmp_path, wrong, checks="off")
    assert len(found(tmp_path, wrong, checks="{years: off, quantities: off}")) == 1
    assert not found(tmp_path, f"<!-- renderer: ignore NUMBER-DATA -->\n{wrong}")


def test_a_lone_manuscript_is_checked_by_the_years_it_names(tmp_path: Path) -> None:
    found(tmp_path, "")
    (tmp_path / "n.md").write_text(
        f"---\ntitle: N\n{NAMED}\n---\nIn 2022 there were 45 million cores.\n\n45 million cores.\n"
    )
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    publication, _ = read(workspace, tmp_path / "n.md")
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    assert [f.place.line for f in made.findings if f.code == "NUMBER-DATA"] == [5]


def test_the_example_of_the_page_on_checks_is_so(root: Path, tmp_path: Path) -> None:
    section = (root / "docs" / "checks.md").read_text("utf-8").split("## Numbers and data")[1].split("\n## ")[0]
    [manuscript] = re.findall(r"````markdown\n(.*?)````", section, re.S)
    rows, said = re.findall(r"^```\n(.*?)^```$", section, re.S | re.M)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cores.csv").write_text(rows, "utf-8")
    (tmp_path / "m.md").write_text(manuscript, "utf-8")
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    made = compose(read(workspace, tmp_path / "m.md")[0], "screen", workspace, store, Templates(workspace, store))
    found = sorted((f.place.line, f.message) for f in made.findings if f.code == "NUMBER-DATA")
    assert [f"{line} NUMBER-DATA: {message}" for line, message in found] == said.strip().split("\n")


def test_the_shipped_report_agrees_with_its_data(root: Path, tmp_path: Path) -> None:
    """Every manuscript of the shipped report, as if it named all data."""
    source = root / "content" / "annual-report-2022"
    names = ", ".join(sorted(p.stem for p in (source / "data").glob("*.csv")))
    for path in (p for p in source.rglob("*") if p.suffix in (".md", ".csv", ".yml", ".svg", ".png", ".jpg")):
        copy = tmp_path / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        text = path.read_text("utf-8") if path.suffix == ".md" else ""
        if text.startswith("---\n") and "\ndata:" not in text:
            copy.write_text(f"---\ndata: [{names}]\n{text[4:]}", "utf-8")
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    publication, _ = read(workspace, tmp_path)
    templates = Templates(workspace, store)

    def warned() -> int:
        made = compose(publication, "screen", Workspace(tmp_path), store, templates)
        return sum(f.code == "NUMBER-DATA" for f in made.findings)

    assert warned() == 0
    chapter = tmp_path / "chapters" / "03-openstack.md"
    typed = "\n\nIn 2022 the survey counted more than 48 million cores in production.\n"
    chapter.write_text(chapter.read_text("utf-8") + typed, "utf-8")
    publication, _ = read(workspace, tmp_path)
    assert warned() == 1
