"""Tokens give way to their values where these are the same everywhere, and pages stay the same to the byte."""

from __future__ import annotations

import pytest
from binding import set_html

from renderer.typeset import engine
from renderer.typeset.tokens import with_values

ROOT = ":root { --a: 1px; --b: calc(2 * var(--a)); --c: red }"


def test_what_root_alone_declares_gives_way_to_its_value() -> None:
    texts = with_values((ROOT, "p {\n margin: var(--b) var( --a ); color: var(--c) }"), "<p>")
    assert texts[1] == "p {\n margin: calc(2 * 1px) 1px; color: red }"
    assert "--b: calc(2 * 1px)" in texts[0]


@pytest.mark.parametrize(
    ("sheet", "html"),
    [
        ("p { --a: 2px }", "<p>"),
        ("@media print { :root { --a: 2px } }", "<p>"),
        (":root:lang(ja) { --a: 2px }", "<p>"),
        (":root { --a: 2px !important }", "<p>"),
        ("", '<p style="--a: 2px">'),
    ],
)
def test_what_is_declared_elsewhere_too_is_left_with_all_that_depends_on_it(sheet: str, html: str) -> None:
    used = "p { margin: var(--a); padding: var(--b); color: var(--c) }"
    assert with_values((ROOT, sheet, used), html)[2] == used.replace("var(--c)", "red")


def test_the_last_value_holds_and_lines_stay_where_they_are() -> None:
    given = (
        ":root { --a: 1px; --f: one,\n  two }",
        ":root { --a: 3px }",
        "p { margin: var(--a); font: var(--f) }\nq {}",
    )
    assert with_values(given, "")[2] == "p { margin: 3px; font: one, two }\nq {}"


def test_circles_fallbacks_and_unknown_names_are_left_to_the_engine() -> None:
    circle = ":root { --a: var(--b); --b: var(--a); --d: var(--c) }"
    used = "p { margin: var(--a) var(--b) var(--e, 1px) var(--c) var(--d) }"
    assert with_values((circle, used), "") == (circle, used)


def test_pages_are_the_same_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    style = ":root { --a: 12px; --c: #336 } p { margin: var(--a); border: 1px solid var(--c); --d: 2px }"
    style += " p { padding: var(--d) }"
    made = set_html("a", "<p>x</p><p style='--a: 30px'>y</p>", style=style)
    monkeypatch.setattr(engine, "with_values", lambda texts, html: texts)
    assert set_html("a", "<p>x</p><p style='--a: 30px'>y</p>", style=style) == made
