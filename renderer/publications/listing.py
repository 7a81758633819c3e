"""What a press kit holds in; its README.txt for journalists and its manifest.json for programs out.

The README is in the language of the kit: it says of each file what it shows, how large it is, and whom to ask.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from renderer.kit import Kit
from renderer.languages.press import kit_words, labelled
from renderer.model import Publication
from renderer.publications.reduced import Pictures, Reduced, Shown, as_lines, as_values, size_in_words
from renderer.publications.texts import wrapped
from renderer.workspace import digest

_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class Held:
    """The files of a kit by their paths in it, and what is known of them.

    `titles` are those of PDFs, and what logos show; `pages` are how many each PDF has.
    """

    files: Mapping[str, bytes]
    titles: Mapping[str, str]
    pages: Mapping[str, int]
    pictures: Pictures
    shown: Shown
    rows: Sequence[Reduced]


def readme(publication: Publication, kit: Kit, held: Held) -> str:
    """Tell a journalist what is in the folder."""
    lang = publication.lang
    lines = [*_heading(publication.title), "", kit.words["status"]]
    for figure, names in groupby(sorted(held.files), key=lambda name: held.shown.get((name, ""), "")):
        lines += ["", wrapped(figure), ""] if figure else [""]
        lines += [line for name in names for line in (name, *_about(name, held, lang))]
    lines += as_lines(held.rows, kit.limit, lang)
    for licence in dict.fromkeys(order.licence for order in kit.figures if order.licence):
        lines += ["", wrapped(licence)]
    lines += ["", labelled(kit.words["contact"], "", lang), *(f"{_INDENT}{line}" for line in kit.contact.lines), ""]
    return "\n".join(lines)


def _heading(title: str) -> list[str]:
    text = wrapped(title)
    return [text, "=" * max(map(len, text.splitlines()), default=0)]


def _about(name: str, held: Held, lang: str) -> Iterator[str]:
    """Say of a file what it is called, of what kind it is and how large."""
    words, title = kit_words(lang), held.titles.get(name, "")
    kind = words.get(PurePosixPath(name).suffix[1:], words["words" if "/" in name else "text"])
    if name in held.titles and name not in held.pages:
        kind = labelled(words["logo"], title, lang) if title else words["logo"]
    elif title:
        yield wrapped(title, _INDENT, _INDENT)
    count, pixels = held.pages.get(name, 0), held.pictures.get((name, ""))
    size = pixels.told(lang) if pixels else size_in_words(len(held.files[name]), lang)
    more = [words["page" if count == 1 else "pages"].format(count)] if count else []
    more += [f"{pixels.dpi} dpi"] if pixels and pixels.dpi else []
    yield f"{_INDENT}{', '.join((kind, size, *more))}"


def manifest(publication: Publication, kit: Kit, files: Mapping[str, bytes], rows: Sequence[Reduced]) -> str:
    """List all files with their digests, as JSON."""
    values = {
        "title": publication.title,
        **({"embargo": kit.embargo.until.isoformat()} if kit.embargo and kit.embargo.holds else {}),
        "files": [{"file": name, "bytes": len(data), "sha256": digest(data)} for name, data in sorted(files.items())],
        **({"reduced": as_values(rows)} if rows else {}),
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"
