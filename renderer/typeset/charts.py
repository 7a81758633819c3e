"""Charts in, the files of their drawings out: from the store where they were drawn before, else from one more process.

One process for all that are handed out together, because loading the drawing library takes as long as drawing twenty
charts; it ends with them, which gives its memory back.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from renderer.charts.values import Drawn
from renderer.compose import ChartJob
from renderer.findings import Finding, finding
from renderer.pool import alone, nearby, submit_apart
from renderer.store import Store
from renderer.typeset.work import Drawing, draw_all


@dataclass(slots=True)
class Charts:
    """Draws charts; `files` are those there are, by the names of their assets."""

    store: Store
    executor: Executor
    findings: list[Finding]
    files: dict[str, Path] = field(default_factory=dict)
    _begun: list[tuple[list[ChartJob], Future[list[Drawn]]]] = field(default_factory=list)

    def begin(self, charts: Sequence[ChartJob]) -> None:
        """Take charts from the store and hand out the drawing of the others."""
        missing: dict[str, ChartJob] = {}
        waiting = self.waiting
        for chart in charts:
            if chart.asset in self.files or chart.asset in missing or chart.asset in waiting:
                continue
            path, record = self.store.get_file("charts", chart.key, ".svg"), self.store.get_record("charts", chart.key)
            if path is not None and record is not None:
                self.files[chart.asset] = path
                self.findings += [Finding.from_dict(f) for f in record["findings"]]
            else:
                missing[chart.asset] = chart
        if jobs := list(missing.values()):
            self._begun.append((jobs, submit_apart(nearby(self.executor), draw_all, _drawings(jobs))))

    @property
    def waiting(self) -> set[str]:
        """The assets of charts that are still being drawn."""
        return {chart.asset for jobs, _ in self._begun for chart in jobs}

    def collect(self) -> None:
        """Wait for the charts that were handed out."""
        for jobs, drawing in self._begun:
            self._collect(jobs, drawing)
        self._begun.clear()

    def _collect(self, jobs: Sequence[ChartJob], drawing: Future[list[Drawn]]) -> None:
        try:
            drawn = _drawn(jobs, drawing)
        except BrokenProcessPool:
            message = "the process that drew the charts was ended from outside (out of memory?)"
            place = jobs[0].place
            self.findings.append(
                finding("ENGINE-FAILED", message, file=place.file, line=place.line, remedy="try --jobs 1")
            )
            return
        for job, chart in zip(jobs, drawn, strict=True):
            self.files[job.asset] = self.store.put_file("charts", job.key, ".svg", chart.svg.encode())
            self.store.put_record("charts", job.key, {"findings": [f.as_dict() for f in chart.findings]})
            self.findings += chart.findings


def _drawn(jobs: Sequence[ChartJob], drawing: Future[list[Drawn]]) -> list[Drawn]:
    try:
        return drawing.result()
    except BrokenProcessPool:  # it may have been a neighbour's fault
        return alone(draw_all, _drawings(jobs))


def _drawings(jobs: Sequence[ChartJob]) -> list[Drawing]:
    return [(job.data, job.theme, job.fonts, job.place) for job in jobs]
