"""Publications that stamp their papers: numbers, items, links, findings at their line, both editions."""

from __future__ import annotations

from pathlib import Path

import pytest
from foreign import printed
from inspector import Inspector
from test_papers_build import found
from test_stamps import page_of, read_back

from renderer.order import Order, Outcome
from renderer.pipeline import build

HEAD = "title: Board packet\ndate: 2024-05-01\n"
FULL = "0.4 g " + " ".join(f"40 {y} 515 6 re f" for y in range(4, 836, 10))
CHEQUERED = "0.4 g " + " ".join(f"{x} 0 6 842 re f" for x in range(0, 595, 12))


def built(folder: Path, text: str, **papers: bytes) -> Outcome:
    """Build a publication of a contents page and the papers that its text names."""
    inside = folder / "packet"
    inside.mkdir(parents=True)
    (inside / "publication.yml").write_text(HEAD + text)
    for name, data in papers.items():
        (inside / f"{name}.pdf").write_bytes(data)
    return build(Order(inside, folder / "out"))


@pytest.mark.slow
def test_papers_are_stamped_and_lead_back(tmp_path: Path) -> None:
    text = (
        "stamp: {marking: Confidential, numbering: from-first}\nparts:\n  - layout: contents\n"
        "  - {file: budget.pdf, options: {item: '4.2', paper: The budget of 2025}}\n  - {file: map.pdf, stamp: false}\n"
    )
    outcome = built(tmp_path, text, budget=printed(), map=printed("<p>A map</p>"))
    [made] = outcome.deliveries
    data, pdf = made.path.read_bytes(), Inspector(made.path)
    assert pdf.labels == ["1", "2", "3", "4"]
    assert pdf.claims == ("ua1", "3a")
    assert "4.2 The budget of 2025, p. 2 of 2 · Confidential" in read_back(data, 2)
    assert "page 3 of 4" in read_back(data, 2)
    assert [(link.page, link.contents) for link in pdf.links(1)] == [(0, "Contents")]
    assert "p. 1 of 1" not in read_back(data, 3)
    assert "Confidential" in pdf.text(0)


@pytest.mark.slow
def test_pages_behind_the_agenda_begin_with_one(tmp_path: Path) -> None:
    text = "stamp: {numbering: after-agenda}\nparts:\n  - layout: cover\n  - layout: contents\n  - budget.pdf\n"
    [made] = built(tmp_path, text, budget=printed()).deliveries
    assert Inspector(made.path).labels == ["i", "ii", "1", "2"]
    assert read_back(made.path.read_bytes(), 3).endswith("page 2")
    [made] = built(tmp_path / "of", f"folio: of\n{text}", budget=printed()).deliveries
    assert read_back(made.path.read_bytes(), 3).endswith("page 2 of 2")


@pytest.mark.slow
def test_findings_of_stamps_name_the_line_of_their_part(tmp_path: Path) -> None:
    text = "stamp: {shrink: %s}\nparts:\n  - layout: contents\n  - budget.pdf\n"
    for shrink, page, code in (("true", FULL, "STAMP-SCALED"), ("false", CHEQUERED, "STAMP-COVERS")):
        folder = tmp_path / shrink
        folder.mkdir()
        [told] = found(built(folder, text % shrink, budget=page_of(page)), code)
        assert told.place.file.endswith("publication.yml")
        assert told.place.line == 6
        assert "page 1 of" in told.message


@pytest.mark.slow
def test_the_print_edition_fits_papers_to_the_paper(tmp_path: Path) -> None:
    text = (
        "editions: [screen, print]\nstamp: true\npapers: {fit: paper, gutter: 10, blank: This page is left blank}\n"
        "parts:\n  - layout: contents\n  - plan.pdf\n  - {file: poster.pdf, fit: keep}\n"
    )
    large = page_of("0.5 g 100 100 200 200 re f", (0, 0, 842, 1191))
    outcome = built(tmp_path, text, plan=large, poster=large)
    screen, printed_file = (Inspector(made.path) for made in outcome.deliveries)
    assert screen.sizes[1:] == [(842, 1191), (842, 1191)]
    sizes = [tuple(round(side) for side in size) for size in printed_file.sizes]
    assert sizes[2] == (595, 842)
    assert sizes[4] == (842, 1191)
    data = outcome.deliveries[1].path.read_bytes()
    assert read_back(data, 1) == "This page is left blank"
    assert "p. 1 of 1 · 67 %" in read_back(data, 2)
    [scaled] = found(outcome, "STAMP-SCALED")
    assert "printed at 67 %" in scaled.message


@pytest.mark.slow
def test_blank_pages_say_so_in_the_language_of_the_publication(tmp_path: Path) -> None:
    text = "lang: de\neditions: [print]\npapers: {blank: true}\nparts:\n  - layout: contents\n  - budget.pdf\n"
    [made] = built(tmp_path, text, budget=printed()).deliveries
    assert read_back(made.path.read_bytes(), 1) == "Diese Seite ist absichtlich leer."
    assert all(word.artifact for word in Inspector(made.path).words(1))


def test_keys_of_stamps_are_checked(tmp_path: Path) -> None:
    from renderer.findings import InputError

    with pytest.raises(InputError) as caught:
        built(tmp_path, "stamp: {markings: Secret}\nparts:\n  - layout: contents\n")
    [fault] = caught.value.findings
    assert fault.code == "KEY-UNKNOWN"
    assert fault.place.line == 3
