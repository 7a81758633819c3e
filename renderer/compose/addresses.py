"""The tree of a part in; the same tree with the addresses of its links printed, for a page that cannot be clicked.

An address is printed as a note at the foot of the page, numbered together with the author's own notes, once a part;
the next link to it repeats the number. A link whose text says the address has no need of a note.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

_OUTSIDE = {"http", "https", "mailto", "tel"}
_SAID_WITHOUT = re.compile(r"(https?://|mailto:|tel:)?(www\.)?", re.IGNORECASE)


def print_addresses(tree: HtmlElement, part: str) -> None:
    """Print the address of every link of a part that leaves the publication; a link that is only a picture stays."""
    printed: dict[str, str] = {}
    for link in list(tree.iter("a")):
        href, text = link.get("href") or "", " ".join(link.text_content().split())
        if not text or urlsplit(href).scheme.lower() not in _OUTSIDE or _bare(text) == _bare(href):
            continue
        if any("footnote" in e.get("class", "").split() for e in link.iterancestors("span")):
            _put_after(link, _address(href))
            link.tail, link.getnext().tail = " (", ")" + (link.getnext().tail or "")
        elif (anchor := printed.get(_bare(href))) is not None:
            _put_after(link, E.a(CLASS("footnote-ref"), href=f"#{anchor}"))
        else:
            printed[_bare(href)] = anchor = f"{part}.fn--address-{len(printed) + 1}"
            note = E.span(CLASS("footnote"), _address(href), id=anchor)
            _put_after(link, note)
            if line := link.get("data-line"):
                note.set("data-line", line)
    _renumber(tree)


def shown(href: str) -> str:
    """Write an address as it is read and typed: without its scheme and the last slash."""
    return unquote(re.sub(r"^(https?://|mailto:|tel:)", "", href, flags=re.IGNORECASE)).removesuffix("/")


def _address(href: str) -> HtmlElement:
    return E.a(CLASS("address"), shown(href), href=href)


def _bare(text: str) -> str:
    return _SAID_WITHOUT.sub("", unquote(text), count=1).removesuffix("/").casefold()


def _put_after(link: HtmlElement, element: HtmlElement) -> None:
    """Put an element between a link and the text that follows it."""
    element.tail, link.tail = link.tail, None
    link.addnext(element)


def _renumber(tree: HtmlElement) -> None:
    """Write the numbers of repeated notes again: the engine counts the notes of a part where they stand."""
    notes = [e.get("id") for e in tree.iter("span") if "footnote" in e.get("class", "").split()]
    numbers = {f"#{anchor}": n for n, anchor in enumerate(notes, 1)}
    for again in tree.iter("a"):
        if "footnote-ref" in again.get("class", "").split() and again.get("href") in numbers:
            again.text = str(numbers[str(again.get("href"))])
