"""A small report and a press kit that is made from it, written into a folder as tests need them."""

from __future__ import annotations

from pathlib import Path

ORGANISATION = """name: Example Foundation
boilerplate: |
  The Example Foundation looks after wells.
contact: {role: Press office, email: press@example.org, web: https://example.org}
"""
CHART = """```chart
kind: bar
id: fig-cores
data: cores
x: year
y: cores
title: Cores in production
caption: They rise.
alt: Cores rise
source: Survey
```
"""
GROWTH = f"""---
title: Growth
data: cores
---
There were {{{{ cores.latest }}}} cores. [More](outlook.md) follows on [its page](outlook.md){{.page}}.

## Cores {{ #cores }}

They rose, see [](#fig-cores) and [below](#later).

{CHART}
## Later {{ #later }}

Words that are not in the section above.
"""
RELEASE = """---
title: "{{ cores.latest }} cores"
subhead: They rose
place: Example
data: cores
---
The survey counted {{ cores.latest }} cores; see [the site](https://example.org/report).

> They rose.

## Notes to editors

- One note with a long line of words that has to be broken once or even twice in plain text, wherever it comes.
"""
FACTS = f"""---
title: Facts
data: cores
numbers:
  - {{value: "{{{{ cores.latest }}}}", label: cores}}
---
{CHART.replace("fig-cores", "fact-cores")}
There were {{{{ cores.latest }}}} cores.
"""
PRESS = """kind: press
title: Report for the press
publisher: Example Foundation
date: 2023-01-31
data: report
release: release.md
fact_sheet: facts.md
excerpts:
  - {from: report, parts: growth, title: Growth in 2022}
  - {from: report, parts: "growth#cores"}
figures:
  - {from: report, licence: CC BY 4.0}
"""


def write_kit(content: Path, press: str = PRESS, organisation: str | None = ORGANISATION, latest: str = "41") -> Path:
    """Write a report and a kit below a folder of publications; gives the kit's folder."""
    report, kit = content / "report", content / "press-report"
    (report / "data").mkdir(parents=True, exist_ok=True)
    kit.mkdir(parents=True, exist_ok=True)
    (report / "data" / "cores.csv").write_text(f"year,cores\n2020,15\n2021,25\n2022,{latest}\n", "utf-8")
    (report / "growth.md").write_text(GROWTH, "utf-8")
    (report / "outlook.md").write_text("---\ntitle: Outlook\n---\nNobody knows.\n", "utf-8")
    parts = "parts:\n  - layout: cover\n  - outlook.md\n  - growth.md\n"
    (report / "publication.yml").write_text(f"title: Report\n{parts}", "utf-8")
    (kit / "publication.yml").write_text(press, "utf-8")
    (kit / "release.md").write_text(RELEASE, "utf-8")
    (kit / "facts.md").write_text(FACTS, "utf-8")
    if organisation is not None:
        (content / "organisation.yml").write_text(organisation, "utf-8")
    return kit
