"""Numbers as people write them, by language: marks, grouping, per cent signs, words of size, qualifiers."""

from __future__ import annotations

import re

import pytest
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from renderer.charts.alt import alt_text
from renderer.charts.prepare import prepare
from renderer.charts.spec import read_spec
from renderer.data.expressions import Expressions
from renderer.data.formats import decimals_of, with_percent, write_number, write_short
from renderer.data.table import Column, Row, Schema, Table
from renderer.data.values import Source
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


def test_chart_and_sentence_write_a_value_alike() -> None:
    rows = Row(2, {"year": "2021", "n": "1200.5"}), Row(3, {"year": "2022", "n": "1234"})
    table = Table(
        "d", "data/d.csv", ("year", "n"), rows,
        schema=Schema(columns={"n": Column(precision=2)}),
    )  # fmt: skip
    spec, _ = read_spec("kind: bar\ndata: d\nx: year\ny: n\ntitle: T", source="m.md", line=1)
    assert spec is not None
    for lang in ("en", "de", "fr", "pl"):
        data, _ = prepare(spec, table, lang=lang)
        assert data is not None
        said = Expressions({"d": Source("d", table)}, lang).answer("d.at(2021)")
        assert said in alt_text(spec, data) and re.sub(r"\D", "", said) == "120050"
