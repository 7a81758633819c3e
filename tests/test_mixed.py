"""One publication of twenty parts, manuscripts and papers of all kinds: what it claims holds, by veraPDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from inspector import Inspector
from mixed import PAPERS, without_unicode, written

from renderer.order import Order, Outcome
from renderer.pipeline import build

CLAIMS = {"a3a": ("ua1", "3a"), "a3u": ("ua1", "3u"), "a4f": ("ua2", "4f")}
ATTACHED = ["form.pdf", "one.csv", "two.csv"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Outcome, Path]]:
    """The publication in three kinds of conformance."""
    files = {}
    for level, (ua, _) in CLAIMS.items():
        folder = tmp_path_factory.mktemp(level)
        outcome = build(Order(written(folder, f"conformance: [{ua}, {level}]"), folder / "out"))
        files[level] = outcome, outcome.deliveries[0].path
    return files


@pytest.mark.parametrize("level", CLAIMS)
def test_it_claims_what_it_was_asked_for(made: dict[str, tuple[Outcome, Path]], level: str) -> None:
    outcome, file = made[level]
    assert len(outcome.typeset) + outcome.stored == 20
    assert [str(f) for f in outcome.findings if f.severity] == []
    pdf = Inspector(file)
    assert pdf.claims == CLAIMS[level] and list(pdf.attachments) == ATTACHED
    assert len(pdf.tags("Part")) == 20


@pytest.mark.parametrize(("level", "flavours"), [("a3a", "ua1 3a"), ("a3u", "ua1 3u"), ("a4f", "ua2 4f")])
def test_what_it_claims_holds(
    made: dict[str, tuple[Outcome, Path]], level: str, flavours: str, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    _, file = made[level]
    assert verapdf([file], *flavours.split()) == {file: []}


def test_papers_keep_what_they_have(made: dict[str, tuple[Outcome, Path]]) -> None:
    """Outline, links, labels and tags of papers in the midst of others."""
    pdf = Inspector(made["a3a"][1])
    lines = [(e.level, e.title) for e in pdf.outline]
    at = lines.index((1, "The links"))
    assert lines[at : at + 3] == [(1, "The links"), (2, "First"), (2, "Second")]
    first = {e.title: e.page for e in pdf.outline if e.level == 1}
    there = [(link.uri, link.page) for link in pdf.links(first["The links"])]
    assert there == [("", first["The links"] + 1), ("https://example.org/", -1)]
    assert [link.page for link in pdf.links(first["The tagged"])] == [first["The tagged"] + 1]
    assert pdf.labels[first["The links"] - 1 :][:4] == ["7", "A", "B", "10"]
    assert pdf.labels[first["The tagged"]] == "T-1"
    tables = [table for table in pdf.tables() if ["2023", "10"] in table]
    assert len(tables) == 1
    with pikepdf.open(io.BytesIO(made["a3a"][1].read_bytes())) as opened:
        ids = [str(name) for name in pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)]
    assert any(name.startswith("modern/note-") for name in ids)


def test_a_paper_whose_letters_cannot_be_told_is_named(tmp_path: Path) -> None:
    entry = {"secret": ("tags: text", without_unicode())}
    outcome = build(Order(written(tmp_path, **entry), tmp_path / "out"))
    pdf = Inspector(outcome.deliveries[0].path)
    assert pdf.claims == ()
    found = {f.code: f for f in outcome.findings if f.severity}
    line = 13 + len(PAPERS)
    for code in ("PAPER-UA", "PAPER-ARCHIVE"):
        assert "letters of fonts have no Unicode values (" in found[code].message
        assert "secret.pdf: " in found[code].message and found[code].place.line == line
        assert "picture-with-text" in found[code].remedy
    off = [f.message for f in outcome.findings if f.code == "CONFORMANCE-OFF"]
    assert len(off) == 2 and all("secret.pdf (PAPER-" in message for message in off)


def test_an_original_travels_along_as_it_is(made: dict[str, tuple[Outcome, Path]]) -> None:
    for _, file in made.values():
        assert Inspector(file).attachments["form.pdf"] == PAPERS["form"][1]
        with pikepdf.open(file) as opened:
            part = pikepdf.NameTree(opened.Root.StructTreeRoot.IDTree)["form/form.pdf"]
            assert (str(part.S), str(part.T), str(part.AF[0].AFRelationship)) == ("/Part", "The form", "/Source")
