"""Runs the command line as a user does: in a folder, in a process of its own, with a cache of the test's own.

A process that loads everything anew takes two seconds before it reads a word. So `run` forks one from a server that
has loaded it, for this process of tests; `run_anew` starts Python, for what is promised of starting or of many jobs.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 300
"""Seconds a command may take."""
WITH_JOBS = {"build", "check", "specimen", "figures"}


@dataclass(frozen=True)
class Ran:
    """What a command came to: exit status, both streams, and the JSON lines of `--json`."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def result(self) -> dict[str, Any]:
        """The last JSON line, which says what came of it."""
        return self.lines[-1]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, from JSON lines."""
        return [line["code"] for line in self.lines if line["type"] == "finding"]


def run(*words: str | Path, cwd: Path, **environment: str) -> Ran:
    """Run `renderer WORDS` in a folder, with one job unless the words say otherwise."""
    jobs = () if "--jobs" in words or words[0] not in WITH_JOBS else ("--jobs", "1")
    with tempfile.TemporaryDirectory() as temporary:
        streams = [f"{temporary}/out", f"{temporary}/err"]
        given = {**os.environ, **environment, "TMPDIR": temporary}
        asked = {"words": [str(w) for w in (*words, *jobs)], "cwd": str(cwd), "environment": given, "streams": streams}
        status = int(_ask(_server(), json.dumps(asked)))
        out, err = (Path(stream).read_text() for stream in streams)
    return _told(status, out, err)


def run_anew(*words: str | Path, cwd: Path, **environment: str) -> Ran:
    """Run `renderer WORDS` in a folder by starting Python, with as many jobs as there are processors."""
    done = subprocess.run(
        [sys.executable, "-m", "renderer", *map(str, words)],
        cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip
    return _told(done.returncode, done.stdout, done.stderr)


def _told(status: int, out: str, err: str) -> Ran:
    assert "Traceback" not in err, err
    return Ran(status, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    """Start the server of this process; it ends when this process does, and nobody writes to it any more."""
    words = [sys.executable, str(Path(__file__).with_name("served.py"))]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(server: subprocess.Popen[str], line: str) -> str:
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write(f"{line}\n")
    server.stdin.flush()
    if not select.select([server.stdout], [], [], LONGEST)[0]:
        raise TimeoutError(f"not done after {LONGEST} seconds: {line}")
    return server.stdout.readline()
