"""Alternative texts that tell nothing: names of files, and words any picture could have.

In: a tree whose pictures have their places. Out: findings; the texts are not touched, for what a picture shows is
never invented.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from renderer.markup.elements import Element, names, within
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

FILE_NAME = re.compile(
    r"""\S+\.(?:png|jpe?g|gif|svg|webp|avif|tiff?|bmp|heic|pdf)
      | (?:img|dsc[fn]?|pxl|dcim|mvi|p|gopr|screen[ ]?shot|bildschirmfoto|capture|whatsapp[ ]image|image|photo|pic)
        [\s_-]*\(?\d[\d\s_.,:()apm-]*(?:at[ ][\d.: apm]*)?
      | (?=\S*[\d_])[^\W_]+(?:[_-]+[^\W_]+){2,}[_-]*""",
    re.VERBOSE | re.IGNORECASE,
)
SAYS_NOTHING = names(
    """alt banner bild cover figura figure foto grafik graphic header hero icon illustration image imagen immagine img
    kép logo logos obraz photo photograph pic picture placeholder screenshot slika thumbnail untitled visual"""
)
LETTERS = re.compile(r"[A-Za-zÀ-ɏ]+(?:[’'-][A-Za-zÀ-ɏ]+)*")


def tell_alternatives(root: Element, report: Report) -> None:
    """Report the alternative texts that say nothing; one word is too little for a figure, unless it is a name."""
    if not report.mends("alt-names"):
        return
    prose: set[str] | None = None
    for picture in root.iter("img"):
        alt = (picture.get("alt") or "").strip()
        if not alt:
            continue
        fault = _fault(alt, picture)
        if not fault and (word := _lone_word(alt)) and _is_figure(picture):
            if word == alt and prose is None:
                prose = _names(root)
            fault = "" if prose and word == alt and word in prose else "says very little of a whole figure"
        if fault:
            report.add("MD-PICTURE-ALT", line_of(picture), f'the alternative text "{alt}" {fault}')


def _fault(alt: str, picture: Element) -> str:
    """Say what is wrong with an alternative text wherever its picture stands, or nothing."""
    stem = PurePosixPath(unquote((picture.get("src") or "").split("?")[0])).stem
    if FILE_NAME.fullmatch(alt) or (alt.casefold() == stem.casefold() and re.search(r"[\d_-]", alt)):
        return "is the name of a file"
    words = [w.casefold() for w in LETTERS.findall(alt)]
    if alt.isascii() and all(w in SAYS_NOTHING for w in words) and (words or not alt.isalpha()):
        return "says nothing of what the picture shows"
    return ""


def _lone_word(alt: str) -> str:
    """Give the only word of a text that says anything, in Latin letters: of `Member Logos 22` it is `Member`."""
    if re.search(r"[^\W\d_A-Za-zÀ-ɏ]", alt):  # other scripts do not part words by spaces
        return ""
    words = [w for w in alt.split() if LETTERS.fullmatch(w.strip("!?.,:()")) and w.casefold() not in SAYS_NOTHING]
    return words[0] if len(words) == 1 else ""


def _is_figure(picture: Element) -> bool:
    """Tell whether a picture stands for itself on the page: neither in a line of text, nor a logo that is a link."""
    return picture.getparent().tag != "a" and within(picture, "figure") and not within(picture, "td", "th")


def _names(root: Element) -> set[str]:
    """Collect the words that stand with a capital within a sentence."""
    return set(re.findall(r"(?<=[\w,] )[A-ZÀ-Þ][\w’'-]*", " ".join("".join(root.itertext()).split())))
