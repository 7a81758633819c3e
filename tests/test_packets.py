"""Board packets: the agenda of a publication.yml or of a manuscript becomes pages, outline, numbers and links."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from renderer.compose.fields import read_fields
from renderer.findings import Finding, InputError
from renderer.order import Order, Outcome
from renderer.pipeline import build
from renderer.read.publication import read_publication
from renderer.workspace import Workspace
from tests.inspector import Inspector

MEETING = "meeting: {body: Board, date: 2023-01-31 18:00 Europe/London}\n"
HEAD = f"kind: packet\ntitle: Packet\n{MEETING}"
PACKET = """\
kind: packet
title: Board packet
meeting:
  body: Board of Directors
  kind: Ordinary meeting
  date: 2023-07-04 18:00 Europe/London
  ends: 19:30
  quorum: 2
  present: [Chair, Treasurer]
  apologies: [Secretary]
agenda:
  - {title: Opening, kind: procedural, minutes: 5}
  - title: Consent items
    kind: consent
    minutes: 10
    items:
      - {title: Minutes, kind: consent, papers: [minutes.md]}
  - title: Budget
    kind: decision
    minutes: 60
    motion: That the budget be adopted.
    papers:
      - {file: budget.md, purpose: decide, options: [Adopt, Send back]}
      - {file: slides.pdf, title: Slides, pages: 1-3}
      - {title: Auditor’s letter, to_follow: true, due: Friday}
  - {title: Staff, kind: closed, minutes: 15}
