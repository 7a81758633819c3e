"""What fifty charts cost: the CPU time of a build with them beside that of the same text without, and of the next one.

Usage: python tools/bench_charts.py [--runs N]
Every chart has numbers of its own, so that each is drawn; kinds take turns. The first builds begin with an empty store.
The next build is after an edit of the text: it must draw nothing, which is told by the charts that lie in the store.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from bench_running import adopt_orphans, measure

CHARTS = 50
KINDS = ("bar", "horizontal-bar", "line", "area", "dot-plot")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    adopt_orphans()
    rounds = []
    for _ in range(given.runs):
        with tempfile.TemporaryDirectory(prefix="bench-charts-") as folder:
            rounds.append(bench(Path(folder)))
    plain, cold, warm = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"{CHARTS} charts, median of {given.runs}, CPU seconds:")
    print(f"  text alone {plain:.2f}, with charts {cold:.2f}: the charts {cold - plain:.2f}")
    print(f"  after an edit {warm:.2f}, and no chart was drawn again")


def bench(folder: Path) -> tuple[float, float, float]:
    """Give the CPU seconds of a build without charts, of the first with them and of the next after an edit."""
    (folder / "data").mkdir()
    blocks = []
    for n in range(CHARTS):
        rows = "".join(f"{year},{(year * 7 + n * 13) % 90 + 10}\n" for year in range(2013, 2023))
        (folder / "data" / f"d{n}.csv").write_text(f"year,value\n{rows}")
        kind = KINDS[n % len(KINDS)]
        blocks.append(f"```chart\nkind: {kind}\ndata: d{n}\nx: year\ny: value\ntitle: Chart {n}\nalt: Values.\n```\n")
    text = [f"## Section {n}\n\nWords about chart {n}.\n" for n in range(CHARTS)]
    words = folder / "words.md"
    words.write_text("# Words\n\n" + "\n".join(text))
    charts = folder / "charts.md"
    charts.write_text("# Charts\n\n" + "\n".join(f"{t}\n{b}" for t, b in zip(text, blocks, strict=True)))
    build = [sys.executable, "-m", "renderer", "build", "--output", str(folder / "out")]
    plain = measure([*build, str(words)], folder, folder / "cache-words", folder / "out" / "words.pdf")
    cold = measure([*build, str(charts)], folder, folder / "cache", folder / "out" / "charts.pdf")
    drawn = stored(folder)
    charts.write_text(charts.read_text() + "\nOne sentence more.\n")
    warm = measure([*build, str(charts)], folder, folder / "cache", folder / "out" / "charts.pdf")
    if len(drawn) != CHARTS or stored(folder) != drawn:
        sys.exit(f"{len(drawn)} charts were drawn at first and {len(stored(folder) - drawn)} after the edit")
    return plain.cpu, cold.cpu, warm.cpu


def stored(folder: Path) -> set[Path]:
    """Name the charts in the store."""
    return set((folder / "cache").rglob("charts/**/*.svg"))


if __name__ == "__main__":
    main()
