"""Time and memory of builds beside plain WeasyPrint on the same HTML, measured in turns in one run.

Usage: python tools/bench.py NAME [--runs N] [--times 1,10,50] [--memory PAGES]    NAME is a publication of content/.
Every time is the median of the runs; how processes are watched is told in tools/bench_running.py. Memory is looked at
in a round of its own. With three sizes and more, the exponents tell how each row grows: 1 is a straight line.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import bench_typst
from bench_content import PageMore, copy_publication, edit_paragraph, write_raw
from bench_running import ROOT, Cost, Running, adopt_orphans, measure

from renderer.store import Store

RAW, EDIT, MOVED, RUNNING = "plain WeasyPrint", "after an edit", "every page moved", "edit in a running process"
OWN = "own pages of the edited part"


@dataclass(frozen=True)
class Row:
    """A kind of build: what is run, with or without a cache of its own, and where its PDF is."""

    kind: str
    command: list[str]
    pdf: Path
    caching: bool = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", default="1,10", help="how often the chapters come, such as 1,10,50")
    parser.add_argument("--memory", type=int, default=1000, metavar="PAGES", help="of so many pages also; 0: not")
    given = parser.parse_args()
    adopt_orphans()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "matplotlib"))
    print(f"Python {platform.python_version()}, {libraries}; {os.cpu_count()} processors; median of {given.runs}\n")
    if absent := bench_typst.why_absent():
        print(f"Without the row of Typst: {absent}.\n")
    found: dict[int, Mapping[str, Cost]] = {}
    for times in map(int, given.times.split(",")):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            count, costs = bench(ROOT / "content" / given.name, times, given.runs, Path(folder))
            print(f"{given.name}, chapters × {times}: {count}\n\n{table(costs)}", flush=True)
            found[times] = costs
    if len(found) > 2:
        print(growth(found))
    if given.memory:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            print(first_build(ROOT / "content" / given.name, given.memory, Path(folder)))


def bench(source: Path, times: int, runs: int, desk: Path) -> tuple[str, Mapping[str, Cost]]:
    """Measure all kinds of build in turns; gives how many parts and pages there are, and what each kind costs."""
    publication, pdf = desk / "content" / source.name, desk / "out" / f"{source.name}.pdf"
    running = desk / "running" / "content" / source.name
    for copy in (publication, running):
        copy_publication(source, copy, times)
    build = building(source.name)
    measure(build, desk, desk / "cache-first", pdf)
    store = Store(desk / "cache-first" / "renderer")
    parts = write_raw(publication, store, desk / "raw")
    raw = [sys.executable, str(ROOT / "tools" / "bench_raw.py"), str(desk / "raw")]
    rows = [Row(RAW, raw, desk / "raw" / "raw.pdf", caching=False), Row("first build", build, pdf)]
    rows += [Row(EDIT, build, pdf), Row(MOVED, build, pdf), Row("up to date", build, pdf)]
    if not bench_typst.why_absent():
        bench_typst.write_typst(publication, store, desk / "typst")
        typst = [sys.executable, str(ROOT / "tools" / "bench_typst.py"), str(desk / "typst")]
        rows.append(Row("pandoc and Typst", typst, desk / "typst" / bench_typst.PDF, caching=False))
    costs: dict[str, list[Cost]] = {}
    with Running(running, desk / "running", desk / "cache-first") as stays:
        for n in range(runs + 1):
            for kind, cost in turn(rows, publication, desk, n):
                costs.setdefault(kind, []).append(cost)
            edit_paragraph(running, f"This sentence is number {n + 1} of the bench.")
            for kind, cost in zip((RUNNING, OWN), stays.build(watched=n == 0), strict=True):
                costs.setdefault(kind, []).append(cost)
    count = f"{parts} parts, {pages(pdf)} pages (plain: {pages(desk / 'raw' / 'raw.pdf')})"
    return count, {kind: summary(c) for kind, c in costs.items()}


def turn(rows: Sequence[Row], publication: Path, desk: Path, n: int) -> Iterator[tuple[str, Cost]]:
    """Run each kind of build once; the first turn is watched for its memory."""
    page = PageMore(publication)
    for row in rows:
        if row.kind == EDIT:
            edit_paragraph(publication, f"This sentence is number {n + 1} of the bench.")
        if row.kind == MOVED:
            page.put_in()
        cache = desk / f"cache-{n}" if row.caching else None  # plain WeasyPrint keeps nothing of its own
        yield row.kind, measure(row.command, desk, cache, row.pdf, watched=n == 0)
    page.take_out()


def building(name: str) -> list[str]:
    return [sys.executable, "-m", "renderer", "build", name, "--output", "out"]


def first_build(source: Path, wanted: int, desk: Path) -> str:
    """Measure the first build of a publication with so many pages or a few more, its memory watched."""
    pdf, build = desk / "out" / f"{source.name}.pdf", building(source.name)
    copy_publication(source, desk / "content" / source.name, 1)
    measure(build, desk, desk / "cache-1", pdf)
    once = pages(pdf)
    copy_publication(source, desk / "again" / source.name, 2)
    measure([*building(str(desk / "again" / source.name))], desk, desk / "cache-1", pdf)
    times = 1 + math.ceil((wanted - once) / (pages(pdf) - once))
    copy_publication(source, desk / "large" / source.name, times)
    cost = measure(building(str(desk / "large" / source.name)), desk, desk / "cache-2", pdf, watched=True)
    return f"First build of {pages(pdf)} pages: {cost.wall:.1f} s, {cost.memory / 1e6:.0f} MB at most (watched)."


def summary(costs: list[Cost]) -> Cost:
    """Unite the first run, which was watched for its memory, with the medians of the others."""
    watched, *timed = costs
    wall, cpu = statistics.median(c.wall for c in timed), statistics.median(c.cpu for c in timed)
    return Cost(wall, cpu, watched.memory, timed[-1].size)


def pages(pdf: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def table(costs: Mapping[str, Cost]) -> str:
    """Set the costs out as a Markdown table, each with its ratio to the first."""
    first = next(iter(costs.values()))
    lines = [
        "| | wall s | ratio | CPU s | ratio | peak MB | ratio | PDF kB | ratio |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind, c in costs.items():
        cells = [f"{c.wall:.2f}", ratio(c.wall, first.wall)]
        cells += [f"{c.cpu:.2f}" if c.cpu else "–", ratio(c.cpu, first.cpu)]
        cells += [f"{c.memory / 1e6:.0f}" if c.memory else "–", ratio(c.memory, first.memory)]
        cells += [f"{c.size / 1000:.0f}" if c.size else "–", ratio(c.size, first.size)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if value and base else "–"


def growth(found: Mapping[int, Mapping[str, Cost]]) -> str:
    """Set out the exponents with which each row grows over the sizes; the content grows with exponent 1."""
    lines = ["| exponent of growth | wall | CPU | memory |", "| --- | --: | --: | --: |"]
    for kind in next(iter(found.values())):
        cells = []
        for name in ("wall", "cpu", "memory"):
            points = [(times, getattr(costs[kind], name)) for times, costs in found.items() if kind in costs]
            cells.append(f"{exponent(points):.2f}" if all(value for _, value in points) else "–")
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line through points on paper that is logarithmic both ways."""
    return statistics.linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points]).slope


if __name__ == "__main__":
    main()
