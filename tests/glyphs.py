"""Where text stands on a PDF page: a pypdf page in, runs of text with the place of every character out.

Lengths are in pt from the top left corner of the page. Forms (XObjects) are followed with their matrices, since
running heads and pictures are painted through them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Run:
    """Text shown by one operator.

    `edges` holds the left edge of each character, `before` what white space separates it from the run before
    (a line end, a space or nothing), `mcid` the marked content it belongs to, None for artifacts.
    """

    text: str
    before: str
    edges: tuple[float, ...]
    right: float
    y: float
    font: str
    size: float
    mcid: int | None


def runs_of(page: PageObject) -> list[Run]:
    """Read the text of a page in the order in which it is painted."""
    walker = _Walker(page)
    page.extract_text(visitor_operand_before=walker.before, visitor_operand_after=walker.after)
    return walker.runs


@dataclass
class _Walker:
    """Follows the operators that place and show text (ISO 32000-1, 9.2 to 9.4) as pypdf visits them."""

    page: PageObject
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.font: Font | None = None
        self.font_name = ""
        self.size = 0.0
        self.spacing = 0.0
        self.pen = 0.0
        self.space = ""
        self.saved: list[tuple[Font | None, str, float, float]] = []
        self.marks: list[int | None] = []
        self.forms: list[Matrix] = [IDENTITY]
        self.resources: list[DictionaryObject] = [_dictionary(self.page, "/Resources")]
        self.fonts: dict[int, Font] = {}

    def before(self, operator: bytes, operands: list[Any], cm: Any, tm: Any) -> None:
        if operator in (b"TJ", b"Tj"):
            self._show(operands[0], cm, tm)
        elif operator == b"Tf":
            self._select_font(operands)
        elif operator == b"Tc":
            self.spacing = float(operands[0])
        elif operator in (b"BT", b"Td", b"TD", b"Tm", b"T*"):
            self.pen = 0.0
        elif operator == b"q":
            self.saved.append((self.font, self.font_name, self.size, self.spacing))
        elif operator == b"Q" and self.saved:
            self.font, self.font_name, self.size, self.spacing = self.saved.pop()
        elif operator in (b"BDC", b"BMC"):
            self._begin_marked(operands)
        elif operator == b"EMC" and self.marks:
            self.marks.pop()
        elif operator == b"Do":
            form = _dictionary(self.resources[-1], "/XObject")[operands[0]].get_object()
            self.forms.append(_times(_matrix(form.get("/Matrix", IDENTITY)), _times(_matrix(cm), self.forms[-1])))
            self.resources.append(_dictionary(form, "/Resources") or self.resources[-1])

    def after(self, operator: bytes, operands: list[Any], cm: Any, tm: Any) -> None:
        if operator == b"Do":
            self.forms.pop()
            self.resources.pop()

    def _select_font(self, operands: list[Any]) -> None:
        resource = _dictionary(self.resources[-1], "/Font")[operands[0]].get_object()
        if id(resource) not in self.fonts:
            self.fonts[id(resource)] = Font.from_font_resource(resource)
        self.font = self.fonts[id(resource)]
        self.font_name = str(resource.get("/BaseFont", "/?"))[1:].split("+")[-1]
        self.size = float(operands[1])

    def _begin_marked(self, operands: list[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, str):  # the name of a property list in the resources
            properties = _dictionary(self.resources[-1], "/Properties").get(properties)
        inside = self.marks[-1] if self.marks and operands[0] != "/Artifact" else None
        number = properties.get_object().get("/MCID") if isinstance(properties, DictionaryObject) else None
        self.marks.append(inside if number is None else int(number))
        said = properties.get_object().get("/ActualText") if isinstance(properties, DictionaryObject) else None
        if said is not None and not str(said).strip():
            self.space = " "  # of a space alone nothing is painted

    def _show(self, shown: Any, cm: Any, tm: Any) -> None:
        if self.font is None:
            return
        matrix = _times(_times(_matrix(tm), _matrix(cm)), self.forms[-1])
        scale = math.hypot(matrix[0], matrix[1])
        start, text, pens = self.pen, "", []
        for item in shown if isinstance(shown, list) else [shown]:
            if isinstance(item, bytes | str):
                for code in self._codes(item):
                    character = self.font.character_map.get(code, code)
                    text += character
                    width = self._width(code)
                    pens += [self.pen + width * k / max(len(character), 1) for k in range(len(character))]
                    self.pen += width
            else:
                self.pen -= float(item) / 1000 * self.size
        if text:
            top = float(self.page.mediabox.top)
            left = matrix[4] - float(self.page.mediabox.left)
            y = top - matrix[5] - matrix[1] * start
            edges = tuple(round(left + matrix[0] * pen, 3) for pen in pens)
            right = round(left + matrix[0] * self.pen, 3)
            mark = self.marks[-1] if self.marks else None
            size = self.size * scale
            before, self.space = self._separator(edges[0], y, size) or self.space, ""
            self.runs.append(Run(text, before, edges, right, round(y, 3), self.font_name, round(size, 2), mark))

    def _codes(self, shown: bytes | str) -> str:
        data = shown.encode("latin-1", "replace") if isinstance(shown, str) else shown
        encoding = self.font.encoding if self.font else "latin-1"
        if isinstance(encoding, str):
            return data.decode(encoding, "replace")
        return "".join(encoding.get(byte, chr(byte)) for byte in data)

    def _width(self, code: str) -> float:
        assert self.font is not None
        return self.font.get_text_width(code) / 1000 * self.size + self.spacing

    def _separator(self, x: float, y: float, size: float) -> str:
        if not self.runs:
            return "\n"  # what goes on from the page before goes on in a new line
        last = self.runs[-1]
        if abs(y - last.y) > 0.5 * max(size, last.size):
            return "\n"
        return " " if abs(x - last.right) > 0.2 * size else ""


def _dictionary(holder: Any, key: str) -> DictionaryObject:
    value = holder.get(key)
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in values)
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """Multiply two matrices: `m` is applied first."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
