"""Comments by which an author silences a finding: `<!-- renderer: ignore YEAR-STALE -->` on the line before it.

In: the text of a manuscript, later all findings of a build. Out: which lines which codes are silenced on, and the
findings that are left to show. Errors are never silenced, and a comment that silences nothing is itself a note.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renderer.findings import CODES, Finding, Severity, finding

_CODE_SPAN = re.compile(r"(`+).*?\1")
_COMMENT = re.compile(r"<!--\s*renderer:\s*(?P<words>[^<>]*?)\s*-->")
_FENCE = re.compile(r"[ >]*(?P<marks>`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_OWN = frozenset({"IGNORE-IDLE", "IGNORE-CODE"})


@dataclass(frozen=True, slots=True)
class Ignore:
    """One code that one comment silences, on the lines `first` to `last` of a file; `line` is the comment's own."""

    file: str
    line: int
    code: str
    first: int
    last: int

    def covers(self, found: Finding) -> bool:
        """Tell whether a finding is one of those that are silenced."""
        return (
            found.code == self.code
            and found.severity is not Severity.ERROR
            and found.place.file == self.file
            and self.first <= found.place.line <= self.last
        )


def find_ignores(text: str, source: str, first_line: int = 1) -> tuple[list[Ignore], list[Finding]]:
    """Find the comments of a manuscript whose text begins on line `first_line` of the file `source`.

    A comment on a line of its own speaks of what follows it up to the next blank line, before a heading of the section
    up to the next heading; one behind other text speaks of its own line. Comments inside a block of code are code.
    """
    ignores: list[Ignore] = []
    faults: list[Finding] = []
    if "renderer:" not in text:
        return ignores, faults
    lines = text.split("\n")
    fence = ""
    for i, line in enumerate(lines):
        if fence:
            fence = "" if _closes(line, fence) else fence
            continue
        if opened := _FENCE.match(line):
            fence = opened["marks"]
            continue
        shown = _CODE_SPAN.sub("code", line)
        for comment in _COMMENT.finditer(shown):
            alone = not _COMMENT.sub("", shown).strip(" >")
            first, last = _following(lines, i + 1) if alone else (i, i)
            for code in _codes(comment["words"], source, first_line + i, faults):
                ignores.append(Ignore(source, first_line + i, code, first_line + first, first_line + last))
    return ignores, faults


def heed(findings: Iterable[Finding], ignores: Sequence[Ignore]) -> tuple[tuple[Finding, ...], frozenset[Ignore]]:
    """Leave out what is silenced; the second value names the comments that were of use."""
    wanted: dict[tuple[str, str], list[Ignore]] = {}
    for ignore in ignores:
        wanted.setdefault((ignore.file, ignore.code), []).append(ignore)
    shown: list[Finding] = []
    used: set[Ignore] = set()
    for found in findings:
        covering = [i for i in wanted.get((found.place.file, found.code), ()) if i.covers(found)]
        used.update(covering)
        if not covering:
            shown.append(found)
    return tuple(shown), frozenset(used)


def idle(ignores: Iterable[Ignore], used: frozenset[Ignore]) -> list[Finding]:
    """Report the comments that silenced nothing."""
    message = "nothing here gives a finding {}, so there is nothing to ignore"
    return [finding("IGNORE-IDLE", message.format(i.code), file=i.file, line=i.line) for i in ignores if i not in used]


def _following(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Give the first and last line of what follows, as positions in the text: a block, or a heading and its section."""
    while at < len(lines) and (not lines[at].strip() or not _COMMENT.sub("", lines[at]).strip(" >")):
        at += 1
    section = at < len(lines) and bool(_HEADING.match(lines[at]))
    fence, end = "", at
    for n in range(at, len(lines)):
        if fence:
            fence = "" if _closes(lines[n], fence) else fence
        elif opened := _FENCE.match(lines[n]):
            fence = opened["marks"]
        elif n > at and (_HEADING.match(lines[n]) if section else not lines[n].strip()):
            break
        end = n
    return at, end


def _closes(line: str, fence: str) -> bool:
    """Tell whether a line ends the block of code that a fence began."""
    marks = line.strip(" >")
    return marks.startswith(fence) and not marks.strip(fence[0])


def _codes(words: str, source: str, line: int, faults: list[Finding]) -> list[str]:
    """Read the codes a comment names; what is none, or cannot be silenced, is reported."""
    verb, *named = re.split(r"[\s,]+", words.strip()) if words.strip() else [""]
    named = [code for code in named if code]
    problem = ""
    if verb != "ignore":
        problem = f"`renderer: {words}` is not understood"
    elif not named:
        problem = "`renderer: ignore` names no code"
    if problem:
        faults.append(finding("IGNORE-CODE", problem, file=source, line=line))
        return []
    known: list[str] = []
    for code in named:
        if code in CODES and CODES[code].severity is not Severity.ERROR and code not in _OWN:
            known.append(code)
            continue
        near = difflib.get_close_matches(code.upper(), CODES, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        what = f"there is no code {code}{hint}" if code not in CODES else f"{code} cannot be silenced"
        faults.append(finding("IGNORE-CODE", what, file=source, line=line))
    return known
