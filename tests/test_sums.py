"""Sums of financial statements: what is added up, what rounding may do, and what is told of a wrong one."""

from __future__ import annotations

import pytest

from renderer.compose.fields import Financials
from renderer.compose.sums import check_statements
from renderer.findings import Finding
from renderer.read.yaml_lines import Lines

Rows = list[tuple[str, str]]
LINES = Lines({(): 1, **{("statements", 0, "rows", n): 10 + n for n in range(20)}})


def told(rows: Rows, lang: str = "en") -> list[Finding]:
    """Check a statement of one column; a row is its kind and its value."""
    made = [{"label": f"R{n}", "kind": kind, "values": [v] if v else []} for n, (kind, v) in enumerate(rows)]
    fields = Financials.model_validate({"statements": [{"columns": ["2023"], "rows": made}]})
    return list(check_statements(fields, lang, LINES, "m.md"))


def entries(*values: str) -> Rows:
    return [("entry", value) for value in values]


@pytest.mark.parametrize(
    ("lang", "rows"),
    [
        ("en", [*entries("1,234.5", "497"), ("total", "1,731.5")]),
        ("de", [*entries("1.234,5", "497"), ("total", "1.731,5")]),
        ("en", [*entries("100", "(30)", "–", "−5", "n/a"), ("total", "65")]),
        # 33.4 + 33.4 + 33.4 = 100.2, each printed without its decimal
        ("en", [*entries("33", "33", "33"), ("total", "100")]),
        ("en", [("heading", ""), *entries("1", "2"), ("subtotal", "3"), ("heading", ""), *entries("10", "20"),
                ("subtotal", "30"), ("total", "33")]),
        ("en", [*entries("3", "4"), ("subtotal", "7"), *entries("(2)"), ("total", "5")]),
        ("en", [*entries("100"), ("total", "100"), *entries("60"), ("total", "60"), ("total", "40")]),
        ("en", [*entries("40 %", "50 %"), ("total", "100 %")]),
        ("en", [("total", "5")]),
    ],
)  # fmt: skip
def test_a_right_sum_is_right(lang: str, rows: Rows) -> None:
    assert told(rows, lang) == []


@pytest.mark.parametrize(
    ("lang", "rows", "line", "values"),
    [
        ("en", [*entries("1,234.5", "497"), ("total", "1,741.5")], 12, ("1,741.5", "1,731.5")),
        ("de", [*entries("1.234,5", "497"), ("total", "1.741,5")], 12, ("1.741,5", "1.731,5")),
        ("en", [*entries("100", "(30)"), ("total", "130")], 12, ("130", "70")),
        ("en", [*entries("33", "33", "33"), ("total", "102")], 13, ("102", "99")),
        ("en", [*entries("3", "4"), ("subtotal", "7"), *entries("20"), ("total", "24")], 14, ("24", "27")),
        ("en", [*entries("30"), ("subtotal", "30"), *entries("6", "7"), ("subtotal", "17"), ("total", "47")], 14,
         ("17", "13")),
    ],
)  # fmt: skip
def test_a_wrong_sum_is_told_with_both_values(lang: str, rows: Rows, line: int, values: tuple[str, str]) -> None:
    found = told(rows, lang)
    assert [(f.code, f.place.line) for f in found] == [("FIN-TOTAL", line)]
    assert all(value in found[0].message for value in values)
    assert "2023" in found[0].message


def test_more_values_than_columns_are_an_error_that_names_them() -> None:
    rows = [{"label": "Fees", "values": ["1", "2", "3"]}]
    fields = Financials.model_validate({"statements": [{"columns": ["2023"], "rows": rows}]})
    (found,) = check_statements(fields, "en", LINES, "m.md")
    assert (found.code, found.place.line) == ("KEY-VALUE", 10)
    assert "2, 3" in found.message
