"""Where lines and pages may break: in addresses and code, which have no spaces, and not behind words that lead on.

In: the parsed HTML of a part. Out: the same tree with zero-width spaces in addresses and inline code, each line of
long code in an element of its own; cells that hold only a number, heads of groups of rows, paragraphs before a list
or block, and names written with a capital inside are marked for the style sheet. The engine draws no glyph for a
zero-width space, so nothing of this is in text that is copied, searched or read out; link targets are attributes and
are left alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

from renderer.typeset.dom import BREAK

FEW = 8
"""A list in columns of so many lines stays on one page."""
ADDRESS = re.compile(r"\S*(?:://|www\.|@\S+\.|\w\.\w+/)\S*")
LONG_TOKEN = 20
"""Shorter words without spaces are never parted."""
LONG_LINE = 48
"""Characters of a line of code that may be wider than the column of the text."""
TIGHT = 12
"""In a table, no run of signs longer than this stays without a place to break, but for words, which are hyphenated."""

AFTER = re.compile(r"(?<!//)(?<=[/?&=._:,;#+|~@\\-])(?![/?&=._:,;#+|~@\\-])(?=\S)")
"""Behind the signs that part an address or a name in code; `//` and `::` stay together."""
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
CAMEL = re.compile(r"\b(?=\w{7,16}\b)\w*[a-z][A-Z]\w*")
"""Names such as OpenStack, which a hyphen would spell in another way; shorter words are never hyphenated, and longer
ones might not fit a narrow column."""
TOKEN = re.compile(rf"[^\s{BREAK}]{{{LONG_TOKEN},}}")
NUMBER = re.compile(r"[-+−±~≈<>≤≥]?\s?[$€£¥]?\s?\d[\d\s.,:/–-]*(?:[%‰]|\s?[^\W\d]{1,3})?\.?")
NUMBER_LENGTH = 20

CODE = frozenset({"code", "kbd", "samp", "tt"})
CELLS = frozenset({"td", "th"})
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BODY = "body"
"""The class that layouts give the running text."""
LED_UP_TO = frozenset({"ul", "ol", "dl", "pre", "table"})


def allow_breaks(root: Element) -> None:
    """Let addresses, code and long signs break where a reader would break them, and numbers nowhere."""
    todo: list[tuple[Element, bool, bool]] = [(root, False, False)]
    while todo:
        element, code, cell = todo.pop()
        if element.tag in {"head", "svg", "{http://www.w3.org/2000/svg}svg"}:
            continue
        if element.tag == "pre":
            _part_lines(element)
            continue
        if element.get("class") == BODY:
            _mark_lead_ins(element)
        if element.get("class") != "together":
            _keep_short_columns(element)
        if element.tag == "tr" and len(element) == 1 and element[0].get("colspan"):
            _add_class(element, "group")
        code, cell = code or element.tag in CODE, cell or element.tag in CELLS
        if element.tag in CELLS and _is_number(element):
            _add_class(element, "number")
            continue
        element.text = _parted(element.text, code, cell)
        for child in element:
            child.tail = _parted(child.tail, code, cell)
            todo.append((child, code, cell))
        if not (code or cell or element.tag in HEADS):
            _keep_names(element)


def _keep_names(around: Element) -> None:
    """Put names with a capital inside into elements of their own, which the style sheet keeps from being hyphenated."""
    around.text, kids = _names_apart(around.text)
    for child in around:
        child.tail, names = _names_apart(child.tail)
        kids += [child, *names]
    if len(kids) > len(around):
        around[:] = kids


def _names_apart(text: str | None) -> tuple[str | None, list[Element]]:
    """Part a text into what comes before the first name, and an element for each name with what follows as its tail."""
    found = list(CAMEL.finditer(text or ""))
    if not text or not found:
        return text, []
    names = []
    for name, following in zip(found, [*(n.start() for n in found[1:]), len(text)], strict=True):
        names.append(Element("span", {"class": "camel"}))
        names[-1].text, names[-1].tail = name[0], text[name.end() : following]
    return text[: found[0].start()], names


def _mark_lead_ins(body: Element) -> None:
    """Mark the paragraphs that stand right before what they lead up to."""
    for element, following in pairwise(body):
        if element.tag == "p" and following.tag in LED_UP_TO:
            _add_class(element, "lead-in")


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _keep_short_columns(around: Element) -> None:
    """Put each short list in columns into a block of its own: the engine parts columns, but not such a block."""
    for at, child in enumerate(around):
        names = child.get("class", "").split()
        columns = 4 if "four" in names else 3 if "three" in names else 2
        if "columns" in names and len(child) <= FEW * columns:
            block = Element("div", {"class": "together"})
            block.tail, child.tail = child.tail, None
            around[at] = block
            block.append(child)


def _parted(text: str | None, code: bool, cell: bool) -> str | None:
    if not text or len(text) < LONG_TOKEN:
        return text
    part = _part_code if code else _part_address
    text = TOKEN.sub(lambda token: part(token[0]), text)
    return TOKEN.sub(lambda token: _part_signs(token[0]), text) if cell else text


def _part_code(token: str) -> str:
    return HUMP.sub(BREAK, AFTER.sub(BREAK, token))


def _part_address(token: str) -> str:
    return AFTER.sub(BREAK, token) if ADDRESS.fullmatch(token) else token


def _part_signs(token: str) -> str:
    """Part a digest, a serial number or the like; a word of letters is left to hyphenation."""
    if token.isalpha() or not token.isascii():
        return token
    return BREAK.join(token[at : at + TIGHT] for at in range(0, len(token), TIGHT))


def _is_number(cell: Element) -> bool:
    if len(cell) or not cell.text or len(cell.text) > NUMBER_LENGTH:
        return False
    return NUMBER.fullmatch(cell.text.strip()) is not None


def _part_lines(block: Element) -> None:
    """Give each line of a code block that has a long one an element of its own, so that its rest can be indented."""
    holder = block[0] if len(block) == 1 and not (block.text or "").strip() else block
    if len(holder) or not holder.text or (holder is not block and (block[0].tail or "").strip()):
        return
    lines = holder.text.strip("\n").split("\n")
    if max(map(len, lines)) <= LONG_LINE:
        return
    holder.text = None
    for line in lines:
        made = Element("span", {"class": "line"})
        made.text = line if line.strip() else "\n"
        holder.append(made)
    if holder is not block:
        block.text = block[0].tail = None
