"""Small tools for HTML trees, and the names HTML knows.

In: elements of an lxml tree. Out: the tree changed in place without losing the text that follows an element.
"""

from __future__ import annotations

from typing import Any

Element = Any
"""An element of an lxml tree; the stubs of lxml tell less than the code relies on."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def names(text: str) -> frozenset[str]:
    """Read a set of names."""
    return frozenset(text.split())


ALLOWED = names(
    """a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary
    sup table tbody td tfoot th thead time tr u ul var wbr"""
)
"""What may stand in a manuscript."""

UNWRAPPED = names(
    """address article big body center fieldset font footer form header hgroup html label legend main nav nobr picture
    strike tt"""
)
"""Elements of which only the content is kept."""

DROPPED = names(
    """applet area audio base button canvas datalist dialog embed frame frameset head iframe input link map math menu
    meta meter noframes noscript object optgroup option output param progress script select slot source style svg
    template textarea title track video"""
)
"""Elements that are left out with all they hold: they have no place on paper."""

BLOCKS = names(
    """h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption thead tbody tr td th pre blockquote figure figcaption aside
    div section details summary"""
)
"""Elements that begin on a line of their own and carry its number."""

HTML_NAMES = ALLOWED | UNWRAPPED | DROPPED


def drop(element: Element) -> None:
    """Remove an element with its content; the text behind it stays."""
    parent = element.getparent()
    _append_before(element, element.tail)
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Remove an element and leave its content in its place."""
    parent = element.getparent()
    _append_before(element, element.text)
    children = list(element)
    at = parent.index(element)
    if children:
        last = children[-1]
        last.tail = (last.tail or "") + (element.tail or "") or None
    else:
        _append_before(element, element.tail)
    element.tail = None
    parent.remove(element)
    parent[at:at] = children


def _append_before(element: Element, text: str | None) -> None:
    if not text:
        return
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent = element.getparent()
        parent.text = (parent.text or "") + text


def move_children(source: Element, target: Element) -> None:
    """Move all content of an element to the end of another."""
    if source.text:
        if len(target):
            target[-1].tail = (target[-1].tail or "") + source.text
        else:
            target.text = (target.text or "") + source.text
        source.text = None
    target.extend(list(source))


def text_of(element: Element) -> str:
    """Give the text of an element, white space made single."""
    return " ".join("".join(element.itertext()).split())


def is_blank(element: Element) -> bool:
    """Tell whether an element shows nothing: no text, picture, rule or chart."""
    if text_of(element):
        return False
    return not any(e.tag in ("img", "hr", "td", "figure") for e in element.iter())


def lone_child(element: Element, *tags: str) -> Element | None:
    """Give the only child of an element that has no text of its own, if its tag is one of those given."""
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    return element[0] if element[0].tag in tags else None


def classes(element: Element) -> list[str]:
    """Give the class names of an element."""
    return (element.get("class") or "").split()


def add_class(element: Element, *names: str) -> None:
    """Give an element more class names."""
    element.set("class", " ".join(dict.fromkeys([*classes(element), *names])))


def within(element: Element, *tags: str) -> bool:
    """Tell whether an element lies in one with such a tag."""
    return any(True for _ in element.iterancestors(*tags))
