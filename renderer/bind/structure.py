"""In: placed parts with structure trees of their own. Out: one tree, each part an element below the one Document.

ISO 32000-1, 14.7: structure elements, the parent tree (marked content and annotations back to elements), the ID tree
and the role map are merged. Trees come as typesetter and papers leave them, so that nothing has to be looked at
element by element: one Document above all; IDs that begin with the part's, listed in the ID tree; a parent tree of one
list with keys from 0; the forms with marked content of their own in `/Forms`; the links in `/Links` that wait for
words or for what they lead to; and how often each type stands in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from renderer.bind.namespaces import Namespaces
from renderer.bind.placing import PlacedPart


class StructureTree:
    """The structure tree of the bound file while it grows, part by part; `modern` makes it one of PDF 2.0.

    `holders` has the element of each part by the part's id, `links` has the annotations that are to be connected.
    """

    def __init__(self, book: Pdf, lang: str, *, modern: bool = False):
        self.holders: dict[str, Object] = {}
        self.links: list[Object] = []
        self._spaces = Namespaces(book) if modern else None
        self._counts = Counter({"Document": 1})
        self._book = book
        self._lang = lang
        self._root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._element(Name.Document, self._root)
        self._parts: list[Object] = []
        self._parents: list[Object | None] = []
        self._ids: dict[bytes, Object] = {}

    def add(self, placed: PlacedPart) -> None:
        """Take in the tree of one part; renumber /StructParents of pages and forms, /StructParent of annotations."""
        # In one go: its /Pg lead to the pages copied before.
        tree = self._book.copy_foreign(placed.source.Root.StructTreeRoot)
        [holder] = tree.K
        holder.S, holder.P, holder.T = Name.Part, self._document, String(placed.part.title)
        if placed.part.lang != self._lang:
            holder.Lang = String(placed.part.lang)
        if self._spaces:
            self._spaces.place(holder)
        self.holders[placed.part.id] = holder
        self._parts.append(holder)
        self._counts["Part"] += 1
        self._renumber(placed, tree)
        self.links += list(tree.get("/Links", ()))
        names = list(tree.IDTree.Names) if "/IDTree" in tree else []
        self._ids |= {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
        roles, classes = (self._merge_map(key, tree, placed.part.id) for key in ("/RoleMap", "/ClassMap"))
        if roles or classes or self._spaces:
            self._rename(holder, roles, classes)
        else:
            self._counts.update(placed.tags)

    def element(self, identifier: str) -> Object | None:
        """Give the element with an ID, a part's id and a slash in front of the one it had in the part."""
        return self._ids.get(identifier.encode())

    def name_part(self, part: str, identifier: str) -> None:
        """Give the element of a part an ID, by which a file is tied to it."""
        self.holders[part].ID = String(identifier.encode())
        self._ids[identifier.encode()] = self.holders[part]

    def unlink(self, annotation: Object) -> None:
        """Take an annotation out of the tree; a Link left without any becomes a Span, its text stays."""
        if "/StructParent" not in annotation:
            return
        key = int(annotation.StructParent)
        element, self._parents[key] = self._parents[key], None
        del annotation["/StructParent"]
        if element is None:
            return
        kids = [kid for kid in _kids(element) if not _refers(kid, annotation)]
        element.K = Array(kids)
        if element.S == "/Link" and not any(_is(kid, "/OBJR") for kid in kids):
            element.S = Name.Span
            self._counts["Link"] -= 1
            self._counts["Span"] += 1

    def refer(self, annotation: Object, target: Object) -> None:
        """Let a link name the element it leads to; in contents their entry does (ISO 14289-2, 8.2.5.8).

        A reference to a footnote does, and the note names all that refer to it (8.2.5.14).
        """
        link = self._parents[int(annotation.StructParent)] if "/StructParent" in annotation else None
        above = link
        while above is not None and above.get("/S") not in ("/TOCI", "/TOC", "/Document"):
            above = above.get("/P")
        holder = above if above is not None and above.S == "/TOCI" else link
        if holder is None:
            return
        if target.get("/S") == "/FENote":
            holder = holder.P if holder.P.get("/S") == "/Reference" else holder
            known = target.get("/Ref", Array())
            if all(other.objgen != holder.objgen for other in known):
                target.Ref = Array([*known, holder])
        if "/Ref" not in holder:
            holder.Ref = Array([target])

    def write(self) -> None:
        """Hang the finished tree into the catalogue of the bound file."""
        root = self._root
        self._document.K = Array(self._parts)
        root.K = Array([self._document])
        nums = (entry for key, parent in enumerate(self._parents) if parent is not None for entry in (key, parent))
        root.ParentTree = self._book.make_indirect(Dictionary(Nums=Array(nums)))
        root.ParentTreeNextKey = len(self._parents)
        if self._ids:
            names = (entry for key in sorted(self._ids) for entry in (String(key), self._ids[key]))
            root.IDTree = self._book.make_indirect(Dictionary(Names=Array(names)))
        if self._spaces:
            root.Namespaces = self._spaces.all()
        self._book.Root.StructTreeRoot = root
        self._book.Root.MarkInfo = Dictionary(Marked=True)

    def tags(self) -> dict[str, int]:
        """Count the structure types in the tree, as they are written, in order of name."""
        return dict(sorted((+self._counts).items()))

    def _element(self, kind: Name, parent: Object) -> Object:
        made = self._book.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array()))
        if self._spaces:
            self._spaces.place(made)
        return made

    def _merge_map(self, key: str, tree: Object, part: str) -> dict[str, str]:
        """Merge a role or class map; gives new names for those that mean something else in another part."""
        if key not in tree:
            return {}
        if key not in self._root:
            self._root[key] = Dictionary()
        known, renamed = self._root[key], {}
        for name, value in tree[key].items():
            if name in known and known[name] != value:
                renamed[name] = f"{name}-{part}"
            known[renamed.get(name, name)] = value
        return renamed

    def _renumber(self, placed: PlacedPart, tree: Object) -> None:
        """Let the parent tree of a part go on where the one before it ended."""
        first = len(self._parents)
        self._parents += list(tree.ParentTree.Nums)[1::2]
        owners = [(page, "/StructParents") for page in placed.pages]
        owners += [(annotation, "/StructParent") for annotation in placed.annotations]
        owners += [(form, "/StructParents") for form in tree.get("/Forms", ())]
        for owner, key in owners if first else ():
            if (own := owner.get(key)) is not None:
                owner[key] = first + own

    def _rename(self, holder: Object, roles: Mapping[str, str], classes: Mapping[str, str]) -> None:
        """Rename roles and classes of all elements below `holder`, give them their namespaces and count them."""
        waiting = list(_kids(holder))
        while waiting:
            element = waiting.pop()
            if self._spaces:
                self._spaces.place(element)
            kind = str(element.S)
            if kind in roles:
                kind = roles[kind]
                element.S = Name(kind)
            if classes and "/C" in element:
                element.C = _renamed(element.C, classes)
            self._counts[kind.removeprefix("/")] += 1
            waiting.extend(kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid)


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _renamed(classes: Object, names: Mapping[str, str]) -> Object:
    """Rename the attribute classes of an element: one name, or an array with revision numbers between."""
    if isinstance(classes, Name):
        return Name(names.get(str(classes), str(classes)))
    return Array([_renamed(one, names) if isinstance(one, Name) else one for one in classes])


def _refers(kid: Object, annotation: Object) -> bool:
    return _is(kid, "/OBJR") and kid.Obj.objgen == annotation.objgen


def _is(kid: Object, kind: str) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == kind
