"""A language tag in; its quotation marks, its dash and its way with spaces before punctuation out.

After the common locale data (Unicode CLDR) and the style guides of the languages. A language that is not here keeps
the marks its author typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.languages.tags import language, lookup

NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language: outer and inner, opening and closing."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


def _quotes(marks: str) -> Quotes:
    return Quotes(*marks.split(" "))


_QUOTES: Mapping[str, Quotes] = {
    tag: _quotes(marks)
    for tags, marks in (
        ("en hi bn ta te mr gu kn ml th id vi tr pt zh-hans ko nl ga cy af eo sw ms tl lv", "“ ” ‘ ’"),
        ("de cs sk sl is", "„ “ ‚ ‘"),
        ("bg lt et mk", "„ “ ‘ ’"),
        ("de-ch de-li it-ch fr-ch", "« » ‹ ›"),
        ("da", "» « › ‹"),
        ("nb nn", "« » ‘ ’"),
        ("sv fi", "” ” ’ ’"),
        ("es it el ca pt-pt gl eu fa ar hy", "« » “ ”"),
        ("ru uk be kk", "« » „ “"),
        ("pl ro", "„ ” « »"),
        ("hu", "„ ” » «"),
        ("hr sr sr-latn bs", "„ ” ‚ ’"),
        ("he", "” ” ’ ’"),
        ("ja zh-hant", "「 」 『 』"),
        ("fr", f"«{NARROW} {NARROW}» “ ”"),
    )
    for tag in tags.split()
}

_DASHES: Mapping[str, str] = dict.fromkeys(["es", "pt", "ru", "uk", "be", "bg", "lt", "lv"], "—") | {
    "zh-hans": "——", "zh-hant": "——", "ja": "——",
}  # fmt: skip
"""The dash between clauses where it is not an en dash."""


def quotes_of(lang: str) -> Quotes | None:
    """Give the quotation marks of a language; None for one whose are not known."""
    return lookup(_QUOTES, lang)


def dash_of(lang: str) -> str:
    """Give the sign that `--` between two words stands for."""
    return lookup(_DASHES, lang) or "–"


def spaces_out(lang: str) -> bool:
    """Tell whether a space stands before `;`, `:`, `!` and `?`: in French, but not in Canada or Switzerland."""
    return language(lang) == "fr" and lang.lower()[:5] not in ("fr-ca", "fr-ch")


def has_no_spaces(lang: str) -> bool:
    """Tell whether words follow each other without spaces, so that no space tells where a quotation opens."""
    return language(lang) in ("zh", "ja")
