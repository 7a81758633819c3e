"""Runs the command line as a user does: in a folder, in a process of its own, with a cache of the test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    """Run `renderer WORDS` in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "renderer", *map(str, words)],
        cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)
