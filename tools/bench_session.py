"""A builder that stays, for `make bench`: a line on standard input in, a build and its times as a line of JSON out.

Usage: python tools/bench_session.py FOLDER OUTPUT    FOLDER holds a publication.
The first line comes by itself, after the first build. `wall` is the time of the whole build in seconds, `pages` that
after which the first part's own pages were there (0: no part was typeset), `typeset` how many parts were.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from renderer.model import Sheets
from renderer.order import Order
from renderer.pipeline import Progress
from renderer.pool import collect_seldom
from renderer.session import Session


class Clock(Progress):
    """Notes when the first pages are handed out."""

    def __init__(self) -> None:
        self.begun, self.first = time.perf_counter(), 0.0

    def pages(self, sheets: Sheets) -> None:
        self.first = self.first or time.perf_counter() - self.begun


def main() -> None:
    collect_seldom()
    order = Order(Path(sys.argv[1]), Path(sys.argv[2]))
    with Session() as session:
        while True:
            clock = Clock()
            outcome = session.build(order, clock)
            wall = time.perf_counter() - clock.begun
            print(json.dumps({"wall": wall, "pages": clock.first, "typeset": len(outcome.typeset)}), flush=True)
            if not sys.stdin.readline():
                return


if __name__ == "__main__":
    main()
