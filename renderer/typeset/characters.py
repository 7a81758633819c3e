"""Characters that the fonts of a part do not have.

In: a written document and its text boxes. Out: findings for scripts and characters that no font has, and for those
that came from a font of the system. What the fonts were asked for is known after writing; only text that holds a
suspicious character is shaped again to find its line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree

from renderer.findings import Finding, finding
from renderer.languages.scripts import Script, block_of, script_for
from renderer.model import TypesetJob
from renderer.typeset.dom import Dom
from renderer.typeset.drawn import Glyph, glyphs
from renderer.typeset.fonts import NOTHING
from renderer.typeset.log import BASE
from renderer.typeset.private import Box

SHOWN = 8
"""How many characters a finding names."""


class _Spot(NamedTuple):
    code: str
    line: int
    page: int
    family: str


def lint_characters(
    job: TypesetJob, document: Any, dom: Dom, fonts: dict[int, str], texts: Sequence[tuple[int, Box]]
) -> Iterator[Finding]:
    """Judge the characters of all pages; each is reported once, where it first stands.

    `fonts` tells the asset of each font of the document, `texts` the text boxes with their pages.
    """
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    strange: dict[str, str] = {}
    if any(fonts.values()):
        for key, font in document.fonts.items():
            if not fonts[key]:
                family = font.family.split(",")[0]
                strange |= {
                    text: family
                    for text in font.to_unicode.values()
                    if text.strip(NOTHING).strip() and text not in missing
                }
    if not missing and not strange:
        return
    lost = _lost_scripts(missing, dom, texts)
    yield from _judge_scripts(job, dom, lost, texts)
    missing -= lost.keys()
    unset: dict[_Spot, list[str]] = {}
    seen: set[str] = {*lost}
    for page, line, glyph in _suspects(dom, texts, {*"".join(missing | strange.keys())}):
        if glyph.unknown:
            spot = _Spot("GLYPH-MISSING", line, page, "")
        elif glyph.text in strange and not fonts.get(glyph.font, ""):
            spot = _Spot("GLYPH-FALLBACK", line, page, strange[glyph.text])
        else:
            continue
        if glyph.text not in seen and not seen.issuperset(glyph.text):
            unset.setdefault(spot, []).append(glyph.text)
            seen |= {glyph.text, *(set(glyph.text) & missing)}
    # What is not in the text is in a drawing.
    drawings = _drawings(job) if missing - seen or strange.keys() - seen else {}
    for text in sorted(missing - seen):
        unset.setdefault(_Spot("GLYPH-MISSING", _line_of_drawing(dom, drawings, text), 0, ""), []).append(text)
    for text in sorted(strange.keys() - seen):
        spot = _Spot("GLYPH-FALLBACK", _line_of_drawing(dom, drawings, text), 0, strange[text])
        unset.setdefault(spot, []).append(text)
    for spot, characters in unset.items():
        yield _judge(job, spot, characters)


def _lost_scripts(missing: set[str], dom: Dom, texts: Sequence[tuple[int, Box]]) -> dict[str, Script]:
    """Give the missing characters of the scripts without a font: those most of whose characters are missing."""
    if not missing:
        return {}
    lang = dom.lang(dom.root)
    used = {*"".join(box.text for _, box in texts)} | missing
    there = {character: block for character in used if (block := block_of(character))}
    blocks = sorted(set(there.values()))
    scripts = {character: script_for(block, lang, blocks) for character, block in there.items()}
    wanted, lacking = Counter(scripts.values()), Counter(scripts[c] for c in missing if c in scripts)
    return {
        character: script
        for character in sorted(missing)
        if (script := scripts.get(character)) is not None and 2 * lacking[script] > wanted[script]
    }


def _judge_scripts(
    job: TypesetJob, dom: Dom, lost: Mapping[str, Script], texts: Sequence[tuple[int, Box]]
) -> Iterator[Finding]:
    """Report each script without a font once, at its first line; what a layout prints of its own may have none."""
    if not lost:
        return
    counts = Counter[Script]()
    firsts: dict[Script, tuple[int, int]] = {}
    for page, box in texts:
        here = Counter(lost[character] for character in box.text if character in lost)
        counts += here
        for script in here:
            if script not in firsts or not firsts[script][0]:
                first = next(character for character in box.text if lost.get(character) is script)
                firsts[script] = dom.line_of_words(box.element, box.text, first), page
    for script in sorted(set(lost.values()), key=str):
        line, page = firsts.get(script, (0, 0))
        number = f"{counts[script]:,} characters; this is its first line" if counts[script] > 1 else "one character"
        message = f"no font has the letters of the {script} text ({number})"
        yield finding("FONT-SCRIPT", message, file=job.source, line=line, page=page, remedy=script.remedy)


def _suspects(dom: Dom, texts: Sequence[tuple[int, Box]], characters: set[str]) -> Iterator[tuple[int, int, Glyph]]:
    """Shape the text boxes that hold any of some characters again: yields page, line and glyph."""
    if not characters:
        return
    pattern = re.compile("[" + re.escape("".join(sorted(characters))) + "]")
    for page, box in texts:
        if pattern.search(box.text):
            for glyph in glyphs(box):
                if pattern.search(glyph.text):
                    yield page, dom.line_of_words(box.element, box.text, glyph.text), glyph


def _drawings(job: TypesetJob) -> dict[str, str]:
    """Give the words in the drawings of a part by the address of each."""
    found = {}
    for asset in job.assets:
        if asset.name.endswith(".svg"):
            try:
                found[BASE + asset.name] = "".join(map(str, etree.fromstring(asset.path.read_bytes()).itertext()))
            except etree.XMLSyntaxError:  # the engine has said so
                continue
    return found


def _line_of_drawing(dom: Dom, drawings: Mapping[str, str], text: str) -> int:
    """Give the line of the first drawing that shows a character, 0 when there is none."""
    holding = {address for address, words in drawings.items() if text in words}
    return dom.lines_where(lambda e: e.get("src", "") in holding)[0]


def _judge(job: TypesetJob, spot: _Spot, characters: Sequence[str]) -> Finding:
    shown = [f"“{text}” ({' '.join(f'U+{ord(c):04X}' for c in text)})" for text in characters[:SHOWN]]
    if len(characters) > SHOWN:
        shown.append(f"{len(characters) - SHOWN} more")
    names = ", ".join(shown)
    if spot.code == "GLYPH-MISSING":
        message = f"no font has {names}"
    else:
        message = f"not in the publication's fonts and set in {spot.family}: {names}"
    return finding(spot.code, message, file=job.source, line=spot.line, page=spot.page)
