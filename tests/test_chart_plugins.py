"""Chart kinds of other packages: installed beside the renderer as pip does it, found, drawn in workers, reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import Ran, run
from inspector import Inspector

MANUSCRIPT = "# Growth\n\n```chart\nkind: {kind}\ndata: cores\nx: year\ny: cores\ntitle: Cores\nalt: Cores rise\n```\n"


def install(
    folder: Path, source: str, kind: str = "lollipop", value: str = "lollipop:KIND", version: str = "1.0"
) -> Path:
    """Put a package into a folder as an installer does: the module and what its metadata say."""
    site = folder / "site"
    about = site / "lollipop_charts.dist-info"
    about.mkdir(parents=True, exist_ok=True)
    (site / "lollipop.py").write_text(source, "utf-8")
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: lollipop-charts\nVersion: {version}\n", "utf-8")
    (about / "entry_points.txt").write_text(f"[renderer.charts]\n{kind} = {value}\n", "utf-8")
    return site


def built(folder: Path, root: Path, site: Path | None, text: str = MANUSCRIPT.format(kind="lollipop")) -> Ran:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "cores.csv").write_text("year,cores\n2020,15\n2021,25\n2022,40\n", "utf-8")
    (folder / "m.md").write_text(text, "utf-8")
    path = ":".join(map(str, [root, *([site] if site else [])]))
    return run("build", "m.md", "--output", "out", "--jobs", "2", "--json", cwd=folder, PYTHONPATH=path)


@pytest.mark.slow
def test_the_example_of_the_page_draws_its_chart(tmp_path: Path, root: Path) -> None:
    page = (root / "docs" / "extend.md").read_text("utf-8")
    [source] = re.findall(r"```python\n(.*?)```", page, re.S)
    [value] = re.findall(r'^lollipop = "(.*)"$', page, re.M)
    [block] = re.findall(r"````\n(```chart.*?```)\n````", page, re.S)
    site = install(tmp_path, source, value=value)
    ran = built(tmp_path, root, site, f"# Growth\n\n{block}\n")
    assert (ran.status, ran.codes) == (0, [])
    pdf = Inspector(tmp_path / "out" / "m.pdf")
    assert [figure.alt for figure in pdf.figures()] == ["Cores rise from 15 to 40 million"]
    [y0, y1, y2] = [pdf.find(value, 0)[0].y for value in ("15", "25", "40")]
    assert y0 - y1 == pytest.approx((y1 - y2) * 10 / 15, abs=0.2)  # heights are as the values
    assert all(pdf.find(word, 0) for word in ("2020", "2021", "2022", "million"))
    assert built(tmp_path, root, site, f"# Growth\n\n{block}\n").result["up_to_date"]


@pytest.mark.slow
def test_a_new_version_and_one_that_is_gone_are_noticed(tmp_path: Path, root: Path) -> None:
    source = "def draw(canvas):\n    canvas.words('{}', 50, 50)\n"
    site = install(tmp_path, source.format("early"), value="lollipop:draw")
    assert built(tmp_path, root, site).status == 0
    assert Inspector(tmp_path / "out" / "m.pdf").find("early", 0)
    for word, version in (("late", "1.1"), ("later", "1.1")):
        install(tmp_path, source.format(word), value="lollipop:draw", version=version)
        assert built(tmp_path, root, site).status == 0
        assert Inspector(tmp_path / "out" / "m.pdf").find(word, 0)
    gone = built(tmp_path, root, None)
    assert (gone.status, gone.codes) == (1, ["CHART-KIND"])
    assert built(tmp_path, root, site).status == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import not_there\n", "ModuleNotFoundError"),
        ("KIND = 3\n", "gives int for the kind 'lollipop', not a function"),
        (
            "def KIND(canvas):\n    raise IndexError('seven')\n",
            "of lollipop-charts 1.0 does not work (IndexError: seven)",
        ),
        ("KIND = x\n", "NameError"),
    ],
)
def test_one_that_does_not_work_is_a_finding(tmp_path: Path, root: Path, source: str, words: str) -> None:
    ran = built(tmp_path, root, install(tmp_path, source))
    assert ran.status == 1
    [fault] = [line for line in ran.lines if line["type"] == "finding"]
    assert fault["code"] == "CHART-PLUGIN"
    assert words in fault["message"]
    assert fault["place"]["line"] in (3, 4)


@pytest.mark.slow
def test_the_kinds_that_are_here_stay(tmp_path: Path, root: Path) -> None:
    site = install(tmp_path, "def KIND(canvas):\n    raise IndexError\n", kind="bar")
    ran = built(tmp_path, root, site, MANUSCRIPT.format(kind="bar"))
    assert (ran.status, ran.codes) == (0, [])


def test_a_misspelt_kind_is_told_of_those_of_packages_too(tmp_path: Path, root: Path) -> None:
    ran = built(tmp_path, root, install(tmp_path, "KIND = print\n"), MANUSCRIPT.format(kind="lolipop"))
    [fault] = [line for line in ran.lines if line["type"] == "finding"]
    assert fault["code"] == "CHART-KIND" and "did you mean 'lollipop'?" in fault["remedy"]
