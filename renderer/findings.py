"""Diagnostics: what every stage reports instead of printing, raising or keeping silent.

In: faults noticed anywhere in the seven stages. Out: `Finding` values with a stable code, a place and a remedy,
collected without twins and in the order of their places.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


class Severity(enum.IntEnum):
    """How bad a finding is; an error keeps the build from leaving a deliverable."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its default severity, what it means and what to do about it."""

    severity: Severity
    meaning: str
    remedy: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# fmt: off
CODES: dict[str, Code] = {
    # read
    "FILE-MISSING": Code(
        E, "a file or folder that is named does not exist", "check the name and the folder it is looked for in"
    ),
    "FILE-UNREADABLE": Code(E, "a file cannot be read", "check its permissions"),
    "FILE-BINARY": Code(E, "a manuscript is not text", "name a Markdown file"),
    "FILE-ENCODING": Code(E, "a text file is not UTF-8", "save it as UTF-8"),
    "FOLDER-EMPTY": Code(E, "a folder holds no manuscript", "put Markdown files (.md) into it, or name another folder"),
    "YAML-SYNTAX": Code(E, "a YAML text cannot be read", "mend the line shown; quote values that contain a colon"),
    "YAML-DUPLICATE": Code(E, "a key is given twice in one mapping", "keep one of the two"),
    "YAML-SHAPE": Code(E, "front matter or a YAML file is not a mapping", "write `key: value` lines"),
    "KEY-UNKNOWN": Code(E, "a key is not known here", "correct or remove it"),
    "KEY-MISSING": Code(E, "a required key is missing", "add it"),
    "KEY-VALUE": Code(E, "a value is not of the kind its key takes", "write a value of that kind"),
    "LAYOUT-UNKNOWN": Code(E, "a layout does not exist", "name one of the layouts in layouts/"),
    "PART-DUPLICATE": Code(E, "two parts have the same id", "give one of them another id"),
    "PART-EMPTY": Code(E, "a pattern in `parts` matches no manuscript", "correct the pattern or add the file"),
    "PART-DRAFT": Code(N, "a manuscript marked `draft: true` is left out", "set `draft: false` to take it in"),
    # markup: repairs and refusals
    "MD-HEADING-LEVEL": Code(W, "a heading skips a level", "use the level that follows the one above"),
    "MD-HEADING-MARKUP": Code(W, "a heading carries bold, a link or stray capitals", "write the heading as plain text"),
    "MD-BREAKS": Code(W, "line breaks stand in for space between blocks", "remove them; the style sets the space"),
    "MD-BACKSLASH": Code(
        W, "a backslash at the end of a line makes no line break here", "remove it, or end the line with two spaces"
    ),
    "MD-PICTURE-EMPTY": Code(W, "a picture names no file", "name the file, or remove the picture"),
    "MD-LINK-EMPTY": Code(W, "a link has no text", "write the text readers should see"),
    "MD-LINK-SCHEME": Code(W, "a link has no scheme", "begin it with https:// or mailto:"),
    "MD-LIST-MARKER": Code(W, "a list item begins with two markers", "indent it under the item above"),
    "MD-LIST-SHAPE": Code(
        N,
        "a list is written in a way only some programs read",
        "leave a blank line before it and indent nested items by four spaces",
    ),
    "MD-SPACE": Code(N, "no-break spaces are used as ordinary spaces", "type ordinary spaces"),
    "MD-STYLE": Code(W, "a style is written on an element", "remove it; styles/ sets the look"),
    "MD-HTML": Code(W, "HTML that has no place in print is left out", "remove it from the manuscript"),
    "MD-HEADING-MISSING": Code(W, "a section has no heading in words", "write a heading above it"),
    "MD-HEADING-BOLD": Code(W, "a bold paragraph stands for a heading", "write it as a heading, such as ### Title"),
    "MD-FOOTNOTE": Code(
        W, "a footnote and its reference do not find each other", "write [^name] in the text and [^name]: with the note"
    ),
    "MD-FENCE": Code(W, "a code block is not closed", "end it with a line of the same three marks"),
    "MD-CAPTION": Code(W, "a caption belongs to nothing", "write it right behind its picture or table"),
    "MD-BLOCK": Code(
        W, "a block between /// lines has an unknown name", "use one of the blocks in docs/manuscripts.md"
    ),
    "MD-HEADING-EMPTY": Code(W, "a heading has no text", "write the text, or remove the heading"),
    # compose
    "PIC-MISSING": Code(E, "a picture file does not exist", "add the file, or correct the path"),
    "PIC-FORMAT": Code(E, "a picture cannot be read", "save it as PNG, JPEG or SVG"),
    "PIC-ALT": Code(W, "a picture has no alternative text", "say in a few words what it shows: ![what it shows](file)"),
    "PIC-ALT-CAPTION": Code(
        W, "a picture's caption has to serve as its alternative text", "say what it shows: ![what it shows](file)"
    ),
    "PIC-REMOTE": Code(E, "a picture lies on another computer", "download it and name the file"),
    "PIC-OUTSIDE": Code(E, "a picture lies outside the project", "copy it into the project"),
    "LINK-DEAD": Code(E, "a link leads nowhere", "correct its target"),
    "LINK-SITE": Code(W, "a link leads to a page of a web site that is not named", "write the whole address"),
    "ID-DUPLICATE": Code(E, "an id is given twice in one part", "give one of them another id"),
    "LAYOUT-FAILED": Code(E, "a layout cannot be filled in", "mend the template, or give the front matter it asks for"),
    # charts
    "CHART-SYNTAX": Code(E, "a chart block cannot be read", "write YAML `key: value` lines"),
    "CHART-KEY": Code(E, "a chart block has an unknown or missing key", "see the keys in docs/charts.md"),
    "CHART-KIND": Code(E, "a chart kind does not exist", "use one of the kinds in docs/charts.md"),
    "CHART-DATA": Code(
        E, "a chart's data file cannot be used", "correct the name; data files lie in the publication's data/ folder"
    ),
    "CHART-COLUMN": Code(E, "a chart names a column its data does not have", "use a column of the data file"),
    "CHART-NUMBER": Code(E, "a cell in a number column is not a number", "correct the cell"),
    "CHART-EMPTY": Code(E, "a chart has no rows to show", "add data, or loosen its filter"),
    "CHART-FIT": Code(W, "labels of a chart do not fit", "shorten them, or choose another kind"),
    # typeset
    "BOX-OVERFLOW": Code(W, "content runs out of the type area", "shorten or reflow it"),
    "BOX-CLIPPED": Code(E, "content is cut off", "make it shorter or its box larger"),
    "GLYPH-MISSING": Code(E, "no font has a character", "use another character, or install a font that has it"),
    "GLYPH-FALLBACK": Code(N, "a character is set in a fallback font", "use a character of the publication's fonts"),
    "PIC-RESOLUTION": Code(
        W, "a picture is too coarse for its printed size", "use a larger picture, or print it smaller"
    ),
    "PAGE-HEADING": Code(W, "a heading stands alone at the foot of its page", "add or remove a few words above it"),
    "PAGE-EMPTY": Code(N, "the last page of a part is nearly empty", "shorten the part by a few lines"),
    "FONT-MISSING": Code(E, "a font of the style sheets cannot be loaded", "correct the file name in styles/"),
    "ENGINE-CSS": Code(W, "the typesetting engine passes over a style rule", "correct the rule"),
    "ENGINE-MESSAGE": Code(W, "the typesetting engine reports trouble", "see its message"),
    "ENGINE-FAILED": Code(
        E, "the typesetting engine cannot set a part", "see its message; simplify the place it names"
    ),
    # bind, verify
    "NUMBERS-UNSETTLED": Code(
        E, "page numbers did not settle in four rounds", "remove a page reference that moves its own page"
    ),
    "CONFORMANCE-OFF": Code(W, "the file does not claim PDF/UA and PDF/A", "mend what the message names"),
    "VERIFY-FAILED": Code(
        E,
        "the finished file does not say what it was meant to say",
        "this is a fault of the renderer; please report it",
    ),
    # deliver
    "OUT-WRITE": Code(
        E, "the finished file cannot be written", "free some space or choose another folder with --output"
    ),
    "OUT-INTERRUPTED": Code(E, "the build was interrupted", "run it again; nothing was changed"),
    "TOOL-MISSING": Code(E, "a program or library the build needs is not installed", "install it"),
    "INTERNAL": Code(E, "a fault in the renderer itself", "please report it"),
}
# fmt: on


