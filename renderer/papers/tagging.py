"""In: the pages of a PDF without tags and the way they are to be told. Out: the same pages with a structure tree.

Pages become figures with alternative text, paragraphs of their text, or artifacts; links are tagged in each case. In
the end any tree, also one that a PDF brought along, is made one that the binder takes over as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from renderer.papers.content import mark_page, mark_text, without_marks
from renderer.papers.opening import seen_box


class TreeMaker:
    """A structure tree while it is made; elements hang below one Document."""

    def __init__(self, pdf: Pdf):
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.element("Document", self.root)
        self.parents: list[Object] = []
        """What each key of the parent tree leads to."""

    def element(self, kind: str, parent: Object, kids: Sequence[object] = ()) -> Object:
        """Make an element; the caller hangs it among the kids of its parent."""
        made = Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, K=Array(kids))
        return self.pdf.make_indirect(made)

    def below(self, kind: str, page: Object, kids: Sequence[object]) -> Object:
        """Make an element below the Document for content of a page."""
        made = self.element(kind, self.document, kids)
        made.Pg = page
        self.document.K.append(made)
        return made

    def own_content(self, page: Object, by_mcid: Sequence[Object | None]) -> None:
        """Let the parent tree lead from the marked content of a page to its elements."""
        page.StructParents = len(self.parents)
        self.parents.append(Array(by_mcid))

    def links(self, page: Object) -> None:
        """Tag the links of a page that belong to no element yet, in a paragraph of their own."""
        loose = [note for note in page.get("/Annots", ()) if "/StructParent" not in note]
        if not loose:
            return
        paragraph = self.below("P", page, ())
        for note in loose:
            link = self.element("Link", paragraph, [Dictionary(Type=Name.OBJR, Obj=note, Pg=page)])
            link.Pg = page
            paragraph.K.append(link)
            note.StructParent = len(self.parents)
            self.parents.append(link)

    def write(self) -> None:
        """Hang the tree into the catalogue."""
        nums = [entry for key, parent in enumerate(self.parents) for entry in (key, parent)]
        self.root.K = Array([self.document])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(nums)))
        self.root.ParentTreeNextKey = len(self.parents)
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)


def tag_pages(pdf: Pdf, pages: Sequence[Object], how: str, alternatives: Sequence[str], texts: Sequence[str]) -> None:
    """Give pages a tree of their own in place of any they had.

    `how` is `figure`, `text` or `artifact`; `alternatives` holds a text for each page (empty where there is none),
    `texts` what pictures of pages say, empty for pages that are no pictures.
    """
    without_marks(pdf, pages)
    for page in pages:
        for note in page.get("/Annots", ()):
            if "/StructParent" in note:
                del note["/StructParent"]
    maker = TreeMaker(pdf)
    for page, alternative, text in zip(pages, alternatives, texts, strict=True):
        if how == "figure":
            _as_figure(maker, page, alternative, text)
        elif how == "text":
            _as_text(maker, page)
        else:
            mark_page(pdf, page, "Artifact", None)
        maker.links(page)
    maker.write()


def hand_over(pdf: Pdf, part: str, forms: Iterable[Object]) -> dict[str, int]:
    """Make a tree one that can be bound (renderer.bind.structure); gives how often each type stands in it.

    The part's id is put in front of all IDs, so that parts cannot collide; forms with marked content are listed.
    """
    root = pdf.Root.StructTreeRoot
    prefix = f"{part}/".encode()
    counts: Counter[str] = Counter()
    named: dict[bytes, Object] = {}
    [document] = root.K
    waiting: list[Object | None] = list(document.K)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary) or "/S" not in element:
            continue
        counts[str(element.S).removeprefix("/")] += 1
        if "/ID" in element:
            name = prefix + bytes(element.ID)
            element.ID = String(name)
            named[name] = element
        _rename_headers(prefix, element)
        kids = element.get("/K")
        waiting += list(kids) if isinstance(kids, Array) else [kids]
    if named:
        root.IDTree = Dictionary(Names=Array(entry for key in sorted(named) for entry in (String(key), named[key])))
    if tagged := [form for form in forms if "/StructParents" in form]:
        root.Forms = Array(tagged)
    return dict(sorted(counts.items()))


def _rename_headers(prefix: bytes, cell: Object) -> None:
    attributes = cell.get("/A")
    for owner in attributes if isinstance(attributes, Array) else (attributes,):
        if isinstance(owner, Dictionary) and "/Headers" in owner:
            owner.Headers = Array(String(prefix + bytes(header)) for header in owner.Headers)


def _as_figure(maker: TreeMaker, page: Object, alternative: str, text: str) -> None:
    mark_page(maker.pdf, page, "Figure", 0)
    figure = maker.below("Figure", page, [0])
    box = Array([round(side, 3) for side in seen_box(page)])
    figure.A = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    if alternative:
        figure.Alt = String(alternative)
    if text:
        figure.ActualText = String(text)
    maker.own_content(page, [figure])


def _as_text(maker: TreeMaker, page: Object) -> None:
    by_mcid: list[Object] = []
    for mcids in mark_text(maker.pdf, page):
        paragraph = maker.below("P", page, mcids)
        by_mcid += [paragraph] * len(mcids)
    if by_mcid:
        maker.own_content(page, by_mcid)
