"""The HTML of the converter's extensions brought into the shapes docs/html.md promises.

In: a parsed tree with lines. Out: the same tree with callouts as `aside`, task items, tables with scopes and captions,
and pictures as figures.
"""

from __future__ import annotations

import re

from lxml import etree

from renderer.languages.words import callout_title
from renderer.markup import components
from renderer.markup.dialect import CALLOUTS
from renderer.markup.elements import Element, add_class, classes, drop, lone_child, text_of, unwrap, within
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

ALERT = re.compile(r"\s*\[!(\w+)\][ \t]*([^\n]*)\n?")
TASK = re.compile(r"\s*\[([ xX])\](?:\s+|$)")
KINDS = {"danger": "warning", "error": "warning", "attention": "warning", "hint": "tip"}
MANY_COLUMNS = 7
TEXT_PARENTS = ("p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6")


def shape(root: Element, lang: str, report: Report) -> None:
    """Shape every construct of the dialect; titles of untitled callouts are in `lang`."""
    _open_frame(root)
    for quotation in list(root.iter("blockquote")):
        _alert(quotation, lang)
    for div in [d for d in root.iter("div") if "admonition" in classes(d)]:
        _admonition(div, lang)
    for item in root.iter("li"):
        _task(item)
    components.complete(root, report)
    for figure in list(root.iter("figure")):
        _caption(figure, report)
    for table in root.iter("table"):
        _table(table)
    for paragraph in list(root.iter("p")):
        _figure(paragraph)
    for picture in root.iter("img"):
        parent = picture.getparent()
        holder = parent.getparent() if parent.tag == "a" else parent
        components.credit_in_text(picture)
        if holder is None or holder.tag not in TEXT_PARENTS or "logo" in classes(holder):
            continue
        if holder.tag == "p" and not text_of(holder):  # several pictures and no word: a row of them
            add_class(holder, "pictures")
        elif holder.tag not in ("td", "th", "li", "dd") or text_of(holder):  # alone there, it is what is shown
            add_class(picture, "inline")


def _open_frame(root: Element) -> None:
    """Take off a `div` around the whole manuscript, such as one for the direction of writing: layouts set that."""
    frame = lone_child(root, "div")
    if frame is not None and not frame.get("class") and not frame.get("id") and lone_child(frame, "a", "img") is None:
        unwrap(frame)


def _titled(aside: Element, kind: str, title: str) -> None:
    aside.tag = "aside"
    aside.set("class", f"callout {kind}")
    if title:
        head = etree.Element("p", {"class": "callout-title", "data-line": aside.get("data-line") or ""})
        head.text = title
        aside.insert(0, head)


def _alert(quotation: Element, lang: str) -> None:
    """`> [!NOTE]`: the kind on the first line, perhaps with a title behind it."""
    if not len(quotation) or quotation[0].tag != "p":
        return
    opening = quotation[0]
    match = ALERT.match(opening.text or "")
    if match is None or match[1].lower() not in CALLOUTS:
        return
    opening.text = opening.text[match.end() :]
    opening.set("data-line", str(line_of(opening) + match[0].count("\n")))
    if not text_of(opening) and not len(opening):
        drop(opening)
    kind = match[1].lower()
    quotation.text = None
    _titled(quotation, kind, match[2].strip() or callout_title(kind, lang))


def _admonition(div: Element, lang: str) -> None:
    named = [c for c in classes(div) if c != "admonition"]
    kind = KINDS.get(named[0], named[0]) if named else "note"
    title = ""
    for head in [p for p in div if "admonition-title" in classes(p)]:
        title = text_of(head)
        drop(head)
    if named and title.lower() == named[0].lower():
        title = callout_title(kind, lang)
    _titled(div, kind if kind in CALLOUTS else "note", title)


def _task(item: Element) -> None:
    first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    match = TASK.match(first.text or "")
    if match:
        first.text = first.text[match.end() :]
        add_class(item, *(("task",) if match[1] == " " else ("task", "done")))


