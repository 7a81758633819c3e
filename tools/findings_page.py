"""Writes docs/findings.md from the table of codes: `python tools/findings_page.py`; a test compares the two."""

from __future__ import annotations

from pathlib import Path

from renderer.findings import CODES, Severity

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"

SEVERITIES = {
    Severity.ERROR: "**error**",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}

INTRODUCTION = """# Findings

What `renderer` can have to say about a publication. A finding names the place it belongs to, tells what is wrong and
what to do about it:

```
content/members.md:120: error PIC-MISSING: the picture img/map.png is not there
    add the file, or correct the path
```

An **error** keeps the build from leaving a deliverable: it leaves a proof instead. Warnings and notes do not.
This page is made by `tools/findings_page.py` from `renderer/findings.py`.

`renderer check --explain CODE` prints one of them. A comment in the manuscript silences a note or a warning where it is
wrong or meant: [checks.md](checks.md#silencing-one-finding).

| code | severity | what it means | why it matters | what to do |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Give the text of the page."""
    rows = [
        f"| `{code}` | {SEVERITIES[kind.severity]} | "
        + " | ".join(map(_cell, (kind.meaning, kind.why, kind.remedy)))
        + " |\n"
        for code, kind in CODES.items()
    ]
    return INTRODUCTION + "".join(rows)


def _cell(text: str) -> str:
    """Keep a pipe from ending the cell, `<` from beginning HTML and a pattern for a picture from becoming one."""
    return text.replace("|", r"\|").replace("<", "&lt;").replace("](", r"]\(")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
