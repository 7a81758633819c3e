"""A composed release in; the same as wrapped plain text with links written out, and as clean HTML for a mail, out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape

from lxml.html import HtmlElement, document_fromstring

from renderer.markup.elements import names

WIDTH = 72
"""Characters of a line of plain text: what mail programs show without breaking it again."""
_WITHIN = names("em strong b i sub sup code")
_KEPT = _WITHIN | names("h1 h2 h3 h4 p ul ol li blockquote table thead tbody tr th td dl dt dd a br pre")
_STYLE = "font-family: sans-serif; line-height: 1.4; max-width: 40em"
_GROUPS = names("main header div section aside article")


def as_text(html: str) -> str:
    """Give the text of a document."""
    return "\n\n".join(_blocks(_main(html))).strip() + "\n"


def as_mail(html: str, lang: str, title: str) -> str:
    """Give a document as HTML that mail programs keep: no classes, no scripts, one style."""
    inner = _clean(_main(html)).strip()
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n<body style="{_STYLE}">\n{inner}\n</body></html>\n'
    )


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Break words into lines; addresses stay whole."""
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _main(html: str) -> HtmlElement:
    tree = document_fromstring(html)
    return next(iter(tree.iter("main")), tree)


# ---------------------------------------------------------------------------------------------------- as text
def _blocks(element: HtmlElement) -> Iterator[str]:
    """Give the blocks of an element as text."""
    for child in element:
        tag = str(child.tag)
        if tag == "figure":
            yield _figure(child)
        elif tag in _GROUPS:
            yield from _blocks(child)
        elif tag in ("h1", "h2", "h3", "h4"):
            words = wrapped(_inline(child))
            mark = "=" if tag == "h1" else "-"
            yield f"{words}\n{mark * min(WIDTH, max(map(len, words.splitlines()), default=0))}"
        elif tag in ("ul", "ol"):
            items = [f"{n}. " if tag == "ol" else "- " for n in range(1, len(child) + 1)]
            yield "\n".join(
                wrapped(_inline(item), " " * len(mark), mark) for mark, item in zip(items, child, strict=True)
            )
        elif tag == "blockquote":
            yield "\n\n".join(textwrap.indent(block, "    ") for block in _blocks(child)) or wrapped(
                _inline(child), "    "
            )
        elif tag == "dl":
            yield "\n".join(wrapped(_inline(e), "    " if e.tag == "dd" else "") for e in child)
        elif tag == "table":
            rows = ([_inline(cell).strip() for cell in row.iter("th", "td")] for row in child.iter("tr"))
            yield "\n".join(" | ".join(row) for row in rows)
        elif tag == "pre":
            yield child.text_content().rstrip()
        elif words := wrapped(_inline(child)):
            yield words


def _figure(figure: HtmlElement) -> str:
    caption = figure.find("figcaption")
    said = " ".join(caption.text_content().split()) if caption is not None else ""
    alt = next((image.get("alt", "") for image in figure.iter("img")), "")
    return wrapped(f"[{' '.join(text for text in (said, alt) if text)}]")


def _inline(element: HtmlElement) -> str:
    """Give the words of an element, links with their addresses behind them and notes in brackets."""
    parts = [element.text or ""]
    for child in element:
        words = _inline(child)
        if child.tag == "a":
            words = _written_out(words, child.get("href", ""))
        elif child.tag == "br":
            words = " "
        elif child.tag == "img":
            words = child.get("alt", "")
        elif child.tag == "p":
            words = f"{words} "
        elif "footnote" in child.get("class", "").split():
            words = f" [{words.strip()}]"
        parts += [words, child.tail or ""]
    return "".join(parts)


def _written_out(words: str, href: str) -> str:
    address = href.removeprefix("mailto:")
    if not re.match(r"https?:|mailto:", href) or address.rstrip("/") == words.strip().rstrip("/"):
        return words
    return f"{words} ({address})"


# ---------------------------------------------------------------------------------------------------- as mail
def _clean(element: HtmlElement) -> str:
    """Write an element's content with the tags that are kept; links keep their address when it leads to the web."""
    out = [escape(element.text or "", quote=False)]
    for child in element:
        tag, tail = str(child.tag), escape(child.tail or "", quote=False)
        if tag == "figure":
            out.append(f"<p>{escape(_figure(child).replace(chr(10), ' '), quote=False)}</p>\n{tail}")
            continue
        inner = _clean(child)
        if tag == "br":
            inner = "<br>"
        elif tag == "a" and re.match(r"https?:|mailto:", child.get("href", "")):
            inner = f'<a href="{escape(child.get("href"))}">{inner}</a>'
        elif "footnote" in child.get("class", "").split():
            inner = f" [{inner.strip()}]"
        elif tag in _KEPT - {"a"}:
            inner = f"<{tag}>{inner.strip()}</{tag}>" + ("" if tag in _WITHIN else "\n")
        out += [inner, tail]
    return re.sub(r"\n\s*\n+", "\n", "".join(out))
