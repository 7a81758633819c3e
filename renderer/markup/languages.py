"""The languages of a manuscript: what it says of them held against what can be seen.

In: a sanitised tree and the language the manuscript is said to be in. Out: `lang` attributes as valid tags, `dir` where
the direction changes; findings for tags that name no language, for a text that plainly is in another language, and for
phrases the engine cannot set in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.languages.guess import LOOKED_AT, guess
from renderer.languages.scripts import block_of
from renderer.languages.tags import canonical, direction, is_valid, name, nearest
from renderer.markup.elements import BLOCKS, Element
from renderer.markup.lines import end_of, line_of
from renderer.markup.marked import Report

UNREAD = frozenset(("code", "pre", "kbd", "samp", "var"))
RIGHT_TO_LEFT = frozenset(("Arabic", "Hebrew", "Syriac"))
WORD = re.compile(r"[^\W\d_]")


def settle_languages(root: Element, lang: str, report: Report, first_line: int) -> None:
    """Mend the `lang` attributes of a tree, say where the direction changes, and tell a language that is not said."""
    for element in root.iter():
        if (said := element.get("lang")) is not None:
            _mend(element, said, report)
    _turn(root, direction(lang))
    if looks := guess(_sample(root), lang):
        message = f"the text looks like {name(looks)}, and is set as {name(lang)}"
        report.add("LANG-GUESS", first_line, message, f"say `lang: {looks}` in the front matter or publication.yml")


def _mend(element: Element, said: str, report: Report) -> None:
    if is_valid(said):
        element.set("lang", canonical(said))
        return
    meant = nearest(said)
    if meant:
        element.set("lang", meant)
        report.add("LANG-TAG", line_of(element), f"“{said}” is not a language tag; {meant} is used", f"write {meant}")
    else:
        del element.attrib["lang"]
        report.add("LANG-TAG", line_of(element), f"“{said}” is not a language tag; it is left out")


def _turn(element: Element, around: str) -> None:
    """Give `dir` to the elements whose language runs the other way than what is around them."""
    todo = [(element, around)]
    while todo:
        here, way = todo.pop()
        if here.get("dir") in ("ltr", "rtl"):
            way = here.get("dir")
        elif here.get("lang") and direction(here.get("lang")) != way:
            way = direction(here.get("lang"))
            here.set("dir", way)
        todo.extend((child, way) for child in here)


def _sample(root: Element) -> str:
    """Give the beginning of the text that is in the manuscript's own language."""
    parts: list[str] = []
    length = 0
    for text in _texts(root):
        parts.append(text)
        length += len(text)
        if length > LOOKED_AT:
            break
    return " ".join(parts)


def _texts(root: Element) -> Iterator[str]:
    todo: list[Element | str] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
            continue
        inner: list[Element | str] = []
        if item is root or not (
            item.get("lang") or item.tag in UNREAD or item.get("data-chart") or item.get("data-table")
        ):
            inner = [item.text or ""]
            for child in item:
                inner += [child, child.tail or ""]
        todo.extend(reversed(inner))


# ------------------------------------------------------------------------------------------------ mixed directions
def tell_mixed_lines(root: Element, lang: str, report: Report) -> None:
    """Tell of left-to-right phrases that run over the border of an inline element in right-to-left text.

    The engine orders the pieces of a line by the direction of their block, each piece by itself, so such a phrase is
    printed back to front: in an Arabic sentence, **Open** Source becomes Source **Open**.
    """
    for block in root.iter(*BLOCKS):
        if _direction_of(block, direction(lang)) == "rtl" and (broken := _broken_phrase(block)):
            phrase, line = broken
            message = f"the words “{phrase}” run over the border of a bold, italic or linked passage and change places"
            report.add("LANG-DIRECTION", line, message)


def _direction_of(element: Element | None, otherwise: str) -> str:
    while element is not None:
        if element.get("dir") in ("ltr", "rtl"):
            return str(element.get("dir"))
        element = element.getparent()
    return otherwise


def _broken_phrase(block: Element) -> tuple[str, int] | None:
    """Give the first two words of a block between which a border lies and no right-to-left letter, with their line."""
    before, line = "", 0
    for piece, first in _pieces(block):
        words = piece.split()
        strong = [way for character in piece if (way := _way(character))]
        if not strong:
            continue
        if before and strong[0] == "ltr":
            return f"{before} {next(w for w in words if WORD.search(w))}", line
        before = next(w for w in reversed(words) if WORD.search(w)) if strong[-1] == "ltr" else ""
        line = first + piece.count("\n", 0, piece.rfind(before))
    return None


def _pieces(block: Element) -> Iterator[tuple[str, int]]:
    """Give the text of a block piece by piece, as inline elements part it, each with the line it begins on.

    What turns its direction is one piece.
    """
    yield block.text or "", line_of(block)
    for child in block:
        if child.tag not in BLOCKS and child.tag != "br":
            if child.get("dir") is None:
                yield from _pieces(child)
            yield child.tail or "", end_of(child)


def _way(character: str) -> str:
    block = block_of(character)
    return "" if not block or not WORD.match(character) else "rtl" if block in RIGHT_TO_LEFT else "ltr"
