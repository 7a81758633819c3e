"""Press kits that cannot be made as they are written: each fault by its code, on its line, with what helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from press_kits import CHART, ORGANISATION, PRESS, write_kit

from renderer.findings import Finding, InputError
from renderer.model import Publication
from renderer.order import Order
from renderer.pipeline import build
from renderer.read import read
from renderer.workspace import Workspace

LINES = len(PRESS.splitlines())


def line_of(text: str, words: str) -> int:
    """The line on which words stand."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def faults(content: Path, press: str, organisation: str | None = ORGANISATION) -> list[Finding]:
    """Read a kit and give what was found."""
    folder = write_kit(content, press, organisation)
    try:
        return read(Workspace(content), folder)[1]
    except InputError as e:
        return list(e.findings)


def kit_read(content: Path, press: str) -> Publication:
    return read(Workspace(content), write_kit(content, press))[0]


@pytest.mark.parametrize(
    ("embargo", "said"),
    [
        ("2023-01-31 14:00", "has no time zone"),
        ("2023-01-31T14:00:00", "has no time zone"),
        ("2023-01-31", "names no time of day"),
        ("2023-01-31 14:00 Europe/Atlantis", "a time zone that is not known: Europe/Atlantis"),
        ("soon", "is not a date and a time"),
        ("2023-02-31 14:00 Europe/Berlin", "is not a date and a time"),
    ],
)
def test_an_embargo_without_its_time_or_zone_is_refused(tmp_path: Path, embargo: str, said: str) -> None:
    (found,) = faults(tmp_path, f"{PRESS}embargo: {embargo!r}\n")
    assert (found.code, found.place.line) == ("EMBARGO-TIME", len(PRESS.splitlines()) + 1)
    assert said in found.message


@pytest.mark.parametrize("zone", ["+02:00", "UTC", "UTC+02:00", "America/New_York"])
def test_zones_may_be_named_or_counted_from_utc(tmp_path: Path, zone: str) -> None:
    publication = kit_read(tmp_path, f"{PRESS}embargo: 2199-06-30 14:00 {zone}\n")
    assert publication.kit is not None
    assert publication.kit.embargo is not None
    assert publication.kit.embargo.holds
    hours = {"+02:00": "+0200", "UTC": "+0000", "UTC+02:00": "+0200", "America/New_York": "-0400"}[zone]
    assert f"{publication.kit.embargo.until:%z}" == hours


@pytest.mark.parametrize(
    ("press", "code", "said", "at"),
    [
        (PRESS + "embargo: 2020-01-31 14:00 UTC\n", "EMBARGO-PAST", "the embargo passed", "embargo:"),
        (PRESS + "limit: nothing\n", "KEY-VALUE", "`limit`: nothing is no size a press kit can have", "limit:"),
        (PRESS + "limit: 1 kB\n", "KEY-VALUE", "no size a press kit can have", "limit:"),
        (PRESS + "limit: -5 MB\n", "KEY-VALUE", "no size a press kit can have", "limit:"),
        (PRESS.replace("from: report, lic", "from: repart, lic"), "EXCERPT-UNKNOWN", "no publication repart", "repart"),
        (PRESS.replace("from: report, parts: growth,", "from: repo, parts: growth,"), "EXCERPT-UNKNOWN",
         "no publication repo beside", "from: repo,"),
        (PRESS + "parts: [a.md]\n", "KEY-UNKNOWN", "has no `parts`", "parts: [a.md]"),
        (PRESS + "factsheet: a.md\n", "KEY-UNKNOWN", "did you mean `fact_sheet`", "factsheet"),
        (PRESS.replace("facts.md", "gone.md"), "PART-EMPTY", "no file matches `gone.md`", "gone.md"),
        (PRESS + "lang: pl\n", "LANG-WORDS", "not known in Polish", "lang:"),
    ],
)  # fmt: skip
def test_faults_of_a_kit_are_found_when_it_is_read(tmp_path: Path, press: str, code: str, said: str, at: str) -> None:
    (found,) = faults(tmp_path, press)
    assert (found.code, said in found.message) == (code, True), found
    assert found.place.file.endswith("press-report/publication.yml")
    assert found.place.line == line_of(press, at)


def test_a_kit_without_a_release_is_refused(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, PRESS.replace("release: release.md\n", ""))
    assert (found.code, "`release` is missing" in found.message) == ("KEY-MISSING", True)
    assert found.place.file.endswith("press-report/publication.yml")


