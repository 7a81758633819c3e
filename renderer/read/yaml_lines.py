"""YAML text in, plain values out, with the line of every value and findings for what YAML itself lets pass."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from renderer.findings import Finding, finding

YamlPath = tuple[str | int, ...]
"""Where a value stands: ("parts", 2, "title")."""

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster where it is there


class Lines(dict[YamlPath, int]):
    """Lines of a YAML text by the path of their value; an unknown path gives the line of the nearest one above."""

    def at(self, path: YamlPath) -> int:
        """Give the line of a value, or of what it would stand in."""
        while path and path not in self:
            path = path[:-1]
        return self.get(path, 0)


def load(text: str, *, file: str, first_line: int = 1) -> tuple[Any, Lines, list[Finding]]:
    """Read a YAML text whose first line is line `first_line` of `file`."""
    lines, findings = Lines({(): first_line}), list[Finding]()
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, lines, findings
        _walk(node, (), lines, findings, file, first_line)
        value = loader.construct_document(node)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        problem = getattr(e, "problem", None) or str(e)
        line = first_line + (mark.line if mark else 0)
        return None, lines, [finding("YAML-SYNTAX", f"this is not YAML: {problem}", file=file, line=line)]
    except (ValueError, OverflowError) as e:  # a date such as 2023-02-31
        return (
            None,
            lines,
            [finding("YAML-SYNTAX", f"a value cannot be read: {e}", file=file, line=first_line)],
        )
    finally:
        loader.dispose()
    return value, lines, findings


def _walk(node: Any, path: YamlPath, lines: Lines, findings: list[Finding], file: str, first: int) -> None:
    lines.setdefault(path, first + node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), first + key_node.start_mark.line
            if key in seen:
                message = f"`{key}` is given twice, first on line {seen[key]}"
                findings.append(finding("YAML-DUPLICATE", message, file=file, line=line))
            seen.setdefault(key, line)
            lines[(*path, key)] = line
            _walk(value_node, (*path, key), lines, findings, file, first)
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _walk(item, (*path, i), lines, findings, file, first)


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
            found.append(finding("KEY-VALUE", f"`{name}`: {fault['msg'].lower()}", file=file, line=line))
    return found
