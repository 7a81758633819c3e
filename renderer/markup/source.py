"""The lines of a manuscript put into the one form Python-Markdown reads; what its author meant does not change.

In: the text of a manuscript as people write for GitHub and other programs. Out: lines with their numbers, nested by
four spaces, with blank lines where the converter needs them, and with the place where each may carry its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renderer.markup import containers, limits
from renderer.markup import lines as marks
from renderer.markup.characters import Tally, plain_spaces
from renderer.markup.dialect import BLOCKS
from renderer.markup.marked import Report

DEEPEST = 20
"""Lists and quotations are nested at most this deep: the converter works by recursion, and paper is narrow."""

FENCE = re.compile(r"(?P<indent> *)(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
MARKER = re.compile(r" *(?P<marker>[*+-]|(?P<number>\d{1,9})[.)])(?P<gap> +|$)(?P<content>.*)$")
SECOND_MARKER = re.compile(r"[*+-] +(?=\S)")
TOO_MANY_MARKERS = re.compile(rf"(?:[*+-] +){{{DEEPEST}}}")
RULE = re.compile(r" {0,3}(?:(?:-[ ]*){3,}|(?:_[ ]*){3,}|(?:\*[ ]*){3,})$")
QUOTE = re.compile(r" {0,3}> ?")
BLOCK_HEAD = re.compile(r"/{3,} *[\w-]+ *(\|.*)?$")
BLOCK_NAME = re.compile(rf"/+ *(?:{'|'.join(BLOCKS)}) *(?:\||$)")
OPTION = re.compile(r" {4,}\w+:")
BOX = re.compile(r"!!! ?\w|:(?= )|\[\^[^\]]+\]:")
STARTER = re.compile(
    r"#{1,6}(?:\s|$)|/{3,}|!!!|:(?= )|\[\^[^\]]+\]:"
    r"|</?(?:div|details|section|aside|figure|table|p|pre|ul|ol|dl|h[1-6])\b"
)
TABLE_LINE = re.compile(r" *\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
VERBATIM = re.compile(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)
BREAK_TAG = re.compile(r"\s*<br\s*/?>\s*$", re.IGNORECASE)
HASH_WORD = re.compile(r"#(?=[^\s#])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the converter: `number` in the file (0: put in here), and where a mark may stand (-1: nowhere)."""

    number: int
    text: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list item or indented box: columns of its marker and of its content."""

    marker: int
    content: int
    ordered: bool = False
    box: bool = False
    lazy: bool = True
    """Whether a line that is not indented still belongs to its paragraph."""


def normalised(text: str, first_line: int, report: Report) -> list[Line]:
    """Give the lines of a manuscript's body in the converter's form; `first_line` is the file's number of the first."""
    clean = marks.NOT_TEXT.sub(lambda m: " " if m[0] in "\x0b\x0c\u2028\u2029\x85" else "", text)
    numbered = [(first_line + i, line.expandtabs(4)) for i, line in enumerate(clean.split("\n"))]
    tally = Tally()
    result = _Normaliser(numbered, report, tally).run()
    tally.tell(report)
    return result


