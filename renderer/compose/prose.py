"""Numbers in prose: manuscripts whose front matter names data in; the same manuscripts with their expressions answered.

`{{ cores.latest | short }}` becomes `40 million` before anything else reads the text, so that its conversion is kept by
what it says. No line moves. An answer is plain text: in the body its signs are written as character references, which
no reader of Markdown or HTML takes for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from renderer.compose.answers import Answers
from renderer.data.table import Table
from renderer.data.tables import read_table
from renderer.findings import Finding, InputError, Place, Severity, finding
from renderer.model import Manuscript, PartSource, Publication
from renderer.review.measured import Known
from renderer.store import Store
from renderer.workspace import Workspace

KEY = "data"
_FENCE = re.compile(r"[ >]*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
_YAML_BLOCKS = ("chart", "table")
"""Blocks of code whose lines are YAML that is printed in the end."""
_TOKEN = re.compile(
    r"(?P<literal>\\\{\{|(?<!`)(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)|<!--.*?-->)"
    r"|(?P<comment><!--)|\{\{(?P<asked>.*?)\}\}|(?P<open>\{\{)|(?P<statement>\{%.*?%\}|\{# [^{}]*#\})"
)
_SAFE = re.compile(r"[^\W_]|[ ,'’%−]|[+-](?=\d)|(?<=\d)\.(?=\d)")
_ITEM = re.compile(r"[ >]*(?:(?:[-*+]|\d+[.)]) +)*$")


def with_numbers(
    publication: Publication, workspace: Workspace, store: Store | None = None
) -> tuple[Publication, Mapping[str, Known], list[Finding]]:
    """Answer the expressions of all manuscripts that name data; what each took comes by the id of its part."""
    told: dict[str, Known] = {}
    findings: list[Finding] = []
    tables: dict[str, Table] = {}
    shared: dict[tuple[str, ...], Answers] = {}
    parts: list[PartSource] = []
    title = publication.title
    for part in publication.parts:
        manuscript = part.manuscript
        if manuscript is None or not manuscript.meta.get(KEY):
            parts.append(part)
            continue
        named = _tables(manuscript, publication, workspace, tables, findings)
        alike = part.lang, *(text for name, table in sorted(named.items()) for text in (name, table.file))
        answers = shared.get(alike) or shared.setdefault(alike, Answers(named, part.lang, store))
        filler = _Filler(manuscript, answers)
        filled = replace(manuscript, body=filler.body(), meta=filler.meta())
        findings += filler.findings
        own = str(manuscript.meta.get("title", ""))
        new = str(filled.meta.get("title", ""))
        title = new if title == own else title
        parts.append(replace(part, manuscript=filled, title=new if part.title == own else part.title))
        told[part.id] = Known(tuple(named.values()), filler.written, answers.key)
    for answers in shared.values():
        answers.keep()
    if not told:
        return publication, told, findings
    return replace(publication, title=title, parts=tuple(parts)), told, findings


def _tables(
    manuscript: Manuscript, publication: Publication, workspace: Workspace, known: dict[str, Table],
    findings: list[Finding],
) -> dict[str, Table]:  # fmt: skip
    """Read the data a manuscript names, by the names its expressions call them; each file is read once."""
    from renderer.data.values import identifier

    given = manuscript.meta[KEY]
    names = [given] if isinstance(given, str) else given
    at = manuscript.meta_lines.get(KEY, 1)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        message = f"`{KEY}` should be a list of names of data files, not {given!r}"
        findings.append(finding("KEY-VALUE", message, file=manuscript.name, line=at, severity=Severity.WARNING))
        return {}
    found: dict[str, Table] = {}
    for i, name in enumerate(names):
        line = manuscript.meta_lines.get(f"{KEY}.{i}", at)
        try:
            table = known[name] if name in known else read_table(workspace, publication.data_dir, name)
        except InputError as e:
            # What has no place is about the name, which stands here; faults of the file have places of their own.
            findings += [f if f.place.file else replace(f, place=Place(manuscript.name, line)) for f in e.findings]
            continue
        known[name] = table
        if (called := identifier(table.name)) in found:
            message = f"{found[called].file} and {table.file} would both be called `{called}`"
            findings.append(finding("KEY-VALUE", message, file=manuscript.name, line=line, remedy="rename one of them"))
        found[called] = table
    return found


class _Filler:
    """Walks over one manuscript and writes what its expressions stand for."""

    def __init__(self, manuscript: Manuscript, answers: Answers):
        self.manuscript, self._answers = manuscript, answers
        self.findings: list[Finding] = []
        self.written: dict[int, list[str]] = {}

    def body(self) -> str:
        """Answer the expressions of the text; blocks of code, code in lines and comments stay as they are."""
        lines = self.manuscript.body.split("\n")
        fence, yaml, comment = "", False, False
        for i, line in enumerate(lines):
            if fence:
                marks = line.strip(" >")
                if marks.startswith(fence) and not marks.strip(fence[0]):
                    fence = ""
                elif yaml and "{" in line:
                    lines[i] = "".join(self._line(line, i + self.manuscript.body_line, markdown=False))
            elif comment:
                comment = "-->" not in line
            elif opened := _FENCE.match(line):
                fence = opened["marks"]
                yaml = opened["info"].strip().split(" ")[0] in _YAML_BLOCKS
            elif "{" in line or "<!--" in line:
                comment = "<!--" in line and any(m["comment"] for m in _TOKEN.finditer(line))
                lines[i] = "".join(self._line(line, i + self.manuscript.body_line))
        return "\n".join(lines)

    def meta(self) -> Mapping[str, Any]:
        """Answer the expressions of the front matter."""
        return {k: v if k == KEY else self._value(v, k) for k, v in self.manuscript.meta.items()}

    def _value(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {k: self._value(v, f"{path}.{k}") for k, v in value.items()}
        if isinstance(value, list):
            return [self._value(v, f"{path}.{i}") for i, v in enumerate(value)]
        if not isinstance(value, str) or "{" not in value:
            return value
        at = path
        while at and at not in self.manuscript.meta_lines:
            at = at.rpartition(".")[0]
        line = self.manuscript.meta_lines.get(at, 1)
        lines = ["".join(self._plain(text, line)) for text in value.split("\n")]
        return "\n".join(lines)

    def _line(self, line: str, number: int, *, markdown: bool = True) -> Iterator[str]:
        """Give the pieces of a line; in YAML nothing is escaped, so only numbers are answered there."""
        end = 0
        for token in _TOKEN.finditer(line):
            yield line[end : token.start()]
            end = token.end()
            if token["comment"]:
                yield line[token.start() :]
                return
            if token["literal"]:
                yield token[0]
                continue
            answer = self._answer(token, number, token.start() + 1, words=markdown)
            if answer is None:
                yield token[0]
            else:
                yield _as_markdown(answer, line, token.span()) if markdown else answer
        yield line[end:]

    def _plain(self, text: str, number: int) -> Iterator[str]:
        """Give the pieces of a line of front matter, in which nothing is markup."""
        end = 0
        for token in _TOKEN.finditer(text):
            if token["literal"] or token["comment"]:
                continue
            answer = self._answer(token, number, 0)
            yield text[end : token.start()]
            yield token[0] if answer is None else answer
            end = token.end()
        yield text[end:]

    def _answer(self, token: re.Match[str], line: int, at: int, *, words: bool = True) -> str | None:
        """Answer one expression; None when it is none, which is then a finding."""
        from renderer.data.values import Refused

        column = f"character {at}" if at else ""
        try:
            if token["open"]:
                raise Refused("this expression is not closed on its line", "write }} behind it, or \\{{ for two braces")
            if token["statement"]:
                message = f"`{token[0]}` is not carried out: only expressions are, such as {{{{ cores.latest }}}}"
                raise Refused(message, "remove it, or put it into backticks")
            answer = self._answers.answer(token["asked"], words=words)
        except Refused as e:
            file = self.manuscript.name
            self.findings.append(finding(e.code, e.message, file=file, line=line, column=column, remedy=e.remedy))
            return None
        self.written.setdefault(line, []).append(answer)
        return answer


def _as_markdown(answer: str, line: str, span: tuple[int, int]) -> str:
    """Write an answer so that Markdown takes none of its signs for markup, nor the number for that of a list."""
    text = "".join(c if _SAFE.match(answer, i) else f"&#{ord(c)};" for i, c in enumerate(answer))
    if _ITEM.match(line[: span[0]]) and line[span[1] : span[1] + 1] in (".", ")"):
        return f"&#{ord(answer[0])};{text[1:]}" if answer[:1].isdigit() else text
    return text
