"""Release and fact sheet on both papers: a text grows line by line in the real layouts, and the pages never lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from inspector import Inspector
from press_kits import PRESS, RELEASE, write_kit

from renderer.compose import Templates, compose, look_of
from renderer.findings import Severity
from renderer.model import Sheets
from renderer.pool import make_executor
from renderer.publications import works_of
from renderer.read import read
from renderer.store import Store
from renderer.typeset.schedule import Press, settle
from renderer.workspace import Workspace

SHEET = "---\ntitle: Facts\n---\n"
NO_EXCERPTS = re.sub(r"excerpts:\n(  - .*\n)+", "", PRESS)


@dataclass(frozen=True)
class Page:
    """A part typeset on a paper: its pages, and what was said of them."""

    sheets: Sheets

    @property
    def told(self) -> tuple[str, int]:
        """The code of what was said of the promise, and by how many lines the text is too long."""
        found = [f for f in self.sheets.findings if f.code in ("PAGE-TIGHT", "PAGE-PROMISE")]
        assert len(found) <= 1
        if not found:
            return "", 0
        over = re.search(r"(\d+) lines? too long", found[0].message)
        return found[0].code, int(over[1]) if over else 0


def typeset(root: Path, paper: str, *, facts: str = SHEET, release: str = RELEASE, part: str = "fact-sheet") -> Page:
    """Typeset the fact sheet or the release of a kit as a build does."""
    folder = write_kit(root / "content", NO_EXCERPTS)
    (folder / "facts.md").write_text(facts, "utf-8")
    (folder / "release.md").write_text(release, "utf-8")
    workspace, store = Workspace(root), Store(root / "store")
    works, _ = works_of(read(workspace, folder)[0], workspace)
    (work,) = [w for w in works if w.paper == paper and w.parts[0].id == part]
    templates = Templates(workspace, store, look_of(work, workspace)[0])
    composed = compose(work, "screen", workspace, store, templates)
    assert not [f for f in composed.findings if f.severity is Severity.ERROR]
    press = Press(store, make_executor(1), lambda name, left: None)
    return Page(settle(composed.documents, composed.charts, press, "screen").sheets[part])


def lines(count: int) -> str:
    """A fact sheet of so many lines, in one paragraph."""
    return SHEET + "  \n".join(f"Line {n}." for n in range(1, count + 1)) + "\n"


@pytest.fixture(scope="module", params=["A4", "Letter"])
def paper(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def most(paper: str, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many lines a fact sheet holds on a paper, set as close as it may be."""
    root = tmp_path_factory.mktemp("most")
    code, over = typeset(root, paper, facts=lines(80)).told
    assert code == "PAGE-PROMISE"
    return 80 - over


@pytest.mark.slow
def test_a_fact_sheet_grows_line_by_line_and_its_pages_are_as_promised_or_the_lines_are_counted(
    paper: str, most: int, tmp_path: Path
) -> None:
    seen = []
    for count in range(most - 12, most + 4):
        page = typeset(tmp_path, paper, facts=lines(count))
        code, over = page.told
        seen.append(code)
        printed = " ".join(Inspector(page.sheets.pdf).text(n) for n in range(page.sheets.pages))
        assert [int(n) for n in re.findall(r"Line (\d+)\.", printed)] == list(range(1, count + 1)), "nothing is cut off"
        assert page.sheets.pages == (2 if code == "PAGE-PROMISE" else 1)
        assert over == max(0, count - most)
    assert seen.count("PAGE-TIGHT") >= 3, "three lines too many are fitted"
    assert sorted(set(seen), key=seen.index) == ["", "PAGE-TIGHT", "PAGE-PROMISE"]
    assert seen == sorted(seen, key=["", "PAGE-TIGHT", "PAGE-PROMISE"].index), "no longer text fits better"


@pytest.mark.slow
@pytest.mark.parametrize("over", [3, 10, 40])
def test_a_manuscript_too_long_by_so_many_lines_is_told_by_so_many(
    paper: str, most: int, over: int, tmp_path: Path
) -> None:
    assert typeset(tmp_path, paper, facts=lines(most + over)).told == ("PAGE-PROMISE", over)


@pytest.mark.slow
def test_a_usual_release_fits_one_page(paper: str, tmp_path: Path) -> None:
    """Of 250 words, with a headline, a quotation, two notes, who is behind it and whom to ask."""
    words = "The survey of operators counts more cores than in any year before it. " * 5
    body = (
        f"{words}\n\n{words}\n\n> {words[:140]}\n>\n> The chair\n\n{words}\n\n## Notes to editors\n\n- {words[:90]}\n"
    )
    release = "\n".join(RELEASE.split("\n")[:7]) + f"\n{body}- {words[:60]}\n"
    assert 240 < len(release.split()) < 300
    page = typeset(tmp_path, paper, release=release, part="release")
    assert page.sheets.pages == 1
    text = " ".join(Inspector(page.sheets.pdf).text(0).split())
    assert re.search(r"\bEnd\b", text)
    assert text.find("About") > text.find("Notes to editors") > 0
