"""What the command line prints: findings and outcomes in, lines for people or JSON lines for programs out."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from renderer.findings import (
    Finding,
    InputError,
    InternalError,
    OutputError,
    Severity,
    Stopped,
    ToolError,
    settled,
)
from renderer.order import Outcome


class Exit(enum.IntEnum):
    """Exit codes."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    NOT_INSTALLED = 4
    INTERNAL = 5


STATUS: dict[type[Stopped], Exit] = {
    InputError: Exit.UNREADABLE,
    ToolError: Exit.NOT_INSTALLED,
    InternalError: Exit.INTERNAL,
    OutputError: Exit.FINDINGS,
}


def stopped(findings: Iterable[Finding], code: Exit, as_json: bool = False) -> Exit:
    """Print why a command came to an end, and give its exit code."""
    print_findings(settled(findings), as_json)
    if as_json:
        print(json.dumps({"type": "result", "status": int(code), "files": []}))
    return code


def megabytes(size: int) -> str:
    """Write a number of bytes for people."""
    return f"{size / 1e6:.1f} MB"


def print_findings(findings: Iterable[Finding], as_json: bool) -> None:
    """Print findings with the lines they are about, or as JSON lines."""
    frames: dict[str, list[str]] = {}
    for f in findings:
        if as_json:
            print(json.dumps({"type": "finding", **f.as_dict()}, ensure_ascii=False))
            continue
        print(f, file=sys.stderr)
        if f.severity is not Severity.NOTE and (frame := _frame(f, frames)):
            print(frame, file=sys.stderr)
        print(f"    {f.remedy}", file=sys.stderr)


def _frame(f: Finding, files: dict[str, list[str]]) -> str:
    """Show the line a finding is about, when it can still be read."""
    if not (f.place.file and f.place.line):
        return ""
    if f.place.file not in files:
        try:
            files[f.place.file] = Path(f.place.file).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            files[f.place.file] = []
    lines = files[f.place.file]
    if f.place.line > len(lines) or not lines[f.place.line - 1].strip():
        return ""
    text = lines[f.place.line - 1]
    return f"  {f.place.line:>5} | {text if len(text) <= 100 else text[:99] + '…'}"


def print_outcome(outcome: Outcome, status: Exit, as_json: bool) -> None:
    """Print what a build came to: its files, or for a check the number of findings."""
    if as_json:
        files = [
            {"file": str(d.path), "edition": d.edition, "pages": d.pages, "bytes": d.size, "sha256": d.sha256,
             "proof": d.proof}
            for d in outcome.deliveries
        ]  # fmt: skip
        print(
            json.dumps(
                {
                    "type": "result",
                    "status": int(status),
                    "name": outcome.name,
                    "up_to_date": outcome.up_to_date,
                    "typeset": len(outcome.typeset),
                    "typeset_parts": outcome.typeset,
                    "from_store": outcome.stored,
                    "files": files,
                }
            )
        )
        return
    for d in outcome.deliveries:
        if not d.pages and d.path.suffix != ".zip":
            continue  # the other files of a kit are told by its archive
        state = "up to date" if outcome.up_to_date else f"{len(outcome.typeset)} of {_total(outcome)} parts typeset"
        kind = "proof, not for publication" if d.proof else state
        pages = f"{d.pages} page{'' if d.pages == 1 else 's'}, " if d.pages else ""
        print(f"{shown(d.path)}  {pages}{d.size / 1000:.0f} kB ({kind})")
    if not outcome.deliveries:
        counts = {s: sum(1 for f in outcome.findings if f.severity is s) for s in reversed(Severity)}
        print(f"{outcome.name}: " + ", ".join(f"{n} {s}{'' if n == 1 else 's'}" for s, n in counts.items()))


def _total(outcome: Outcome) -> int:
    return outcome.stored + len(outcome.typeset)


def shown(path: Path) -> str:
    """Give a path as it is printed: relative to where the user stands when it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def make_progress_bar(as_json: bool):  # type: ignore[no-untyped-def]
    """Make the bar that shows how far a build is, where someone can see it."""
    from renderer.progress import make_progress

    return make_progress(sys.stderr, quiet=as_json)
