"""A part that ends with a few lines on a page of their own is set on pages a line longer, or some lines shorter.

In: a laid-out document, the tree of its part and a function that lays it out again. Out: the document whose last page
is filled well enough, and a finding that says what was done; the same document where nothing helps. The lines of text
keep their distance: only how many of them a page has is changed, alike on all pages of the part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renderer.charts.theme import token
from renderer.findings import Finding, finding
from renderer.model import TypesetJob
from renderer.typeset.dom import Dom
from renderer.typeset.lint import last_page_filled

LEAST = 0.2
"""Part of its last page that a part should fill."""
MOST_PAGES = 40
"""A longer part is left as it is: to lay it out several times takes long, and its end is a small part of it."""
MORE_LINES = "--more-lines"
"""The token that this module sets: by how many lines the pages of a part are longer."""
LONGER, SHORTER = "--fit-longer", "--fit-shorter"
"""The tokens that say by how many lines a page may be longer or shorter; with 0 and 0 nothing is changed."""


def well_ended(job: TypesetJob, dom: Dom, document: Any, lay_out: Callable[[], Any]) -> tuple[Any, list[Finding]]:
    """Lay a part out again, on longer or shorter pages, when next to nothing stands on its last one."""
    pages, filled = len(document.pages), last_page_filled(job, document, dom)
    if filled >= LEAST or pages > MOST_PAGES or not job.tagged or not (steps := _steps(job)):
        return document, []
    for lines in steps:
        dom.root.set("style", f"{MORE_LINES}: {lines}")
        changed = lay_out()
        if len(changed.pages) <= pages and last_page_filled(job, changed, dom) >= LEAST:
            number = f"{abs(lines)} line{'s' * (abs(lines) > 1)} {'longer' if lines > 0 else 'shorter'}"
            text = f"the pages of this part are {number} than others, or its last would be only {filled:.0%} full"
            return changed, [finding("PAGE-FIT", text, file=job.source, line=1)]
    del dom.root.attrib["style"]
    return lay_out(), []


def _steps(job: TypesetJob) -> list[int]:
    """Give what is tried, in lines by which a page becomes longer: the least change first, and rather fewer pages."""
    styles = "".join(job.stylesheets)
    longer, shorter = (token(styles, name) for name in (LONGER, SHORTER))
    up = range(1, int(longer) + 1) if longer.isdecimal() else ()
    down = range(1, int(shorter) + 1) if shorter.isdecimal() else ()
    return [*up, *(-lines for lines in down)]
