"""The shipped annual report held against itself: words against data, charts against columns, links against targets.

In: content/annual-report-2022/. Out: a failure wherever a manuscript says one thing and a data file another.
"""

from __future__ import annotations

import csv
import html
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from markdown.extensions.toc import slugify
from shipped_claims import CLAIMS, END, EVENTS, FACTS, HIGHLIGHTS, NOTES, START, Cell, cores, network

from renderer.charts.prepare import prepare
from renderer.charts.spec import read_spec
from renderer.compose.prose import with_numbers
from renderer.data.tables import load
from renderer.model import Manuscript
from renderer.read.publication import read_publication
from renderer.workspace import Workspace

REPORT = Path(__file__).resolve().parent.parent / "content" / "annual-report-2022"
PICTURES = sorted((REPORT / "img").glob("*.svg"))
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
NUMBER = rf"(\d[\d,]*(?:\.\d+)?|(?:{'|'.join(WORDS)})\b)"


@pytest.fixture(scope="module")
def manuscripts() -> dict[str, Manuscript]:
    """Every manuscript of the report by file name, its numbers written, as the build has it."""
    workspace = Workspace(REPORT)
    publication, findings = read_publication(workspace, REPORT)
    assert findings == []
    publication, _, findings = with_numbers(publication, workspace)
    assert findings == []
    found = [part.manuscript for part in publication.parts if part.manuscript is not None]
    return {m.path.name: replace(m, body=html.unescape(m.body)) for m in found}


def cell(place: Cell) -> float:
    """Read the one figure a place names."""
    file, where, column = place
    with (REPORT / "data" / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if where.items() <= row.items()]
    assert len(rows) == 1, f"{file}.csv has {len(rows)} rows with {where}"
    return float(rows[0][column])


def figure(text: str) -> float:
    """Read a figure as it is printed: 1,447 or eleven."""
    return float(WORDS.index(text.lower()) if text.lower() in WORDS else text.replace(",", ""))


def stated(pattern: str, text: str) -> list[tuple[float, ...]]:
    """Find every place that a pattern matches and read its figures; each # stands for one figure."""
    found = re.compile(pattern.replace("#", NUMBER), re.IGNORECASE).finditer(" ".join(text.split()))
    return [tuple(figure(group) for group in match.groups()) for match in found]


@pytest.mark.parametrize(("file", "pattern", "places"), CLAIMS, ids=lambda value: str(value)[:60])
def test_figures_in_the_words_are_those_of_the_data(
    manuscripts: dict[str, Manuscript], file: str, pattern: str, places: tuple[Cell, ...]
) -> None:
    assert stated(pattern, manuscripts[file].body) == [tuple(cell(place) for place in places)]


def test_highlights_are_those_of_the_data(manuscripts: dict[str, Manuscript]) -> None:
    shown = {entry["label"]: entry for entry in manuscripts["highlights.md"].meta["highlights"]}
    assert set(shown) == set(HIGHLIGHTS)
    for label, place in HIGHLIGHTS.items():
        assert stated("#", str(shown[label]["value"]))[0] == (cell(place),), label
    for label, (pattern, places) in NOTES.items():
        assert stated(pattern, shown[label]["note"]) == [tuple(cell(p) for p in places)], label


def test_facts_of_project_sheets_and_events_of_the_year_are_those_of_the_data(
    manuscripts: dict[str, Manuscript],
) -> None:
    for name, places in FACTS.items():
        shown = {fact["label"]: str(fact["value"]) for fact in manuscripts[name].meta["facts"]}
        for label, place in places.items():
            assert stated("#", shown[label]) == [(cell(place),)], (name, label)
    told = {entry["date"]: entry.get("text", "") for entry in manuscripts["timeline.md"].meta["events"]}
    for month, pattern, place in EVENTS:
        assert stated(pattern, told[month]) == [(cell(place),)], month


def test_names_of_those_who_joined_are_as_many_as_were_counted(manuscripts: dict[str, Manuscript]) -> None:
    groups = {group["name"]: group["items"] for group in manuscripts["new-members.md"].meta["groups"]}
    for kind in ("education and research", "non-profit"):
        (names,) = [items for name, items in groups.items() if kind in name]
        assert len(names) == cell(("new-members", {"class": f"Associate: {kind}"}, "organizations"))
    joined = [name for name in groups["Gold, in 2022"] if "until then" not in name]
    assert len(joined) == cell(("new-members", {"class": "Gold"}, "organizations"))
    for names in groups.values():
        assert names == sorted(names, key=str.casefold)


