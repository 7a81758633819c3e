"""Papers that come late: at the end, as a supplement with pages 12a and 12b, or in a packet that lists its changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from foreign import plain
from inspector import Inspector

from renderer.compose.pagination import letters
from renderer.findings import InputError, Severity
from renderer.order import Order, Outcome
from renderer.pipeline import build
from renderer.read import read
from renderer.workspace import Workspace

HEAD = """\
title: Board packet
date: 2024-05-01
parts:
  - layout: cover
  - layout: contents
  - {file: minutes.md, options: {item: "1"}}
  - {file: budget.md, options: {item: "2"}}
  - {file: plans.md, options: {item: "3"}}
"""


def written(folder: Path, more: str = "", **texts: str) -> Path:
    inside = folder / "packet"
    inside.mkdir(exist_ok=True)
    (inside / "publication.yml").write_text(HEAD + more)
    for name in ("minutes", "budget", "plans"):
        text = texts.get(name, f"The {name}.")
        (inside / f"{name}.md").write_text(f"---\ntitle: The {name}\nlayout: plain\n---\n{text}\n")
    (inside / "reserves.pdf").write_bytes(plain("Reserves", 2))
    return inside


def made(folder: Path, more: str = "", **texts: str) -> Outcome:
    return build(Order(written(folder, more, **texts), folder / "out"))


def late(mode: str, item: str = "2", more: str = "") -> str:
    return f'late:\n  - {{file: reserves.pdf, title: "Reserves", item: "{item}", mode: {mode}}}\n{more}'


def errors(outcome: Outcome) -> list[str]:
    return [f"{f.code}:{f.place.line}" for f in outcome.findings if f.severity is Severity.ERROR]


def chapters(pdf: Inspector) -> list[tuple[str, str]]:
    return [(entry.title, pdf.labels[entry.page]) for entry in pdf.outline if entry.level == 1]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    assert errors(made(tmp_path)) == []
    return tmp_path


def test_appended_pages_are_numbered_on(sent: Path) -> None:
    assert errors(made(sent, late("append"))) == []
    pdf = Inspector(sent / "out" / "packet.pdf")
    assert chapters(pdf)[-3:] == [("The budget", "2"), ("The plans", "3"), ("Reserves", "4")]
    assert pdf.labels == ["i", "ii", "1", "2", "3", "4", "5"]


def test_a_supplement_has_a_cover_an_index_and_numbers_with_letters(sent: Path) -> None:
    before = (sent / "out" / "packet.pdf").read_bytes()
    assert errors(made(sent, late("supplement"))) == []
    assert (sent / "out" / "packet.pdf").read_bytes() == before
    pdf = Inspector(sent / "out" / "packet-supplement.pdf")
    assert pdf.labels == ["i", "ii", "2a", "2b"] and chapters(pdf)[-1] == ("Reserves", "2a")
    assert "insert after page 2" in " ".join(pdf.text(0).split())
    assert [word.text for word in pdf.find("2a", page=1)] == ["2a"]
    assert pdf.find("2a", page=2) and pdf.find("2b", page=3)  # on the pages themselves


def test_a_revision_lists_what_has_changed(sent: Path) -> None:
    more = late("revision", more="revision: {date: 2024-05-03}\n")
    assert errors(made(sent, more, plans="Other plans.")) == []
    pdf = Inspector(sent / "out" / "packet.pdf")
    assert [title for title, _ in chapters(pdf)][-5:] == [
        "Changes",
        "The minutes",
        "The budget",
        "Reserves",
        "The plans",
    ]
    changes = [tag.text for tag in pdf.tags("LI")]
    assert [text.lstrip("•– ") for text in changes if "page" in text] == [
        "Reserves (page 3): new", "The plans (page 5): changed, before on page 3",
    ]  # fmt: skip
    assert errors(made(sent, more, plans="Other plans.")) == []  # again: it is compared with what was sent before it
    assert [tag.text for tag in Inspector(sent / "out" / "packet.pdf").tags("LI")] == changes


def test_the_date_and_contents_of_a_revision_stand_on_every_page(sent: Path) -> None:
    assert errors(made(sent, late("revision", more="revision: {date: 2024-05-03}\n"))) == []
    pdf = Inspector(sent / "out" / "packet.pdf")
    line = re.search(r"2024-05-03 · [0-9a-f]{8}", pdf.text(3))
    assert line and line[0] in pdf.text(4) and line[0][-8:] in pdf.text(2)  # the list of changes says it too


def test_stable_numbers_stay_and_late_pages_get_letters(sent: Path) -> None:
    assert errors(made(sent, late("revision", more="revision: {date: 2024-05-03, numbers: stable}\n"))) == []
    pdf = Inspector(sent / "out" / "packet.pdf")
    assert pdf.labels == ["i", "ii", "iii", "1", "2", "2a", "2b", "3"]


def test_stable_numbers_that_do_not_hold_are_told(sent: Path) -> None:
    longer = "\n\n".join(["Words of a long paper. " * 60] * 12)
    outcome = made(sent, late("revision", more="revision: {date: 2024-05-03, numbers: stable}\n"), budget=longer)
    assert errors(outcome) == ["LATE-NUMBERS:11"]


def test_a_confidential_manifest_names_nothing_and_still_serves_a_revision(tmp_path: Path) -> None:
    made(tmp_path, "confidential: true\n")
    manifest = (tmp_path / "out" / "manifest.json").read_text()
    assert "minutes" not in manifest and "budget" not in manifest
    more = "confidential: true\n" + late("revision", more="revision: {date: 2024-05-03}\n")
    assert errors(made(tmp_path, more)) == []
    pdf = Inspector(tmp_path / "out" / "packet.pdf")
    assert [tag.text.lstrip("•– ") for tag in pdf.tags("LI") if "page" in tag.text] == ["Reserves (page 3): new"]


def test_the_manifest_keeps_what_was_sent(sent: Path) -> None:
    made(sent, late("revision", more="revision: {date: 2024-05-03}\n"))
    entry = json.loads((sent / "out" / "manifest.json").read_text())["publications"]["packet"]
    assert list(entry["sent"]["screen"]) == ["", "2024-05-03"]
    assert [(p["id"], p["first"], p["last"]) for p in entry["sent"]["screen"]["2024-05-03"]][-2:] == [
        ("reserves", "3", "4"), ("plans", "5", "5"),
    ]  # fmt: skip


FAULTS = {
    late("append", item="9"): ["LATE-PAPER:10"],
    late("append", item=""): ["LATE-PAPER:10"],
    late("supplement"): ["LATE-PAPER:10"],
    late("revision", more="revision: {date: 2024-05-03}\n"): ["LATE-PAPER:11"],
    late("revision"): ["KEY-MISSING:10"],
}


@pytest.mark.parametrize("more", FAULTS)
def test_late_papers_without_a_place_are_told_at_their_line(tmp_path: Path, more: str) -> None:
    assert errors(made(tmp_path, more)) == FAULTS[more]


def test_a_misspelt_mode_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mode"):
        read(Workspace(tmp_path), written(tmp_path, late("apend")))


def test_letters_go_on_after_z() -> None:
    assert [letters(n) for n in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]


@pytest.mark.parametrize(
    ("lang", "title", "line", "revised"),
    [
        ("de", "Änderungen", "The plans (Seite 5): geändert, zuvor: Seite 3", "Überarbeitet am 3. Mai 2024, Inhalt"),
        ("fr", "Modifications", "The plans (page 5): modifié, auparavant page 3", "Version révisée du 3 mai 2024"),
        ("nl", "Changes", "The plans (page 5): changed, before on page 3", "Revised May 3, 2024, contents"),
    ],
)
def test_changes_are_told_in_the_language_of_the_packet(
    sent: Path, lang: str, title: str, line: str, revised: str
) -> None:
    more = f"lang: {lang}\n" + late("revision", more="revision: {date: 2024-05-03}\n")
    assert errors(made(sent, more, plans="Other plans.")) == []
    pdf = Inspector(sent / "out" / "packet.pdf")
    assert title in [entry.title for entry in pdf.outline]
    told = [tag.text.replace(" :", ":") for tag in pdf.tags("LI")]
    assert any(line in text for text in told), told
    assert any(revised in pdf.text(page) for page in range(pdf.pages))


def test_a_supplement_says_where_it_goes_in_the_language_of_the_packet(sent: Path) -> None:
    made(sent, "lang: de\n" + late("supplement"))
    assert "Nachtrag: einlegen nach Seite 2" in " ".join(
        Inspector(sent / "out" / "packet-supplement.pdf").text(0).split()
    )
