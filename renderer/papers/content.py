"""In: the pages of a PDF from elsewhere. Out: their content streams, with marks of our own or none.

The operators that paint are never changed and keep their order: only marked-content operators (ISO 32000-1, 14.6) are
taken out and put in, and what is hidden by optional content is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Pdf,
    PdfError,
    Stream,
    parse_content_stream,
    unparse_content_stream,
)

MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
PATH_BEGINS = frozenset({"m", "re"})
PATH_ENDS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
SHOW = frozenset({"Tj", "TJ", "'", '"'})
_MARKS_AND_PAINT = " ".join(sorted({"BMC", "BDC", "EMC", "Do", "sh", "BI"} | PATH_ENDS | SHOW))
# What stands in front is looked at last: a search for a letter is several times quicker than one for what is none.
_MARKED = re.compile(rb"(?:B[MD]C(?<![A-Za-z0-9_.]B[MD]C)|[MD]P(?<![A-Za-z0-9_.][MD]P))(?![A-Za-z0-9_.])")
_TEXT = re.compile(rb"T[jJ](?<![A-Za-z0-9_.]T[jJ])(?![A-Za-z0-9_.])|['\"]\s")
_ENDS_UNEVEN = re.compile(rb"([qQ])(?<![A-Za-z0-9_.][qQ])(?![A-Za-z0-9_.])")

Instructions = list[Any]
"""What `parse_content_stream` gives: operators with their operands, and inline images."""


def read_instructions(owner: Object) -> Instructions:
    """Read a content stream; one that breaks off in the middle gives what stands before, as readers show it."""
    try:
        return list(parse_content_stream(owner))
    except PdfError:
        return []


def content_bytes(page: Object) -> bytes:
    """Give the content of a page as one stream; what cannot be unpacked is left out."""
    streams = page.Contents if isinstance(page.Contents, Array) else [page.Contents]
    return b"\n".join(unpacked(stream) for stream in streams)


def unpacked(stream: Object) -> bytes:
    """Give the bytes of a stream, empty when they cannot be unpacked."""
    try:
        return bytes(stream.read_bytes())
    except PdfError:
        return b""


def shows_text(stream: Object, depth: int = 0) -> bool:
    """Tell whether a form, or one it paints, shows text."""
    if stream.get("/Subtype") != Name.Form or depth > 8:
        return False
    if _TEXT.search(unpacked(stream)):
        return True
    return any(shows_text(inner, depth + 1) for inner in _xobjects(stream) if isinstance(inner, Stream))


def has_text(data: bytes) -> bool:
    """Tell whether a content stream may show text."""
    return bool(_TEXT.search(data))


def is_marked(data: bytes) -> bool:
    """Tell whether a content stream may hold marked content."""
    return bool(_MARKED.search(data))


def tagged_text(pages: Sequence[Object]) -> tuple[int, int, bool]:
    """Count how often text is shown inside tags and outside; also tells whether anything at all is painted outside.

    Inside is what has an identifier that a structure tree can lead to; an artifact counts as neither.
    """
    inside = outside = 0
    loose = False
    for page in pages:
        marks: list[str] = []
        for instruction in _marks_and_paint(page):
            operator = str(instruction.operator)
            if operator in ("BMC", "BDC"):
                marks.append(_mark(page, instruction))
            elif operator == "EMC":
                del marks[-1:]
            elif "artifact" not in marks:
                tagged = "tag" in marks
                inside += tagged and operator in SHOW
                outside += not tagged and operator in SHOW
                loose = loose or not (tagged or (operator == "Do" and _has_own_tags(page, instruction)))
    return inside, outside, loose


def _marks_and_paint(page: Object) -> Instructions:
    try:
        return list(parse_content_stream(page, _MARKS_AND_PAINT))
    except PdfError:
        return []


def _mark(page: Object, instruction: Any) -> str:
    """Say what a marked-content sequence is: an `artifact`, a `tag` with an identifier, or neither."""
    if str(instruction.operands[0]) == "/Artifact":
        return "artifact"
    said = instruction.operands[1] if len(instruction.operands) > 1 else None
    if isinstance(said, Name):
        said = page.get("/Resources", Dictionary()).get("/Properties", Dictionary()).get(str(said))
    return "tag" if isinstance(said, Dictionary) and "/MCID" in said else ""


def _has_own_tags(page: Object, instruction: Any) -> bool:
    """Tell whether what is painted is a form whose tags lie within."""
    name = str(instruction.operands[0]) if len(instruction.operands) else ""
    thing = page.get("/Resources", Dictionary()).get("/XObject", Dictionary()).get(name) if name[:1] == "/" else None
    return isinstance(thing, Stream) and "/StructParents" in thing


def without_marks(pdf: Pdf, pages: Sequence[Object]) -> None:
    """Take all marked content out of pages and the forms they paint; it belonged to a tree that is not kept."""
    for page in pages:
        if is_marked(content_bytes(page)):
            kept = [i for i in read_instructions(page) if str(i.operator) not in MARKS]
            page.Contents = pdf.make_stream(unparse_content_stream(kept))
        if "/StructParents" in page:
            del page["/StructParents"]
    for form in forms_of(pages):
        if form.get("/Subtype") == Name.Form and is_marked(unpacked(form)):
            kept = [i for i in read_instructions(form) if str(i.operator) not in MARKS]
            form.write(unparse_content_stream(kept))
        for key in ("/StructParents", "/StructParent"):
            if key in form:
                del form[key]


def forms_of(owners: Iterable[Object]) -> Iterator[Object]:
    """Give every picture and form that pages paint, and those within, once."""
    seen: set[tuple[int, int]] = set()
    waiting = [form for owner in owners for form in _xobjects(owner)]
    while waiting:
        form = waiting.pop()
        if not isinstance(form, Stream) or form.objgen in seen:
            continue
        seen.add(form.objgen)
        yield form
        waiting.extend(_xobjects(form))


def _xobjects(owner: Object) -> list[Object]:
    resources = owner.get("/Resources")
    held = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    return [thing for _, thing in held.items()] if isinstance(held, Dictionary) else []


# ------------------------------------------------------------------------------------------------------- marking
def mark_page(pdf: Pdf, page: Object, tag: str, mcid: int | None) -> None:
    """Make all content of a page one marked-content sequence, or an artifact when it has no identifier."""
    opening = f"/{tag} <</MCID {mcid}>> BDC q\n" if mcid is not None else "/Artifact BMC q\n"
    depth = open_states(content_bytes(page))
    own = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    if depth < 0:  # a Q too many would undo ours: readers pass over it, so it can go
        own = [pdf.make_stream(unparse_content_stream(balanced(read_instructions(page))))]
    closing = b"\n" + b"Q " * (max(depth, 0) + 1) + b"EMC\n"
    page.Contents = Array([pdf.make_stream(opening.encode()), *own, pdf.make_stream(closing)])


def open_states(data: bytes) -> int:
    """Count how many graphics states a content stream leaves open; below zero where it closes more than it opens."""
    depth = lowest = 0
    for match in _ENDS_UNEVEN.finditer(data):
        depth += 1 if match[1] == b"q" else -1
        lowest = min(lowest, depth)
    return lowest if lowest < 0 else depth


def balance(pdf: Pdf, pages: Sequence[Object]) -> None:
    """Let each page leave the graphics state as it finds it, so that what is laid around it holds."""
    for page in pages:
        if open_states(content_bytes(page)):
            page.Contents = pdf.make_stream(unparse_content_stream(balanced(read_instructions(page))))


def balanced(instructions: Instructions) -> Instructions:
    """Drop each Q without its q, and close what is left open."""
    depth, kept = 0, []
    for instruction in instructions:
        operator = str(instruction.operator)
        depth += (operator == "q") - (operator == "Q")
        if depth < 0:
            depth = 0
            continue
        kept.append(instruction)
    return kept + [_instruction("Q")] * depth


def _instruction(operator: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


@cache
def _paragraph(mcid: int) -> ContentStreamInstruction:
    """Give what begins a piece of text; identifiers begin with 0 on each page, so few are made."""
    return _instruction("BDC", Name.P, Dictionary(MCID=mcid))


_ARTIFACT = _instruction("BMC", Name.Artifact)
_END = _instruction("EMC")


@dataclass(slots=True)
class TextMarks:
    """Marks the text of a page as paragraphs and all else as artifacts, while its instructions go by.

    `paragraphs` holds the marked-content identifiers of each paragraph, in the order in which they are painted.
    """

    page: Object
    paragraphs: list[list[int]] = field(default_factory=list)
    out: Instructions = field(default_factory=list)
    _open: str = ""
    _mcid: int = 0
    _matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    _saved: list[tuple[float, ...]] = field(default_factory=list)
    _line: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    _leading: float = 0
    _size: float = 0
    _last: tuple[float, float, float] | None = None
    _moved: bool = True

    def take(self, operator: str, instruction: Any) -> None:
        """Write one instruction, with the marks that belong before and behind it."""
        if operator in SHOW:
            if operator in ("'", '"'):
                self._step(0, -self._leading)
            self._show()
        elif operator == "Do" and self._is_text(instruction):
            self.close()
            self._begin(new=True)
            self.out.append(instruction)
            self.close()
            self._last = None
            return
        elif operator in PATH_BEGINS or operator in ("sh", "Do", "INLINE IMAGE"):
            if self._open != "artifact":
                self.close()
                self.out.append(_ARTIFACT)
                self._open = "artifact"
        elif operator in ("BT", "ET"):
            self.close()
        self._follow(operator, instruction)
        self.out.append(instruction)

    def close(self) -> None:
        """End the marked-content sequence that is open."""
        if self._open:
            self.out.append(_END)
        self._open = ""

    def _begin(self, new: bool) -> None:
        if new or not self.paragraphs:
            self.paragraphs.append([])
        self.paragraphs[-1].append(self._mcid)
        self.out.append(_paragraph(self._mcid))
        self._open = "text"
        self._mcid += 1

    def _show(self) -> None:
        """Open a sequence for text: of the same paragraph when its line follows closely on the one before."""
        if not self._moved and self._open == "text":
            return
        self._moved = False
        a, b, c, d, e, f = _times(self._line, self._matrix)
        size = abs(self._size) * (c * c + d * d) ** 0.5 or 1.0
        x, y = e, f
        upright = abs(b) < abs(a) or (a == 0 and b == 0)
        along, across = (x, y) if upright else (y, x)
        before, self._last = self._last, (along, across, size)
        same = before is not None and abs(before[1] - across) <= 1.6 * max(size, before[2]) and (
            0.75 < size / before[2] < 1.34 or abs(before[1] - across) < 0.6 * size)  # fmt: skip
        if same and self._open == "text":
            return
        self.close()
        self._begin(new=not same)

    def _follow(self, operator: str, instruction: Any) -> None:
        """Keep track of where text stands (ISO 32000-1, 9.4.2)."""
        if operator not in _FOLLOWED:
            return
        try:
            numbers = [float(x) for x in instruction.operands] if operator in _PLACED else []
            if operator == "q":
                self._saved.append(self._matrix)
            elif operator == "Q" and self._saved:
                self._matrix = self._saved.pop()
            elif operator == "cm":
                self._matrix = _times(tuple(numbers), self._matrix)
            elif operator == "BT":
                self._line, self._moved = (1, 0, 0, 1, 0, 0), True
            elif operator == "Tm":
                self._line, self._moved = tuple(numbers), True
            elif operator in ("Td", "TD"):
                self._leading = -numbers[1] if operator == "TD" else self._leading
                self._step(numbers[0], numbers[1])
            elif operator == "TL":
                self._leading = numbers[0]
            elif operator == "T*":
                self._step(0, -self._leading)
            elif operator == "Tf":
                self._size = float(instruction.operands[1])
        except (TypeError, ValueError, IndexError):
            return  # a faulty operator, which readers pass over too

    def _step(self, x: float, y: float) -> None:
        self._line, self._moved = _times((1, 0, 0, 1, x, y), self._line), True

    def _is_text(self, instruction: Any) -> bool:
        held = self.page.Resources.get("/XObject", Dictionary())
        name = str(instruction.operands[0]) if len(instruction.operands) else ""
        thing = held.get(name) if name.startswith("/") else None
        return isinstance(thing, Stream) and shows_text(thing)


_PLACED = frozenset({"cm", "Tm", "Td", "TD", "TL"})
_FOLLOWED = _PLACED | {"q", "Q", "BT", "T*", "Tf"}
_TAKEN = _FOLLOWED | SHOW | PATH_BEGINS | {"ET", "Do", "sh", "INLINE IMAGE"}


def mark_text(pdf: Pdf, page: Object) -> list[list[int]]:
    """Mark the text of a page as paragraphs; gives the marked-content identifiers of each."""
    marks = TextMarks(page)
    instructions = read_instructions(page)
    for instruction in balanced(instructions) if open_states(content_bytes(page)) else instructions:
        operator = str(instruction.operator)
        if operator in _TAKEN:
            marks.take(operator, instruction)
        else:  # colours, widths, curves: most of what a drawing is made of
            marks.out.append(instruction)
    marks.close()
    page.Contents = pdf.make_stream(unparse_content_stream(marks.out))
    return marks.paragraphs


def _times(m: Sequence[float], n: Sequence[float]) -> tuple[float, ...]:
    """Multiply two transformation matrices (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)
