"""Characters that look right on a screen and set badly on paper.

In: a line of a manuscript. Out: the line with ordinary spaces, and a count of what was changed for one finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from renderer.markup.marked import Report

CODE_SPAN = re.compile(r"(`+).*?\1")
COMMENT = re.compile(r"<!--(?!\s*(?:-->|renderer:))")  # those that speak to the renderer are read, not left out
NO_BREAK = "\u00a0"
NO_WIDTH = re.compile("\ufeff|\u200b+(?=\\s|$)|(?<=\\s)\u200b+|^\u200b+")
"""Byte order marks, and spaces of no width where a line may break anyway."""
KEPT = re.compile(rf"(?<=\d){NO_BREAK}(?=[\w%‰€$£¥°])|(?<=«){NO_BREAK}|{NO_BREAK}(?=[:;!?»])")
"""No-break spaces in their right place: between number and unit, and inside French punctuation."""


@dataclass(slots=True)
class Tally:
    """What is found many times over and told once; each set holds the numbers of lines."""

    spaces: set[int] = field(default_factory=set)
    count: int = 0
    lists: set[int] = field(default_factory=set)
    comments: list[int] = field(default_factory=list)

    def see_comments(self, number: int, text: str) -> None:
        """Count the comments that begin on a line."""
        self.comments += [number] * len(COMMENT.findall(CODE_SPAN.sub("", text)))

    def tell(self, report: Report) -> None:
        """Report what was counted."""
        if self.spaces:
            where = f"on {len(self.spaces)} lines" if len(self.spaces) > 1 else "on one line"
            message = f"{self.count} no-break or zero-width spaces stand {where} where ordinary ones belong"
            report.add("MD-SPACE", min(self.spaces), f"{message}; this is the first")
        if self.lists:
            where = f"{len(self.lists)} lines" if len(self.lists) > 1 else "one line"
            message = f"{where} of lists follow a paragraph at once or are indented by fewer than four spaces"
            report.add("MD-LIST-SHAPE", min(self.lists), message)
        if self.comments:
            many = len(self.comments) > 1
            message = f"{len(self.comments)} comments are" if many else "a comment is"
            report.add("MD-COMMENT", min(self.comments), f"{message} left out{'; this is the first' if many else ''}")


def plain_spaces(text: str, number: int, tally: Tally) -> str:
    """Replace the no-break spaces of a line by ordinary ones, take them off its end, and those of no width away."""
    seen = NO_WIDTH.sub("", text) if "\ufeff" in text or "\u200b" in text else text
    if seen != text:
        tally.spaces.add(number)
        tally.count += len(text) - len(seen)
        text = seen
    if NO_BREAK not in text:
        return text
    kept = {match.start() for match in KEPT.finditer(text)}
    changed = "".join(" " if c == NO_BREAK and i not in kept else c for i, c in enumerate(text))
    if changed != text:
        tally.spaces.add(number)
        tally.count += sum(a != b for a, b in zip(changed, text, strict=True))
        ends = len(changed.rstrip())
        if NO_BREAK in text[ends:]:
            changed = changed[:ends]
    return changed
