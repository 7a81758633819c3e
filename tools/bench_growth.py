"""CPU time of each stage of a build as a manuscript grows: at 1, 2, 4 and 8 times, for one construct after the other.

Usage: python tools/bench_growth.py [--only NAME] [--sizes 100,200,400,800] [--runs N]
The constructs are those of tests/hostile.py, and `parts`: a folder of so many manuscripts. Each build is a process of
its own, alone with its work, and keeps nothing; a time is the least of the runs, in seconds. The last columns tell how
the time of the last doubling compares with the one before, for each stage: 2 is linear, 4 is quadratic, and less than
2 where a start is still in it. Memory is the peak of the process in MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
STAGES = ("compose", "typeset", "bind", "verify")
DEFAULT = ("paragraphs", "sections", "list items", "table rows", "footnotes", "links", "links to sections", "parts")
NOTICED = 0.2
"""Seconds; growth of less says nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="one construct; `all` for all there are")
    parser.add_argument("--sizes", default="100,200,400,800")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "N"), help="measure one build and print it as JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one[0], int(given.one[1]))))
        return
    from hostile import CONSTRUCTS

    wanted = [*CONSTRUCTS, "parts"] if given.only == "all" else [given.only] if given.only else DEFAULT
    sizes = [int(n) for n in given.sizes.split(",")]
    heads = [*(f"{n} × {stage}" for n in sizes[-1:] for stage in STAGES), "pages", "MB", *STAGES]
    print(f"| construct, {sizes[0]} to {sizes[-1]} | {' | '.join(heads)} |\n|---|{'--:|' * len(heads)}")
    for name in wanted:
        rows = [least(name, n, given.runs) for n in sizes]
        last = [f"{rows[-1][stage]:.2f}" for stage in STAGES] + [f"{rows[-1][k]:.0f}" for k in ("pages", "memory")]
        print(f"| {name} | {' | '.join(last + [growth(rows, stage) for stage in STAGES])} |", flush=True)


def growth(rows: list[dict[str, float]], stage: str) -> str:
    """Compare the last doubling with the one before."""
    before, after = rows[-2][stage] - rows[-3][stage], rows[-1][stage] - rows[-2][stage]
    return f"× {after / before:.1f}" if after > NOTICED and before > 0 else "–"


def least(name: str, n: int, runs: int) -> dict[str, float]:
    """Measure a build in a process of its own, several times; give the least of each figure."""
    command = [sys.executable, __file__, "--one", name, str(n)]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    return {key: min(f[key] for f in found) for key in found[0]}


def measure(name: str, n: int) -> dict[str, float]:
    """Build a manuscript with so many of a construct in this process."""
    from hostile import CONSTRUCTS

    from renderer.order import Order
    from renderer.pipeline import Progress, build
    from renderer.pool import collect_seldom

    class Clock(Progress):
        """Notes the CPU time at which each stage begins."""

        def __init__(self) -> None:
            self.begun: list[tuple[str, float]] = []

        def stage(self, name: str) -> None:
            self.begun.append((name, time.process_time()))

    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        desk = Path(folder) / "desk"
        desk.mkdir()
        if name == "parts":
            for i in range(n):
                (desk / f"{i:05}.md").write_text(f"---\ntitle: Part {i}\n---\n\nText of part {i}.\n", encoding="utf-8")
        else:
            (desk / "m.md").write_text(f"---\ntitle: T\n---\n\n{CONSTRUCTS[name](n)}", encoding="utf-8")
        collect_seldom()
        clock = Clock()
        source = desk if name == "parts" else desk / "m.md"
        outcome = build(Order(source, Path(folder) / "output", remember=False), clock)
        clock.stage("end")
    times = dict.fromkeys(STAGES, 0.0)
    for (stage, begun), (_, ended) in zip(clock.begun, clock.begun[1:], strict=False):
        if stage in times:
            times[stage] += ended - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**times, "memory": peak, "pages": sum(d.pages for d in outcome.deliveries)}


if __name__ == "__main__":
    main()
