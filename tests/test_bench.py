"""The bench runs: what it measures on a tiny publication are real builds, and its table says what they cost."""

import sys
from pathlib import Path

import pytest

PUBLICATION = """\
title: Tiny
lang: en
parts:
  - layout: cover
  - letter.md
  - chapters/*.md
"""
CHAPTER = """\
---
title: Chapter {0}
---
Words of chapter {0}, and [a link](one.md).

```chart
kind: bar
data: cores
x: year
y: cores
title: Cores in production {0}
alt: Values of three years.
```
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    for name in ("data", "chapters"):
        (folder / name).mkdir(parents=True)
    (folder / "publication.yml").write_text(PUBLICATION)
    (folder / "data" / "cores.csv").write_text("year,cores\n2020,15\n2021,25\n2022,40\n")
    (folder / "letter.md").write_text("---\ntitle: Letter\n---\nWords of a letter.\n")
    for name in ("one", "two"):
        (folder / "chapters" / f"{name}.md").write_text(CHAPTER.format(name))
    return folder


@pytest.fixture
def tools(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(root / "tools"))


@pytest.mark.slow
@pytest.mark.usefixtures("tools")
def test_the_bench_measures_every_kind_of_build(tiny: Path, tmp_path: Path) -> None:
    import bench

    count, costs = bench.bench(tiny, times=2, runs=1, desk=tmp_path / "desk")
    assert count.startswith("6 parts, ")  # the letter has no copy
    kinds = ["plain WeasyPrint", "first build", "after an edit", "every page moved", "up to date"]
    kinds += ["pandoc and Typst"] * (not bench.bench_typst.why_absent())
    assert list(costs) == [*kinds, bench.RUNNING, bench.OWN]
    assert all(cost.wall > 0 for cost in costs.values())
    assert costs[bench.OWN].wall < costs[bench.RUNNING].wall
    assert costs["up to date"].cpu < costs["first build"].cpu
    if sys.platform == "linux":
        assert all(cost.memory > 10e6 for kind, cost in costs.items() if kind != bench.OWN)
    lines = bench.table(costs).splitlines()
    assert len(lines) == 2 + len(costs) and lines[2].startswith("| plain WeasyPrint | ") and " | 1.00 | " in lines[2]


@pytest.mark.usefixtures("tools")
def test_the_exponent_of_growth_is_that_of_a_power() -> None:
    import bench

    assert bench.exponent([(1, 3.0), (10, 30.0), (50, 150.0)]) == pytest.approx(1)
    assert bench.exponent([(1, 2.0), (10, 200.0), (50, 5000.0)]) == pytest.approx(2)
    found = {n: {"build": bench.Cost(n * 2.0, n * n * 1.0, 0, 1)} for n in (1, 10, 50)}
    assert "| build | 1.00 | 2.00 | – |" in bench.growth(found)


@pytest.mark.slow
@pytest.mark.usefixtures("tools")
def test_the_anchor_sets_the_same_words(tiny: Path, tmp_path: Path) -> None:
    import bench_typst
    from inspector import Inspector

    from renderer.order import Order
    from renderer.pipeline import build
    from renderer.store import opened

    if absent := bench_typst.why_absent():
        pytest.skip(absent)
    build(Order(tiny, tmp_path / "output"))
    with opened(remember=True) as store:
        assert bench_typst.write_typst(tiny, store, tmp_path / "typst") == 3
    assert list(bench_typst.compiled(tmp_path / "typst")) == ["pandoc", "typst"]
    made = Inspector(tmp_path / "typst" / bench_typst.PDF)
    assert made.find("letter") and len(made.find("2021")) == 2  # words of the text, and of the axes of both charts


@pytest.mark.slow
@pytest.mark.usefixtures("tools")
def test_binding_is_measured_beside_qpdf(monkeypatch: pytest.MonkeyPatch) -> None:
    import bench_papers

    monkeypatch.setattr(bench_papers, "PARTS", 2)
    monkeypatch.setattr(bench_papers, "PAGES", 3)
    lines = bench_papers.merged(1).splitlines()
    assert lines[0].startswith("2 tagged PDFs of 3 pages into one, median of 1")
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[4:]]
    tags = {row[0]: int(row[-1].replace(",", "")) for row in rows}
    assert tags.pop("bound") > 2 * 3 * 20
    assert set(tags.values()) == {0} and any("within pikepdf" in name for name in tags)
