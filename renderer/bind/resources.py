"""In: objects that own resources (pages, forms). Out: the dictionaries they reach; what is equal in them is one.

Parts typeset apart carry the same logo, photograph or ornament once each, papers of one program the same fonts and
colour profiles; in the bound file each lies once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pikepdf import Array, Dictionary, Object, Stream

ObjGen = tuple[int, int]
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
PAINTED = ("/XObject", "/Pattern")
"""Resources that are streams: pictures, forms, patterns."""


def reach_resources(owners: Iterable[Object]) -> Iterator[Object]:
    """Give each resource dictionary of the owners and of the forms, patterns and soft masks within, once."""
    seen: set[ObjGen] = set()
    waiting = list(owners)
    while waiting:
        owner = waiting.pop()
        resources = owner.get("/Resources")
        if not isinstance(resources, Dictionary) or _met(resources, seen):
            continue
        yield resources
        for inner in _inner_owners(resources):
            if not _met(inner, seen):
                waiting.append(inner)


def share_equals(owners: Sequence[Object], reached: Sequence[Object]) -> None:
    """Let pictures, forms and patterns that are equal in all they hold be one object.

    `reached` are the resource dictionaries that the owners reach. Forms with tagged content of their own differ in
    their /StructParents and stay apart.
    """
    _share_profiles(owners, reached)
    places = [
        (holder, name, thing)
        for resources in reached
        for holder in (resources.get(kind) for kind in PAINTED)
        if holder is not None
        for name, thing in holder.items()
        if isinstance(thing, Stream)
    ]
    chosen = _first_of_equals({thing.objgen: thing for _, _, thing in places})
    for holder, name, thing in places:
        if chosen[thing.objgen].objgen != thing.objgen:
            holder[name] = chosen[thing.objgen]
    _share_font_files(reached)


def _share_profiles(owners: Sequence[Object], reached: Sequence[Object]) -> None:
    """Let colour profiles with the same bytes be one, wherever a colour space names them."""
    painted = [thing for held in reached for kind in PAINTED for _, thing in held.get(kind, Dictionary()).items()]
    spaces: list[Object | None] = [
        space for held in reached for _, space in held.get("/ColorSpace", Dictionary()).items()
    ]
    spaces += [thing.get("/ColorSpace") for thing in painted if isinstance(thing, Stream)]
    groups = [thing.get("/Group") for thing in (*owners, *painted) if isinstance(thing, (Dictionary, Stream))]
    spaces += [group.get("/CS") for group in groups if isinstance(group, Dictionary)]
    named = [space for outer in spaces for space in _profiled(outer)]
    chosen = _first_of_equals({space[1].objgen: space[1] for space in named})
    for space in named:
        if chosen[space[1].objgen].objgen != space[1].objgen:
            space[1] = chosen[space[1].objgen]


def _profiled(space: object) -> Iterator[Object]:
    """Give the colour spaces with a profile in a colour space, which may be the base of a palette or of inks."""
    if isinstance(space, Array) and len(space) > 1:
        if space[0] == "/ICCBased" and isinstance(space[1], Stream):
            yield space
        for inner in space:
            yield from _profiled(inner) if isinstance(inner, Array) else ()


def _share_font_files(reached: Iterable[Object]) -> None:
    """Let font files with the same bytes be one; descriptors stay apart."""
    descriptors = {d.objgen: d for resources in reached for d in _descriptors(resources)}
    files = [(d, key, d[key]) for d in descriptors.values() for key in FONT_FILES if isinstance(d.get(key), Stream)]
    chosen = _first_of_equals({file.objgen: file for _, _, file in files})
    for descriptor, key, file in files:
        if chosen[file.objgen].objgen != file.objgen:
            descriptor[key] = chosen[file.objgen]


def _descriptors(resources: Object) -> Iterator[Object]:
    fonts = resources.get("/Font")
    for _, font in fonts.items() if isinstance(fonts, Dictionary) else ():
        below = font.get("/DescendantFonts") if isinstance(font, Dictionary) else None
        inner = below[0] if below is not None and len(below) else font
        descriptor = inner.get("/FontDescriptor") if isinstance(inner, Dictionary) else None
        if isinstance(descriptor, Dictionary) and descriptor.is_indirect:
            yield descriptor


def _first_of_equals(streams: Mapping[ObjGen, Object]) -> dict[ObjGen, Object]:
    """Map each object number to the first stream with equal bytes, dictionary and all that lies below it."""
    often = Counter(int(stream.get("/Length", 0)) for stream in streams.values())
    # reading the bytes of a photograph that no other is as long as would be for nothing
    alike = {objgen: stream for objgen, stream in streams.items() if often[int(stream.get("/Length", 0))] > 1}
    for stream in alike.values():
        _forget_fonts(stream)
    firsts: dict[bytes, list[Object]] = {}
    chosen = dict(streams)
    for objgen, stream in alike.items():
        known = firsts.setdefault(hashlib.sha256(stream.read_raw_bytes()).digest(), [])
        chosen[objgen] = next((first for first in known if first == stream), stream)
        if chosen[objgen] is stream:
            known.append(stream)
    return chosen


def _forget_fonts(stream: Object) -> None:
    """Take the fonts from a stream without text: the engine names all fonts of its part, and equals look different."""
    resources = stream.get("/Resources")
    if isinstance(resources, Dictionary) and "/Font" in resources and b"Tf" not in stream.read_bytes():
        stream.Resources = Dictionary({key: value for key, value in resources.items() if key != "/Font"})


def _inner_owners(resources: Object) -> Iterator[Object]:
    for kind in PAINTED:
        for _, inner in resources.get(kind, Dictionary()).items():
            if isinstance(inner, Stream) and "/Resources" in inner:
                yield inner
    for _, state in resources.get("/ExtGState", Dictionary()).items():
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and "/G" in mask:
            yield mask.G


def _met(thing: Object, seen: set[ObjGen]) -> bool:
    if not thing.is_indirect:  # it has one owner only, which is met once
        return False
    if thing.objgen in seen:
        return True
    seen.add(thing.objgen)
    return False