class _Normaliser:
    """Walks over the lines of one container (the manuscript, or a quotation in it) and emits them in normal form."""

    def __init__(self, numbered: Sequence[tuple[int, str]], report: Report, tally: Tally, depth: int = 0):
        self.lines = numbered
        self.report = report
        self.tally = tally
        self.depth = depth
        self.i = 0
        self.out: list[Line] = []
        self.stack: list[_Level] = []
        self.brackets = 0
        self.code = False
        self.after_quote = False
        self.blank_in_item = False
        self.open_tags = containers.OpenTags()
        self.too_deep = False
        ends = {"pre": "</pre>", "script": "</script>", "style": "</style>", "textarea": "</textarea>", "!--": "-->"}
        closing = [(i, t.lower()) for i, (_, t) in enumerate(numbered) if "</" in t or "-->" in t]
        self.last_end = {name: max((i for i, t in closing if end in t), default=-1) for name, end in ends.items()}
        self.ends = ends

    def run(self) -> list[Line]:
        """Emit every line once."""
        while self.i < len(self.lines):
            number, text = self.lines[self.i]
            indent = len(text) - len(text.lstrip(" "))
            marker = MARKER.match(text)
            if not text.strip():
                self.blank(number)
            elif self.is_code(indent):
                self.indented_code(number, text)
            elif (fence := FENCE.match(text)) is not None:
                self.fence(fence)
            elif (end := self.verbatim_end(text)) >= 0:
                self.verbatim(end)
            elif QUOTE.match(text[self.base(indent) :]) and self.depth < DEEPEST:
                self.quote(indent)
            elif marker and not RULE.match(text) and self.begins_item(marker):
                self.item(number, marker, indent)
            else:
                self.other(number, text, indent)
        for tag in self.open_tags.close(self.report):
            self.separate()
            self.emit(0, tag, at=-1)
        return self.out

    # ------------------------------------------------------------------------------------------ places
    def after_blank(self) -> bool:
        return not self.out or not self.out[-1].text.strip(" >")

    def base(self, indent: int) -> int:
        """Column from which a line's own indentation counts: the content column of the item it lies in."""
        inner = [level.content for level in self.stack if indent >= level.marker + 2]
        return min(inner[-1], indent) if inner else 0

    def leave(self, indent: int) -> _Level | None:
        """Close the items a line with this indentation does not lie in; give the outermost one closed."""
        closed = None
        while self.stack and indent < self.stack[-1].marker + 2:
            closed = self.stack.pop()
        return closed

    def is_code(self, indent: int) -> bool:
        """Tell whether a line is indented code: four columns into its container, after a blank line or more code."""
        if not (self.code or self.after_blank()):
            return False
        return indent - self.base(indent) >= 4

    def next_text(self) -> str:
        return self.lines[self.i + 1][1] if self.i + 1 < len(self.lines) else ""

    # ------------------------------------------------------------------------------------------ output
    def emit(self, number: int, text: str, *, at: int | None = None) -> None:
        self.out.append(Line(number, text, marks.spot(text) if at is None else at))
        self.after_quote = False

    def separate(self) -> None:
        """Put a blank line in, unless there is one."""
        if not self.after_blank():
            self.out.append(Line(0, ""))
        self.brackets = 0

    def pad(self) -> str:
        return "    " * len(self.stack)

    def words(self, number: int, text: str) -> str:
        """Mend what is inside a line of text: no-break spaces, a backslash at its end, a `#` that begins a word."""
        if self.report.mends("spaces"):
            text = plain_spaces(text, number, self.tally)
        if "<!--" in text:
            self.tally.see_comments(number, text)
        ending = len(text) - len(text.rstrip("\\"))
        if ending % 2:
            following = self.next_text()
            if following.strip() and not BREAK_TAG.match(following):
                return text[:-1] + "  "
            if not self.report.mends("backslashes"):
                return text
            if text.strip() != "\\" or not self.after_blank() or following.strip():
                self.report.add("MD-BACKSLASH", number, "the backslash at the end of this line is left out")
            else:
                self.report.add("MD-BACKSLASH", number, "a backslash that stands alone is left out")
            return text[:-1].rstrip()
        return text

    # ------------------------------------------------------------------------------------------ blocks
    def blank(self, number: int) -> None:
        self.i += 1
        self.brackets = 0
        self.blank_in_item = True
        self.out.append(Line(number, ""))

    def indented_code(self, number: int, text: str) -> None:
        indent = len(text) - len(text.lstrip(" "))
        if not self.code:
            self.leave(indent)
        base = self.base(indent)
        self.emit(number, self.pad() + text[base:])
        self.code = True
        self.i += 1

    def fence(self, head: re.Match[str]) -> None:
        """Take a fenced block as a whole: its head reduced to the language, its content as it stands."""
        number = self.lines[self.i][0]
        indent, fence = len(head["indent"]), head["fence"]
        self.code = False
        self.leave(indent)
        pad = self.pad()
        language = re.match(r"[ {.]*([\w#+-]*)", head["info"])
        self.separate()
        self.emit(number, f"{pad}{fence}{language[1] if language else ''}", at=-1)
        closing = re.compile(rf" *{re.escape(fence[0])}{{{len(fence)},}} *$")
        marked = False
        for i in range(self.i + 1, len(self.lines)):
            line, text = self.lines[i]
            if closing.match(text):
                self.i = i + 1
                break
            body = text[min(indent, len(text) - len(text.lstrip(" "))) :]
            content = pad + body if body.strip() else ""
            self.out.append(Line(number if not marked else line, content, len(pad) if content and not marked else -1))
            marked = marked or bool(content)
        else:
            self.i = len(self.lines)
            self.report.add("MD-FENCE", number, "the code block that begins here is never closed")
        self.emit(0, pad + fence, at=-1)
        self.out.append(Line(0, ""))

    def verbatim_end(self, text: str) -> int:
        """Find the line on which HTML that is no Markdown, begun on this line, ends; -1: none, or it never ends."""
        match = VERBATIM.match(text)
        name = match[1].lower() if match else "!--" if text.lstrip().startswith("<!--") else ""
        if not name or self.last_end[name] < self.i:
            return -1
        end = self.ends[name]
        return next(i for i in range(self.i, self.last_end[name] + 1) if end in self.lines[i][1].lower())

    def verbatim(self, end: int) -> None:
        """Take HTML as it stands; it ends the items it is not indented into, as any block does."""
        text = self.lines[self.i][1]
        closed = self.leave(len(text) - len(text.lstrip(" ")))
        if closed and not closed.box:
            self.separate()
        # A comment would end the item it stands in; as it is left out anyway, it goes here.
        gone = self.stack and text.lstrip().startswith("<!--") and self.lines[end][1].rstrip().endswith("-->")
        for i in range(self.i, end + 1):
            number, text = self.lines[i]
            if "<!--" in text:
                self.tally.see_comments(number, text)
            if not gone:
                self.emit(number, text, at=None if i == self.i else -1)
        self.code = False
        self.i = end + 1

    def quote(self, indent: int) -> None:
        """Take a run of quoted lines, normalise what is quoted, and quote it again."""
        self.code = False
        if self.leave(indent) or not self.after_blank():
            self.separate()
        base, inner, follows = self.base(indent), [], self.after_quote
        while self.i < len(self.lines):
            number, text = self.lines[self.i]
            match = QUOTE.match(text[base:])
            if not match and (not text.strip() or _starts_block(text)):
                break
            inner.append((number, text[base + match.end() :] if match else text.lstrip()))
            self.i += 1
        pad = self.pad()
        if follows and not pad:
            self.emit(0, "<!-- -->", at=-1)  # else the converter would join the two quotations
            self.separate()
        for line in _Normaliser(inner, self.report, self.tally, self.depth + 1).run():
            at = line.at + len(pad) + 2 if line.at >= 0 else -1
            self.out.append(
                Line(line.number, f"{pad}> {line.text}".rstrip() if not line.text else f"{pad}> {line.text}", at)
            )
        self.after_quote = True

    def begins_item(self, marker: re.Match[str]) -> bool:
        """Tell whether a line with a list marker begins an item; `2021. It was …` within a paragraph does not."""
        if self.after_blank() or self.stack:
            return bool(marker["content"]) or bool(self.stack)
        return bool(marker["content"]) and marker["number"] in (None, "1")

    def item(self, number: int, match: re.Match[str], indent: int) -> None:
        """Emit a list item at four columns a level."""
        self.code = False
        inside = bool(self.stack)
        sibling = self.leave(indent)
        marker, gap, content = match["marker"], len(match["gap"]), match["content"]
        mends = self.report.mends("list-markers") or TOO_MANY_MARKERS.match(content)
        doubled = marker in "*+-" and SECOND_MARKER.match(content) and mends
        if doubled:
            self.report.add("MD-LIST-MARKER", number, f"this list item begins with two markers, {marker} {content[0]}")
            if sibling and not sibling.box:  # what was meant: an item below the one above
                self.stack.append(sibling)
                indent += len(marker) + gap
                sibling = None
            while second := SECOND_MARKER.match(content):
                content = content[second.end() :]
        if len(self.stack) >= DEEPEST:
            self.tally.lists.add(number)
            sibling = self.stack.pop()
        ordered = match["number"] is not None
        if not inside or (sibling and not sibling.box and sibling.ordered != ordered):
            if (
                not inside
                and not self.after_blank()
                and not self.out[-1].text.lstrip().startswith(("#", "///", "<!--"))
            ):
                self.tally.lists.add(number)
            self.separate()
        else:
            if self.blank_in_item:
                self.separate()
            if not sibling and not doubled and self.stack and indent < 4 * len(self.stack):
                self.tally.lists.add(number)
        self.blank_in_item = False
        written = f"{match['number']}." if ordered else marker
        if FENCE.match(content):  # the converter finds fences at the beginning of lines only
            self.fence_in_item(number, f"{self.pad()}{written}", _Level(indent, match.start("content"), ordered))
            return
        self.emit(number, f"{self.pad()}{written} {self.words(number, content)}")
        self.brackets = max(0, content.count("[") - content.count("]"))
        width = len(match["marker"]) + (gap if 1 <= gap <= 4 else 1)
        self.stack.append(_Level(indent, indent + width, ordered))
        self.i += 1

    def fence_in_item(self, number: int, head: str, level: _Level) -> None:
        """Emit an item that begins with a fenced block, with something empty to hold the marker."""
        self.emit(number, f"{head} <!-- -->", at=-1)
        self.stack.append(level)
        fence = FENCE.match(" " * level.content + self.lines[self.i][1][level.content :])
        if fence:
            self.fence(fence)

    def other(self, number: int, text: str, indent: int) -> None:
        """Emit a line of a paragraph, a heading, a table, a block head, a definition or HTML."""
        self.code = False
        stripped = text.lstrip(" ") if self.depth < DEEPEST else text.lstrip(" >")  # quoted deeper than it can be
        starts = bool(STARTER.match(stripped)) or bool(RULE.match(text))
        lazy = self.stack and self.stack[-1].lazy
        if self.after_blank() or starts or not lazy:
            closed = self.leave(indent)
            if closed and not closed.box:
                self.separate()
        heading = stripped.startswith("#") and starts and not self.stack
        if heading:  # on its own: the converter reads everything behind a heading once more
            self.separate()
        if BLOCK_HEAD.match(stripped):
            self.block_head(number, stripped)
            return
        if self.is_table_head(stripped):
            self.separate()
        written = self.words(number, stripped)
        self.open_tags.follow(number, stripped)
        if written.strip() or not stripped.strip():
            written = "\\" + written if HASH_WORD.match(written) else written
            written = containers.read_inside(written, self.lines[self.i + 1 : self.i + 2])
            if "markdown=" in written and len(self.open_tags.open) > limits.DEEPEST and not self.too_deep:
                self.too_deep = True
                limits.tell_too_deep(number, self.report)
            keeps_indent = not self.stack and indent >= 4
            line = (" " * indent if keeps_indent else self.pad()) + written
            self.emit(number, line, at=-1 if self.brackets and not starts else None)
        else:
            self.out.append(Line(number, ""))
        self.brackets = max(0, self.brackets + stripped.count("[") - stripped.count("]"))
        self.i += 1
        if heading or re.match(r"/{3,} *$", stripped):
            self.separate()
        box = BOX.match(stripped)
        if box and len(self.stack) < DEEPEST:
            self.stack.append(_Level(indent, indent + 4, box=True, lazy=not stripped.startswith("!!!")))

    def block_head(self, number: int, head: str) -> None:
        """Emit the head of a `///` block and the options that are indented below it."""
        self.separate()
        pad = self.pad()
        known = BLOCK_NAME.match(head)
        self.emit(number, pad + head, at=-1 if known else len(pad))  # a mark inside its head would hide a block
        self.i += 1
        while self.i < len(self.lines) and OPTION.match(self.lines[self.i][1]):
            option, text = self.lines[self.i]
            self.emit(number, pad + marks.put_in_comment(text, option), at=-1)
            self.i += 1

    def is_table_head(self, text: str) -> bool:
        """Tell whether the line is the head of a table that begins without a blank line before it."""
        following = self.next_text()
        return "|" in text and "-" in following and "|" in following and bool(TABLE_LINE.match(following))


def _starts_block(text: str) -> bool:
    stripped = text.lstrip(" ")
    return bool(STARTER.match(stripped) or FENCE.match(text) or RULE.match(text) or MARKER.match(text))


def marked_text(lines: Iterable[Line]) -> str:
    """Join lines into the text that is converted, each with its mark."""
    return "\n".join(marks.put(line.text, line.at, line.number) for line in lines)
