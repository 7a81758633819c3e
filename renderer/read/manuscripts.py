"""Markdown files in, `Manuscript` values out: front matter taken off, its faults found, the body's first line known."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frontmatter

from renderer.findings import Finding, finding
from renderer.model import Manuscript
from renderer.read.languages import settled_lang
from renderer.read.switches import KEY, read_switches
from renderer.read.yaml_lines import load
from renderer.rules import switched_off
from renderer.workspace import Workspace

_KINDS: Mapping[str, tuple[type, ...]] = {
    "title": (str, int, float),
    "layout": (str,),
    "lang": (str,),
    "author": (str,),
    "role": (str,),
    "date": (str, datetime.date),
    "summary": (str,),
    "draft": (bool,),
    "hidePost": (bool,),  # what content management systems call a draft
}


_HIDING: Mapping[str, bool] = {"draft": True, "hidePost": True, "hidden": True, "published": False}
"""What front matter says of a manuscript that is not to be published, here and in content management systems."""


def read_manuscript(workspace: Workspace, path: Path) -> tuple[Manuscript, list[Finding]]:
    """Read one manuscript.

    Raises InputError: the file is missing, not text, or not UTF-8.
    """
    name, text = workspace.name(path), workspace.text(path)
    handler = frontmatter.YAMLHandler()
    fences = list(itertools.islice(handler.FM_BOUNDARY.finditer(text), 2)) if handler.detect(text) else []
    if len(fences) < 2:  # none, or it opens with a rule that nothing closes
        return Manuscript(path, name, {}, {}, text, 1), []
    start, body_line = (text.count("\n", 0, fence.end()) + 1 for fence in fences)
    header, body = text[fences[0].end() : fences[1].start()], text[fences[1].end() :]
    meta, lines, findings = load(header, file=name, first_line=start)
    if meta is None:
        meta = {}
    elif not isinstance(meta, dict):
        message = f"front matter is a {'list' if isinstance(meta, list) else 'single value'}, not `key: value` lines"
        findings.append(finding("YAML-SHAPE", message, file=name, line=start + 1))
        meta = {}
    for key, kinds in _KINDS.items():
        if key in meta and meta[key] is not None and not isinstance(meta[key], kinds):
            message = f"`{key}` should be {_words(kinds)}, not {meta[key]!r}"
            findings.append(finding("KEY-VALUE", message, file=name, line=lines.at((key,))))
            del meta[key]
    switches, faults = read_switches(meta.pop(KEY, None), lines, name)
    findings += faults
    if "lang" in meta and meta["lang"] is not None:
        meta["lang"], faults = settled_lang(meta["lang"], "", file=name, line=lines.at(("lang",)))
        findings += faults
    plain = {str(k): _plain(v) for k, v in meta.items() if v is not None}
    return Manuscript(
        path, name, plain, {".".join(map(str, k)): n for k, n in lines.items() if k}, body, body_line, switches
    ), findings


def _words(kinds: tuple[type, ...]) -> str:
    return {bool: "true or false", str: "text"}.get(kinds[0], kinds[0].__name__)


def _plain(value: Any) -> Any:
    """Turn dates into ISO text so that templates print what the author wrote."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def draft_key(manuscript: Manuscript, repairs: Mapping[str, bool]) -> str:
    """Give the key of the front matter that keeps a manuscript from being published, or nothing."""
    if "drafts" in switched_off(repairs, manuscript.repairs):
        return ""
    return next((key for key, hides in _HIDING.items() if manuscript.meta.get(key) is hides), "")


def left_out(manuscript: Manuscript) -> Finding:
    """Tell that a manuscript is not published."""
    key = draft_key(manuscript, {})
    message = f"left out because of `{key}: {str(_HIDING[key]).lower()}`"
    return finding("PART-DRAFT", message, file=manuscript.name, line=manuscript.meta_lines.get(key, 1))
