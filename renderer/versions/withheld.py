"""A publication and the items somebody is not to see in; the publication without them out.

It is made as if they had never been there: parts, numbers of items, chapters and pages close up, contents, outline and
lists are made of what is left. A gap in the numbers would tell that something is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from renderer.model import PartSource, Publication
from renderer.read.circulation import item_of


def is_closed(part: PartSource) -> bool:
    """Tell whether a part belongs to a closed item."""
    meta = part.manuscript.meta if part.manuscript else {}
    return part.options.get("closed", meta.get("closed")) is True


def belongs(item: str, items: Collection[str]) -> bool:
    """Tell whether an item is one of these or lies below one of them: 4.2 below 4."""
    return any(item == i or item.startswith(f"{i}.") for i in items)


def without(
    publication: Publication, items: Collection[str], *, closed: bool = False
) -> tuple[Publication, tuple[PartSource, ...]]:
    """Leave out some items, or the closed ones; gives the parts that were left out too, and those that named them.

    Links to them lose their link, their text stays. What is made of an agenda is made of it anew.
    """
    if closed:  # what is for everyone does not say that it is not
        stamping = publication.papering.stamping
        papering = replace(publication.papering, stamping=stamping and replace(stamping, marking=""))
        publication = replace(publication, marking="", papering=papering)
    shut = {item_of(part) for part in publication.parts if closed and is_closed(part)} - {""}
    gone = {*items, *shut, *(item for item, hidden in publication.items.items() if closed and hidden)}
    left_out = [p for p in publication.parts if belongs(item_of(p), gone) or (closed and is_closed(p))]
    lost = bool(left_out) or any(belongs(item, gone) for item in publication.items)
    if not lost and not (closed and publication.remade):
        return publication, ()
    kept = [part for part in publication.parts if part not in left_out]
    numbers = list(publication.items) or [item_of(part) for part in publication.parts]
    new = _renumbered(numbers, {item for item in numbers if item and not belongs(item, gone)})
    parts = tuple(_numbered(part, new) for part in kept)
    changed: list[PartSource] = []
    if publication.remade:
        own = {part.id for part in publication.remade((), False)}
        anew = publication.remade(sorted(gone), closed)
        changed = [p for p in kept if p.id in own and not item_of(p) and p not in anew and _lists_items(p)]
        parts = (*anew, *(part for part in parts if part.id not in own))
    there = {part.id: item_of(part) for part in parts}
    papers = tuple(replace(p, item=there[p.part]) for p in publication.late if p.part in there)
    left = {new[item]: hidden for item, hidden in publication.items.items() if item in new}
    made = replace(publication, parts=parts, late=papers, items=left, remade=None, incomplete=lost)
    return made, (*left_out, *changed)


def _lists_items(part: PartSource) -> bool:
    """Tell whether a part is made of what it says of items: a list of them, or the text of an agenda."""
    return part.manuscript is not None or "lines" in part.options


def _renumbered(before: Sequence[str], kept: Collection[str]) -> Mapping[str, str]:
    """Give the new numbers of items: on each level those that are gone are closed up."""
    levels: dict[str, dict[str, None]] = {}
    for number in before:
        steps = number.split(".")
        for depth in range(1, len(steps) + 1):
            item = ".".join(steps[:depth])
            if item and any(k == item or k.startswith(f"{item}.") for k in kept):
                levels.setdefault(".".join(steps[: depth - 1]), {})[item] = None
    new: dict[str, str] = {}
    for above, items in sorted(levels.items(), key=lambda level: level[0].count(".") + bool(level[0])):
        first = next((p for p in _first_numbers(before, above)), "1")
        start = int(first) if first.isdigit() else 0
        for place, item in enumerate(items):
            own = item.rsplit(".", 1)[-1]
            number = str(start + place) if own.isdigit() else own
            new[item] = ".".join(filter(None, [new.get(above, above), number]))
    return new


def _first_numbers(numbers: Sequence[str], above: str) -> list[str]:
    """Give the last steps of the items directly below one, in their order."""
    depth = above.count(".") + 1 if above else 0
    steps = [number.split(".") for number in numbers]
    return [s[depth] for s in steps if len(s) > depth and s[0] and ".".join(s[:depth]) == above]


def _numbered(part: PartSource, new: Mapping[str, str]) -> PartSource:
    item = item_of(part)
    if not item or new.get(item, item) == item:
        return part
    return replace(part, options={**part.options, "item": new[item]})
