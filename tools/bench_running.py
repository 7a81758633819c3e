"""Processes that `make bench` watches: commands that come to an end, and a builder that stays.

In: commands. Out: a `Cost` for each run. CPU is user and system time of a process and all it started; memory is the
peak of the proportional set size (shared pages counted once) over all these processes, sampled every 50 ms from /proc,
which slows what is looked at; where there is no /proc it is left out.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
PR_SET_CHILD_SUBREAPER = 36  # Linux: processes whose parent is gone become ours, so that their time is counted


@dataclass(frozen=True)
class Cost:
    """What a run took: wall and CPU seconds, peak memory in bytes, size of the PDF in bytes; 0: unknown."""

    wall: float
    cpu: float
    memory: int
    size: int


def adopt_orphans() -> None:
    """Have processes whose parent is gone counted among those of this one."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def environment(cache: Path | None) -> dict[str, str]:
    """Give the environment of a run: what is installed is compiled once, not in every run."""
    own = os.environ | {"PYTHONPATH": str(ROOT)} | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return own


def measure(command: list[str], desk: Path, cache: Path | None, pdf: Path, watched: bool = False) -> Cost:
    """Run a command to its end, that of its last process included; sample its memory only when it is watched."""
    messages = desk / "messages.txt"  # no pipe: workers that end a little later would hold it open
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with messages.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=desk, env=environment(cache), start_new_session=True, stdout=out, stderr=out
        )
    sampler = Sampler(process.pid)
    if watched:
        sampler.start()
    process.wait()
    wall = time.perf_counter() - begin
    while True:
        try:
            os.waitpid(-process.pid, 0)  # of this session alone: a builder that stays is not waited for
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


class Running:
    """A builder that stays, in a process of its own (tools/bench_session.py)."""

    def __init__(self, publication: Path, desk: Path, cache: Path):
        self.pdf = desk / "out" / f"{publication.name}.pdf"
        command = [sys.executable, str(ROOT / "tools" / "bench_session.py"), str(publication), str(desk / "out")]
        self._process = subprocess.Popen(
            command, cwd=desk, env=environment(cache), start_new_session=True, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self._told()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def build(self, watched: bool = False) -> tuple[Cost, Cost]:
        """Have it build what has changed; gives the cost of the whole, and of the edited part's own pages."""
        assert self._process.stdin
        sampler = Sampler(self._process.pid)
        if watched:
            sampler.start()
        before = busy(self._process.pid)
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        told = self._told()
        cpu = busy(self._process.pid) - before
        if watched:
            sampler.stop()
        return Cost(told["wall"], cpu, sampler.peak, self.pdf.stat().st_size), Cost(told["pages"], 0, 0, 0)

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"the builder that stays ended with {self._process.wait()}")
        told: dict[str, Any] = json.loads(line)
        return told


class Sampler(threading.Thread):
    """Watches the memory of all processes of a session."""

    def __init__(self, session: int):
        super().__init__(daemon=True)
        self.session, self.peak, self.done = session, 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.peak = max(self.peak, sum(memory(member) for member, _ in members(self.session)))

    def stop(self) -> None:
        self.done.set()
        self.join()


def members(session: int) -> list[tuple[int, float]]:
    """The processes of a session and their CPU seconds (proc(5): of stat, the fields after the name in brackets)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[3]) == session:
            found.append((int(stat.parent.name), sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")))
    return found


def busy(session: int) -> float:
    """The CPU seconds that the processes of a session have taken so far, with those they waited for."""
    return sum(seconds for _, seconds in members(session))


def memory(process: int) -> int:
    """The proportional set size of a process in bytes, 0 when it has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
