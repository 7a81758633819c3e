"""The languages a publication and its manuscripts say they are in: as written in, as valid tags out, with findings."""

from __future__ import annotations

from renderer.findings import Finding, Severity, finding
from renderer.languages.tags import canonical, is_valid, nearest


def settled_lang(said: str, otherwise: str, *, file: str, line: int) -> tuple[str, list[Finding]]:
    """Give the tag to use for what is said under `lang`; `otherwise` stands in where it names no language at all."""
    if not said:
        return otherwise, []
    if is_valid(said):
        return canonical(said), []
    if meant := nearest(said):
        message = f"“{said}” is not a language tag; {meant} is used"
        return meant, [finding("LANG-TAG", message, file=file, line=line, remedy=f"write `lang: {meant}`")]
    message = f"“{said}” names no language"
    return otherwise, [finding("LANG-TAG", message, file=file, line=line, severity=Severity.ERROR)]
