"""docs/manuscripts.md against the converter: every example becomes what the page says, every repair is on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.findings import CODES, Severity
from renderer.markup import convert

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "manuscripts.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^````markdown\n(.*?)\n````\n\n````html\n(.*?)\n````$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("text", "shown"), EXAMPLES, ids=[text.split("\n")[0][:30] for text, _ in EXAMPLES])
def test_example_becomes_what_the_page_shows(text: str, shown: str) -> None:
    result = convert(text, source="m.md", title="Title")
    page = re.sub(r' data-line="\d+"', "", result.html)
    assert page.split() == shown.split()
    assert [f for f in result.findings if f.severity > Severity.NOTE] == []


def test_every_example_is_compared() -> None:
    assert len(EXAMPLES) == PAGE.count("````markdown") > 10


def test_every_repair_is_on_the_page() -> None:
    assert sorted(re.findall(r"^\| `(MD-[A-Z-]+)` \|", PAGE, re.MULTILINE)) == sorted(
        c for c in CODES if c.startswith("MD-")
    )
