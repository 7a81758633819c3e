"""`repairs:` of a publication or a manuscript in; its switches out, and findings for names that are no repairs."""

from __future__ import annotations

from typing import Any

from renderer.findings import Finding, finding
from renderer.read.yaml_lines import Lines, did_you_mean
from renderer.rules import ALL, RULES

KEY = "repairs"
_WORDS = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}


def read_switches(value: Any, lines: Lines, file: str) -> tuple[dict[str, bool], list[Finding]]:
    """Read `name: on` and `name: off`; `lines` are those of the YAML text in which `repairs` is a key at the top."""
    if value is None:
        return {}, []
    if not isinstance(value, dict):
        message = f"`{KEY}` is a list of `name: on` or `name: off`, not {value!r}"
        return {}, [finding("KEY-VALUE", message, file=file, line=lines.at((KEY,)))]
    switches: dict[str, bool] = {}
    findings: list[Finding] = []
    for key, given in value.items():
        name = str(key)
        line = lines.at((KEY, name))
        on = given if isinstance(given, bool) else _WORDS.get(str(given).lower())
        if name != ALL and name not in RULES:
            message = f"no repair is called `{name}`; {did_you_mean(name, [ALL, *RULES])}"
            findings.append(finding("KEY-UNKNOWN", message, file=file, line=line))
        elif on is None:
            findings.append(finding("KEY-VALUE", f"`{name}` should be on or off, not {given!r}", file=file, line=line))
        elif not on and name != ALL and RULES[name].always:
            message = f"`{name}` cannot be switched off: {RULES[name].always}"
            findings.append(finding("KEY-VALUE", message, file=file, line=line, remedy="remove it"))
        else:
            switches[name] = on
    return switches, findings