"""


def slides(pages: int = 4) -> bytes:
    """Make a PDF of slides with an outline of its own."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(960, 540))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("First slide", 0))
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def write(folder: Path, publication: str, **files: str | bytes) -> Path:
    """Write a packet with the manuscripts it names."""
    folder.mkdir(exist_ok=True)
    texts: dict[str, str | bytes] = {
        "publication.yml": publication,
        "minutes.md": "---\ntitle: Minutes of June\n---\nWords.\n",
        "budget.md": "---\ntitle: Budget for 2023\n---\nWords.\n\n## Income\n\nWords.\n",
        "slides.pdf": slides(),
        **files,
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def made(folder: Path, output: Path) -> tuple[Inspector, Outcome]:
    outcome = build(Order(folder, output))
    return Inspector(outcome.deliveries[0].path), outcome


def found(folder: Path) -> list[Finding]:
    return read_publication(Workspace(folder), folder)[1]


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    folder = tmp_path_factory.mktemp("packet")
    return made(write(folder / "board", PACKET), folder / "out")[0]


def page_with(pdf: Inspector, *words: str) -> list[int]:
    return [n for n in range(pdf.pages) if all(word in pdf.text(n) for word in words)]


def test_printed_numbers_labels_and_pages_are_the_same(packet: Inspector) -> None:
    assert packet.labels == [str(n + 1) for n in range(packet.pages)]


def test_cover_says_who_meets_when_and_where(packet: Inspector) -> None:
    for words in ("Tuesday, July 4, 2023", "18:00–19:30 London (UTC+1)", "Chair, Treasurer", "Secretary"):
        assert words in packet.text(0)


def test_agenda_gives_numbers_times_and_pages(packet: Inspector) -> None:
    rows = packet.tables()[0]
    cells = {row[1].split("  ")[0]: row for row in rows}
    assert rows[0] == ["Time", "Item", "Pages"]  # nobody is said to present anything
    assert [row[0] for row in rows if row[0][:1].isdigit()] == ["18:00", "18:05", "18:15", "19:15"]
    pages = {title: row[-1] for title, row in cells.items()}
    starts = {text: page + 1 for _, text, page in packet.outline}
    budget = next(v for k, v in pages.items() if k.startswith("3 Budget"))
    assert budget == f"{starts['3 Budget']}–{starts['Auditor’s letter']}"
    shown = next(v for k, v in pages.items() if k.startswith("Slides"))
    assert shown == f"{starts['Slides']}–{starts['Slides'] + 2}"
    assert next(v for k, v in pages.items() if k.startswith("1 Opening")) == ""
    assert "(to follow)" in packet.text(1)


def test_outline_has_items_papers_and_what_papers_bring(packet: Inspector) -> None:
    entries = [(level, text) for level, text, _ in packet.outline]
    start = entries.index((1, "1 Opening"))
    assert entries[start:] == [
        (1, "1 Opening"),
        (1, "2 Consent items"),
        (2, "2.1 Minutes"),
        (3, "Minutes of June"),
        (1, "3 Budget"),
        (2, "Budget for 2023"),
        (3, "Income"),
        (2, "Slides"),
        (3, "First slide"),
        (2, "Auditor’s letter"),
        (1, "4 Staff"),
    ]
    pages = {text: page for _, text, page in packet.outline}
    assert pages["4 Staff"] == pages["1 Opening"] == pages["Agenda"]


def test_dividers_and_agenda_lead_to_each_other(packet: Inspector) -> None:
    pages = {text: page for _, text, page in packet.outline}
    assert packet.destinations["agenda.item-3"] == pages["Agenda"]
    divider = pages["3 Budget"]
    assert "Back to the agenda" in packet.text(divider)
    assert packet.destinations["item-3"] == divider


def test_a_closed_item_and_its_parts_are_marked_so(tmp_path: Path) -> None:
    text = f"{HEAD}agenda:\n  - {{title: Staff, kind: closed, items: [{{title: Pay, papers: [minutes.md]}}]}}\n"
    publication, _ = read_publication(Workspace(tmp_path), write(tmp_path, text))
    told = {p.id: dict(p.options) for p in publication.parts}
    assert told["minutes"] == {
        "kicker": "1.1 Pay", "item": "1.1", "item_title": "Pay", "closed": True, "paper": "Minutes of June",
        "back": "agenda.item-1-1",
    }  # fmt: skip
    assert told["item-1-1"]["closed"]
    assert not told["agenda"]["closed"]


@pytest.mark.parametrize(
    ("dividers", "expected"),
    [("none", []), ("papers", ["item-2"]), ("all", ["item-1", "item-2"])],
)
def test_dividers_for_none_some_or_all_items(tmp_path: Path, dividers: str, expected: list[str]) -> None:
    text = f"{HEAD}dividers: {dividers}\nagenda:\n  - title: A\n  - {{title: B, papers: [minutes.md]}}\n"
    publication, _ = read_publication(Workspace(tmp_path), write(tmp_path, text))
    assert [p.id for p in publication.parts if p.layout == "divider"] == expected
    lines = [h.text for p in publication.parts for h in (*p.opens, *p.closes)]
    assert lines == {"none": ["1 A", "2 B"], "papers": ["1 A"], "all": []}[dividers]


@pytest.mark.parametrize(
    ("meeting", "code", "words"),
    [
        ("date: 2023-01-31 18:00", "MEETING-ZONE", "in no time zone"),
        ("date: 2023-01-31", "MEETING-ZONE", "has no time"),
        ("date: 2023-01-31 18:00 Europe/Lundon", "MEETING-ZONE", "no time zone is called"),
        ("date: 2023-02-31 18:00 UTC", "KEY-VALUE", "is no date and time"),
        ("date: 2023-01-31 18:00 UTC, ends: 18:30", "AGENDA-TIME", "ends at 18:20, not 18:30"),
        ("date: 2023-01-31 18:00 UTC, quorum: 2, present: [Chair]", "MEETING-QUORUM", "1 are present"),
    ],
)
def test_a_meeting_that_cannot_be_held_so(tmp_path: Path, meeting: str, code: str, words: str) -> None:
    text = f"kind: packet\ntitle: P\nmeeting: {{body: Board, {meeting}}}\nagenda:\n  - {{title: A, minutes: 20}}\n"
    [fault] = found(write(tmp_path, text))
    assert (fault.code, fault.place.line) == (code, 3)
    assert words in fault.message


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        ("2023-07-04 9:00 America/New_York", "09:00 New York (UTC−4)"),
        ("2023-01-04 09:00 Asia/Kolkata", "09:00 Kolkata (UTC+5:30)"),
        ("2023-01-04T09:00:00+01:00", "09:00 UTC+1"),
        ("2023-01-04 09:00 UTC", "09:00 UTC"),
    ],
)
def test_times_are_printed_with_their_zone(tmp_path: Path, date: str, printed: str) -> None:
    text = f"kind: packet\ntitle: P\nmeeting: {{body: Board, date: {date!r}}}\nagenda: [{{title: A}}]\n"
    publication, findings = read_publication(Workspace(tmp_path), write(tmp_path, text))
    assert findings == []
    assert publication.parts[0].options["clock"] == printed


def test_a_paper_that_is_named_twice_is_bound_once(tmp_path: Path) -> None:
    text = f"{HEAD}agenda:\n  - {{title: A, papers: [minutes.md]}}\n  - {{title: B, papers: [minutes.md]}}\n"
    folder = write(tmp_path, text)
    publication, [fault] = read_publication(Workspace(folder), folder)
    assert (fault.code, fault.place.line) == ("AGENDA-TWICE", 6)
    assert [p.id for p in publication.parts].count("minutes") == 1
    lines = next(p for p in publication.parts if p.layout == "agenda").options["lines"]
    assert [line["first"] for line in lines if not line.get("number")] == ["minutes", "minutes"]


