"""Numbers as people write them: a value and a language in, its text out; chart, sentence and table write it alike.

Marks, grouping, the place of a per cent sign and words such as million come from the Unicode CLDR, through Babel.
Digits are western in every language: one part sets its charts, tables and text in one type.
"""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from renderer.languages.tags import language

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

MINUS = "−"
_ABBREVIATED = {"de"}
"""Languages whose running text has `Mio.`; the abbreviations of others (`40M`, `40 mln`) are for tables and screens."""
_SIGNIFICANT = 3
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3})(?![^-]))?")
_BARE = re.compile(r"[^\d]*[\d.,\s]+", re.ASCII)


def decimals_of(values: tuple[float, ...]) -> int:
    """Count the decimals a set of values needs: those written in the data, but no more than three digits say."""
    largest = max((abs(v) for v in values), default=0.0)
    written = max((-int(Decimal(repr(v)).normalize().as_tuple().exponent) for v in values), default=0)
    cap = 2
    while largest and largest * 10**cap < 100 and cap < 12:
        cap += 1
    return max(0, min(written, cap))


def write_number(value: float, decimals: int, lang: str = "en") -> str:
    """Write a number with the marks of a language and a true minus sign: `1,234.5`; in German `1.234,5`."""
    rounded = Decimal(f"{value:.{decimals}f}")
    text: str = _pattern(lang, decimals).apply(rounded if rounded else abs(rounded), _locale(lang))
    return text.replace("-", MINUS)


def with_percent(number: str, unit: str, lang: str = "en") -> str:
    """Put the per cent sign of a language to a number when that is the unit; any other unit is written elsewhere."""
    if unit != "%":
        return number
    pattern = _locale(lang).percent_formats[None]
    before, behind = pattern.prefix[0], pattern.suffix[0]
    sign, plain = (MINUS, number[1:]) if before and number.startswith(MINUS) else ("", number)
    return f"{sign}{before}{plain}{behind}"


def write_short(value: float, lang: str = "en", *, decimals: int = 0, full: bool = False) -> str:
    """Write a number in words of size, to three digits: `40 million`, `40 Mio.` (`full`: `40 Millionen`), `4000万`.

    One too small for such words is written in full, with `decimals`.
    """
    from babel.numbers import format_compact_decimal

    locale = _locale(lang)
    width = "short" if language(lang) in _ABBREVIATED and not full else "long"
    if width not in locale.compact_decimal_formats:
        width = "short"  # Chinese, Japanese and Korean have one form
    rounded = Decimal(f"{Decimal(repr(value)):.{_SIGNIFICANT - 1}e}")
    rounded = (
        Decimal(int(rounded)) if rounded == int(rounded) else rounded.normalize()
    )  # 2.00 has another plural than 2
    if "1" in locale.compact_decimal_formats[width] and abs(rounded) >= 10**6:
        rounded += rounded.scaleb(-9)  # Babel looks for `1 million` among the forms for `mille` and gives `1 millions`
    text = format_compact_decimal(
        rounded, format_type="short" if width == "short" else "long", locale=locale, fraction_digits=_SIGNIFICANT - 1
    )
    if _BARE.fullmatch(text):
        return write_number(value, decimals, lang)
    return text.replace("-", MINUS).replace(" ", "\u00a0")


@cache
def _locale(lang: str) -> Locale:
    """Find what the CLDR knows of a language: of its region too if it does, else of English."""
    from babel import Locale, UnknownLocaleError

    found = _LOCALE.match(lang)
    for tag in ([found[0]] if found else []) + [language(lang), "en"]:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel knows English")


@cache
def _pattern(lang: str, decimals: int) -> NumberPattern:
    pattern: NumberPattern = copy.copy(_locale(lang).decimal_formats[None])
    pattern.frac_prec = (decimals, decimals)
    return pattern
