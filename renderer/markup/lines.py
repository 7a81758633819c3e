"""Source lines: which line of the manuscript each element of the HTML comes from.

In: manuscript lines and the place where each may be marked; after conversion, the HTML with the marks in it.
Out: a tree whose elements carry `data-line="N"`, and in which no mark is left.

Python-Markdown keeps no line numbers, so they travel as text: U+FDD0, the digits as U+FDD1 to U+FDDA, U+FDDB. These are
noncharacters (Unicode 23.7): no manuscript has a use for them, they are neither letters nor white space, and HTML
and XML let them pass. A mark on a line that begins with a tag is put inside the tag, after U+FDDC instead of U+FDD0,
and on an option of a block into a comment behind it; should these turn out to be code or text, taking the mark away
gives the line back exactly. Where no mark may stand, the ends of lines are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from renderer.markup.elements import BLOCKS

OPEN, CLOSE, OPEN_IN_TAG, OPEN_IN_COMMENT = "\ufdd0", "\ufddb", "\ufddc", " #\ufddd"
DIGITS = {ord(str(d)): chr(0xFDD1 + d) for d in range(10)}
NUMBERS = {ord(mark): digit for digit, mark in DIGITS.items()}

NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""Characters that are no text: controls, which XML forbids, and noncharacters, which the marks are made of."""

MARK = re.compile("(?: ?\ufddc| #\ufddd|\ufdd0)([\ufdd1-\ufdda]+)\ufddb")
STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
TAG_WITH_MARK = re.compile("<[a-zA-Z][^<>]*[\ufdd0\ufddc][^<>]*>")
MARK_IN_TAG = re.compile('\\s*\ufddc([\ufdd1-\ufdda]+)\ufddb(?:="[^"]*")?')

PREFIX = re.compile(
    r"""[ ]*(?:(?:
        >                          # quotation
      | [*+-](?=[ ]) | \d{1,9}[.)](?=[ ])   # list item
      | \[[ xX]\](?=[ ])           # task
      | \#{1,6}                    # heading
      | :(?=[ ])                   # definition
      | \[\^[^\]\n]+\]:            # footnote
    )[ ]*)*(?:\|[ ]*)?            # table row
    """,
    re.VERBOSE,
)
TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])")
UNMARKED = re.compile(
    r"""[ >]*(?:
        (?:=+|-+)[ ]*                                     # underline of a heading
      | (?:(?:-[ ]*){3,}|(?:_[ ]*){3,}|(?:\*[ ]*){3,})    # rule
      | \|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*     # line below a table head
      | \[(?!\^)[^\]]*\]:.*                               # link definition
      | \*\[[^\]]+\][ ]?:.*                               # abbreviation
      | \{[^{}]*\}[ ]*                                    # attributes
      | /{3,}.* | !!!.*                                   # block head
    )""",
    re.VERBOSE,
)

INLINE_WITH_LINE = frozenset(("a", "img"))


def spot(text: str) -> int:
    """Find where a line may be marked: behind its block syntax, or behind the name of its first tag; else -1."""
    if UNMARKED.fullmatch(text):
        return -1
    match = PREFIX.match(text)
    at = match.end() if match else 0
    if at == len(text) and text.rstrip().endswith("#"):  # a heading without text is told of, too
        return at
    if at == len(text) or text.startswith(("</", "<!", "<?"), at):
        return -1
    tag = TAG.match(text, at)
    return tag.end() if tag else at


def put(text: str, at: int, number: int) -> str:
    """Mark a line with its number at a place given by `spot`; -1 leaves it as it is."""
    if at < 0:
        return text
    opening = f" {OPEN_IN_TAG}" if "<" in text[:at] else OPEN  # block syntax has no <
    return f"{text[:at]}{opening}{str(number).translate(DIGITS)}{CLOSE}{text[at:]}"


def put_in_comment(text: str, number: int) -> str:
    """Mark a line of YAML with its number."""
    return f"{text}{OPEN_IN_COMMENT}{str(number).translate(DIGITS)}{CLOSE}"


def strip(text: str) -> str:
    """Take every mark out of a text."""
    return STRAY.sub("", MARK.sub("", text))


def first(text: str) -> int:
    """Read the first mark in a text; 0 when there is none."""
    match = MARK.search(text)
    return int(match[1].translate(NUMBERS)) if match else 0


