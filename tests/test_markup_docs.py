"""Pages of docs/ against the converter: every example becomes what the page says, every repair is on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.findings import Severity
from renderer.markup import convert
from renderer.read.switches import read_switches
from renderer.read.yaml_lines import load
from renderer.rules import SWITCHABLE, switched_off

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "manuscripts.md").read_text(encoding="utf-8")
BOTH = PAGE + (DOCS / "languages.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^````markdown\n(.*?)\n````\n\n````html\n(.*?)\n````$", BOTH, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("text", "shown"), EXAMPLES, ids=[text.split("\n")[0][:30] for text, _ in EXAMPLES])
def test_example_becomes_what_the_page_shows(text: str, shown: str) -> None:
    result = convert(text, source="m.md", title="Title")
    page = re.sub(r' data-line="\d+"', "", result.html)
    assert page.split() == shown.split()
    assert [f for f in result.findings if f.severity > Severity.NOTE] == []


def test_every_example_is_compared() -> None:
    assert len(EXAMPLES) == BOTH.count("````markdown") > 10


def test_the_table_of_repairs_is_that_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[1] / "tools"))
    import repairs_table

    assert repairs_table.table() in PAGE, "run: uv run python tools/repairs_table.py"
    assert repairs_table.page(PAGE) == PAGE


def test_the_example_of_switches_is_one() -> None:
    [example] = [e for e in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if "repairs:" in e]
    values, lines, _ = load(example, file="publication.yml")
    switches, findings = read_switches(values["repairs"], lines, "publication.yml")
    assert findings == [] and switched_off(switches) == SWITCHABLE - {"heading-markup", "breaks"}
