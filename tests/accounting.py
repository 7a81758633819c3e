"""Accounts for the words of manuscripts: every word that went in comes out, or a finding says why not.

In: the text of a manuscript, what was printed of it, and the findings of the build. Out: a list of differences nobody
has explained, empty when nothing is lost and nothing was made up.

Manuscripts are read here by markdown-it-py and the parser of the standard library, which share no code with the
renderer; what was printed is read by `printed`. Words are compared as multisets: runs of letters and digits without
regard to case, the characters of Chinese, Japanese and Korean one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from printed import Printed, words_of

from renderer.findings import Finding

HEADER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
LINK = re.compile(r"\]\(([^\s()]+)\)")
PRINTED_KEYS = ("title", "subtitle", "subTitle")
"""Front matter that every layout prints."""


class Word(NamedTuple):
    """A word in its plain form and the line (1-based) of the manuscript it stands on."""

    text: str
    line: int


class Picture(NamedTuple):
    """A picture: line, alternative text, file as written, title."""

    line: int
    alt: str
    src: str
    title: str


@dataclass
class Account:
    """What stands in a manuscript. `links` are (line, target); `may` holds words that some layouts print."""

    words: list[Word] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    may: Counter[str] = field(default_factory=Counter)
    characters: set[str] = field(default_factory=set)

    def add(self, text: str, line: int) -> None:
        """Enter the words of a text that begins on a line."""
        self.characters.update(text)
        for offset, piece in enumerate(text.split("\n")):
            self.words += [Word(word, line + offset) for word in words_of(piece)]

    @property
    def vocabulary(self) -> set[str]:
        """Every word once."""
        return {word.text for word in self.words}

    def where(self, word: str) -> str:
        """Name the lines a word stands on."""
        lines = sorted({w.line for w in self.words if w.text == word})
        return ("lines " if len(lines) > 1 else "line ") + ", ".join(map(str, lines))

    def joined(self, other: Account) -> Account:
        """Give the account of both manuscripts together, in which lines are those of either."""
        return Account(
            self.words + other.words, self.pictures + other.pictures, self.links + other.links,
            self.may + other.may, self.characters | other.characters,
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------ manuscripts
def read_manuscript(text: str) -> Account:
    """Read the words, pictures and links of a manuscript. Comments and the data of charts are no words."""
    account, title, body_line = Account(), "", 1
    header = HEADER.match(text)
    if header:
        meta = yaml.safe_load(header[1]) or {}
        title = str(meta.get("title", ""))
        for key, value in meta.items():
            if key in PRINTED_KEYS:
                account.add(" ".join(str(value).split()), 1)
            account.may.update(words_of(" ".join(_texts(value))) * 2)
        body_line += text.count("\n", 0, header.end())
        text = text[header.end() :]
    _Reader(account, body_line, title).read(text)
    return account


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def plain_syntax(text: str) -> str:
    """Take off the syntax that CommonMark does not know, line by line, so that only words of the author are left."""
    lines, fence, note = [], "", False
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence or mark:
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            lines.append(line)
            continue
        if re.match(r"\*\[[^\]]+\]:| {4,}(?:attrs|type):", line):  # an abbreviation, options of a block
            line = ""
        line = re.sub(r"^/{3,} *[\w-]* *\|? *", "", line)
        line = re.sub(r'^!!! ?\w+ *"?([^"]*)"?', r"\1", line)
        line = re.sub(r"^(\s*(?:>\s*)*(?:[*+-]|\d+[.)])\s+)\[[ xX]\] ", r"\1", line)
        line = re.sub(r"^(\s*>\s*)\[!\w+\]", r"\1", line)
        opens = re.match(r" {0,3}\[\^[^\]]+\]:", line)
        if opens or (note and re.match(r"\s{2,}\S", line)):
            line, note = line[opens.end() if opens else 0 :].strip(), True
        elif line.strip():
            note = False
        line = re.sub(r"\{:? ?[#.][^{}]*\}", "", line)
        lines.append(re.sub(r"\[\^[^\]\s]+\]", "", line))
    return "\n".join(lines)


class _Reader:
    """Goes through the tokens of a manuscript; `first` is the line its body begins on.

    A first heading that repeats `title` is printed once with it.
    """

    def __init__(self, account: Account, first: int, title: str):
        self.account, self.first, self.title = account, first, words_of(title)

    def read(self, text: str) -> None:
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        within, opening, heading = [0], True, False
        for token in parser.parse(plain_syntax(text)):
            if heading and opening and self.title and words_of(token.content) == self.title:
                continue
            opening, heading = opening and not heading, token.type == "heading_open"
            start = token.map[0] if token.map else within[-1]
            if token.nesting == 1:
                within.append(start)
            elif token.nesting == -1:
                within.pop()
            elif token.type == "inline":
                self._inline(token.children or [], self.first + start)
            elif token.type == "fence" and token.info.strip() == "chart":
                self._chart(token.content, self.first + start)
            elif token.type in ("fence", "code_block"):
                self.account.add(token.content, self.first + start + (token.type == "fence"))
            elif token.type == "html_block":
                _Html(self.account, self.first + start).feed(token.content)

    def _inline(self, tokens: Sequence[Token], line: int) -> None:
        text = ""
        alone = len([t for t in tokens if t.type not in ("link_open", "link_close") and t.content.strip()]) == 1
        for token in tokens:
            if token.type in ("softbreak", "hardbreak"):
                self.account.add(text, line)
                text, line = "", line + 1
            elif token.type == "image":
                picture = Picture(line, token.content, str(token.attrs["src"]), str(token.attrs.get("title") or ""))
                self.account.pictures.append(picture)
                if alone:  # its title is printed as its caption
                    self.account.add(picture.title, line)
            elif token.type == "link_open":
                self.account.links.append((line, str(token.attrs["href"])))
            elif token.type == "html_inline":
                text += " " if re.match(r"</?(?:br|p|div|li|td|img|hr)\b", token.content) else ""
                _Html(self.account, line).feed(token.content)
            else:
                text += token.content
        self.account.add(text, line)

    def _chart(self, text: str, line: int) -> None:
        values = yaml.load(text, yaml.BaseLoader)
        for key in ("title", "caption", "source"):
            self.account.add(" ".join(str(values.get(key, "")).split()), line)
        self.account.may.update(["source"])


class _Html(HTMLParser):
    """Reads raw HTML that begins on a line of the manuscript."""

    def __init__(self, account: Account, line: int):
        super().__init__()
        self.account, self.first, self.silent, self.markdown = account, line - 1, 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given, line = {k: v or "" for k, v in attrs}, self.first + self.getpos()[0]
        if tag == "img":
            picture = Picture(line, given.get("alt", ""), given.get("src", ""), given.get("title", ""))
            self.account.pictures.append(picture)
        elif tag == "a" and "href" in given:
            self.account.links.append((line, given["href"]))
        self.silent += tag in ("script", "style")
        self.markdown = self.markdown or "markdown" in given

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0

    def handle_data(self, data: str) -> None:
        line = self.first + self.getpos()[0]
        if self.markdown:
            self.account.links += [(line + data.count("\n", 0, m.start()), m[1]) for m in LINK.finditer(data)]
            data = LINK.sub("]", data)
        if not self.silent:
            self.account.add(data, line)


# ----------------------------------------------------------------------------------------------------- balance
ADDED = {
    "MD-HEADING-MISSING": r'the (?:text|heading) "(.*)"',
    "MD-HTML": r"(<.*>) is no element of HTML",
    "MD-FOOTNOTE": r"\[\^(.*)\] refers to",
    "MD-BLOCK": r"no block named ([\w-]+)",
    "PIC-MISSING": r"the picture (\S+)",
    "PIC-REMOTE": r"the picture (\S+)",
    "PIC-FORMAT": r"the picture (\S+)",
}
"""Findings that put words on the page, and which."""
TAKEN = {"MD-HTML", "MD-FOOTNOTE"}
"""Findings that take words away, on their line."""
ABOUT_PICTURES = {"PIC-MISSING", "PIC-REMOTE", "PIC-FORMAT", "PIC-ALT", "PIC-ALT-CAPTION", "MD-PICTURE-EMPTY",
                  "MD-HEADING-MISSING"}  # fmt: skip
ABOUT_LINKS = {"LINK-DEAD", "LINK-SITE", "MD-LINK-EMPTY", "MD-LINK-SCHEME", "MD-HEADING-MARKUP", "MD-HTML"}


def unexplained(
    account: Account, printed: Printed, findings: Sequence[Finding], layout: Iterable[str] = ()
) -> list[str]:
    """Give every difference that no finding explains. `layout` holds the texts that layouts print of their own."""
    came, left = Counter(word.text for word in account.words), Counter(printed.words)
    missing, extra = came - left, left - came
    _rejoin(printed.words, missing, extra)
    for one, other in printed.joins:  # `open-source` and `opensource` may both be words of a manuscript
        if extra[one + other] > 0 and missing[one] > 0 and missing[other] > 0:
            extra[one + other], missing[one], missing[other] = (
                extra[one + other] - 1,
                missing[one] - 1,
                missing[other] - 1,
            )
    extra -= account.may
    extra -= Counter(words_of(" ".join(layout)))
    for f in findings:
        if f.code in ADDED and (match := re.search(ADDED[f.code], f.message)):
            extra -= Counter(words_of(match[1]))
            extra -= Counter(words_of(match[1])[:1] if f.code == "MD-HTML" else ())  # its end tag
    taken = {f.place.line for f in findings if f.code in TAKEN}
    for word in account.words:
        if missing[word.text] > 0 and word.line in taken:
            missing[word.text] -= 1
    told = [f"{account.where(w)}: “{w}” is lost {n} times" for w, n in sorted((+missing).items())]
    told += [f"“{w}” is printed {n} times more than it is written" for w, n in sorted((+extra).items())]
    return [*told, *_pictures(account, printed, findings), *_links(account, printed, findings)]


def _rejoin(words: Sequence[str], missing: Counter[str], extra: Counter[str]) -> None:
    """Put together what the end of a line parted: long addresses break anywhere."""
    for length in (2, 3):
        for i in range(len(words) - length + 1):
            parts = Counter(words[i : i + length])
            whole = "".join(words[i : i + length])
            if missing[whole] > 0 and all(extra[part] >= n for part, n in parts.items()):
                missing[whole] -= 1
                extra.subtract(parts)


def _pictures(account: Account, printed: Printed, findings: Sequence[Finding]) -> Iterator[str]:
    """Tell of alternative texts that no picture of the result has."""
    told = {f.place.line for f in findings if f.code in ABOUT_PICTURES}
    there = Counter(" ".join(words_of(alt)) for alt in printed.alts)
    for picture in account.pictures:
        alt = " ".join(words_of(picture.alt))
        if picture.line in told:
            continue
        if alt and there[alt]:
            there[alt] -= 1
        else:
            yield f"line {picture.line}: no picture says “{picture.alt}”"


def _links(account: Account, printed: Printed, findings: Sequence[Finding]) -> Iterator[str]:
    """Tell of web and mail addresses that nothing in the result leads to."""
    told = {f.place.line for f in findings if f.code in ABOUT_LINKS}
    there = {unquote(address) for address in printed.addresses}
    for line, target in account.links:
        if re.match(r"https?:|mailto:", target) and unquote(target).strip() not in there and line not in told:
            yield f"line {line}: nothing leads to {target}"
