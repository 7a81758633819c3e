"""Builds of lone manuscripts beside plain WeasyPrint on Python-Markdown's HTML, measured in turns in one run.

Usage: python tools/bench_corpus.py [FOLDER] [--runs N] [--only TEXT] [--jobs N]
FOLDER holds folders of manuscripts; a `static` or `public` folder beside a manuscript is its site.
Both sides are whole processes, from start to the PDF, and make a tagged A4 file; the build keeps nothing from one run
to the next (`--no-cache`).
A time is the least of the runs: other work on the machine only ever adds to it. Prints the ratio for each manuscript,
the worst once more at the end, and how many are above the limit.
"""

from __future__ import annotations

import argparse
import operator
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench_running import ROOT, Cost, adopt_orphans, measure

SITES = ("static", "public")
LIMIT = 1.3
"""How many times as long as plain WeasyPrint a build may take."""


@dataclass(frozen=True)
class Row:
    """One manuscript: its name, size in bytes, and the medians of both sides."""

    name: str
    size: int
    raw: Cost
    built: Cost

    @property
    def wall(self) -> float:
        """Wall time as a multiple of plain WeasyPrint's."""
        return self.built.wall / self.raw.wall

    @property
    def cpu(self) -> float:
        """CPU time as a multiple of plain WeasyPrint's."""
        return self.built.cpu / self.raw.cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="measure manuscripts whose path holds this text")
    parser.add_argument("--jobs", type=int, default=0, help="processes a build may use; 0: one a processor")
    given = parser.parse_args()
    given.folder = given.folder.resolve()  # the raw side runs in its own folder
    adopt_orphans()
    files = [f for f in sorted(given.folder.glob("*/*.md")) if given.only in str(f)]
    if not files:
        sys.exit(f"no manuscripts in {given.folder}")
    rows = []
    for file in files:
        with tempfile.TemporaryDirectory(prefix="bench-") as desk:
            rows.append(compare(file, given.folder, Path(desk), given.runs, given.jobs))
            print(line(rows[-1]), flush=True)
    report(rows)


def compare(file: Path, folder: Path, desk: Path, runs: int, jobs: int) -> Row:
    """Measure both sides of one manuscript, the one straight after the other."""
    site = next((s for name in SITES if (s := file.parent / name).is_dir()), file.parent)
    raw = [sys.executable, str(ROOT / "tools" / "bench_raw.py"), str(file), str(desk / "raw.pdf"), str(site)]
    build = [sys.executable, "-m", "renderer", "build", str(file), "--no-cache", "--output", str(desk)]
    build += ["--site-root", str(site), "--jobs", str(jobs)]
    pairs = []
    for _ in range(runs):
        plain = measure(raw, desk, None, desk / "raw.pdf")
        pairs.append((plain, measure(build, desk, desk / "cache", desk / f"{file.stem}.pdf")))
    name = file.relative_to(folder).as_posix()
    return Row(name, file.stat().st_size, least([a for a, _ in pairs]), least([b for _, b in pairs]))


def least(costs: list[Cost]) -> Cost:
    """Give the least wall and the least CPU time."""
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), 0, costs[-1].size)


def line(row: Row) -> str:
    times = f"{row.raw.wall:6.2f} {row.built.wall:6.2f} s  wall × {row.wall:4.2f}  cpu × {row.cpu:4.2f}"
    return f"{row.name:<58} {row.size / 1000:6.1f} kB {times}"


def report(rows: list[Row]) -> None:
    print()
    for title, name in (("wall", "wall"), ("CPU", "cpu")):
        key = operator.attrgetter(name)
        ratios = sorted(rows, key=key)
        above = sum(key(r) > LIMIT for r in rows)
        print(
            f"{title}: median × {statistics.median(map(key, rows)):.2f}, {above} of {len(rows)} above × {LIMIT}; worst:"
        )
        for row in ratios[-5:]:
            print(f"  {line(row)}")


if __name__ == "__main__":
    main()
