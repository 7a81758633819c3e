"""In: the standards a publication asks for, as it names them. Out: the standards its file is to claim, and faults.

Those of PDF 1.7 and those of PDF 2.0 cannot be kept by one file, and a file conforms to one level of PDF/A.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from renderer.findings import Finding, finding
from renderer.read.yaml_lines import Lines

Standard = Literal["ua1", "a3a", "a3u", "ua2", "a4f"]
CLAIMS: Mapping[Standard, str] = {"ua1": "ua1", "a3a": "3a", "a3u": "3u", "ua2": "ua2", "a4f": "4f"}
DEFAULT: tuple[Standard, ...] = ("ua1", "a3a")
OF_PDF_2 = frozenset({"ua2", "a4f"})


def settled_conformance(asked: Sequence[Standard], lines: Lines, file: str) -> tuple[tuple[str, ...], list[Finding]]:
    """Give the claims in the order of `CLAIMS`; standards that exclude each other are a finding, and the default."""
    named = [standard for standard in CLAIMS if standard in asked]
    archives = [standard for standard in named if standard.startswith("a")]
    message = ""
    if OF_PDF_2 & set(named) and not set(named) <= OF_PDF_2:
        message = f"{_listed(named)} cannot hold together: ua2 and a4f are for PDF 2.0, the others for PDF 1.7"
    elif len(archives) > 1:
        message = f"{_listed(archives)} cannot hold together: a file conforms to one level of PDF/A"
    if not message:
        return tuple(CLAIMS[standard] for standard in named), []
    remedy = "write [ua1, a3a], [ua1, a3u] or [ua2, a4f], or one of them alone"
    fault = finding("KEY-VALUE", message, file=file, line=lines.at(("conformance",)), remedy=remedy)
    return tuple(CLAIMS[standard] for standard in DEFAULT), [fault]


def _listed(standards: Sequence[Standard]) -> str:
    return f"{', '.join(standards[:-1])} and {standards[-1]}"
