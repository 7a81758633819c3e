"""What is to be built, and what came of it: an `Order` goes into the pipeline, an `Outcome` comes out.

An up-to-date build needs no more than this: what passes between the stages stands in `model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from renderer.findings import Finding

Edition = Literal["screen", "print"]
Issue = Literal["screen", "print", "public", "handout"]
Paper = Literal["A4", "Letter"]
Theme = Literal["classic", "bold", "plain"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built, from what and how.

    `source` is the folder of a publication, a folder of manuscripts or a lone manuscript. Without `output` nothing is
    written: the findings are all that is asked for. `edition` limits the build to one edition; with `draft` a proof is
    made even of a publication without errors; without `remember` nothing is taken from the store or left in it.
    `theme`, `paper` and the file of a `brand` take the place of the publication's own.
    """

    source: Path
    output: Path | None
    edition: Issue | None = None
    draft: bool = False
    jobs: int = 1
    site_root: Path | None = None
    remember: bool = True
    theme: Theme | None = None
    paper: Paper | None = None
    brand: Path | None = None
    cache_limit: int = 2_000_000_000
    """Bytes the store may grow to."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file that stands in the output folder."""

    path: Path
    edition: Issue
    pages: int
    size: int
    sha256: str
    proof: bool
    typeset: tuple[str, ...]
    """Ids of the parts that were typeset in this build; the others came from the store."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to. `typeset` names the parts that were typeset anew, `stored` counts those from the store."""

    name: str
    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]
    typeset: tuple[str, ...]
    stored: int
    up_to_date: bool = False