def test_other_pages_of_the_same_file_are_a_paper_of_their_own(tmp_path: Path) -> None:
    papers = "[{file: slides.pdf, pages: 1}, {file: slides.pdf, pages: 2-3}]"
    publication, findings = read_publication(
        Workspace(tmp_path), write(tmp_path, f"{HEAD}agenda:\n  - {{title: A, papers: {papers}}}\n")
    )
    assert findings == []
    assert [p.id for p in publication.parts if p.paper] == ["slides", "slides-2"]


def test_votes_that_do_not_agree_are_told(tmp_path: Path) -> None:
    minutes = """---
title: Minutes
layout: motions
motions:
  - {text: One, votes: {for: 4, against: 1}, present: 6, result: carried}
  - {text: Two, votes: {for: 1}, by: [{name: Chair, vote: against}], result: lost}
  - {text: Three, votes: {for: 2, against: 2}, result: lost}
---
"""
    text = f"{HEAD}agenda:\n  - {{title: A, papers: [minutes.md]}}\n"
    _, outcome = made(write(tmp_path / "p", text, **{"minutes.md": minutes}), tmp_path / "out")
    told = [(f.place.line, f.message) for f in outcome.findings if f.code == "MOTION-VOTES"]
    assert [line for line, _ in told] == [5, 6, 6]
    assert "5 votes are counted, and 6 were present" in told[0][1]


def test_a_part_of_another_publication_comes_as_it_stands_there(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "publication.yml").write_text("title: Report\nparts: [a.md, b.md]\n", "utf-8")
    (report / "a.md").write_text("---\ntitle: Opening\n---\nWords.\n", "utf-8")
    (report / "b.md").write_text("---\ntitle: Members\n---\nSee [the opening](a.md). Words.\n", "utf-8")
    build(Order(report, tmp_path / "out"))
    text = f"{HEAD}agenda:\n  - {{title: A, papers: [{{from: report, part: b}}]}}\n"
    pdf, outcome = made(write(tmp_path / "packet", text), tmp_path / "out")
    assert not [f for f in outcome.findings if f.severity > 0]
    [page] = page_with(pdf, "See the opening. Words.")
    assert "Members2" in pdf.text(page).split()  # the chapter keeps the number it has in the report
    assert [(level, t) for level, t, _ in pdf.outline][-2:] == [(1, "1 A"), (2, "Members")]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{from: gone, part: b}", "FILE-MISSING"),
        ("{from: report, part: bb}", "KEY-VALUE"),
        ("{title: Something}", "KEY-MISSING"),
        ("gone.md", "PART-EMPTY"),
        ("budget.docx", "PART-EMPTY"),
    ],
)
def test_a_paper_that_is_not_there(tmp_path: Path, entry: str, code: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "publication.yml").write_text("title: Report\nparts: [b.md]\n", "utf-8")
    (tmp_path / "report" / "b.md").write_text("---\ntitle: Members\n---\nWords.\n", "utf-8")
    [fault] = found(write(tmp_path / "packet", f"{HEAD}agenda:\n  - title: A\n    papers:\n      - {entry}\n"))
    assert (fault.code, fault.place.line) == (code, 7)


AGENDAS: dict[str, tuple[str, list[tuple[str, str, list[str]]]]] = {
    "headings": (
        "## Details\n\n- Online\n\n## Agenda\n\n### Opening\n\n### Business\n\n#### Budget\n\n- [Slides](slides.pdf)\n",
        [("1", "Opening", []), ("2", "Business", []), ("2.1", "Budget", ["Slides"])],
    ),
    "a list": (
        "1. Opening\n2. Budget\n    - [Slides](slides.pdf)\n    - [The minutes](minutes.md)\n3. Close\n",
        [("1", "Opening", []), ("2", "Budget", ["Slides", "The minutes"]), ("3", "Close", [])],
    ),
    "links elsewhere": (
        "## Reports\n\n- [On the web](https://example.org/x.pdf)\n- [Slides](/slides.pdf)\n",
        [("1", "Reports", ["Slides"])],
    ),
}


@pytest.mark.parametrize("name", AGENDAS)
def test_an_agenda_in_markdown_is_read_as_items_and_papers(tmp_path: Path, name: str) -> None:
    text, expected = AGENDAS[name]
    folder = write(tmp_path, f"{HEAD}site_root: .\nagenda: agenda.md\n", **{"agenda.md": text})
    publication, findings = read_publication(Workspace(folder), folder)
    assert findings == []
    lines: list[dict[str, Any]] = next(p for p in publication.parts if p.layout == "agenda").options["lines"]
    items: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if line.get("number"):
            items.append((line["number"], line["title"], []))
        else:
            items[-1][2].append(line["title"])
    assert items == expected


