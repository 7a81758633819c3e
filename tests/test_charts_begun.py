"""Charts are handed out to be drawn as soon as all of them are known, each once, while the rest is still composed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from renderer.compose import ChartJob, Templates, composition
from renderer.findings import Finding
from renderer.pool import SerialExecutor
from renderer.read import read
from renderer.store import Store
from renderer.typeset.charts import Charts
from renderer.workspace import Workspace

CHART = "```chart\nkind: {}\ndata: cores\nx: year\ny: cores\ntitle: Cores\nalt: Cores grew\n```\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two parts with a chart each."""
    folder = tmp_path / "small"
    (folder / "data").mkdir(parents=True)
    (folder / "publication.yml").write_text("title: Small\nparts: [one.md, two.md]\n", encoding="utf-8")
    (folder / "one.md").write_text(f"# One\n\nWords.\n\n{CHART.format('bar')}", encoding="utf-8")
    (folder / "two.md").write_text(f"# Two\n\nWords.\n\n{CHART.format('line')}", encoding="utf-8")
    (folder / "data" / "cores.csv").write_text("year,cores\n2021,25\n2022,40\n", encoding="utf-8")
    return folder


class Counting(SerialExecutor):
    """Remembers how much it was handed."""

    def __init__(self) -> None:
        self.handed: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.handed.append(len(args[0]))
        return super().submit(fn, *args, **kwargs)


def composed(source: Path, store: Store, begin: Callable[..., object]) -> composition.Composition:
    workspace = Workspace()
    publication, _ = read(workspace, source)
    return composition.compose(publication, "screen", workspace, store, Templates(workspace, store), begin)


def test_charts_are_begun_before_any_layout_is_filled_in(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    filled_in = composition.filled_in

    def watched(*args: Any) -> Any:
        happened.append("a layout")
        return filled_in(*args)

    monkeypatch.setattr(composition, "filled_in", watched)
    whole = composed(source, Store(source.parent / "store"), lambda charts: happened.append(f"{len(charts)} charts"))
    assert happened == ["2 charts", "a layout", "a layout"]
    assert len(whole.charts) == 2


def test_each_chart_is_handed_out_once_and_then_in_the_store(source: Path) -> None:
    store, executor = Store(source.parent / "store"), Counting()
    findings: list[Finding] = []
    charts = Charts(store, executor, findings)
    whole = composed(source, store, charts.begin)
    charts.begin(whole.charts)
    assert executor.handed == [2]
    names = {chart.asset for chart in whole.charts}
    assert charts.waiting == names and not charts.files
    charts.collect()
    assert not charts.waiting and charts.files.keys() == names
    assert all(b"<svg" in path.read_bytes() for path in charts.files.values())
    again = Charts(store, executor, findings)
    again.begin(whole.charts)
    assert executor.handed == [2] and again.files == charts.files and not findings


class Broken(Executor):
    """A pool that has lost a worker: it takes nothing more."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise BrokenProcessPool("a worker was ended")


def test_charts_that_were_lost_with_their_process_are_drawn_again(source: Path) -> None:
    store = Store(source.parent / "store")
    charts = Charts(store, Broken(), findings := [])
    whole: list[ChartJob] = list(composed(source, store, charts.begin).charts)
    charts.collect()
    assert charts.files.keys() == {chart.asset for chart in whole} and not findings
