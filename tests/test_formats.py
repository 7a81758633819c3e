"""Numbers as people write them, by language: marks, grouping, per cent signs, words of size, qualifiers."""

from __future__ import annotations

import re

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from renderer.data.formats import decimals_of, with_percent, write_number, write_short
from renderer.languages.words import QUALIFIERS, WORDS, qualified

LANGS = (
    "en en-IN de de-AT de-CH fr fr-CH es it nl pt pt-BR pt-PT pl cs sk da sv nb fi tr ru uk el ro ca hi ta vi id ja ko"
)
LANGS += " zh-Hans zh-Hant ar he"


@pytest.mark.parametrize(
    ("lang", "number", "percent", "short"),
    [
        ("en", "1,234,567.5", "66.7%", "40 million"),
        ("en-IN", "12,34,567.5", "66.7%", "40 million"),
        ("de", "1.234.567,5", "66,7 %", "40 Mio."),
        ("de-CH", "1’234’567.5", "66.7%", "40 Mio."),
        ("fr", "1 234 567,5", "66,7 %", "40 millions"),
        ("es", "1.234.567,5", "66,7 %", "40 millones"),
        ("it", "1.234.567,5", "66,7%", "40 milioni"),
        ("nl", "1.234.567,5", "66,7%", "40 miljoen"),
        ("pt-PT", "1 234 567,5", "66,7%", "40 milhões"),
        ("pl", "1 234 567,5", "66,7%", "40 milionów"),
        ("tr", "1.234.567,5", "%66,7", "40 milyon"),
        ("ja", "1,234,567.5", "66.7%", "4000万"),
        ("zh-Hans", "1,234,567.5", "66.7%", "4000万"),
        ("zh-TW", "1,234,567.5", "66.7%", "4000萬"),
        ("ko", "1,234,567.5", "66.7%", "4000만"),
        ("hi", "12,34,567.5", "66.7%", "4 करोड़"),
        ("no", "1 234 567,5", "66,7 %", "40 millioner"),
        ("tlh", "1,234,567.5", "66.7%", "40 million"),
    ],
)
def test_numbers_follow_the_language(lang: str, number: str, percent: str, short: str) -> None:
    written = [
        write_number(1234567.5, 1, lang), with_percent(write_number(66.7, 1, lang), "%", lang), write_short(4e7, lang),
    ]  # fmt: skip
    assert [re.sub(r"[\u00a0\u202f]", " ", text) for text in written] == [number, percent, short]


@pytest.mark.parametrize("lang", LANGS.split())
def test_numbers_are_written_as_the_cldr_says(lang: str) -> None:
    tag = lang.replace("-", "_")
    signs = str.maketrans({"-": "−"})
    for value in (0, 7, 999, 1234, 98765.25, -1234567.5, 1e14):
        expected = format_decimal(value, locale=tag, decimal_quantization=False).translate(signs)
        assert write_number(value, decimals_of((float(value),)), lang) == expected
        share = round(value / 100, 4)
        expected = format_percent(share, locale=tag, decimal_quantization=False).translate(signs)
        expected = expected.replace("\u200e", "").replace("٪", "%")  # marks of direction stand in Arabic text as it is
        shown = with_percent(write_number(value, decimals_of((float(value),)), lang), "%", lang)
        assert shown.replace("\u200e", "") == expected


def test_words_of_size_keep_three_digits_and_agree_with_their_number() -> None:
    assert write_short(1_447_000) == "1.45\u00a0million"
    assert write_short(355_800) == "356\u00a0thousand"
    assert write_short(999_950) == "1\u00a0million"
    assert write_short(-2.5e9) == "−2.5\u00a0billion"
    assert [write_short(v, "pl") for v in (2e9, 5e9, 1.5e9)] == [
        "2\u00a0miliardy", "5\u00a0miliardów", "1,5\u00a0miliarda",
    ]  # fmt: skip
    assert [write_short(v, "fr") for v in (1e6, 1.5e6, 2e6)] == [
        "1\u00a0million", "1,5\u00a0million", "2\u00a0millions",
    ]  # fmt: skip
    assert write_short(46_000, "de") == "46.000", "German has no abbreviation for thousand"
    assert write_short(4e7, "de", full=True) == "40\u00a0Millionen"
    assert write_short(12.5, decimals=1) == "12.5"


def test_zero_has_no_sign() -> None:
    assert write_number(-0.001, 2) == "0.00"
    assert write_number(-0.0, 0, "de") == "0"


@given(st.floats(-1e14, 1e14), st.integers(0, 6), st.sampled_from(LANGS.split()))
def test_a_number_can_be_read_back(value: float, decimals: int, lang: str) -> None:
    text = write_number(value, decimals, lang)
    digits = "".join(c for c in text if c.isdecimal())
    assert int(digits) == abs(round(float(f"{value:.{decimals}f}") * 10**decimals)) or abs(value) > 1e9
    assert ("−" in text) == (float(f"{value:.{decimals}f}") < 0)
    assert "\n" not in text and len(text) < 60


def test_qualifiers_are_known_in_every_language_of_layouts() -> None:
    assert QUALIFIERS.keys() == WORDS.keys()
    assert qualified("40 million", "over", "en") == "more than 40 million"
    assert qualified("40 Mio.", "about", "de-AT") == "rund 40 Mio."
    assert qualified("4000万", "over", "ja") == "4000万超"
    assert qualified("40 million", "", "en") == "40 million"
    assert all(text.count("{}") == 1 for row in QUALIFIERS.values() for text in row.values())
