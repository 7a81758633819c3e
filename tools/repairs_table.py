"""Writes the table of repairs into docs/manuscripts.md: `python tools/repairs_table.py`; a test compares the two."""

from __future__ import annotations

import re
from pathlib import Path

from renderer.rules import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "manuscripts.md"
HEAD = "| repair | code | what is found | what becomes of it |\n| --- | --- | --- | --- |\n"


def table() -> str:
    """Give the table as Markdown."""
    rows = []
    for name, rule in RULES.items():
        codes = ", ".join(f"`{code}`" for code in rule.codes)
        always = f". Always: {rule.always}" if rule.always else ""
        rows.append(f"| `{name}` | {codes} | {rule.finds} | {rule.does}{always} |\n")
    return HEAD + "".join(rows)


def page(text: str) -> str:
    """Put the table in the place of the one a page has."""
    return re.sub(re.escape(HEAD) + r"(?:\|.*\n)*", lambda _: table(), text, count=1)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
