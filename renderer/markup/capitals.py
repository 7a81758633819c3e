"""Headings in capitals only, set as the manuscript itself spells their words.

In: a parsed tree whose headings are plain text. Out: the same tree with those headings in ordinary letters, and a
finding for each. Nothing is guessed of names: a word takes a spelling the text has, or is told with the new heading.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby

from renderer.markup.elements import HEADINGS, Element, text_of, within
from renderer.markup.headings import text_without_notes
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

WORD = re.compile(r"[^\W_]+(?:[’'][^\W\d_]+)*")
VOWEL = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýаеёиоуыэюяієї]", re.IGNORECASE)
OPENS = re.compile(r"[:.!?–—]\s*[\"“„«(]*$")
"""What ends before a word that begins a sentence or a subtitle."""
NUMBERED = re.compile(r"[-–]\d")
KEPT_IN = frozenset(("el", "tr", "az"))
"""Languages whose small letters do not follow from their capitals: accents in Greek, two kinds of i in Turkish."""
FEWEST = 9
"""Letters a heading must have: shorter ones are abbreviations."""

Spellings = dict[tuple[str, ...], Counter[tuple[str, ...]]]


def lower_capitals(root: Element, lang: str, report: Report) -> None:
    """Set every heading that is all capitals in ordinary letters.

    One of a single word may be a name, unless headings of several words are written so too.
    """
    headings = list(root.iter(*HEADINGS))
    shouted = [h for h in headings if _shouts(text_without_notes(h))]
    if all(len(text_without_notes(h).split()) == 1 for h in shouted):
        return
    language = lang.lower().split("-")[0]
    if not report.mends("heading-capitals") or language in KEPT_IN:
        return
    told = set(shouted)
    others = [text_of(h) for h in headings if h not in told]
    spellings = _spellings(root, shouted)
    raises = language == "de" or _raises(others)
    for heading in shouted:
        before = text_without_notes(heading)
        for element, name in _texts(heading):
            old = getattr(element, name)
            opens = element is heading and name == "text"
            setattr(element, name, _spelt(old, spellings, raises=raises, opens=opens))
        after = text_without_notes(heading)
        if after != before:
            report.add("MD-HEADING-CAPITALS", line_of(heading), f'the heading "{before}" is set as "{after}"')


def _shouts(text: str) -> bool:
    return text.isupper() and sum(c.isupper() for c in text) >= FEWEST


def _texts(heading: Element) -> list[tuple[Element, str]]:
    """List the pieces of text a heading is made of, without footnotes, as elements and the names of their texts."""
    pieces = [(heading, "text")] if heading.text else []
    for element in heading.iterdescendants():
        note = "footnote" in (element.get("class") or "") or within(element, "span")
        if element.text and not note and element.tag != "code":
            pieces.append((element, "text"))
        if element.tail and not within(element, "span"):
            pieces.append((element, "tail"))
    return pieces


def _spellings(root: Element, shouted: Sequence[Element]) -> Spellings:
    """Count how words and pairs of words of the text are spelt; alone, one that opens a sentence does not count."""
    passed = {e for heading in shouted for e in heading.iter()}
    wanted = {w.casefold() for heading in shouted for w in WORD.findall(text_of(heading))}
    counts: Spellings = defaultdict(Counter)
    for element in root.iter():
        texts = [element.text if element not in passed and element.tag not in ("code", "pre") else None]
        parent = element.getparent()
        texts.append(element.tail if parent is not None and parent not in passed else None)
        for text in texts:
            if text and not text.isspace():
                _count(text, wanted, counts)
    return counts


def _count(text: str, wanted: set[str], counts: Spellings) -> None:
    """Count the wanted words of a piece of text, and their pairs."""
    found = list(WORD.finditer(text))
    words = [m[0] for m in found]
    folded = [w.casefold() for w in words]
    if wanted.isdisjoint(folded):
        return
    loud = _loud(words)
    for i in [i for i, word in enumerate(folded) if word in wanted and i not in loud]:
        start = found[i].start()
        if start and not OPENS.search(text[max(0, start - 4) : start]):  # else its capital may be that of the sentence
            counts[(folded[i],)][(words[i],)] += 1
        if i + 1 < len(words) and folded[i + 1] in wanted:
            counts[folded[i], folded[i + 1]][words[i], words[i + 1]] += 1


def _loud(words: Sequence[str]) -> set[int]:
    """Find the words in runs of three or more in capitals: they shout like the headings and show no spelling."""
    loud: set[int] = set()
    start = 0
    for upper, run in groupby(words, str.isupper):
        length = len(list(run))
        if upper and length > 2:
            loud.update(range(start, start + length))
        start += length
    return loud


def _raises(headings: Sequence[str]) -> bool:
    """Tell whether the other headings give every long word a capital, as titles in English do."""
    long = [[w for w in WORD.findall(text)[1:] if len(w) > 3] for text in headings]
    judged = [words for words in long if words]
    return sum(all(w[0].isupper() for w in words) for words in judged) * 2 > len(judged)


def _spelt(text: str, spellings: Spellings, *, raises: bool, opens: bool) -> str:
    """Spell the words of a heading; `raises` gives long words capitals, `opens` says that the heading begins here."""
    found = list(WORD.finditer(text))
    folded = [m[0].casefold() for m in found]
    named = _named(found, text)
    out, at = [], 0
    for i, match in enumerate(found):
        word = _known(folded, i, spellings) or _unknown(match, text)
        first = (i == 0 and opens) or bool(OPENS.search(text[max(0, match.start() - 4) : match.start()]))
        if word.islower() and (first or i in named or (raises and len(word) > 3)):
            word = word[0].upper() + word[1:]
        out += [text[at : match.start()], word]
        at = match.end()
    return "".join([*out, text[at:]])


def _named(found: Sequence[re.Match[str]], text: str) -> set[int]:
    """Find the words whose initials follow them in brackets, as in `PROJECT TEAMS GATHERING (PTG)`: they are a name."""
    named: set[int] = set()
    for i, match in enumerate(found):
        words = found[max(0, i - len(match[0])) : i]
        if _is_bracketed(match, text) and "".join(w[0][0] for w in words) == match[0]:
            named.update(range(i - len(words), i))
    return named


def _is_bracketed(match: re.Match[str], text: str) -> bool:
    return text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"


def _known(folded: Sequence[str], i: int, spellings: Spellings) -> str:
    """Give the spelling the text has for a word beside its neighbour, else alone; nothing when it has none."""
    keys = [(tuple(folded[i : i + 2]), 0)] if i + 1 < len(folded) else []
    keys += [(tuple(folded[i - 1 : i + 1]), 1)] if i else []
    for key, place in [*keys, ((folded[i],), 0)]:
        if key in spellings:
            spelling = min(spellings[key].items(), key=lambda item: (-item[1], item[0]))[
                0
            ]  # the commonest, a name first
            return spelling[place]
    return ""


def _unknown(match: re.Match[str], text: str) -> str:
    """Lower a word the text does not have, unless it looks like an abbreviation."""
    word = match[0]
    kept = (
        _is_bracketed(match, text)
        or NUMBERED.match(text, match.end())
        or any(c.isdigit() for c in word)
        or not VOWEL.search(word)
    )
    return word if kept else word.lower()
