"""A finished file and the parts it was made without in; the words of theirs that it holds all the same, and where.

A word counts when it stands in what was left out and nowhere in what was kept: in the text of manuscripts with their
front matter, in PDFs, in data files they name, in titles and options. Words have at least four letters, numbers at
least five characters and three digits other than their last noughts. They are looked for in the text of all pages as
two programs read it, in every string of the file (titles, alternative texts, destinations, names, metadata) and in
every stream that is text, unpacked. Both programs know nothing of the one that wrote the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from renderer.model import Bound, PartSource, Publication
from renderer.read.circulation import item_of
from renderer.versions import sources
from renderer.versions.withheld import is_closed
from renderer.workspace import Workspace, digest, resources

_TOKEN = re.compile(r"\d[\d.,' \u00a0\u202f]*\d|[^\W\d_]{4,}")
_STRINGS = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<(FEFF[0-9A-Fa-f]+)>")
_BINARY = ("/Image", "/Type1C", "/OpenType", "/CIDFontType0C")


def tokens(text: str) -> set[str]:
    """Give the words and telling numbers of a text, in small letters."""
    found = set()
    for match in _TOKEN.findall(text.replace("\u00ad", "").replace("-\n", "")):
        if match[0].isdigit():
            number = re.sub(r"\D", "", match)
            if len(match) >= 5 and len(number.rstrip("0")) >= 3:
                found.add(number)
        else:
            found.add(match.casefold())
    return found


def secrets_of(removed: Collection[PartSource], kept: Publication, workspace: Workspace) -> set[str]:
    """Give the words that stand only in parts which were left out."""
    secret = set[str]()
    for part in removed:
        secret |= _words(part, kept, workspace)
    open_ = tokens(" ".join([kept.name, kept.title, kept.subtitle, kept.publisher, kept.marking, str(kept.options)]))
    for part in kept.parts:
        open_ |= _words(part, kept, workspace)
    for layout in workspace.glob(resources() / "layouts", "*.html"):
        open_ |= tokens(workspace.text(layout))
    return secret - open_ - _printed_words({kept.lang, *(part.lang for part in kept.parts)})


def _printed_words(langs: Collection[str]) -> set[str]:
    """Give the words that layouts and dates print in these languages, and what the file says of the program."""
    from babel import Locale, UnknownLocaleError

    from renderer.languages.words import words

    found = tokens("renderer figure table unknown sRGB2014 adobe")
    for lang in langs:
        found |= tokens(" ".join(str(value) for value in words(lang).values()))
        try:
            locale = Locale.parse(lang, sep="-")
        except (ValueError, UnknownLocaleError):
            locale = Locale("en")
        for kind in ("format", "stand-alone"):
            found |= tokens(" ".join([*locale.months[kind]["wide"].values(), *locale.days[kind]["wide"].values()]))
    return found


def _words(part: PartSource, publication: Publication, workspace: Workspace) -> set[str]:
    options = {key: value for key, value in part.options.items() if key not in ("item", "closed")}
    found = tokens(" ".join([part.id, part.title, str(options)]))
    if part.manuscript:
        meta = {key: value for key, value in part.manuscript.meta.items() if key != "closed"}
        found |= tokens(f"{part.manuscript.body} {list(meta.values())}")
        for path in sources(part, publication, workspace):
            found |= tokens(workspace.read(path).decode("utf-8", "replace"))
    if part.origin:
        for own in (p for p in part.origin.parts if p.id == part.id):
            found |= _words(own, part.origin, workspace)
    if part.paper:
        found |= tokens(
            " ".join([*part.paper.alt, *_read_by_pdfium(workspace.read(part.paper.path), part.paper.password)])
        )
    return found


def leaks(pdf: bytes, secret: Collection[str]) -> Mapping[str, set[str]]:
    """Give the words that are found in a file in spite of all, by where they were found."""
    if not secret:
        return {}
    places = [*_places(pdf)]
    found: dict[str, set[str]] = {}
    for place, text in places:
        if there := tokens(text) & set(secret):
            found.setdefault(place, set()).update(there)
    return found


def told(removed: Sequence[PartSource], secret: Collection[str], finished: Bound) -> dict[str, object]:
    """Say what was left out and how the file was searched, in numbers: the report holds none of the words either."""
    return {
        "left_out": [
            {"item": item_of(part), "kind": "paper" if part.paper else "manuscript" if part.manuscript else "layout"}
            for part in removed
            if item_of(part) or is_closed(part)
        ],
        "pages": len(finished.labels),
        "sha256": digest(finished.pdf),
        "words_searched_for": len(secret),
        "words_found": 0,
        "searched": ["text of all pages, by two programs", "strings and metadata", "streams of text, unpacked"],
    }


def _places(pdf: bytes) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader

    for number, text in enumerate(_read_by_pdfium(pdf), 1):
        yield f"page {number}", text
    with PdfReader(io.BytesIO(pdf)) as reader:  # each of its objects knows it, so none goes before it is closed
        for number, page in enumerate(reader.pages, 1):
            yield f"page {number}", page.extract_text()
        numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
        for number in sorted(numbers - {0}):
            value = reader.get_object(number)
            for text in _strings(value):
                yield f"object {number}", text
            for text in _streamed(value):
                yield f"stream {number}", text


def _read_by_pdfium(pdf: bytes, password: str = "") -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf, password=password or None)
    except pypdfium2.PdfiumError:  # one that cannot be read is refused where papers are taken in
        return
    try:
        for index in range(len(document)):
            page = document[index]
            yield page.get_textpage().get_text_range()
            page.close()
    finally:
        document.close()


def _strings(value: Any) -> Iterator[str]:
    """Give the text strings in an object, whatever they are for."""
    if isinstance(value, str):
        if not value.startswith("/"):
            yield str(value)
    elif isinstance(value, bytes):
        yield _decoded(bytes(value))
    elif isinstance(value, dict):
        for key in value:
            yield from _strings(dict.get(value, key))
    elif isinstance(value, list):
        for i in range(len(value)):
            yield from _strings(list.__getitem__(value, i))


def _streamed(value: Any) -> Iterable[str]:
    """Give the text in a stream: all of metadata and attachments, the strings of everything that draws."""
    if not hasattr(value, "get_data") or str(value.get("/Subtype")) in _BINARY or "/Length1" in value or "/N" in value:
        return []
    data = value.get_data()
    if str(value.get("/Type")) in ("/Metadata", "/EmbeddedFile"):
        return [re.sub(r"<[^>]*>", " ", data.decode("utf-8", "replace"))]
    found = _STRINGS.findall(data)
    return [_decoded(bytes.fromhex(code.decode())) if code else _decoded(plain) for plain, code in found]


def _decoded(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