# ------------------------------------------------------------------------------------------------- captions
def _caption(figure: Element, report: Report) -> None:
    """Make the caption block's figure a table with a caption, or a picture with one; else report it."""
    caption = next((c for c in figure if c.tag == "figcaption"), None)
    if caption is None:
        return
    for paragraph in list(caption):
        if paragraph.tag == "p":
            if paragraph.getprevious() is not None:
                paragraph.addprevious(etree.Element("br"))
            unwrap(paragraph)
    if caption.text:
        caption.text = caption.text.lstrip()
    table = next((c for c in figure if c.tag == "table"), None)
    if table is not None:
        _caption_table(figure, table, caption)
        return
    for paragraph in [p for p in figure if p.tag == "p"]:
        picture = lone_child(paragraph, "img", "a")
        if picture is not None and (picture.tag == "img" or lone_child(picture, "img") is not None):
            _become_picture(figure, paragraph, picture)
    held = [c for c in figure if c.tag != "figcaption"]
    if not held or held[0].tag == "p" or held[0].tag in TEXT_PARENTS:
        report.add("MD-CAPTION", line_of(caption), "this caption stands behind no picture, table or chart")
        caption.tag = "p"
        unwrap(figure)


def _caption_table(figure: Element, table: Element, caption: Element) -> None:
    for name in ("id", "class"):
        if figure.get(name):
            table.set(name, figure.get(name))
    caption.tag = "caption"
    for old in [c for c in table if c.tag == "caption"]:
        drop(old)
    caption.tail = None
    table.insert(0, caption)
    unwrap(figure)


def _become_picture(figure: Element, paragraph: Element, picture: Element) -> None:
    image = picture if picture.tag == "img" else picture[0]
    image.attrib.pop("title", None)
    components.credit_picture(image, figure)
    _hand_over(image, figure)
    _hand_over(paragraph, figure)
    add_class(figure, "picture")
    unwrap(paragraph)


# ------------------------------------------------------------------------------------------------- pictures
def _figure(paragraph: Element) -> None:
    """A picture that is alone in its paragraph becomes a figure; its title is the caption."""
    picture = lone_child(paragraph, "img", "a")
    image = picture if picture is None or picture.tag == "img" else lone_child(picture, "img")
    if picture is None or image is None or within(paragraph, "figure", "td", "th"):
        return
    paragraph.text = None
    picture.tail = None
    if picture.tag == "a" and (image.get("alt") or "").lower().endswith("logo"):
        paragraph.set("class", "logo")
        return
    paragraph.tag = "figure"
    _hand_over(image, paragraph)
    paragraph.set("class", " ".join(["picture", *(c for c in classes(paragraph) if c != "picture")]))
    title = image.attrib.pop("title", "").strip()
    if title:
        caption = etree.SubElement(paragraph, "figcaption", {"data-line": paragraph.get("data-line")})
        caption.text = title
    components.credit_picture(image, paragraph)


def _hand_over(source: Element, target: Element) -> None:
    """Move id and class from a picture to the figure around it, where links and styles look for them."""
    name = source.attrib.pop("id", "")
    if name and not target.get("id"):
        target.set("id", name)
    names = source.attrib.pop("class", "").split()
    if names:
        add_class(target, *names)


# ------------------------------------------------------------------------------------------------- tables
def _table(table: Element) -> None:
    """Give head cells their scope; a head of empty cells, as Markdown asks for, goes; totals go last."""
    for foot in [f for f in table if f.tag == "tfoot" and f.getnext() is not None]:
        table.append(foot)  # older HTML has it before the rows it sums up
    for head in [h for h in table if h.tag == "thead"]:
        cells = list(head.iter("th", "td"))
        if not any(text_of(cell) or len(cell) for cell in cells):
            drop(head)
            continue
        for cell in cells:
            if cell.tag == "th" and not cell.get("scope"):
                cell.set("scope", "col")
    for cell in table.iter("th"):
        if not cell.get("scope"):
            cell.set("scope", "row" if cell.getprevious() is None and cell.getnext() is not None else "col")
    # A class, because a selector that looks for the seventh column would look through the table for each of its cells.
    if any(len(row) >= MANY_COLUMNS for row in table.iter("tr")):
        add_class(table, "many-columns")
