"""In: structure elements named as PDF 1.7 names them. Out: the same elements in the namespaces of PDF 2.0.

ISO 32000-2, 14.7.4 and 14.8.6: what PDF 2.0 kept stands in its own namespace, what it dropped in that of PDF 1.7,
where it still means what it meant. PDF/UA-2 (ISO 14289-2, 8.2.4) asks that every type comes from one of them.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

PDF_2 = "http://iso.org/pdf2/ssn"
PDF_1_7 = "http://iso.org/pdf/ssn"

KEPT = frozenset(
    {
        "Document", "Part", "Div", "Sect", "Aside", "NonStruct", "P", "H", "Title", "FENote", "Sub", "Lbl", "Span",
        "Em", "Strong", "Link", "Annot", "Form", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "L", "LI", "LBody",
        "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption", "Figure", "Formula", "Artifact",
    }
    | {f"H{level}" for level in range(1, 7)}
)  # fmt: skip
"""Types of PDF 2.0."""
DROPPED = frozenset({"Art", "BlockQuote", "TOC", "TOCI", "Index", "Private", "Quote", "Reference", "BibEntry", "Code"})
"""Types of PDF 1.7 that PDF 2.0 does not have."""


class Namespaces:
    """The two namespaces of one file."""

    def __init__(self, book: Pdf):
        self._new = book.make_indirect(Dictionary(Type=Name.Namespace, NS=String(PDF_2)))
        self._old = book.make_indirect(Dictionary(Type=Name.Namespace, NS=String(PDF_1_7)))

    def all(self) -> Array:
        """Give what the structure tree root lists."""
        return Array([self._new, self._old])

    def place(self, element: Object) -> None:
        """Give an element its namespace; one that has one, or is named by its maker, stays as it is."""
        if "/NS" in element:
            return
        if element.S == "/Note":
            element.S = Name.FENote
            _add_attributes(element, Dictionary(O=Name.FENote, NoteType=Name.Footnote))
        elif element.S == "/L":
            _name_numbering(element)
        elif element.S == "/Div":
            _take_in_caption(element)
        kind = str(element.S).removeprefix("/")
        if kind in KEPT:
            element.NS = self._new
        elif kind in DROPPED:
            element.NS = self._old


def _add_attributes(element: Object, more: Dictionary) -> None:
    element.A = Array([*_as_list(element.get("/A", Array())), more])


def _take_in_caption(group: Object) -> None:
    """Put the caption beside a lone figure into it, where PDF 2.0 wants it; other captions of a group are text.

    In PDF 1.7 it stands beside the figure, whose alternative text would hide it (ISO 32000-1, 14.9.3).
    """
    kids = _elements(group)
    figures = [kid for kid in kids if kid.S == "/Figure"]
    for caption in [kid for kid in kids if kid.S == "/Caption"]:
        if len(figures) != 1 or any(kid.get("/S") == "/Caption" for kid in _elements(figures[0])):
            caption.S = Name.P
            continue
        group.K = Array(kid for kid in group.K if not isinstance(kid, Dictionary) or kid.objgen != caption.objgen)
        figures[0].K = Array([*_as_list(figures[0].K), caption])
        caption.P = figures[0]


def _as_list(kids: Object) -> list[Object]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(element: Object) -> list[Object]:
    kids = _as_list(element.get("/K", Array()))
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _name_numbering(element: Object) -> None:
    """Say that a list is one of terms: labels without numbers or bullets (ISO 32000-2, table 382)."""
    for owner in _as_list(element.get("/A", Array())):
        unnumbered = isinstance(owner, Dictionary) and owner.get("/ListNumbering") == "/None"
        if unnumbered and any(kid.S == "/Lbl" for item in _elements(element) for kid in _elements(item)):
            owner.ListNumbering = Name.Description
