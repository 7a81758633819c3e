"""Time and memory of builds beside plain WeasyPrint on the same HTML, measured in turns in one run.

Usage: python tools/bench.py NAME [--runs N] [--times 1,10]    NAME is a publication of content/.
Every time is the median of the runs; CPU is user and system time of the process and all it started. Memory is the
peak of the proportional set size (shared pages counted once) over all these processes, sampled every 50 ms from /proc
in a round of its own, because looking slows what is looked at; where there is no /proc it is left out.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench_content import copy_publication, edit_paragraph, write_raw

from renderer.store import Store

ROOT = Path(__file__).resolve().parent.parent
PR_SET_CHILD_SUBREAPER = 36  # Linux: processes whose parent is gone become ours, so that their time is counted


@dataclass(frozen=True)
class Cost:
    """What a run took: wall and CPU seconds, peak memory in bytes (0: unknown), size of the PDF in bytes."""

    wall: float
    cpu: float
    memory: int
    size: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", default="1,10", help="how often the chapters come, such as 1,10")
    given = parser.parse_args()
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pikepdf", "matplotlib"))
    print(f"Python {platform.python_version()}, {libraries}; {os.cpu_count()} processors; median of {given.runs}\n")
    for times in map(int, given.times.split(",")):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            bench(given.name, times, given.runs, Path(folder))


def bench(name: str, times: int, runs: int, desk: Path) -> None:
    """Measure all kinds of build in turns and print their table."""
    publication, pdf = desk / "content" / name, desk / "out" / f"{name}.pdf"
    copy_publication(ROOT / "content" / name, publication, times)
    build = [str(Path(sys.executable).with_name("renderer")), "build", name, "--output", "out"]
    raw = [sys.executable, str(ROOT / "tools" / "bench_raw.py"), str(desk / "raw")]
    measure(build, desk, desk / "cache-first", pdf)
    parts = write_raw(publication, Store(desk / "cache-first" / "renderer"), desk / "raw")
    turns = [("plain WeasyPrint", raw, desk / "raw" / "raw.pdf"), ("first build", build, pdf)]
    turns += [("after an edit", build, pdf), ("up to date", build, pdf)]
    costs: dict[str, list[Cost]] = {kind: [] for kind, _, _ in turns}
    for n in range(runs + 1):
        for kind, command, result in turns:
            if kind == "after an edit":
                edit_paragraph(publication, f"This sentence is number {n + 1} of the bench.")
            cache = None if command is raw else desk / f"cache-{n}"  # plain WeasyPrint keeps nothing of its own
            costs[kind].append(measure(command, desk, cache, result, watched=n == 0))
    print(f"{name}, chapters × {times}: {parts} parts, {pages(pdf)} pages (plain: {pages(desk / 'raw' / 'raw.pdf')})\n")
    print(table({kind: summary(c) for kind, c in costs.items()}))


def measure(command: list[str], desk: Path, cache: Path | None, pdf: Path, watched: bool = False) -> Cost:
    """Run a command to its end, that of its last process included; sample its memory only when it is watched."""
    environment = os.environ | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once, not in every run
    messages = desk / "messages.txt"  # no pipe: workers that end a little later would hold it open
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with messages.open("wb") as out:
        process = subprocess.Popen(command, cwd=desk, env=environment, start_new_session=True, stdout=out, stderr=out)
    sampler = Sampler(process.pid)
    if watched:
        sampler.start()
    process.wait()
    wall = time.perf_counter() - begin
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    if watched:
        sampler.stop()
    made = next((file for file in (pdf, pdf.with_suffix(".proof.pdf")) if file.is_file()), None)
    if process.returncode not in (0, 1) or made is None:  # 1: there are findings, and a proof
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{messages.read_text(errors='replace')}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, sampler.peak, made.stat().st_size)


class Sampler(threading.Thread):
    """Watches the memory of all processes of a session."""

    def __init__(self, session: int):
        super().__init__(daemon=True)
        self.session, self.peak, self.done = session, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.peak = max(self.peak, sum(map(memory, members(self.session))))

    def stop(self) -> None:
        self.done.set()
        self.join()


def members(session: int) -> list[int]:
    """The processes of a session (proc(5): the sixth field of stat, counted after the name in brackets)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[3]) == session:
            found.append(int(stat.parent.name))
    return found


def memory(process: int) -> int:
    """The proportional set size of a process in bytes, 0 when it has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def summary(costs: list[Cost]) -> Cost:
    """Unite the first run, which was watched for its memory, with the medians of the others."""
    watched, *timed = costs
    wall, cpu = statistics.median(c.wall for c in timed), statistics.median(c.cpu for c in timed)
    return Cost(wall, cpu, watched.memory, timed[-1].size)


def pages(pdf: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def table(costs: dict[str, Cost]) -> str:
    """Set the costs out as a Markdown table, each with its ratio to the first."""
    first = next(iter(costs.values()))
    lines = [
        "| | wall s | ratio | CPU s | ratio | peak MB | ratio | PDF kB | ratio |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind, c in costs.items():
        cells = [f"{c.wall:.2f}", ratio(c.wall, first.wall), f"{c.cpu:.2f}", ratio(c.cpu, first.cpu)]
        cells += [f"{c.memory / 1e6:.0f}" if c.memory else "–", ratio(c.memory, first.memory)]
        cells += [f"{c.size / 1000:.0f}", ratio(c.size, first.size)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if value and base else "–"


if __name__ == "__main__":
    main()