def test_links_of_a_written_agenda_lead_to_the_papers(tmp_path: Path) -> None:
    agenda = "## Agenda\n\nPlease read first.\n\n### Budget\n\n- [Slides](/slides.pdf)\n"
    folder = write(tmp_path / "p", f"{HEAD}site_root: .\nagenda: agenda.md\n", **{"agenda.md": agenda})
    pdf, outcome = made(folder, tmp_path / "out")
    assert not [f for f in outcome.findings if f.code.startswith("LINK")]
    [page] = page_with(pdf, "Please read first.")
    assert pdf.destinations["slides"] in [link.page for link in pdf.links(page)]


def test_papers_beside_a_written_agenda_go_to_the_item_they_name(tmp_path: Path) -> None:
    more = "more_papers:\n  - {item: budget, file: minutes.md}\n  - {item: Bugdet, file: slides.pdf}\n"
    folder = write(tmp_path, f"{HEAD}agenda: agenda.md\n{more}", **{"agenda.md": "## Opening\n\n## Budget\n"})
    publication, [fault] = read_publication(Workspace(folder), folder)
    assert fault.place.line == 7
    assert "did you mean `Budget`?" in fault.message
    assert next(p for p in publication.parts if p.id == "minutes").options["item"] == "2"


def test_a_report_has_no_agenda(tmp_path: Path) -> None:
    folder = write(tmp_path, "title: R\nparts: [minutes.md]\nagenda: [{title: A}]\n")
    with pytest.raises(InputError, match="`agenda` belongs to a packet"):
        found(folder)


def test_a_packet_needs_meeting_and_agenda(tmp_path: Path) -> None:
    faults = found(write(tmp_path, "kind: packet\ntitle: P\nparts: [minutes.md]\n"))
    assert [f.message for f in faults] == ["a packet needs `meeting:`", "a packet needs `agenda:`"]


def test_the_examples_of_the_docs_are_read_without_a_finding(tmp_path: Path, root: Path) -> None:
    text = (root / "docs" / "packets.md").read_text(encoding="utf-8")
    packets = [e for e in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "kind: packet" in e]
    assert len(packets) == 2
    for n, example in enumerate(packets):
        files = dict.fromkeys(re.findall(r"[\w-]+\.md", example), "---\ntitle: A paper\n---\nWords.\n")
        agenda = re.findall(r"```markdown\n(## .*?)```", text, re.DOTALL)[0]
        files |= {"agenda.md": agenda, "cash-flow.pdf": slides()} | {"slides.pdf": slides(9)}
        report = tmp_path / "annual-report-2022"
        report.mkdir(exist_ok=True)
        (report / "publication.yml").write_text("title: R\nparts: [{file: m.md, id: membership}]\n", "utf-8")
        (report / "m.md").write_text("Words.\n", "utf-8")
        assert found(write(tmp_path / f"packet-{n}", example, **files)) == []


@pytest.mark.parametrize("layout", ["motions", "actions", "resolution"])
def test_the_front_matter_in_the_docs_is_what_the_layouts_take(root: Path, layout: str) -> None:
    text = (root / "docs" / "packets.md").read_text(encoding="utf-8")
    [example] = re.findall(rf"```yaml\n(layout: {layout}\n.*?)```", text, re.DOTALL)
    _, findings = read_fields(layout, yaml.safe_load(example), {}, "a.md", 1)
    assert findings == []


@pytest.mark.slow
def test_the_real_packet_of_the_corpus_builds(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "packet"
    shutil.copytree(corpus / "owasp-board-2024-05", folder)
    folder.chmod(0o755)
    more = "".join(
        f"  - {{item: Pre-reading material, file: 'attachments/{name}'}}\n"
        for name in (
            "202403-budget-evote.pdf", "202004-Board-Budget-Discussion-r1.pdf", "SAMM Grant Request 2023.pdf",
            "202005-financial-board-summary.pdf",
        )
    )  # fmt: skip
    (folder / "publication.yml").write_text(
        "kind: packet\ntitle: Board meeting of May 2024\nsite_root: .\n"
        "meeting: {body: Board of Directors, date: 2024-05-28 12:00 America/New_York}\nagenda: 202405-agenda.md\n"
        f"more_papers:\n  - {{item: Approval of minutes, file: 202404-minutes.md, layout: plain}}\n{more}",
        "utf-8",
    )
    pdf, outcome = made(folder, tmp_path / "out")
    assert not outcome.deliveries[0].proof
    sizes = {(round(width), round(height)) for width, height in pdf.sizes}
    assert len(sizes) >= 4
    titles = [text for _, text, _ in pdf.outline]
    for paper in ("Finance: Management Report", "Finance: Statement of Cash Flow", "SAMM Grant Request 2023"):
        assert paper in titles
    assert pdf.labels == [str(n + 1) for n in range(pdf.pages)]
