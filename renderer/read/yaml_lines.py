"""YAML text in, plain values out, with the line of every value and findings for what YAML itself lets pass."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from renderer.findings import Finding, finding

YamlPath = tuple[str | int, ...]
"""Where a value stands: ("parts", 2, "title")."""

# The C parser is ten times faster where it is there.
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TextLoader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


DEEPEST = 50
"""So deep values may lie in each other."""
MOST = 50_000
"""Values of one text, counted as often as aliases repeat them: aliases of aliases can make any number."""


_KINDS = {
    "bool_type": "this should be on or off",
    "model_type": "this should be `key: value` lines",
}
"""Plain words for what pydantic calls the kinds of values."""


class Lines(dict[YamlPath, int]):
    """Lines of a YAML text by the path of their value; an unknown path gives the line of the nearest one above."""

    def at(self, path: YamlPath) -> int:
        """Give the line of a value, or of what it would stand in."""
        while path and path not in self:
            path = path[:-1]
        return self.get(path, 0)


def load(text: str, *, file: str, first_line: int = 1, as_text: bool = False) -> tuple[Any, Lines, list[Finding]]:
    """Read a YAML text whose first line is line `first_line` of `file`.

    With `as_text` every value stays as it is written: `2022` is no number and `no` no truth value.
    """
    lines, findings = Lines({(): first_line}), list[Finding]()
    try:
        _refuse_depth(text)
        loader = (_TextLoader if as_text else _Loader)(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, lines, findings
            _Walker(loader, file, first_line, lines, findings).walk(node, (), ())
            value = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as e:
        line, problem = _problem(e, text)
        return None, lines, [finding("YAML-SYNTAX", f"this is not YAML: {problem}", file=file, line=first_line + line)]
    return value, lines, findings


def _refuse_depth(text: str) -> None:
    """Go through a text without building anything from it.

    Raises MarkedYAMLError: its values are nested so deep that building them, which works by recursion, would fail.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                problem = f"values are nested more than {DEEPEST} deep"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _problem(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Say on which line (from 0) YAML stumbled, and over what."""
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        if error.context_mark and mark.line > text.rstrip().count("\n"):  # nothing closed what began there
            mark = error.context_mark
        return mark.line, error.problem or "it is not YAML"
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position), "it holds a control character"
    return 0, str(error)


@dataclass(slots=True)
class _Walker:
    """Notes the line of every value of one text."""

    loader: Any
    file: str
    first: int
    lines: Lines
    findings: list[Finding]
    values: int = 0

    def walk(self, node: Any, path: YamlPath, above: tuple[Any, ...]) -> None:
        if node in above:
            raise yaml.MarkedYAMLError(problem="a value holds itself", problem_mark=node.start_mark)
        self.values += 1
        if self.values > MOST:
            raise yaml.MarkedYAMLError(problem="there are too many values", problem_mark=node.start_mark)
        self.lines.setdefault(path, self.first + node.start_mark.line)
        if isinstance(node, yaml.MappingNode):
            self._mapping(node, path, above)
        elif isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                self.walk(item, (*path, i), (*above, node))
        else:
            try:
                self.loader.construct_object(node)
            except (ValueError, OverflowError) as e:  # a date such as 2023-02-31
                problem = f"{node.value!r} cannot be read: {e}"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from e

    def _mapping(self, node: Any, path: YamlPath, above: tuple[Any, ...]) -> None:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), self.first + key_node.start_mark.line
            if key in seen:
                message = f"`{key}` is given twice, first on line {seen[key]}"
                self.findings.append(finding("YAML-DUPLICATE", message, file=self.file, line=line))
            seen.setdefault(key, line)
            self.lines[(*path, key)] = line
            self.walk(value_node, (*path, key), (*above, node))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known word a misspelt one is nearest to, as the end of a sentence, or list them all."""
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else "known are " + ", ".join(f"`{k}`" for k in known)


def shape_findings(
    faults: Iterable[Mapping[str, Any]], lines: Lines, known: Mapping[YamlPath, Iterable[str]], file: str
) -> list[Finding]:
    """Translate the errors of a pydantic model into findings on the user's own lines.

    `known` gives the keys of each mapping by its path, list positions left out.
    """
    found = []
    for fault in faults:
        path: YamlPath = tuple(
            p for p in fault["loc"] if p in ("", *(x for q in lines for x in q)) or isinstance(p, int)
        )
        name, line = str(path[-1]) if path else "", lines.at(path)
        if fault["type"] == "extra_forbidden":
            keys = known.get(tuple(p for p in path[:-1] if isinstance(p, str)), ())
            found.append(
                finding(
                    "KEY-UNKNOWN",
                    f"`{name}` is not known here; {did_you_mean(name, keys)}",
                    file=file,
                    line=line,
                )
            )
        elif fault["type"] == "missing":
            found.append(finding("KEY-MISSING", f"`{fault['loc'][-1]}` is missing", file=file, line=line))
        else:
            words = _KINDS.get(fault["type"], fault["msg"].lower())
            found.append(finding("KEY-VALUE", f"`{name}`: {words}", file=file, line=line))
    return found
