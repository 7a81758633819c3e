"""Any parts bound: destinations, labels, outline, links, parent tree and ID tree are read back as they were meant.

Parts are written straight as tagged PDFs, of any number of pages in any size, with anchors, links and headings
anywhere; what has to come out is worked out here from the plan alone and read back by pypdf.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from binding import METADATA
from hypothesis import given, settings
from hypothesis import strategies as st
from inspector import Inspector
from pikepdf import Array, Dictionary, Name, Pdf, String
from pypdf.generic import DictionaryObject

from renderer.bind import bind
from renderer.model import Binding, BoundPart, Heading, LabelRange, Sheets
from renderer.verify import verify

NAMES = ["a", "b", "c", "d", "e"]
ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]


@dataclass(frozen=True)
class Page:
    """A page of a planned part: its size in pt, its paragraphs (whether each has an id), the links on it."""

    size: tuple[int, int]
    paragraphs: tuple[bool, ...]
    links: tuple[tuple[str, int], ...]
    """Part and number of the anchor that each leads to; it need not be there."""


@dataclass(frozen=True)
class Plan:
    """A planned part: its pages, the page of each of its anchors, the level of each anchor's heading (0: none)."""

    id: str
    pages: tuple[Page, ...]
    anchors: tuple[int, ...]
    levels: tuple[int, ...]
    blanks: int

    def name(self, anchor: int) -> str:
        return f"{self.id}.ä {anchor}"

    @property
    def headings(self) -> tuple[Heading, ...]:
        levels = zip(self.levels, range(len(self.anchors)), strict=False)
        return tuple(Heading(level, f"{self.id} {n}", self.name(n)) for level, n in levels if level)


def plans() -> st.SearchStrategy[tuple[Plan, ...]]:
    link = st.tuples(st.sampled_from(NAMES), st.integers(0, 4))
    page = st.builds(
        Page,
        st.tuples(st.integers(100, 900), st.integers(100, 900)),
        st.lists(st.booleans(), max_size=3).map(tuple),
        st.lists(link, max_size=2).map(tuple),
    )

    def part(name: str) -> st.SearchStrategy[Plan]:
        return st.lists(page, min_size=1, max_size=4).flatmap(
            lambda pages: st.builds(
                Plan,
                st.just(name),
                st.just(tuple(pages)),
                st.lists(st.integers(0, len(pages) - 1), max_size=4).map(tuple),
                st.lists(st.integers(0, 6), max_size=4).map(tuple),
                st.integers(0, 2),
            )
        )

    named = st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True)
    return named.flatmap(lambda names: st.tuples(*map(part, names)))


# -------------------------------------------------------------------------------------------- plans become parts
def written(plan: Plan) -> BoundPart:
    """Write the tagged PDF of a part as the typesetter would: a paragraph for each mark, a Link for each link."""
    with Pdf.new() as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        root.K = Array([document])
        counts: Counter[str] = Counter()
        named = {}
        parents: list[Any] = []
        for number, page in enumerate(plan.pages):
            sheet = pdf.add_blank_page(page_size=page.size).obj
            counts += Counter(P=len(page.paragraphs), Link=len(page.links))
            marks = Array()
            for mcid, has_id in enumerate(page.paragraphs):
                element = pdf.make_indirect(
                    Dictionary(Type=Name.StructElem, S=Name.P, P=document, Pg=sheet, K=Array([mcid]))
                )
                if has_id:
                    element.ID = String(f"{plan.id}/p{number}-{mcid}")
                    named[bytes(element.ID)] = element
                document.K.append(element)
                marks.append(element)
            shown = "".join(f"/P <</MCID {n}>> BDC 0 0 m EMC\n" for n in range(len(page.paragraphs)))
            sheet.Contents = pdf.make_stream(shown.encode())
            if marks:
                sheet.StructParents = len(parents)
                parents.append(marks)
            notes = [_link(pdf, plan, document, sheet, target, parents) for target in page.links]
            if notes:
                sheet.Annots = Array(notes)
        root.Links = Array(notes for sheet in pdf.pages for notes in sheet.obj.get("/Annots", ()))
        flat = [entry for key, parent in enumerate(parents) for entry in (key, parent)]
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(flat)))
        root.IDTree = Dictionary(Names=Array(entry for key in sorted(named) for entry in (String(key), named[key])))
        pdf.Root.StructTreeRoot = root
        names = sorted(
            ((String(plan.name(n)), at) for n, at in enumerate(plan.anchors)), key=lambda entry: bytes(entry[0])
        )
        entries = [x for name, at in names for x in (name, Array([pdf.pages[at].obj, Name.XYZ, 0, 50, 0]))]
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(entries)))
        target = io.BytesIO()
        pdf.save(target, static_id=True)
    sizes = tuple((float(w), float(h)) for w, h in (page.size for page in plan.pages))
    sheets = Sheets(plan.id, target.getvalue(), sizes, {}, (), (), tags=counts)
    return BoundPart(plan.id, plan.id.upper(), "en", sheets, (), plan.headings, plan.blanks)


