"""Reads back what was printed: a bound PDF or composed HTML in, words, alternative texts and addresses of links out.

PDFs are read by pypdf through their tags, so running heads, folios and the word PROOF, which are artifacts, are no part
of it; nor is what no manuscript holds: contents, numbers of lists and chapters, labels such as "Figure 3".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from inspector import Inspector
from pypdf.generic import DictionaryObject

SINGLE = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{SINGLE}]|(?:(?![{SINGLE}])[^\W_])+")
HYPHEN = re.compile(r"([^\W_]+)[-\u2010]\n(?=([^\W_]+))")
INLINE = frozenset(["a", "b", "i", "em", "strong", "span", "sup", "sub", "code", "del", "abbr", "kbd", "u", "s"])


def words_of(text: str) -> list[str]:
    """Give the words of a text in the form in which they are compared."""
    marks = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn", "Mc"))
    return WORD.findall(marks.casefold())


class _Tagged(Inspector):
    """Reads the text of tags without what no manuscript holds: contents, numbers of lists, what pictures show.

    `raw` is the text of what was read last, with the ends of its lines.
    """

    raw = ""

    def _tag(self, node: DictionaryObject) -> tuple[Any, str]:
        tag, text = super()._tag(node)
        if tag.type == "TOC" or (tag.type == "Lbl" and not re.search(r"[^\W\d_]{2}", tag.text)):  # terms are Lbl too
            text = "\n"
        elif tag.type == "Figure":
            text = "".join(f"\n{kid.text}\n" for kid in tag.kids if kid.type == "Caption")
        elif tag.type == "Link":  # `[](#fig-x)` becomes "Figure 3", and {.page} adds "(page 12)"
            text = re.sub(r"^\s*(?:Figure|Table)\s+\d+\s*$|\(page \d+\)", "", text)
        elif tag.type in ("P", "Reference") and re.fullmatch(r"\d\d?", tag.text):  # of a chapter, of a note
            text = "\n"
        elif tag.type == "Caption":
            text = re.sub(r"^\s*\w+ \d+\b", "\n", text) + "\n"
        elif tag.type == "Part" and any(kid.type == "TOC" for kid in tag.kids):  # its heading, in any language
            text = "\n"
        self.raw = text
        return tag, text


@dataclass(frozen=True)
class Printed:
    """What a reader gets: words in reading order, alternative texts, addresses that links lead to."""

    words: list[str]
    alts: list[str]
    addresses: set[str]
    joins: list[tuple[str, str]] = field(default_factory=list)
    """Parts of words that were read as one over a hyphen at the end of a line."""


def read_pdf(data: bytes, known: Set[str]) -> Printed:
    """Read a PDF. What a hyphen parts at the end of a line is one word when the `known` words have it."""
    pdf = _Tagged(data)
    assert pdf.tree is not None

    def is_known(text: str) -> bool:
        return words_of(text)[0] in known

    text = HYPHEN.sub(lambda m: m[1] if is_known(m[1] + m[2]) else m[0], pdf.raw)
    joins = [(m[1].casefold(), m[2].casefold()) for m in HYPHEN.finditer(pdf.raw) if is_known(m[1] + m[2])]
    addresses = {link.uri for page in range(pdf.pages) for link in pdf.links(page)}
    return Printed(words_of(text), [f.alt or "" for f in pdf.figures()], addresses, joins)


class _Composed(HTMLParser):
    """Reads a composed part as `_Tagged` reads a typeset one."""

    SKIPPED = ("head", "nav")

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.alts: list[str] = []
        self.addresses: set[str] = set()
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        label = given.get("class") in ("label", "footnote-ref") and tag in ("span", "a")
        if tag == "img":
            self.alts.append(given.get("alt", ""))
        elif (self.silent and tag == self.silent[0]) or (not self.silent and (tag in self.SKIPPED or label)):
            self.silent.append(tag)
        self.addresses.add(given.get("href", ""))
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.text.append("\n")


def read_html(documents: Iterable[str]) -> Printed:
    """Read composed parts, for manuscripts that no font of this machine can print."""
    reader = _Composed()
    for document in documents:
        if 'class="layout-contents' in document:
            continue
        reader.feed(document)
        reader.text.append("\n")
    return Printed(words_of("".join(reader.text)), reader.alts, reader.addresses)
