"""The shipped board packet, its editions and copies: what agenda, outline and stamps say is where they say it is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from inspector import Inspector

from renderer.leaks import tokens
from renderer.order import Order, Outcome
from renderer.pipeline import build

pytestmark = pytest.mark.slow

NAME = "board-packet-2023-01"
EDITIONS = ("", "-print", "-public", "-copy-01", "-copy-02", "-copy-03")
WHOLE = ("", "-print", "-copy-01", "-copy-02")
BLANK = "This page is intentionally blank"
CLOSED = re.compile(r"staff matters|parental|handover|bookings|vacancy|fixed-term|events team", re.IGNORECASE)
"""Words that stand in the closed item alone."""


@pytest.fixture(scope="module")
def outcome(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build(Order(root / "content" / NAME, tmp_path_factory.mktemp("packet")))


@pytest.fixture(scope="module")
def files(outcome: Outcome) -> Mapping[str, Path]:
    return {delivery.path.stem.removeprefix(NAME): delivery.path for delivery in outcome.deliveries}


@pytest.fixture(scope="module")
def opened(files: Mapping[str, Path]) -> Callable[[str], Inspector]:
    known: dict[str, Inspector] = {}
    return lambda edition: known.setdefault(edition, Inspector(files[edition]))


def parts(pdf: Inspector) -> dict[str, range]:
    """Give the pages of each part by its id: from its destination to the next part's, blank pages put aside."""
    starts = sorted((page, name) for name, page in pdf.destinations.items() if "." not in name)
    found = {}
    for (first, name), (after, _) in zip(starts, [*starts[1:], (pdf.pages, "")], strict=True):
        while after > first + 1 and pdf.text(after - 1).strip() == BLANK:
            after -= 1
        found[name] = range(first, after)
    return found


def rows(pdf: Inspector) -> list[tuple[str, str, str, str, int]]:
    """Give the rows of the agenda: time, item, words, printed pages, and the page its link leads to (-1: none)."""
    page = pdf.destinations["agenda"]
    links = {link.contents.strip(): link.page for link in pdf.links(page)}
    found = []
    for time, words, _, pages in pdf.tables()[0][1:]:
        number = match[0] if (match := re.match(r"\d+(\.\d+)*(?= )", words)) else ""
        title = words.removeprefix(number).strip()
        told = max((told for told in links if told and title.startswith(told)), key=len, default="")
        target = links.get(told, -1)
        found.append((time, number, title, pages, target))
    return found


def span(pdf: Inspector, pages: range) -> str:
    first, last = pdf.labels[pages[0]], pdf.labels[pages[-1]]
    return first if first == last else f"{first}–{last}"


# --------------------------------------------------------------------------------------------------- what is made
def test_one_build_makes_all(outcome: Outcome, files: Mapping[str, Path]) -> None:
    assert set(files) == set(EDITIONS)
    assert {f.code for f in outcome.findings} == {"PAPER-TAGS", "STAMP-SCALED"}
    private = {edition for edition, path in files.items() if path.stat().st_mode & 0o077 == 0}
    assert private == set(EDITIONS) - {"-public"}


def test_all_claim_what_they_keep(files: Mapping[str, Path], verapdf: Callable[..., dict[Path, list[Any]]]) -> None:
    assert {path.name: faults for path, faults in verapdf(files.values(), "ua1", "3a").items() if faults} == {}
    assert {Inspector(path).claims for path in files.values()} == {("ua1", "3a")}


def test_a_paper_that_cannot_be_claimed_for_is_named(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "content", tmp_path / "content")
    said = tmp_path / "content" / NAME / "publication.yml"
    line = "{file: papers/statement-2022.pdf, title: Statement of the Treasurer"
    said.write_text(said.read_text().replace(line, f"{line}, tags: keep"))
    made = build(Order(said.parent, tmp_path / "out", edition="screen"))
    [found] = [f for f in made.findings if f.code == "PAPER-UA"]
    assert "statement-2022.pdf" in found.message and "leave out" in found.message
    assert Inspector(made.deliveries[0].path).claims == ("3a",)