def _link(pdf: Pdf, plan: Plan, document: Any, sheet: Any, target: tuple[str, int], parents: list[Any]) -> Any:
    part, anchor = target
    name = f"{part}.ä {anchor}"
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9])))
    note.Contents, note.F = String(name), 4
    note.StructParent = len(parents)
    if part == plan.id:
        note.Dest = String(name)
    else:
        note.A = Dictionary(S=Name.URI, URI=String(f"part:{part}#{part}.%C3%A4%20{anchor}"))
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, P=document, Pg=sheet))
    element.K = Array([Dictionary(Type=Name.OBJR, Obj=note, Pg=sheet)])
    document.K.append(element)
    parents.append(element)
    return note


# --------------------------------------------------------------------------------------------- what has to come out
def firsts(parts: tuple[Plan, ...]) -> dict[str, int]:
    """Give the page that each part begins on."""
    found, at = {}, 0
    for part in parts:
        found[part.id] = at + part.blanks
        at = found[part.id] + len(part.pages)
    return found


def label(ranges: tuple[LabelRange, ...], page: int) -> str:
    held = [r for r in ranges if r.start <= page][-1]
    number = held.first + page - held.start
    written = {"D": str(number), "r": "x" * (number // 10) + ROMAN[number % 10], "": ""}
    written["a"] = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    return held.prefix + written[held.style]


def lines(parts: tuple[Plan, ...]) -> Iterator[tuple[int, str, int]]:
    """Give the outline: the level of a line is one more than that of the last line before it of a higher heading."""
    first, above = firsts(parts), list[tuple[int, int]]()
    for part in parts:
        for heading in part.headings:
            level = next((level + 1 for own, level in reversed(above) if own < heading.level), 1)
            above.append((heading.level, level))
            anchor = int(heading.anchor.split(" ")[1])
            yield level, heading.text, first[part.id] + part.anchors[anchor]


RANGE = st.builds(
    LabelRange, st.integers(1, 30), st.sampled_from(["D", "r", "a", ""]), st.integers(1, 5), st.sampled_from(["", "A-"])
)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(plans(), st.lists(RANGE, max_size=3, unique_by=lambda r: r.start), st.integers(0, 3))
def test_any_parts_are_bound_as_they_were_meant(
    parts: tuple[Plan, ...], ranges: list[LabelRange], blanks_after: int
) -> None:
    first = firsts(parts)
    count = first[parts[-1].id] + len(parts[-1].pages) + blanks_after
    held = (LabelRange(0, "r"), *sorted((r for r in ranges if r.start < count), key=lambda r: r.start))
    binding = Binding(tuple(map(written, parts)), METADATA, held, (), {}, (), blanks_after=blanks_after)
    made = bind(binding)
    assert verify(made) == ()
    assert bind(binding).pdf == made.pdf
    pdf = Inspector(made.pdf)
    assert pdf.pages == count
    assert list(made.labels) == pdf.labels == [label(held, page) for page in range(count)]
    sizes = {first[p.id] + n: page.size for p in parts for n, page in enumerate(p.pages)}
    assert all(pdf.sizes[at] == size for at, size in sizes.items())
    anchors = {part.name(n): first[part.id] + at for part in parts for n, at in enumerate(part.anchors)}
    assert pdf.destinations == dict(sorted((anchors | first).items()))
    assert [tuple(entry) for entry in pdf.outline] == list(lines(parts))
    dead = 0
    for part in parts:
        for n, page in enumerate(part.pages):
            targets = [f"{to}.ä {anchor}" for to, anchor in page.links]
            assert [link.page for link in pdf.links(first[part.id] + n)] == [
                anchors[name] for name in targets if name in anchors
            ]
            dead += sum(name not in anchors for name in targets)
    assert [f.code for f in made.findings] == ["LINK-DEAD"] * dead
    trees_hold(pdf, parts, first)


def trees_hold(pdf: Inspector, parts: tuple[Plan, ...], first: dict[str, int]) -> None:
    """The parent tree leads from marks and links to the elements that own them, the ID tree to those of that name."""
    root = pdf.root["/StructTreeRoot"]
    nums = root["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[::2], (value.get_object() for value in nums[1::2]), strict=True))
    assert list(parents) == sorted(parents) and all(key < root["/ParentTreeNextKey"] for key in parents)
    holders = {str(kid.get_object()["/T"]): kid.get_object() for kid in root["/K"][0].get_object()["/K"]}
    assert list(holders) == [part.id.upper() for part in parts]
    names: dict[bytes, Any] = {}
    for part in parts:
        for n, page in enumerate(part.pages):
            sheet = pdf.reader.pages[first[part.id] + n]
            owners = parents[sheet["/StructParents"]] if page.paragraphs else []
            assert [owner.get_object()["/K"] for owner in owners] == [[mcid] for mcid in range(len(page.paragraphs))]
            for mcid, owner in enumerate(owner.get_object() for owner in owners):
                assert owner.raw_get("/Pg") == sheet.indirect_reference
                assert owner["/P"].get_object() == holders[part.id.upper()]
                if page.paragraphs[mcid]:
                    names[f"{part.id}/p{n}-{mcid}".encode()] = owner
            for reference in sheet.get("/Annots", ()):
                element = parents[reference.get_object()["/StructParent"]]
                assert isinstance(element, DictionaryObject) and element["/S"] == "/Link"
                assert element["/K"][0].raw_get("/Obj") == reference
    listed = root["/IDTree"]["/Names"] if names else []
    keys = [str(key).encode() for key in listed[::2]]
    assert keys == sorted(names)
    assert all(value.get_object() == names[key] for key, value in zip(keys, listed[1::2], strict=True))


def test_a_link_to_nowhere_does_not_keep_a_file_from_pdf_2() -> None:
    plan = Plan("a", (Page((100, 100), (), (("a", 0),)),), (), (), 0)
    made = bind(Binding((written(plan),), METADATA, (LabelRange(0, "D"),), (), {}, ("ua2", "4f")))
    assert [f.code for f in made.findings] == ["LINK-DEAD", "CONFORMANCE-PLAIN"] and verify(made) == ()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(plans(), st.sampled_from([("ua1", "3a"), ("ua2", "4f")]))
def test_what_a_file_claims_changes_no_place(parts: tuple[Plan, ...], claims: tuple[str, ...]) -> None:
    binding = Binding(tuple(map(written, parts)), METADATA, (LabelRange(0, "D"),), (), {}, ())
    plain, claimed = bind(binding), bind(replace(binding, conformance=claims))
    assert verify(claimed) == ()
    one, other = Inspector(plain.pdf), Inspector(claimed.pdf)
    assert (one.destinations, one.outline, one.labels) == (other.destinations, other.outline, other.labels)
    assert [one.links(n) for n in range(one.pages)] == [other.links(n) for n in range(one.pages)]
