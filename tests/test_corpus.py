"""Every real manuscript of the corpus builds, or says by name what keeps it from being published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import run

from renderer.findings import Severity
from renderer.order import Outcome

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
MANUSCRIPTS = sorted(p.relative_to(CORPUS).as_posix() for p in CORPUS.glob("*/*.md")) or ["none"]

TRUE_ERRORS = {"PIC-MISSING", "PIC-REMOTE", "LINK-DEAD", "GLYPH-MISSING", "FONT-SCRIPT"}
"""What can really be wrong with them here: pictures and fonts that are not on this machine, links that lead nowhere."""


@pytest.mark.slow
@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_it_builds(corpus: Path, delivered: Callable[[Path], Outcome], name: str) -> None:
    outcome = delivered(corpus / name)
    wrong = {f.code for f in outcome.findings if f.severity is Severity.ERROR}
    assert wrong <= TRUE_ERRORS
    [delivery] = outcome.deliveries
    assert delivery.proof == bool(wrong)
    assert all(f.place.line for f in outcome.findings if f.code in ("PIC-MISSING", "LINK-DEAD"))


@pytest.mark.slow
def test_what_claims_to_conform_does(
    corpus: Path, tmp_path: Path, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    names = ["k8s-annual-2024/sig-docs.md", "k8s-annual-2024/sig-network.md", "owasp-board-2024-05/202404-minutes.md"]
    for name in [*names, "openinfra-2021/2021-report.md"]:
        folder = (corpus / name).parent
        site = ["--site-root", folder / "static"] if (folder / "static").is_dir() else []
        run("build", corpus / name, *site, "--output", tmp_path, cwd=tmp_path)
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == 4
    assert verapdf(files, "ua1", "3a") == {file: [] for file in files}


@pytest.mark.slow
def test_the_founding_report_conforms_with_its_repairs_off(
    corpus: Path, tmp_path: Path, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    """What cannot be switched off is what the file needs; empty pictures and half an address would be errors."""
    folder = corpus / "openinfra-2022-seed"
    switches = "repairs: {all: off, empty-pictures: on, link-schemes: on}\n"
    text = (folder / "2022-seed.md").read_text("utf-8").replace("---\n", f"---\n{switches}", 1)
    (tmp_path / "as-written.md").write_text(text, "utf-8")
    ran = run("build", "as-written.md", "--site-root", folder / "static", "--output", ".", "--json", cwd=tmp_path)
    assert ran.status == 0, ran.err
    told = {line["code"] for line in ran.lines if line.get("code", "").startswith("MD-")}
    assert told == {"MD-HEADING-LEVEL", "MD-LINK-EMPTY", "MD-LINK-SCHEME", "MD-LIST-SHAPE", "MD-PICTURE-EMPTY"}
    assert verapdf([tmp_path / "as-written.pdf"], "ua1", "3a") == {tmp_path / "as-written.pdf": []}
