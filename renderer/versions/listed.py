"""Parts of a packet with late papers in their places in; the same parts out, the agenda listing what came late.

So do dividers and the outline, and a late paper knows its item as other papers do. Bound with its item it belongs to
the item's pages; behind all other pages it has a line of the outline for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from renderer.languages.words import words
from renderer.model import Heading, PartSource
from renderer.packets.packet import AGENDA
from renderer.read.circulation import item_of
from renderer.read.papers import title_of
from renderer.versions.withheld import belongs

Line = Mapping[str, Any]


def listed(parts: Sequence[PartSource], late: Collection[str], behind: Collection[str], lang: str) -> list[PartSource]:
    """List late papers by their ids; those `behind` stand at the end, the others with their item.

    Parts without an agenda that is made of lines are given back as they are.
    """
    items = _items(parts)
    if not items or not late:
        return list(parts)
    made = with_items(parts, late, lang)
    added = [p for p in made if p.id in late]
    made = _outlined(made, items, late, behind, lang)
    placed = [p for p in made if p.id not in behind]
    return [_with_lines(p, placed, added) for p in made]


def with_items(parts: Sequence[PartSource], late: Collection[str], lang: str) -> list[PartSource]:
    """Say of late papers which item of the agenda they belong to, as of every other paper."""
    items, word = _items(parts), words(lang)["late"]
    return [_told(p, items[item_of(p)], word) if p.id in late and item_of(p) in items else p for p in parts]


def _items(parts: Sequence[PartSource]) -> Mapping[str, Line]:
    """Give the lines of the agenda by the numbers of their items; none without an agenda that is made of lines."""
    agenda = next((p for p in parts if p.id == AGENDA), None)
    return {line["number"]: line for line in agenda.options.get("lines", ()) if line.get("number")} if agenda else {}


def _told(part: PartSource, item: Line, late: str) -> PartSource:
    title = part.title or (title_of(part.manuscript.path) if part.manuscript else part.id)
    told = {
        "kicker": f"{item['number']} {item['title']} · {late}", "item_title": item["title"], "paper": title,
        "back": f"{AGENDA}.{item['anchor']}",
    }  # fmt: skip
    return replace(part, title=title, options={**part.options, **told})


# -------------------------------------------------------------------------------------------------------- lines
def _with_lines(part: PartSource, parts: Sequence[PartSource], late: Sequence[PartSource]) -> PartSource:
    """Add late papers to a part that lists items, or papers of an item; `parts` are with their items."""
    if "lines" in part.options:
        lines: list[Line] = []
        waiting: list[Line] = []
        for line in part.options["lines"]:
            if line.get("number"):
                lines += waiting
                waiting = _lines_for(line["number"], line["level"] + 1, late) if part.id == AGENDA else []
                line = _ranged(line, parts)
            lines.append(line)
        return replace(part, options={**part.options, "lines": [*lines, *waiting]})
    if part.layout == "divider":
        papers = [*part.options.get("papers", ()), *_lines_for(item_of(part), 1, late)]
        return replace(part, options={**part.options, "papers": papers})
    return part


def _lines_for(item: str, level: int, late: Sequence[PartSource]) -> list[Line]:
    own = (part for part in late if item_of(part) == item)
    return [{"title": p.title, "level": level, "first": p.id, "last": p.id, "late": True} for p in own]


def _ranged(line: Line, parts: Sequence[PartSource]) -> Line:
    """Let the pages of an item begin with its first part and end with its last, late papers among them."""
    own = [part.id for part in parts if belongs(item_of(part), {line["number"]})]
    return {**line, "first": own[0], "last": own[-1]} if own else line


# ------------------------------------------------------------------------------------------------------ outline
def _outlined(
    parts: Sequence[PartSource], items: Mapping[str, Line], late: Collection[str], behind: Collection[str], lang: str
) -> list[PartSource]:
    """Let the outline have papers below their item; those at the end below a line of their own."""
    made = list(parts)
    first = next((p.id for p in parts if p.id in behind), "")
    for i, part in enumerate(parts):
        if part.id not in late or item_of(part) not in items:
            continue
        if part.id in behind:
            opens = (Heading(1, words(lang)["late_papers"], part.id),) if part.id == first else ()
            made[i] = replace(made[i], opens=opens, depth=1)
            continue
        item = items[item_of(part)]
        made[i] = replace(made[i], depth=item["level"])
        before, after = made[i - 1], made[i + 1] if i + 1 < len(made) else None
        # Items without pages wait in the outline for the next part: those up to this paper's item come before it.
        to_item = _up_to(before.closes, made[i])
        made[i - 1] = replace(before, closes=before.closes[:to_item])
        made[i] = replace(made[i], closes=before.closes[to_item:])
        if after and (to_item := _up_to(after.opens, made[i])):
            made[i] = replace(made[i], opens=after.opens[:to_item])
            made[i + 1] = replace(after, opens=after.opens[to_item:])
    return made


def _up_to(headings: Sequence[Heading], part: PartSource) -> int:
    """Count the headings up to the line of the agenda that a part belongs to; 0 when it is not among them."""
    return next((n for n, h in enumerate(headings, 1) if h.anchor == part.options["back"]), 0)
