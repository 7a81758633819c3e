"""The shipped annual report and the founding manuscripts, built whole and held against what they promise."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Ran, run
from inspector import Inspector

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("report")]
NAME = "annual-report-2022"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """The shipped report in both editions, as a user builds it."""
    folder = tmp_path_factory.mktemp("report")
    ran = run("build", NAME, "--output", folder, "--json", cwd=root)
    run("build", NAME, "--edition", "print", "--output", folder, "--json", cwd=root)
    return ran, folder


@pytest.fixture(scope="module")
def pdf(built: tuple[Ran, Path]) -> Inspector:
    return Inspector(built[1] / f"{NAME}.pdf")


def test_it_builds_without_errors_or_warnings(built: tuple[Ran, Path]) -> None:
    ran, _ = built
    assert ran.status == 0
    assert not [line for line in ran.lines if line.get("severity") in ("error", "warning")]


def test_it_conforms(built: tuple[Ran, Path], verapdf: Callable[..., dict[Path, list[Any]]]) -> None:
    files = [built[1] / f"{NAME}.pdf", built[1] / f"{NAME}-print.pdf"]
    assert verapdf(files, "ua1", "3a") == {file: [] for file in files}


def test_it_claims_what_it_conforms_to(pdf: Inspector) -> None:
    assert pdf.claims == ("ua1", "3a")


def test_it_has_pages_and_numbers(pdf: Inspector) -> None:
    assert pdf.pages >= 20
    assert pdf.labels[:3] == ["i", "ii", "1"]
    assert pdf.labels[-1] == str(pdf.pages - 2)


def test_it_has_the_parts_an_annual_report_has(pdf: Inspector) -> None:
    counts = Counter(t.type for t in pdf.tree.walk())
    chapters = [e.title for e in pdf.outline if e.level == 1]
    assert len(chapters) >= 10
    assert counts["Table"] >= 4
    assert counts["Note"] >= 6
    assert len([f for f in pdf.figures() if f.alt]) >= 3 + 4, "charts and drawings"
    assert counts["H1"] == len(chapters) + 2, "one for each part, and the two covers"


def test_every_line_of_the_contents_says_where_it_leads(pdf: Inspector) -> None:
    [page] = {e.page for e in pdf.outline if e.title == "Contents"}
    links = [link for link in pdf.links(page) if link.page >= 0]
    numbers = {w.text: w for w in pdf.words(page) if w.right > 500}
    assert len(links) == len([e for e in pdf.outline if e.level == 1]) - 1
    for link in links:
        assert pdf.labels[link.page] in numbers, link


def test_running_heads_and_folios_are_artifacts(pdf: Inspector) -> None:
    page = next(e.page for e in pdf.outline if e.level == 1 and e.title == "Membership") + 1
    folio = pdf.find(pdf.labels[page], page=page)
    assert any(w.artifact and w.y > 700 for w in folio)
    assert any(w.artifact for w in pdf.find("Membership", page=page))


def test_only_the_reports_own_fonts_are_in_it(pdf: Inspector) -> None:
    assert all(pdf.fonts.values()), "embedded"
    assert {name.split("-")[0] for name in pdf.fonts} == {"Report"}


def test_text_of_charts_is_text(pdf: Inspector) -> None:
    words = "".join(w.text for n in range(pdf.pages) for w in pdf.words(n))
    assert "millioncores" in words


def test_print_pages_begin_on_the_right(built: tuple[Ran, Path]) -> None:
    """Short layouts, such as project sheets, follow on any page."""
    short = {
        "The year",
        "Who joined",
        "Kata Containers",
        "StarlingX",
        "Airship",
        "OpenInfra Labs",
        "With thanks",
        "Colophon",
    }
    pdf = Inspector(built[1] / f"{NAME}-print.pdf")
    openings = {e.title: e.page for e in pdf.outline if e.level == 1}
    assert short < openings.keys() and len(openings) > 20
    assert [title for title, page in openings.items() if page % 2 and title not in short] == []


def test_the_manifest_says_what_was_delivered(built: tuple[Ran, Path], pdf: Inspector) -> None:
    manifest = json.loads((built[1] / "manifest.json").read_text())
    files = {f["file"]: f for f in manifest["publications"][NAME]["files"]}
    assert set(files) == {f"{NAME}.pdf", f"{NAME}-print.pdf"}
    said = files[f"{NAME}.pdf"]
    data = (built[1] / said["file"]).read_bytes()
    assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert said["pages"] == pdf.pages == sum(part["pages"] for part in said["parts"])
    assert said["conformance"] == ["ua1", "3a"]


# ------------------------------------------------------------------------------------ founding manuscripts
@pytest.fixture(scope="module")
def founding(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, Path]]:
    """The two manuscripts the renderer was begun for, built as lone files."""
    folder = tmp_path_factory.mktemp("founding")
    seeds = corpus / "openinfra-2022-seed"
    made = {}
    for name in ("2022-seed", "2021-events-seed"):
        words = ("build", f"{name}.md", "--site-root", "static", "--output", folder, "--json")
        made[name] = run(*words, cwd=seeds), folder / f"{name}.pdf"
    return made


def test_the_founding_manuscripts_conform(
    founding: dict[str, tuple[Ran, Path]], verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    files = [file for _, file in founding.values()]
    assert verapdf(files, "ua1", "3a") == {file: [] for file in files}


def test_the_founding_manuscripts_keep_every_picture(founding: dict[str, tuple[Ran, Path]]) -> None:
    ran, file = founding["2022-seed"]
    assert ran.status == 0
    assert not [line for line in ran.lines if line.get("severity") == "error"]
    alts = [f.alt for f in Inspector(file).figures()]
    # Five pictures of the text and eleven logos, each with the words the author gave it.
    assert len(alts) == 16 and all(alts)
    assert {"Circles", "3 Forces", "Airship Logo", "OpenInfra Live Logo", "1M Cores"} <= set(alts)


def test_what_was_mended_is_said_with_its_line(founding: dict[str, tuple[Ran, Path]]) -> None:
    ran, _ = founding["2022-seed"]
    said = {(line["code"], line["place"]["line"]) for line in ran.lines if line["type"] == "finding"}
    assert {
        ("MD-HEADING-MARKUP", 14), ("MD-PICTURE-EMPTY", 120), ("MD-LIST-MARKER", 268), ("MD-LINK-EMPTY", 300),
        ("MD-LINK-SCHEME", 439),
    } <= said  # fmt: skip


def test_every_project_of_the_founding_report_is_in_the_outline(founding: dict[str, tuple[Ran, Path]]) -> None:
    titles = {e.title for e in Inspector(founding["2022-seed"][1]).outline}
    assert {"Airship", "Kata Containers", "OpenInfra Labs", "OpenStack", "StarlingX", "Zuul", "OpenDev"} <= titles


def test_no_link_of_the_founding_report_names_a_file(founding: dict[str, tuple[Ran, Path]]) -> None:
    pdf = Inspector(founding["2022-seed"][1])
    uris = {link.uri for n in range(pdf.pages) for link in pdf.links(n) if link.uri}
    assert uris and all(uri.startswith(("https://", "http://", "mailto:")) for uri in uris)
