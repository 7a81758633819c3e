"""Headings: plain text without gaps in their levels, each with an id; bylines, and pictures that stand for headings.

In: a parsed tree with lines, repaired. Out: the same tree with headings from h2 down; findings for what was mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lxml import etree
from pymdownx.slugs import slugify

from renderer.markup.elements import HEADINGS, Element, classes, drop, lone_child, move_children, names, text_of, unwrap
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

TOP = 2
"""The level of a manuscript's highest headings; the part's own title is the only h1."""

LOGO = re.compile(r"\s*\blogo\b\s*", re.IGNORECASE)
WORD = r"[^\W\d_][\w.’'-]*"
BYLINE = re.compile(rf"{WORD}(?:\s+(?:{WORD}|\([^)]*\))){{1,4}},\s+[^\W\d_][^.!?:;]*$")
"""`Name, Role, Organisation`: two to five words, then at least one more part; no sentence."""
SMALL_WORDS = names("de da do dos das del della der den di du la le van von zu bin al el y e")

_slug = slugify(case="lower", normalize="NFC")


def level_of(heading: Element) -> int:
    """Give the level in the tag of a heading."""
    return int(heading.tag[1])


def plain_headings(root: Element, report: Report) -> None:
    """Make every heading plain text; a picture in it moves below it, and an empty heading goes."""
    for heading in list(root.iter(*HEADINGS)):
        line = line_of(heading)
        pictures = list(heading.iter("img"))
        text = text_without_notes(heading)
        plain = report.mends("heading-markup")
        for picture in pictures if text and plain else []:
            holder = etree.Element("p", {"class": "logo", "data-line": str(line)})
            drop(picture)
            picture.attrib.pop("class", None)
            holder.append(picture)
            heading.addnext(holder)
            holder.tail, heading.tail = heading.tail, None
        if not text and pictures:
            if report.mends("logo-headings") or not (pictures[0].get("alt") or "").strip():
                _heading_from_picture(heading, pictures[0], report)
            continue
        if not text:
            report.add("MD-HEADING-EMPTY", line, "this heading has no text and is left out")
            drop(heading)
            continue
        if plain:
            _tell_markup(heading, text, report)
            _flatten(heading, text)


def text_without_notes(heading: Element) -> str:
    """Give the text of a heading as outline and contents show it: without its footnotes."""
    if not len(heading):
        return " ".join((heading.text or "").split())
    return " ".join(
        "".join(
            heading.xpath(".//text()[not(ancestor::span[@class='footnote'] or ancestor::a[@class='footnote-ref'])]")
        ).split()
    )


def hand_on_notes(heading: Element, below: Sequence[Element]) -> Sequence[Element]:
    """Hand the footnotes of a heading that becomes a title to the first paragraph below it; gives what stands there.

    A title is printed where a note has no foot of the page to go to: in contents and running heads.
    """
    notes = heading.xpath(".//span[@class='footnote'] | .//a[@class='footnote-ref']")
    if not notes:
        return below
    made = below and below[0].tag == "p" and not below[0].get("class")
    paragraph = below[0] if made else etree.Element("p", {"data-line": str(line_of(heading))})
    for note in notes:
        note.tail = None
        paragraph.append(note)
    return below if made else [paragraph, *below]


def _flatten(heading: Element, text: str) -> None:
    """Leave the text of a heading and its footnotes, nothing else."""
    notes = heading.xpath(".//span[@class='footnote'] | .//a[@class='footnote-ref']")
    anchors = [e.get("id") for e in heading.iterdescendants() if e.get("id") and e not in notes]
    for child in list(heading):
        heading.remove(child)
    heading.text = text
    for note in notes:
        note.tail = None
        heading.append(note)
    if anchors and not heading.get("id"):
        heading.set("id", anchors[0])


def _tell_markup(heading: Element, text: str, report: Report) -> None:
    faults = []
    if next(heading.iter("strong", "b"), None) is not None:
        faults.append("bold")
    for link in heading.iter("a"):
        if link.get("href") and "footnote-ref" not in classes(link):
            faults.append(f"a link to {link.get('href')}")
    if faults:
        message = f'the heading "{text}" carries {" and ".join(faults)}; the text alone is kept'
        report.add("MD-HEADING-MARKUP", line_of(heading), message)


def _heading_from_picture(heading: Element, picture: Element, report: Report) -> None:
    name = LOGO.sub(" ", picture.get("alt") or "").strip()
    line = line_of(heading)
    holder = etree.Element("p", {"class": "logo", "data-line": str(line)})
    if not name:
        report.add("MD-HEADING-EMPTY", line, "this heading has no text, only a picture; the picture is kept")
        heading.tag = "p"
        return
    report.add("MD-HEADING-MISSING", line, f'this heading is only a picture; it gets the text "{name}" from it')
    move_children(heading, holder)
    heading.text = name
    heading.addnext(holder)
    holder.tail, heading.tail = heading.tail, None


# ------------------------------------------------------------------------------------------------- bylines
def mark_bylines(root: Element, report: Report) -> None:
    """Find the lines that say who wrote a section: in bold italics anywhere, in plain type right below a heading."""
    if not report.mends("bylines"):
        return
    for paragraph in [p for p in root if p.tag == "p"]:
        previous = paragraph.getprevious()
        below = previous is not None and previous.tag in HEADINGS
        text = _byline(paragraph, below=below)
        if not text:
            continue
        for child in list(paragraph.iterdescendants("strong", "em", "b", "i")):
            unwrap(child)
        if not len(paragraph):
            paragraph.text = text
        paragraph.set("class", "byline")
        if not below and (previous is None or "logo" not in classes(previous)):
            name = text.split(",")[0]
            report.add(
                "MD-HEADING-MISSING",
                line_of(paragraph),
                f"the section by {name} begins without a heading",
                "write a heading above the name",
            )


def _byline(paragraph: Element, *, below: bool) -> str:
    """Give the text of a paragraph that is a byline, else nothing; `below` tells that a heading stands over it."""
    strong = _bold_italic(paragraph)
    if not strong and (not below or len(paragraph)):
        return ""
    text = re.sub(r"\s+,", ",", text_of(paragraph))
    if not strong and not _names_a_person(text):
        return ""
    return "" if len(text) > 140 or not BYLINE.match(text) or text[0].islower() else text


def _bold_italic(paragraph: Element) -> bool:
    outer = lone_child(paragraph, "strong", "em", "b", "i")
    inner = None if outer is None else lone_child(outer, "strong", "em", "b", "i")
    return inner is not None


def _names_a_person(text: str) -> bool:
    """Tell whether a plain line begins with a name: two to five words, all but small ones with a capital."""
    words = text.split(",")[0].split()
    return 2 <= len(words) <= 5 and all(w[0].isupper() or w in SMALL_WORDS for w in words)


# ------------------------------------------------------------------------------------------------- missing ones
def promote(root: Element, report: Report) -> None:
    """Make headings of logos and of bold paragraphs that stand where a heading should."""
    levels = [level_of(h) for h in root.iter(*HEADINGS)]
    top = min(levels, default=TOP)
    stack: list[int] = []
    for element in list(root):
        if element.getparent() is None:
            continue
        if element.tag in HEADINGS:
            _enter(stack, level_of(element))
        elif report.mends("logo-headings") and (picture := _logo(element)) is not None:
            level = stack[0] + 1 if stack else top
            if _promote_logo(element, picture, min(level, 6), report):
                _enter(stack, min(level, 6))
        elif report.mends("bold-headings") and _is_bold_heading(element):
            level = min(stack[-1] + 1 if stack else top, 6)
            text = text_of(element)
            report.add("MD-HEADING-BOLD", line_of(element), f'the bold paragraph "{text}" is set as a heading')
            _become_heading(element, level, text)


def _enter(stack: list[int], level: int) -> None:
    while stack and stack[-1] >= level:
        stack.pop()
    stack.append(level)


def _become_heading(element: Element, level: int, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.tag, element.text = f"h{level}", text
    element.set("data-made", "1")


def _logo(element: Element) -> Element | None:
    """Give the picture of a block that is nothing but a linked picture with a name."""
    if element.tag != "div" and "logo" not in classes(element):
        return None
    link = lone_child(element, "a", "p", "figure")
    if link is not None and link.tag != "a":
        link = lone_child(link, "a")
    picture = None if link is None else lone_child(link, "img")
    if picture is None or not LOGO.search(picture.get("alt") or ""):
        return None
    return picture


def _promote_logo(element: Element, picture: Element, level: int, report: Report) -> bool:
    """Put a logo below the heading it belongs to, making that heading from its name when there is none."""
    name = LOGO.sub(" ", picture.get("alt")).strip()
    link = picture.getparent()
    previous, following = element.getprevious(), element.getnext()
    if not name or following is None:
        return False
    if previous is not None and previous.tag in HEADINGS and _alike(name, text_of(previous)):
        return False  # it stands below its heading already
    logo = etree.Element("p", {"class": "logo", "data-line": element.get("data-line")})
    if following.tag in HEADINGS and _alike(name, text_of(following)):
        link.tail = picture.tail = link.text = None
        logo.append(link)
        drop(element)
        following.addnext(logo)
        logo.tail, following.tail = following.tail, "\n"
        return False
    if following.tag in HEADINGS or _logo(following) is not None:
        return False
    message = f'the section has no heading but a picture; it gets the heading "{name}"'
    report.add("MD-HEADING-MISSING", line_of(element), message)
    heading = etree.Element(f"h{level}", {"data-line": element.get("data-line"), "data-made": "1"})
    heading.text, heading.tail = name, "\n"
    link.tail = picture.tail = link.text = None
    logo.append(link)
    logo.tail, element.tail = element.tail, None
    parent = element.getparent()
    parent.replace(element, heading)
    heading.addnext(logo)
    logo.tail, heading.tail = heading.tail, "\n"
    return True


def _alike(name: str, text: str) -> bool:
    plain_name, plain_text = (re.sub(r"[\W_]+", "", t).casefold() for t in (name, text))
    return plain_name in plain_text or plain_text in plain_name


def _is_bold_heading(element: Element) -> bool:
    """Tell whether a paragraph is only bold, short and no sentence, and something other than a heading follows it."""
    if element.tag != "p" or element.get("class"):
        return False
    bold = lone_child(element, "strong", "b")
    if bold is None or _byline(element, below=False) or any(True for _ in bold.iter("br", "img", "a", "span")):
        return False
    text = text_of(bold)
    following = element.getnext()
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    if not text or width > 80 or text[-1] in ".,;:!…。，；：！、" or following is None:
        return False
    return following.tag not in HEADINGS and not (
        following.tag == "p" and lone_child(following, "strong", "b") is not None
    )


# ------------------------------------------------------------------------------------------------- title, levels
def take_title(root: Element, title: str) -> tuple[str, int]:
    """Take off the heading that is the title: the first if it says what `title` says, else a lone h1 that opens it all.

    Gives its text and line, or an empty text when there is none.
    """
    headings = list(root.iter(*HEADINGS))
    first = headings[0] if headings else None
    if first is None or first.getparent() is not root:
        return "", 0
    opens = all(e.tag in ("figure", "p") and not text_of(e) for e in first.itersiblings(preceding=True))
    same = bool(title) and _alike_exactly(title, text_without_notes(first))
    lone = first.tag == "h1" and sum(h.tag == "h1" for h in headings) == 1
    if not opens or not (same or (not title and lone)):
        return "", 0
    text, line = text_without_notes(first), line_of(first)
    below = list(first.itersiblings())
    if (handed := hand_on_notes(first, below)) is not below:
        first.addnext(handed[0])
    drop(first)
    return text, line


def _alike_exactly(one: str, other: str) -> bool:
    one, other = (re.sub(r"[\W_]+", "", t).casefold() for t in (one, other))
    return bool(one) and one == other


def close_gaps(root: Element, report: Report) -> None:
    """Shift headings so that the highest are h2 and none skips a level; report each that did."""
    headings = list(root.iter(*HEADINGS))
    top = min((level_of(h) for h in headings if not h.get("data-made")), default=TOP)
    top = min([top, *(level_of(h) for h in headings)])
    stack: list[int] = []
    previous = top - 1
    for heading in headings:
        level = level_of(heading)
        made = heading.attrib.pop("data-made", None)
        _enter(stack, level)
        if level > previous + 1 and not made:
            message = f"this heading of level {level} follows one of level {previous}"
            if len(stack) == 1:
                message = f"this heading of level {level} opens the text, though there are headings of level {top}"
            report.add("MD-HEADING-LEVEL", line_of(heading), message)
        heading.tag = f"h{min(TOP + len(stack) - 1, 6)}"
        previous = level


def give_ids(root: Element) -> None:
    """Give each heading an id: its own, or its text in the form GitHub makes of it; never one that is taken."""
    taken = {e.get("id") for e in root.iter() if e.get("id")}
    counts: dict[str, int] = {}
    for heading in root.iter(*HEADINGS):
        if heading.get("id"):
            continue
        base = _slug(text_without_notes(heading), "-").strip("-") or "section"
        name = base
        while name in taken:
            counts[base] = counts.get(base, 0) + 1
            name = f"{base}-{counts[base]}"
        taken.add(name)
        heading.set("id", name)


def all_of(root: Element) -> Sequence[Element]:
    """Give the headings of a tree in order."""
    return list(root.iter(*HEADINGS))