AGAINST_CONFORMANCE = frozenset({"PIC-ALT", "GLYPH-MISSING", "ENGINE-FAILED", "PIC-MISSING", "PIC-FORMAT"})
"""Codes of findings with which a file does not claim PDF/UA or PDF/A."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding belongs: a file and line (1-based), a column or row of data, or a page of the PDF."""

    file: str = ""
    line: int = 0
    column: str = ""
    page: int = 0

    def __str__(self) -> str:
        if not self.file:
            return f"page {self.page}" if self.page else "renderer"
        where = f"{self.file}:{self.line}" if self.line else self.file
        return where + (f" ({self.column})" if self.column else "") + (f" (page {self.page})" if self.page else "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One diagnostic. `remedy` and `severity` come from `CODES` unless the maker knows better: use `finding()`."""

    code: str
    severity: Severity
    message: str
    remedy: str
    place: Place = field(default_factory=Place)

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as plain values for JSON."""
        return {**asdict(self), "severity": str(self.severity)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Finding:
        """Take a finding back from `as_dict`."""
        return cls(
            values["code"],
            Severity[values["severity"].upper()],
            values["message"],
            values["remedy"],
            Place(**values["place"]),
        )


def finding(
    code: str,
    message: str,
    *,
    file: str = "",
    line: int = 0,
    column: str = "",
    page: int = 0,
    remedy: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Make a finding of a known code; severity and remedy default to the table's."""
    known = CODES[code]
    return Finding(
        code,
        known.severity if severity is None else severity,
        message,
        remedy or known.remedy,
        Place(file, line, column, page),
    )


def settled(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Remove twins, order by place, errors of one place first."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.place, -f.severity, f.code, f.message)))


def errors(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Pick the findings that keep a build from leaving a deliverable."""
    return (f for f in findings if f.severity is Severity.ERROR)


class Stopped(Exception):
    """A build that cannot go on; carries its findings."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = tuple(findings)
        super().__init__("; ".join(map(str, self.findings)))


class InputError(Stopped):
    """Input that cannot be read at all (exit status 3)."""


class OutputError(Stopped):
    """A folder or disk refuses a file (exit status 1); what stood there before still stands."""


class ToolError(Stopped):
    """Something the build needs is not installed (exit status 4)."""


class InternalError(Stopped):
    """The renderer's own fault (exit status 5): a file that does not say what it was meant to."""