def test_places_of_the_candidates_are_as_many_as_were_counted(manuscripts: dict[str, Manuscript]) -> None:
    with (REPORT / "data" / "candidates.csv").open(encoding="utf-8", newline="") as lines:
        places = [row["place"] for row in csv.DictReader(lines)]
    assert len(places) == cell(("certification", {"year": "2022"}, "places"))
    text = " ".join(manuscripts["03-openstack.md"].body.split())
    assert all(place in text for place in places)


def test_one_figure_for_one_thing_everywhere(manuscripts: dict[str, Manuscript]) -> None:
    everything = " ".join(f"{m.meta.get('title')} {m.meta.get('summary')} {m.body}" for m in manuscripts.values())
    cores_named = {value for (value,) in stated("# million cores", everything)}
    assert cores_named <= {cell(cores(year)) for year in ("2020", "2021", "2022")}
    assert {value for (value,) in stated("# individual members", everything)} == {cell(network("individual members"))}
    assert {value for (value,) in stated("people in # countries", everything)} == {
        cell(network("countries of individual members"))
    }


def test_growth_is_calculated_from_the_data(manuscripts: dict[str, Manuscript]) -> None:
    openstack, china = manuscripts["03-openstack.md"], manuscripts["09-china.md"].body
    growth = round((cell(cores("2022")) / cell(cores("2021")) - 1) * 100)
    assert stated("# percent more than in 2021, and", openstack.body) == [(growth,)]
    assert stated("grew by # percent", str(openstack.meta["summary"])) == [(growth,)]
    assert cell(cores("2022")) / cell(cores("2020")) > 2.5
    passed = [cell(("certification", {"year": year}, "passed")) for year in ("2021", "2022")]
    assert stated("# percent more than in 2021, when", openstack.body) == [(round((passed[1] / passed[0] - 1) * 100),)]
    for account in ("OpenInfra Foundation", "OpenStack", "Kata Containers"):
        before, after = (cell(("wechat", {"account": account, "year": y}, "followers")) for y in ("2021", "2022"))
        shown = stated(rf"\| {account} \|[^%]+\| #%", china)
        assert shown == [(round((after / before - 1) * 100, 1),)]
    total = sum(cell(("wechat", {"account": a, "year": "2022"}, "followers"))
                for a in ("OpenInfra Foundation", "OpenStack", "Kata Containers"))  # fmt: skip
    assert stated("accounts had # followers", china) == [(total,)]
    for earlier, later in pairwise(("2020", "2021", "2022")):
        assert cell(cores(later)) > cell(cores(earlier))


def test_new_members_add_up() -> None:
    new = {c: cell(("new-members", {"class": c}, "organizations"))
           for c in ("Gold", "Silver", "Associate: education and research", "Associate: non-profit")}  # fmt: skip
    assert new["Gold"] + new["Silver"] == cell(network("new member organizations"))
    rise = cell(("associate-members", {"moment": END}, "members")) - cell(
        ("associate-members", {"moment": START}, "members")
    )
    assert new["Associate: education and research"] + new["Associate: non-profit"] == rise


def test_every_data_file_names_its_sources() -> None:
    for path in sorted((REPORT / "data").glob("*.csv")):
        table = load(Workspace(REPORT), path)
        assert all(row.cells.get("source") for row in table.rows), path.name


def test_nothing_is_left_to_fill_in(manuscripts: dict[str, Manuscript]) -> None:
    for name, manuscript in manuscripts.items():
        found = re.search(
            r"[Ll]orem|[Ii]psum|\bTODO\b(?! Group)|\bTBD\b|\bXXX\b|[Pp]laceholder|\?\?\?", manuscript.body
        )
        assert found is None, f"{name}: {found and found.group()}"
        assert manuscript.meta.get("title"), name
        assert manuscript.meta.get("summary"), name
        assert not manuscript.meta.get("draft"), name


def charts(manuscript: Manuscript) -> list[tuple[str, int]]:
    """Find the chart blocks: their YAML and the line it begins on."""
    found = re.finditer(r"^```chart\n(.*?)^```$", manuscript.body, re.M | re.S)
    return [(m[1], manuscript.body_line + manuscript.body.count("\n", 0, m.start(1))) for m in found]


def test_charts_have_their_data(manuscripts: dict[str, Manuscript]) -> None:
    workspace, drawn = Workspace(REPORT), 0
    for manuscript in manuscripts.values():
        for block, line in charts(manuscript):
            spec, findings = read_spec(block, source=manuscript.name, line=line)
            assert findings == ()
            assert spec is not None
            assert spec.alt
            assert spec.source
            data, findings = prepare(spec, load(workspace, REPORT / "data" / f"{spec.data}.csv"))
            assert findings == ()
            assert data is not None
            drawn += 1
    assert drawn >= 3


