"""A publication and the items somebody is not to see in; the publication without them out.

It is made as if they had never been there: parts, numbers of items, chapters and pages close up, contents, outline and
lists are made of what is left. A gap in the numbers would tell that something is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    """Leave out some items, or the closed ones; gives the parts that were left out too.

    Links to them lose their link, their text stays. What is made of an agenda is made of it anew.
    """
    if closed:  # what is for everyone does not say that it is not
        stamping = publication.papering.stamping
        papering = replace(publication.papering, stamping=stamping and replace(stamping, marking=""))
        publication = replace(publication, marking="", papering=papering)
    shut = {item_of(part) for part in publication.parts if closed and is_closed(part)} - {""}
    gone = {*items, *shut}
    left_out = [p for p in publication.parts if belongs(item_of(p), gone) or (closed and is_closed(p))]
    if not left_out:
        return publication, ()
    kept = [part for part in publication.parts if part not in left_out]
    if publication.remade:
        late = {paper.part for paper in publication.late}
        parts = (*publication.remade(items, closed), *(part for part in kept if part.id in late))
    else:
        new = _renumbered(publication.parts, kept)
        parts = tuple(_numbered(part, new) for part in kept)
    there = {part.id for part in kept}
    papers = tuple(paper for paper in publication.late if paper.part in there)
    return replace(publication, parts=parts, late=papers, incomplete=True), tuple(left_out)


def _renumbered(before: Collection[PartSource], after: Collection[PartSource]) -> Mapping[str, str]:
    """Give the new numbers of items: on each level those that are gone are closed up."""
    kept = {item_of(part) for part in after}
    levels: dict[str, dict[str, None]] = {}
    for part in before:
        steps = item_of(part).split(".")
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


def _first_numbers(parts: Collection[PartSource], above: str) -> list[str]:
    """Give the last steps of the items directly below one, in their order."""
    depth = above.count(".") + 1 if above else 0
    steps = [item_of(part).split(".") for part in parts]
    return [s[depth] for s in steps if len(s) > depth and s[0] and ".".join(s[:depth]) == above]


def _numbered(part: PartSource, new: Mapping[str, str]) -> PartSource:
    item = item_of(part)
    if not item or new.get(item, item) == item:
        return part
    return replace(part, options={**part.options, "item": new[item]})
