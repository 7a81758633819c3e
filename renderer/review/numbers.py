"""Numbers in running text and what they count.

In: an English sentence. Out: `Count`s: a value, how it is qualified, the noun it counts with the words before it. A
number that counts nothing (a version, a page, a date, a sum of money) gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from renderer.review.english import (
    ENDS_PHRASE,
    NOT_COUNTED,
    PLURALS,
    SCALES,
    SMALL_NUMBERS,
    TENS,
    is_plural,
    singular,
)

_WORD = "|".join([*list(SMALL_NUMBERS)[2:], *TENS])  # `one` is as often a pronoun
_UNIT = "|".join(list(SMALL_NUMBERS)[1:10])
_NUMBER = re.compile(
    r"(?<![\w.,/#:$€£¥+–-])(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?)(?P<plus>\+?)(?P<short>[kKM]|bn)?"
    rf"(?![\w/:%°]|[.,]\d|[-–]\d)|(?<![\w-])(?P<word>{_WORD})(?:-(?P<unit>{_UNIT}))?(?![\w-])",
    re.IGNORECASE,
)
_SCALE = re.compile(r"[\s-]+(thousand|million|billion|trillion)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"(?<![\w.,/-])(?P<digits>\d{1,3}(?:\.\d{1,3})?) ?(?:%|per ?cent) (?P<kind>[a-z]+(?: [a-z]+)?) "
    r"(?P<noun>growth|increase|decrease|decline|share|turnout)\b",
    re.IGNORECASE,
)
_LEAST = r"more than|over|at least|exceed(?:ing|s|ed)?|upwards of|greater than|surpass(?:ing|es|ed)?"
_MOST = r"up to|under|fewer than|less than|nearly|almost|at most|as many as|not quite"
_ABOUT = r"about|around|approximately|approx\.?|some|roughly|circa|ca\.|~|close to|an estimated|estimated"
_QUALIFIED = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))(?: the| a total of)?\s*$", re.IGNORECASE
)
_PART = re.compile(
    r"(?:\b(?:each|every|another|additional|further|other|first|last|next|top|past|per|average|of|only|these|those|our"
    r"|their|its|his|her|the|all|both|to|by|from|between|and|or|version|release|season|page|figure|table|chapter|section"
    r"|level|tier|phase|step|part|day|week|q|no\.?|number|grew|increased|rose|fell|plus|minus|within|than|under|age|aged"
    r"|a|an))\s*$",
    re.IGNORECASE,
)
"""Before a number these say that it is one share, one step or one label among others."""
_JOINED = re.compile(r"\s+(?:have |has )?(?:joined|join|were added|signed up)\b")
_GROWTH = re.compile(
    r"\bfrom (?P<first>[\d,]{1,15})(?P<between>(?: [A-Za-z-]+){0,3}?) to (?P<last>[\d,]{1,15})(?= [A-Za-z]|[.;,]|$)",
    re.IGNORECASE,
)
_ROUNDED = 0.05
"""A round number may be this far from the true one: 40 million is 38 to 42."""
_NEXT_WORD = re.compile(r"[\s-]+([A-Za-z][A-Za-z’'-]*)")


@dataclass(frozen=True, slots=True)
class Count:
    """`low` and `high` bound the value as it is written: both are the value unless it is qualified or rounded.

    `noun` is the head in the singular, `kind` the words before it, all in small letters; `new` stands among them when
    the number says how many were added. `start` is the place of `words` in the sentence. `least` marks “more than” and
    its like; `derived` says that the value is not written there but follows from what is.
    """

    value: float
    low: float
    high: float
    noun: str
    kind: tuple[str, ...]
    start: int
    words: str
    least: bool = False
    derived: bool = False


@lru_cache(20_000)
def counts(sentence: str) -> tuple[Count, ...]:
    """Give what is counted in a sentence."""
    return tuple(_counts(sentence))


def _counts(sentence: str) -> Iterator[Count]:
    for match in _NUMBER.finditer(sentence):
        value, end = _value(match), match.end()
        if scaled := _SCALE.match(sentence, end):
            value, end = value * SCALES[scaled[1].lower()], scaled.end()
        elif 1900 <= value <= 2100 and "," not in match[0]:
            continue  # a year
        before = sentence[max(0, match.start() - 30) : match.start()]
        qualified = _QUALIFIED.search(before)
        phrase = None if _PART.search(before[: qualified.start()] if qualified else before) else _phrase(sentence, end)
        if phrase is None:
            continue
        noun, kind, end = phrase
        if _JOINED.match(sentence, end) and "new" not in kind:
            kind = (*kind, "new")
        low, high = _bounds(value, match, bool(scaled), qualified)
        start = match.start() - (len(before) - qualified.start() if qualified else 0)
        least = bool(match["plus"] or (qualified and qualified["least"]))
        yield Count(value, low, high, noun, kind, start, sentence[start:end], least)
    for match in _SHARE.finditer(sentence):
        value = float(match["digits"])
        kind = tuple(match["kind"].lower().split())
        yield Count(value, value - 0.5, value + 0.5, f"% {match['noun'].lower()}", kind, match.start(), match[0])


def added(sentence: str) -> Iterator[Count]:
    """Give how many were added where a sentence says that something grew from one whole number to another."""
    for match in _GROWTH.finditer(sentence):
        phrase = _phrase(sentence, match.end("last")) or _phrase(sentence, match.end("first"))
        first, last = (match[name].replace(",", "") for name in ("first", "last"))
        if phrase is None or not (first.isdecimal() and last.isdecimal()) or int(last) <= int(first):
            continue
        noun, kind, end = phrase
        value, words = float(int(last) - int(first)), sentence[match.start() : max(end, match.end("last"))]
        yield Count(value, value, value, noun, (*kind, "new"), match.start(), words, derived=True)


def noun_of(words: str) -> str:
    """Give the noun that a label or a unit counts, in the singular; empty when it counts nothing."""
    plain = " " + re.sub(r"\([^)]*\)", "", words).strip()
    scaled = _SCALE.match(plain)
    phrase = _phrase(plain, scaled.end() if scaled else 0)
    return phrase[0] if phrase else ""


def _value(match: re.Match[str]) -> float:
    if match["word"]:
        word, unit = match["word"].lower(), (match["unit"] or "zero").lower()
        return float(TENS.get(word) or SMALL_NUMBERS[word]) + SMALL_NUMBERS[unit]
    return float(match["digits"].replace(",", "")) * SCALES.get((match["short"] or "").lower(), 1)


def _bounds(value: float, match: re.Match[str], scaled: bool, qualified: re.Match[str] | None) -> tuple[float, float]:
    """Say between which numbers the true one lies: `over 40 million` and 41,200,000 do not contradict each other."""
    if match["plus"] or (qualified and qualified["least"]):
        return value, value * 1.25
    if qualified and qualified["most"]:
        return value * 0.8, value
    if qualified:
        return value * 0.9, value * 1.1
    whole, _, decimals = (match["digits"] or "").replace(",", "").partition(".")
    if not (scaled or match["short"] or (whole.endswith("00") and value >= 1000)):
        return value, value
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals else -len(decimals)
    unit = value / float(match["digits"].replace(",", "")) if match["digits"] else value
    slack = min(unit * 10**zeros / 2, value * _ROUNDED)
    return value - slack, value + slack


def _phrase(sentence: str, at: int) -> tuple[str, tuple[str, ...], int] | None:
    """Read the noun phrase that begins at a place: up to three words and a plural, none of them a small word."""
    kind: list[str] = []
    while len(kind) < 4:
        match = _NEXT_WORD.match(sentence, at)
        word = match[1].lower() if match else ""
        if match is None or word in ENDS_PHRASE or word in NOT_COUNTED:
            return None
        at = match.end()
        if word in PLURALS or is_plural(word):
            return singular(word), tuple(kind), at
        kind.append(word)
    return None