def test_alternative_texts_of_charts_give_the_charts_figures(manuscripts: dict[str, Manuscript]) -> None:
    workspace = Workspace(REPORT)
    for manuscript in manuscripts.values():
        for block, line in charts(manuscript):
            spec, _ = read_spec(block, source=manuscript.name, line=line)
            assert spec is not None
            data, _ = prepare(spec, load(workspace, REPORT / "data" / f"{spec.data}.csv"))
            assert data is not None
            said = {value for (value,) in stated("#", spec.alt)}
            drawn = {value for series in data.series for value in series.values if value is not None}
            assert drawn <= said, spec.id


def anchors(manuscript: Manuscript) -> set[str]:
    """Collect what a link into a manuscript can lead to."""
    body = re.sub(r"^```.*?^```$", "", manuscript.body, flags=re.M | re.S)
    found = set(re.findall(r"(?:attrs: )?\{\s*(?:id: |#)([\w-]+)\s*\}", body))
    for heading in re.findall(r"^#+ (.+)$", body, re.M):
        found.add(slugify(re.sub(r"\s*\{.*\}$", "", heading), "-"))
    return found | {m[1] for block, _ in charts(manuscript) if (m := re.search(r"^id: (.+)$", block, re.M))}


def test_links_pictures_and_references_lead_somewhere(manuscripts: dict[str, Manuscript]) -> None:
    referred: dict[str, set[str]] = {name: set() for name in manuscripts}
    for name, manuscript in manuscripts.items():
        for target in re.findall(r"\]\((.+?)(?: \"[^\"]*\")?\)", manuscript.body):
            if re.match(r"https://|mailto:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (manuscript.path.parent / path).resolve() if path else manuscript.path
            assert there.is_file(), f"{name}: {target}"
            if anchor:
                assert anchor in anchors(manuscripts[there.name]), f"{name}: {target}"
                referred[there.name].add(anchor)
    for name, manuscript in manuscripts.items():
        numbered = {a for a in anchors(manuscript) if a.startswith("fig-")}
        assert numbered <= referred[name], f"{name}: figures nobody refers to: {numbered - referred[name]}"


def test_footnotes_are_defined_and_used(manuscripts: dict[str, Manuscript]) -> None:
    for name, manuscript in manuscripts.items():
        defined = re.findall(r"^\[\^([\w-]+)\]:", manuscript.body, re.M)
        used = re.findall(r"\[\^([\w-]+)\](?!:)", manuscript.body)
        assert len(defined) == len(set(defined)), name
        assert set(defined) == set(used), name


def test_pull_quotes_are_sentences_of_the_report(manuscripts: dict[str, Manuscript]) -> None:
    quotes = [
        q for m in manuscripts.values() for q in re.findall(r"^/// pull-quote([^\n]*)\n(.+?)^///$", m.body, re.M | re.S)
    ]
    assert len(quotes) >= 4
    for attribution, text in quotes:
        assert attribution.strip() == ""
        assert text.strip().endswith(".")


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Give all runs of so many words that stand next to each other."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return set(zip(*(words[i:] for i in range(length)), strict=False))


def test_no_eight_words_in_a_row_come_from_elsewhere(manuscripts: dict[str, Manuscript], corpus: Path) -> None:
    others = [runs(path.read_text("utf-8"), 8) for path in sorted(corpus.glob("openinfra-*/*.md"))]
    assert len(others) > 3
    for name, manuscript in manuscripts.items():
        own = runs(re.sub(r"https?://\S+|[\w.-]+@[\w.-]+", "", manuscript.body), 8)
        for other in others:
            assert [" ".join(run) for run in sorted(own & other)] == [], name


def test_there_are_pictures() -> None:
    assert len(PICTURES) >= 4


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_drawings_are_sized_and_use_the_reports_font(path: Path) -> None:
    svg = etree.fromstring(path.read_bytes())
    left, top, width, height = (float(n) for n in svg.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    printed = float(str(svg.attrib["width"]).removesuffix("mm"))
    assert float(str(svg.attrib["height"]).removesuffix("mm")) == pytest.approx(printed * height / width, abs=0.1)
    unit = printed / 25.4 * 72 / width  # pt
    families = {e.get("font-family") for e in svg.iter() if e.get("font-family")}
    assert families == {"Report Sans"}
    texts = list(svg.iter("{*}text"))
    assert texts
    assert all(float(text.attrib["font-size"]) * unit >= 8 for text in texts)
    assert not list(svg.iter("{*}image", "{*}script", "{*}foreignObject"))