# ------------------------------------------------------------------------------------------------ where things are
@pytest.mark.parametrize("edition", EDITIONS)
def test_printed_numbers_are_labels_and_pages(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    assert pdf.labels == [str(n) for n in range(1, pdf.pages + 1)]
    for name, pages in parts(pdf).items():
        for n in pages:
            printed = re.search(rf"page {n + 1} of {pdf.pages}$", pdf.text(n).strip())
            folio = [word for word in pdf.words(n) if word.text == str(n + 1) and word.artifact]
            assert printed or folio or name == "meeting", (name, n)


@pytest.mark.parametrize("edition", EDITIONS)
def test_page_ranges_of_the_agenda_are_where_the_papers_lie(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    places, lines = parts(pdf), rows(pdf)
    starts = {pages[0]: pages for pages in places.values()}
    late = places["questions"]
    for n, (_, number, title, printed, target) in enumerate(lines):
        if not printed:
            assert target == -1, title
            continue
        if "(late)" in title:
            assert target == late[0] and printed == span(pdf, late)
            continue
        # A paper ends before the next line's pages begin, an item before those of the next item on its level.
        level = number.count(".") if number else 9
        nexts = [
            t
            for _, m, w, p, t in lines[n + 1 :]
            if p and "(late)" not in w and (not number or (m and m.count(".") <= level))
        ]
        end = min([to for to in nexts if to > target], default=late[0])
        own = [page for first, pages in starts.items() if target <= first < end for page in pages]
        assert printed == span(pdf, range(min(own), max(own) + 1)), title
        assert target == min(own), title


@pytest.mark.parametrize("edition", EDITIONS)
def test_items_begin_at_their_times(opened: Callable[[str], Inspector], edition: str) -> None:
    told = {
        title.split(" Procedural")[0].split(" Decision")[0]: time
        for time, number, title, *_ in rows(opened(edition))
        if time
    }
    assert told["Opening, attendance and quorum"] == "15:00" and told["Annual report 2022"] == "15:15"
    assert told["Other business and close"] == "16:40"
    divider = opened(edition).text(opened(edition).destinations["item-4"])
    assert "15:15" in divider and "35 min" in divider


@pytest.mark.parametrize("edition", WHOLE)
def test_the_outline_has_items_and_papers_in_order(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    places = parts(pdf)
    agenda = places["agenda"][0]
    upper = [(entry.level, entry.title, entry.page) for entry in pdf.outline if entry.level <= 2]
    assert upper == [
        (1, "Agenda", agenda),
        (1, "Decisions wanted", places["decisions"][0]),
        (1, "Attendance and quorum", places["attendance"][0]),
        (1, "1 Opening, attendance and quorum", agenda),
        (1, "2 Interests to declare", agenda),
        (1, "3 Consent items", agenda),
        (2, "3.1 Minutes of November 2022", places["item-3-1"][0]),
        (2, "3.2 Actions from earlier meetings", places["item-3-2"][0]),
        (1, "4 Annual report 2022", places["item-4"][0]),
        (2, "Publication of the annual report", places["publication-of-the-report"][0]),
        (2, "From the report: Membership", places["membership"][0]),
        (2, "From the report: About these figures", places["figures"][0]),
        (2, "The year in slides", places["year-in-slides"][0]),
        (1, "5 Accounts for 2022", places["item-5"][0]),
        (2, "Statement of the Treasurer", places["statement-2022"][0]),
        (2, "Accounts for 2022 before audit", places["item-5-paper-2"][0]),
        (1, "6 Resolution between meetings", places["item-6"][0]),
        (2, "Resolution by written consent", places["written-consent"][0]),
        (1, "7 Staff matters", places["item-7"][0]),
        (2, "Cover for a leave in the events team", places["staff-matters"][0]),
        (1, "8 Other business and close", agenda),
        (1, "Late papers", places["questions"][0]),
        (2, "Questions on the report, and answers", places["questions"][0]),
    ]
    for entry in pdf.outline:
        words = re.sub(r"^\d[\d.]* |^From the report: ", "", entry.title)
        if entry.title not in ("Late papers", "Two years", "Joined"):  # the names of sheets stand on none
            assert "".join(words.split()) in "".join(pdf.text(entry.page).split()), entry


@pytest.mark.parametrize("edition", EDITIONS)
def test_agenda_and_items_lead_to_each_other(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    agenda = pdf.destinations["agenda"]
    there = {link.page for link in pdf.links(agenda)}
    dividers = [name for name in parts(pdf) if re.fullmatch(r"item-[\d-]+", name)]
    assert len(dividers) == (6 if edition in WHOLE else 5)
    for name in dividers:
        page = pdf.destinations[name]
        assert page in there or name.startswith("item-3"), name
        assert agenda in [link.page for link in pdf.links(page)], name
        printed = [re.fullmatch(r"\(?(\d+)(–\d+)?\)?", word) for word in pdf.text(page).split()]
        begins = {match[1] for match in printed if match}
        for link in pdf.links(page):  # the papers of the divider, and where they begin
            assert link.page == agenda or pdf.labels[link.page] in begins, link
    for page in range(agenda + 1, pdf.pages if edition != "-print" else 0):  # of other programs or not
        assert pdf.links(page)[-1].page == agenda and pdf.links(page)[-1].contents == "Agenda", page


# ---------------------------------------------------------------------------------------------------------- stamps
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_of_other_programs_says_where_one_is(
    opened: Callable[[str], Inspector], edition: str, root: Path
) -> None:
    pdf = opened(edition)
    marking = "" if edition == "-public" else r" · For directors only"
    for name, item, title in (
        ("year-in-slides", 4, "The year in slides"),
        ("statement-2022", 5, "Statement of the Treasurer"),
    ):
        own = Inspector(root / "content" / NAME / "papers" / f"{name}.pdf")
        pages = parts(pdf)[name]
        assert len(pages) == own.pages
        for n, page in enumerate(pages, 1):
            text = " ".join(pdf.text(page).split())
            scale = r"( · \d+ %)?" if edition == "-print" else ""
            told = rf"{item} {title}, p\. {n} of {own.pages}{scale}{marking} ↑ Agenda page {page + 1} of {pdf.pages}$"
            assert re.search(told, text), text
            assert text.startswith(" ".join(own.text(n - 1).split()))


def boxes(pdf: Inspector, page: int) -> Iterator[tuple[float, float, float, float, bool]]:
    for word in pdf.words(page):
        yield word.x, word.y - word.size, word.right, word.y, word.artifact


@pytest.mark.parametrize("edition", EDITIONS)
def test_stamps_cover_nothing(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    for name in ("year-in-slides", "statement-2022"):
        for page in parts(pdf)[name]:
            found = list(boxes(pdf, page))
            stamp = [box for box in found if box[4]]
            assert stamp
            for left, top, right, bottom, _ in (box for box in found if not box[4]):
                assert not any(left < r and x < right and top < b and y < bottom for x, y, r, b, _ in stamp), (
                    name,
                    page,
                )


def test_pages_of_the_print_edition_have_one_size(opened: Callable[[str], Inspector]) -> None:
    pdf = opened("-print")
    assert {tuple(sorted(round(side) for side in size)) for size in pdf.sizes} == {(595, 842)}
    assert pdf.pages % 2 == 0
    for name, pages in parts(pdf).items():
        if re.fullmatch(r"item-[\d-]+", name):
            assert pages[0] % 2 == 0, name


# --------------------------------------------------------------------------------------------------- who sees what
@pytest.mark.parametrize("edition", ["-public", "-copy-03"])
def test_a_closed_item_is_nowhere(opened: Callable[[str], Inspector], edition: str) -> None:
    pdf = opened(edition)
    told = [pdf.text(), pdf.xmp, *(entry.title for entry in pdf.outline), *pdf.destinations, str(pdf.metadata)]
    told += [link.contents for page in range(pdf.pages) for link in pdf.links(page)]
    assert not CLOSED.search(" ".join(" ".join(told).split()))
    assert not pdf.reader.attachments.keys() & {"staff-matters"}
    numbers = [number for _, number, *_ in rows(pdf) if number]
    assert numbers == ["1", "2", "3", "3.1", "3.2", "4", "5", "6", "7"]


@pytest.mark.parametrize("edition", WHOLE)
def test_the_others_have_it(opened: Callable[[str], Inspector], edition: str) -> None:
    assert "parental leave" in " ".join(opened(edition).text(parts(opened(edition))["staff-matters"][0]).split())


def test_the_public_edition_is_marked_for_nobody_and_says_how_it_was_searched(
    opened: Callable[[str], Inspector], files: Mapping[str, Path]
) -> None:
    assert "directors only" not in opened("-public").text()
    report = json.loads(files["-public"].with_name(f"{NAME}-public-report.json").read_text())
    assert report["words_found"] == 0 and report["words_searched_for"] > 20
    assert {entry["item"] for entry in report["left_out"]} == {"7"}
    assert not {"parental", "handover"} & tokens(json.dumps(report))


def test_copies_are_the_packet_with_a_watermark(opened: Callable[[str], Inspector]) -> None:
    for edition in ("-copy-01", "-copy-02"):
        copy, packet = opened(edition), opened("")
        assert copy.text().split() == packet.text().split()
        assert (copy.outline, copy.labels) == (packet.outline, packet.labels)
