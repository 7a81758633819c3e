"""Typesetting: HTML and CSS of one part in, tagged PDF and the record of its pages out.

The only importer of WeasyPrint. Importing this package is cheap; the engine is loaded by the first job, or by
`preload` in a process that is going to be forked.
"""

from __future__ import annotations

import gc
import sys

from renderer.model import Sheets, TypesetJob
from renderer.pool import without_collecting
from renderer.typeset.native import found_by_name, versions

__all__ = ["preload", "typeset", "versions"]


def typeset(job: TypesetJob) -> Sheets:
    """Typeset one part, in this process.

    A pure function of the job and of the files its assets name. Faults of content are findings of the sheets; when
    the engine breaks down there are no pages and one finding ENGINE-FAILED. Not for several threads at once.

    Raises ToolError: a library the engine needs is not installed.
    """
    preload()
    from renderer.typeset.engine import set_part

    return set_part(job)


def preload() -> None:
    """Load the engine, about a second.

    Raises ToolError: a library the engine needs is not installed.
    """
    versions()  # the engine itself would print to stderr and raise OSError
    if "weasyprint.pdf" in sys.modules:
        return
    from renderer.typeset.log import listening

    with listening(), found_by_name(), without_collecting():
        import weasyprint
        import weasyprint.pdf  # noqa: F401
    gc.freeze()  # what the engine is made of stays as long as the process