def tags_marked(page: str) -> str:
    """Turn the marks inside the tags of an HTML text into `data-mark` attributes, where a parser does not lose them."""

    def attribute(match: re.Match[str]) -> str:
        tag = MARK_IN_TAG.sub(lambda m: f' data-mark="{m[1].translate(NUMBERS)}"', match[0], count=1)
        return strip(tag)

    return TAG_WITH_MARK.sub(attribute, page)


def parse(page: str, within: range) -> Any:
    """Parse a marked HTML fragment into a `div` whose elements carry `data-line`; no mark is left in it.

    A block takes the first line marked inside it, everything else the last line marked before it. `within` are the
    lines there are.
    Raises TooDeep: the parser gave up, and what follows the deepest element is not in the tree.
    """
    parser = _parser()
    root = parse_fragment(tags_marked(page), parser)
    walk = _Walk(within)
    walk.over(root)
    if any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log.filter_from_fatals()):
        raise TooDeep(walk.line)
    return root


class TooDeep(RecursionError):
    """Elements are nested deeper than the parser goes, at `line` of the manuscript."""

    def __init__(self, line: int):
        super().__init__(f"elements are nested too deep at line {line}")
        self.line = line


def _parser() -> Any:
    return etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)


def parse_fragment(page: str, parser: Any = None) -> Any:
    """Parse an HTML fragment into a `div`. Plain lxml elements: the classes of lxml.html cost a call for each."""
    parser = parser or _parser()
    root: Any = etree.fromstring(f"<html><body>{page}</body></html>", parser).find("body")
    root.tag = "div"
    root.attrib.clear()
    return root


def serialise(elements: Iterable[Any]) -> str:
    """Write elements, each with the text behind it, as HTML."""
    return "".join(etree.tostring(e, method="html", encoding="unicode") for e in elements)


class _Walk:
    """One pass over a tree in document order; knows the last line marked and the blocks that wait for their first.

    The first block that waits is open; the others lie in it, and those that closed empty get their line with it.
    """

    def __init__(self, within: range) -> None:
        self.within = within
        self.line = within.start
        self.waiting: list[Any] = []

    def over(self, root: Any) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self.enter(element)
            else:
                if self.waiting and self.waiting[0] is element:
                    self.waiting.clear()
                if element.tail:
                    element.tail = self.read(element.tail, counts=element.tag not in BLOCKS)

    def enter(self, element: Any) -> None:
        own = element.attrib.pop("data-mark", "")
        if own.isascii() and own.isdigit():
            self.settle(int(own))
            self.line = int(own)
        element.set("data-line", str(self.line))
        if element.tag in BLOCKS and not own:
            self.waiting.append(element)
        for name, value in element.attrib.items():
            if STRAY.search(value):
                element.set(name, strip(value).strip())
        if element.text:
            element.text = self.read(element.text, counts=element.tag not in BLOCKS or bool(element.text.strip()))

    def read(self, text: str, *, counts: bool) -> str:
        """Take the marks out of a text and remember what they say.

        `counts` tells that the ends of lines in it are those of the manuscript, not put between blocks.
        """
        marks = list(MARK.finditer(text))
        if marks:
            before = text.count("\n", 0, marks[0].start())
            self.settle(max(int(marks[0][1].translate(NUMBERS)) - before, self.within.start))
            self.line = int(marks[-1][1].translate(NUMBERS))
        if counts:
            counted = self.line + text.count("\n", marks[-1].end() if marks else 0)
            self.line = min(counted, self.within.stop - 1)  # the converter ends some lines of its own
        return strip(text) if STRAY.search(text) else text

    def settle(self, line: int) -> None:
        for element in self.waiting:
            element.set("data-line", str(line))
        self.waiting.clear()


def line_of(element: Any) -> int:
    """Give the line of an element of a parsed tree."""
    return int(element.get("data-line") or 0)


def end_of(element: Any) -> int:
    """Give the line an element ends on: the last one named in it, and the line ends behind that."""
    last, text = line_of(element), element.text or ""
    for inner in element.iterdescendants():
        last, text = max(last, line_of(inner)), inner.tail or ""
    return last + text.count("\n")


def keep_on_blocks(root: Any) -> None:
    """Leave `data-line` on blocks, links, pictures and what has an id only."""
    for element in root.iter():
        if element.tag in BLOCKS or element.tag in INLINE_WITH_LINE or element.get("id"):
            continue
        element.attrib.pop("data-line", None)
