"""What the typesetting engine says, in words for authors.

In: records of its logger. Out: findings with the manuscript line where it can be found. The engine never fails on
content, it only logs; the template of a record (`record.msg`) is what tells the messages apart.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from renderer.findings import Finding, Severity, finding
from renderer.typeset.dom import Dom

BASE = "asset:///"


@dataclass(frozen=True, slots=True)
class Message:
    """A record of the engine's logger: its template, what fills it, and both together."""

    template: str
    args: tuple[Any, ...]
    text: str


class _Listener(logging.Handler):
    def __init__(self, heard: list[Message]):
        super().__init__(logging.WARNING)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        args = record.args if isinstance(record.args, tuple) else ()
        self._heard.append(Message(str(record.msg), args, record.getMessage()))


@contextmanager
def listening() -> Iterator[list[Message]]:
    """Collect what the engine and the font library log; nothing of it reaches stderr meanwhile."""
    heard: list[Message] = []
    loggers: list[tuple[logging.Logger, logging.Handler]] = [
        (logging.getLogger("weasyprint"), _Listener(heard)),
        (logging.getLogger("fontTools"), logging.NullHandler()),
    ]
    before = [logger.propagate for logger, _ in loggers]
    for logger, handler in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield heard
    finally:
        for (logger, handler), propagate in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns messages about one part into findings. `assets`: the names the part may use, and what authors call them."""

    source: str
    assets: Mapping[str, str]
    dom: Dom

    def findings(self, messages: Iterable[Message]) -> Iterator[Finding]:
        """Translate messages; several findings when a fault stands on several lines, none for what lint says."""
        for message in messages:
            translate = TEMPLATES.get(message.template)
            if translate is not None:
                yield from translate(self, message)
            elif "%d:%d" in message.template or message.template in STYLE_TEMPLATES:
                yield self._at("ENGINE-CSS", f"a style rule is passed over: {message.text}")
            else:
                yield self._at("ENGINE-MESSAGE", message.text)

    def sheet(self, number: int, message: Message) -> Finding:
        """Translate a message about a style sheet, counted from 1 in cascade order."""
        if message.template == FONT_FACE:
            return finding("FONT-MISSING", f"the font “{message.args[0]}” cannot be loaded; its file may not be there")
        return finding("ENGINE-CSS", f"style sheet {number}: {message.text}")

    def _at(self, code: str, text: str, line: int = 0, severity: Severity | None = None) -> Finding:
        return finding(code, text, file=self.source, line=line, severity=severity)

    def _picture(self, message: Message) -> Iterator[Finding]:
        url = unquote(str(message.args[0]))
        code, text = self._picture_fault(url)
        for line in self.dom.lines_where(lambda e: unquote(e.get("src", "")).strip() == url):
            yield self._at(code, text, line)

    def _picture_fault(self, url: str) -> tuple[str, str]:
        name = url.removeprefix(BASE)
        scheme = urlsplit(url).scheme
        if scheme == "data" or name in self.assets:
            return "PIC-FORMAT", f"the picture {self.assets.get(name, name)[:60]} cannot be read"
        if scheme in {"http", "https", "ftp"}:
            return "PIC-REMOTE", f"the picture {url} lies on another computer"
        if scheme == "file":
            return "PIC-OUTSIDE", f"the picture {url} lies outside the project"
        return "PIC-MISSING", f"the picture {name} is not there"

    def _inline_svg(self, message: Message) -> Iterator[Finding]:
        yield self._at("PIC-FORMAT", f"a drawing within the text cannot be read: {message.args[0]}")

    def _dead_link(self, message: Message) -> Iterator[Finding]:
        target = message.args[0]
        while isinstance(target, tuple):  # ('url', ('internal', name)) or ('string', '#name')
            target = target[-1]
        anchor = str(target).removeprefix("#")
        for line in self.dom.links_to(anchor):
            yield self._at("LINK-DEAD", f"nothing in this part is called “{anchor}”", line)

    def _twice(self, message: Message) -> Iterator[Finding]:
        anchor = str(message.args[0])
        lines = self.dom.lines_where(lambda e: e.get("id") == anchor)
        yield self._at("ID-DUPLICATE", f"the id “{anchor}” is given more than once", lines[-1])

    def _sheet_missing(self, message: Message) -> Iterator[Finding]:
        text = f"the style sheet {message.args[0]} cannot be loaded"
        yield self._at("ENGINE-CSS", text, severity=Severity.ERROR)

    def _font(self, message: Message) -> Iterator[Finding]:
        yield self.sheet(0, message)

    def _nothing(self, message: Message) -> Iterator[Finding]:
        yield from ()


FONT_FACE = "Font-face %r cannot be loaded"
STYLE_TEMPLATES = frozenset(
    {
        "Expected a media type, got %r",
        "Invalid or unsupported selector, %s",
        "Unable to compute content: %s",
        "Only strings are allowed for content attr() functions, not %s",
        '"string(%s)" is only allowed in page margins',
        '"element(%s)" is only allowed in page margins',
        "Subgrids are unsupported",
        '"auto-fit" and "auto-fill" are unsupported in repeat()',
        "Baseline alignment is not supported for grid layout",
        "Inline grids are not supported",
        "Failed to apply CSS rule in SVG rule: %s",
        "Unsupported color space %s, use sRGB instead",
    }
)
"""Messages about styles that name no line of a style sheet."""

TEMPLATES: Mapping[str, Callable[[Translator, Message], Iterator[Finding]]] = {
    "Failed to load image at %r: %s": Translator._picture,
    "Failed to render SVG image %s": Translator._picture,
    "Failed to load inline SVG: %s": Translator._inline_svg,
    "No anchor #%s for internal URI reference": Translator._dead_link,
    "Content discarded: target points to undefined anchor %r": Translator._dead_link,
    "Anchor defined twice: %r": Translator._twice,
    "Failed to load stylesheet at %s: %s": Translator._sheet_missing,
    "Failed to load stylesheet at %s : %s": Translator._sheet_missing,
    FONT_FACE: Translator._font,
    # The lint finds these characters with their lines, each once.
    '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)': Translator._nothing,
}