@pytest.mark.parametrize(
    ("organisation", "code", "said", "line"),
    [
        (ORGANISATION.replace("boilerplate", "boilerplates"), "KEY-UNKNOWN", "did you mean `boilerplate`", 2),
        (ORGANISATION.replace("role:", "rule:"), "KEY-UNKNOWN", "did you mean `role`", 4),
        (f"{ORGANISATION}logo: gone.svg\n", "FILE-MISSING", "the logo gone.svg is not there", 5),
        (f"{ORGANISATION}logo: 標.svg\n", "KIT-NAME", "the logo 標.svg has no Latin letters", 5),
        ("- a list\n", "YAML-SHAPE", "not a mapping", 0),
    ],
)
def test_faults_of_an_organisation_are_found_in_its_file(
    tmp_path: Path, organisation: str, code: str, said: str, line: int
) -> None:
    (tmp_path / "標.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    found = next(f for f in faults(tmp_path, PRESS, organisation) if f.code == code)
    assert said in found.message, found
    assert found.place.file.endswith("organisation.yml")
    assert found.place.line == line


def test_an_organisation_that_is_missing_is_told(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, PRESS, None)
    assert (found.code, "organisation.yml is not there" in found.message) == ("FILE-MISSING", True)
    assert found.place.file.endswith("press-report/publication.yml")
    assert "docs/press.md" in found.remedy


def test_names_without_latin_letters_are_told(tmp_path: Path) -> None:
    folder = write_kit(tmp_path / "content")
    folder = folder.rename(folder.with_name("新聞"))
    with pytest.raises(InputError) as stopped:
        read(Workspace(tmp_path), folder)
    (found,) = stopped.value.findings
    assert (found.code, "新聞" in found.message, found.place.line) == ("KIT-NAME", True, 1)
    assert found.place.file == "content/新聞/publication.yml"


@pytest.mark.slow
def test_a_figure_whose_title_has_no_latin_letters_is_told_and_an_id_gives_it_a_name(tmp_path: Path) -> None:
    order = Order(write_kit(tmp_path / "content"), tmp_path / "output", jobs=1)
    part = tmp_path / "content" / "report" / "growth.md"
    whole = part.read_text("utf-8")
    titled = CHART.replace("title: Cores in production", "title: Ядра в работе")
    (tmp_path / "content" / "report" / "data" / "ядра.csv").write_text("год,число\n2021,25\n2022,41\n", "utf-8")
    titled = titled.replace("data: cores", "data: ядра").replace("x: year\ny: cores", "x: год\ny: число")
    part.write_text(
        whole.replace(CHART, titled.replace("id: fig-cores\n", "")).replace("[](#fig-cores)", "it"), "utf-8"
    )
    with pytest.raises(InputError) as stopped:
        build(order)
    (found,) = stopped.value.findings
    assert (found.code, "Ядра в работе" in found.message) == ("KIT-NAME", True)
    assert found.place.file.endswith("press-report/publication.yml")
    assert found.place.line == line_of(PRESS, "licence: CC BY 4.0")
    assert "`id`" in found.remedy
    assert not list((tmp_path / "output").glob("**/*"))
    part.write_text(whole.replace(CHART, titled), "utf-8")
    assert "KIT-NAME" not in {f.code for f in build(order).findings}
    names = {path.name for path in (tmp_path / "output" / "press-report" / "figures").iterdir()}
    assert {"cores.svg", "cores.png", "cores.csv", "cores.txt"} <= names


@pytest.mark.slow
def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    order = Order(write_kit(tmp_path, PRESS, f"{ORGANISATION}logo: mark.ai\n"), tmp_path / "output", jobs=1)
    (tmp_path / "mark.ai").write_text("%!PS-Adobe", "utf-8")
    with pytest.raises(InputError) as stopped:
        build(order)
    (found,) = stopped.value.findings
    assert (found.code, "mark.ai" in found.message) == ("PIC-FORMAT", True)
    assert found.place.file.endswith("organisation.yml")


@pytest.mark.parametrize("given", ["tomorrow", "2023-01-31", "2023-01-31T13:00:00"])
def test_a_clock_that_is_no_moment_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("RENDERER_NOW", given)
    (found,) = faults(tmp_path, PRESS + "embargo: 2023-01-31 14:00 Europe/Berlin\n")
    assert (found.code, f"RENDERER_NOW is `{given}`" in found.message) == ("EMBARGO-TIME", True)


@pytest.mark.parametrize(
    ("press", "code", "said"),
    [
        (PRESS.replace("growth#cores", "growth#cors"), "EXCERPT-UNKNOWN", "has no heading `cors`"),
        (PRESS.replace("parts: growth,", "parts: grow,"), "EXCERPT-UNKNOWN", "has no part `grow`"),
        (
            PRESS.replace("from: report, lic", "from: report, figures: fig-core, lic"),
            "FIGURE-UNKNOWN",
            "no figure 'fig-core'",
        ),
    ],
)
@pytest.mark.slow
def test_excerpts_and_figures_that_do_not_exist_are_told(tmp_path: Path, press: str, code: str, said: str) -> None:
    write_kit(tmp_path / "content", press)
    ran = run("check", "press-report", "--jobs", "1", "--json", cwd=tmp_path)
    (found,) = [line for line in ran.lines if line["type"] == "finding"]
    assert (ran.status, found["code"], said in found["message"]) == (3, code, True)
    assert "did you mean" in found["remedy"]
    assert found["place"]["file"].endswith("publication.yml")
    assert found["place"]["line"] > 0
