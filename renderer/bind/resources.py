"""In: objects that own resources (pages, forms). Out: the resource dictionaries they reach; equal pictures made one.

Parts typeset apart carry the same logo or photograph once each; in the bound file it lies once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from pikepdf import Dictionary, Name, Object, Stream


def reach_resources(owners: Iterable[Object]) -> Iterator[Object]:
    """Give each resource dictionary of the owners and of the forms, patterns and soft masks within, once."""
    seen: set[tuple[int, int]] = set()
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


def share_pictures(owners: Iterable[Object]) -> None:
    """Let all pictures of the owners that are equal to the last byte be one object."""
    places = [
        (xobjects, name, xobject)
        for xobjects in (resources.get("/XObject") for resources in reach_resources(owners))
        if xobjects is not None
        for name, xobject in xobjects.items()
        if xobject.get("/Subtype") == Name.Image
    ]
    pictures = {xobject.objgen: xobject for _, _, xobject in places}
    masks = {p.SMask.objgen: p.SMask for p in pictures.values() if "/SMask" in p}
    first_mask = _first_of_equals(masks.values())
    for picture in pictures.values():
        if "/SMask" in picture:
            picture.SMask = first_mask[picture.SMask.objgen]
    first = _first_of_equals(pictures.values())
    for xobjects, name, picture in places:
        xobjects[name] = first[picture.objgen]


def _first_of_equals(streams: Iterable[Object]) -> dict[tuple[int, int], Object]:
    """Map each stream's object number to the first stream of equal dictionary and bytes."""
    heads = [(stream, _head(stream)) for stream in streams]
    often = Counter(head for _, head in heads)
    first: dict[tuple[bytes, bytes], Object] = {}
    chosen: dict[tuple[int, int], Object] = {}
    for stream, head in heads:
        if often[head] == 1:  # most pictures differ in size already: reading their bytes would be for nothing
            chosen[stream.objgen] = stream
            continue
        key = head, hashlib.sha256(stream.read_raw_bytes()).digest()
        chosen[stream.objgen] = first.setdefault(key, stream)
    return chosen


def _head(stream: Object) -> bytes:
    assert isinstance(stream, Stream)
    return stream.stream_dict.unparse()


def _inner_owners(resources: Object) -> Iterator[Object]:
    for kind in ("/XObject", "/Pattern"):
        for _, inner in resources.get(kind, Dictionary()).items():
            if isinstance(inner, Stream) and "/Resources" in inner:
                yield inner
    for _, state in resources.get("/ExtGState", Dictionary()).items():
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and "/G" in mask:
            yield mask.G


def _met(thing: Object, seen: set[tuple[int, int]]) -> bool:
    if not thing.is_indirect:  # it has one owner only, which is met once
        return False
    if thing.objgen in seen:
        return True
    seen.add(thing.objgen)
    return False
