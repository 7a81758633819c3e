"""Repairs of what manuscripts written for a web page do that paper cannot follow, one function a rule.

In: a parsed tree with lines. Out: the same tree mended, and a finding at the line of each repair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree

from renderer.markup.dialect import TOP_LEVEL_DOMAINS
from renderer.markup.elements import Element, add_class, classes, drop, is_blank, text_of, unwrap
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

DOMAIN = re.compile(
    rf"(?:(?:[\w-]+\.)+(?:{TOP_LEVEL_DOMAINS})|www\.[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
MAIL = re.compile(
    r"(?:mailto:\s*)?(?P<address>[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,})[.,;:!>]*(?P<query>\?\S+)?", re.IGNORECASE
)
HALF_SCHEME = re.compile(r"(https?)(?::/?|//)(?=[\w-]+\.[\w.-]*[a-z])", re.IGNORECASE)
"""`http:/host`, `https:host`, `http//host`."""
COLUMNS_FROM = 9
"""Lists of so many short items are set in columns."""
COLUMN_WIDTHS = ((11, "four"), (17, "three"), (30, ""))
"""Signs that the longest item of a list may have, and the class that sets it in more than two columns."""


def repair(root: Element, report: Report) -> None:
    """Apply every repair that does not concern headings."""
    trim_pictures(root)
    if report.mends("empty-pictures"):
        drop_empty_pictures(root, report)
    drop_empty_links(root, report)
    if report.mends("link-schemes"):
        mend_links(root, report)
    if report.mends("breaks"):
        remove_breaks(root, report)
    set_columns(root)


def trim_pictures(root: Element) -> None:
    """Take white space off the ends of alternative texts and titles."""
    for picture in root.iter("img"):
        for name in ("alt", "title"):
            if picture.get(name):
                picture.set(name, " ".join(picture.get(name).split()))


def drop_empty_pictures(root: Element, report: Report) -> None:
    """Leave out pictures that name no file: `![]()`."""
    for picture in list(root.iter("img")):
        if not (picture.get("src") or "").strip():
            alt = f' "{picture.get("alt")}"' if picture.get("alt") else ""
            report.add("MD-PICTURE-EMPTY", line_of(picture), f"the picture{alt} names no file and is left out")
            parent = picture.getparent()
            drop(picture)
            if parent.tag == "a" and is_blank(parent):
                drop(parent)


def mend_links(root: Element, report: Report) -> None:
    """Give links to a host or a mail address the scheme they lack; without it they would lead into a folder."""
    for link in root.iter("a"):
        target = (link.get("href") or "").strip()
        if not target:
            continue
        meant = address_meant(target)
        if meant != target:
            report.add("MD-LINK-SCHEME", line_of(link), f"the link to {target} is read as {meant}")
        link.set("href", meant)


def address_meant(target: str) -> str:
    """Give the address somebody meant by a target that lacks its scheme, or has half of it."""
    mail = MAIL.fullmatch(target)
    if mail:
        written = f"mailto:{mail['address']}{mail['query'] or ''}"
        return target if target.lower() == written.lower() else written
    if target.startswith("//") and target[2:].strip("/"):
        return f"https:{target}"
    host = HALF_SCHEME.match(target)
    if host:
        return f"{host[1].lower()}://{target[host.end() :]}"
    bare = target.rstrip(".,;:!")
    return f"https://{bare}" if DOMAIN.match(bare) else target


def drop_empty_links(root: Element, report: Report) -> None:
    """Leave out links without text; `[](#id)` is no fault but a reference, whose text is written later."""
    for link in list(root.iter("a")):
        target = link.get("href")
        if not is_blank(link) or link.get("class") == "footnote-ref":
            continue
        if target is None:
            if link.get("id") or link.get("name"):  # an anchor
                link.set("id", link.get("id") or link.attrib.pop("name"))
                link.attrib.pop("name", None)
                link.tag = "span"
            else:
                unwrap(link)
        elif "#" in target and not target.startswith(("http:", "https:")):
            add_class(link, "ref")
        else:
            report.add("MD-LINK-EMPTY", line_of(link), f"the link to {target or 'nowhere'} has no text and is left out")
            unwrap(link)


# ------------------------------------------------------------------------------------------------- breaks
def remove_breaks(root: Element, report: Report) -> None:
    """Remove line breaks and empty paragraphs that stand for space; a run of breaks within a paragraph parts it."""
    lines: set[int] = set()
    for parent in list(dict.fromkeys(br.getparent() for br in root.iter("br"))):
        for group in _break_groups(parent):
            before, after = _shows_before(group[0]), _shows_after(group[-1])
            if before and after and len(group) == 1:
                continue
            lines.update(line_of(br) for br in group)
            if before and after and parent.tag == "p":
                _part(parent, group)
                continue
            for br in group[1:] if before and after else group:
                drop(br)
        _trim(parent)
    for paragraph in [p for p in root.iter("p") if is_blank(p)]:
        if "\u00a0" in "".join(paragraph.itertext()):
            lines.add(line_of(paragraph))
        _drop_keeping_anchors(paragraph)
    for first, last in _runs(sorted(lines)):
        where = f"lines {first} to {last}" if last > first else "this line"
        report.add("MD-BREAKS", first, f"line breaks stand for space on {where}; they are left out")


def _trim(parent: Element) -> None:
    """Take off the white space at the end of an element, which stood before a break."""
    if not len(parent):
        parent.text = (parent.text or "").rstrip() or None
    elif parent.tag == "p":
        parent[-1].tail = (parent[-1].tail or "").rstrip() or None


def _break_groups(parent: Element) -> list[list[Element]]:
    """Give the line breaks in an element in groups with nothing but white space between them."""
    groups: list[list[Element]] = []
    follows = False
    for child in parent:
        if child.tag == "br":
            if follows:
                groups[-1].append(child)
            else:
                groups.append([child])
        follows = child.tag == "br" and not (child.tail or "").strip()
    return groups


def _shows_before(br: Element) -> bool:
    previous = br.getprevious()
    if previous is None:
        return bool((br.getparent().text or "").strip())
    return bool((previous.tail or "").strip()) or (not _is_block(previous) and previous.tag != "br")


def _shows_after(br: Element) -> bool:
    following = br.getnext()
    return bool((br.tail or "").strip()) or (following is not None and not _is_block(following))


def _is_block(element: Element) -> bool:
    return element.tag in (
        "p",
        "ul",
        "ol",
        "dl",
        "div",
        "table",
        "figure",
        "pre",
        "blockquote",
        "aside",
        "hr",
        "details",
    )


def _part(paragraph: Element, group: list[Element]) -> None:
    """Part a paragraph at a group of breaks: what follows them becomes a paragraph of its own."""
    rest = etree.Element("p", {"data-line": group[-1].get("data-line") or ""})
    rest.text = (group[-1].tail or "").lstrip()
    for following in list(group[-1].itersiblings()):
        rest.append(following)
    group[-1].tail = None
    for br in group:
        drop(br)
    paragraph.addnext(rest)
    rest.tail, paragraph.tail = paragraph.tail, "\n"


def _drop_keeping_anchors(paragraph: Element) -> None:
    for child in list(paragraph):
        if child.get("id") or "ref" in classes(child):
            return
    drop(paragraph)


def _runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Join line numbers that follow each other, or with one blank line between, into runs."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and line - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


# ------------------------------------------------------------------------------------------------- lists
def set_columns(root: Element) -> None:
    """Set long lists of short items in columns, the more the shorter the items are."""
    for lst in root.iter("ul", "ol"):
        items = [i for i in lst if i.tag == "li"]
        if len(items) < COLUMNS_FROM:
            continue
        longest = max(_width(text_of(item)) for item in items)
        fitting = [name for width, name in COLUMN_WIDTHS if longest <= width]
        if fitting and not any(True for item in items for _ in item.iter("ul", "ol", "pre", "table", "img", "figure")):
            add_class(lst, "columns", *filter(None, fitting[:1]))


def _width(text: str) -> int:
    """Count the signs of a text; those of Chinese, Japanese and Korean are as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
