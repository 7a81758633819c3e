"""The repairs by name: each one's literate example, on and off; and what holds for all of them together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from renderer.findings import CODES
from renderer.markup import Marked, convert
from renderer.rules import RULES, SWITCHABLE, switched_off

PAGE = (Path(__file__).parent / "repairs.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## The repair ([\w-]+)\n(.*?)(?=^## The repair |\Z)", PAGE, re.MULTILINE | re.DOTALL))
ELSEWHERE = {"title-prefix", "drafts", "captions"}
"""Repairs of what is no text: tests/test_read.py and tests/test_compose.py have them."""


def block(section: str, kind: str) -> str | None:
    found = re.search(rf"^````{kind}\n(.*?)\n?````$", section, re.MULTILINE | re.DOTALL)
    return found[1] if found else None


def converted(text: str, *off: str) -> Marked:
    return convert(text, source="m.md", title="Title", off=off)


def shown(result: Marked) -> list[str]:
    return re.sub(r' data-line="\d+"', "", result.html).split()


def text_of(page: str) -> str:
    return str(html.fragment_fromstring(page, create_parent="div").text_content())


# ------------------------------------------------------------------------------------------------- one by one
@pytest.mark.parametrize("name", SECTIONS)
def test_repair(name: str) -> None:
    section = SECTIONS[name]
    text = block(section, "markdown")
    assert text is not None
    result = converted(text)
    assert shown(result) == (block(section, "html") or "").split()
    told = [f"{f.place.line} {f.code}" for f in result.findings]
    assert told == (block(section, "findings") or "").splitlines()
    assert {f.code for f in result.findings} & set(RULES[name].codes) or name == "bylines"
    off = block(section, "off")
    assert (off is None) == bool(RULES[name].always)
    if off is not None:
        without = converted(text, name)
        assert shown(without) == off.split()
        left = 1 if name == "styles" else 0  # one that names a file goes all the same
        assert len([f for f in without.findings if f.code in RULES[name].codes]) == left


def test_every_repair_is_shown_once() -> None:
    assert set(SECTIONS) == set(RULES) - ELSEWHERE
    assert PAGE.count("\n## The repair ") == len(SECTIONS)


def test_every_code_of_a_repair_is_one_and_every_code_of_the_dialect_belongs_to_one() -> None:
    codes = {code for rule in RULES.values() for code in rule.codes}
    assert codes <= set(CODES) and {c for c in CODES if c.startswith("MD-")} <= codes


# ------------------------------------------------------------------------------------------------- switches
@pytest.mark.parametrize(
    ("layers", "off"),
    [
        ([], set()),
        ([{"quotes": False}], {"quotes"}),
        ([{"quotes": False}, {"quotes": True}], set()),
        ([{"all": False}], set(SWITCHABLE)),
        ([{"quotes": True, "all": False}], set(SWITCHABLE) - {"quotes"}),
        ([{"all": False}, {"breaks": True}], set(SWITCHABLE) - {"breaks"}),
        ([{"quotes": False}, {"all": True, "breaks": False}], {"breaks"}),
    ],
)
def test_switches_go_over_each_other(layers: list[dict[str, bool]], off: set[str]) -> None:
    assert switched_off(*layers) == off


# ------------------------------------------------------------------------------------------------- for all of them
FAULTS = [
    "#### {}",
    "## **{}** {}",
    "# [{}](https://example.org) {}",
    "### LOUD {0} {1} (PTG) {1}",
    "## ![{}](a.png)",
    '<div style="width: 3px"><a href="https://example.org"><img src="l.svg" alt="{} Logo"></a></div>',
    "**{}**\n\n{}",
    "***{} Bee, {}, Cee***",
    "{}\\",
    "{}\\\n<br />\n<br>\n{}",
    "<br>\n\n{}",
    "{}\u00a0{}\u00a0",
    "\ufeff{}\u200b {}",
    '“{}” "{}" \'{}’',
    "![]() {}",
    '![image](a.png "{}")',
    "[](https://example.org){}",
    "[{}](example.org.) [{}](a@example.org,)",
    "* {}\n* * {}\n  * {}",
    "{}\n- {}\n  1. {}",
    '<p style="color: red">{}</p>',
    "{}<br><br>{}",
    "{} <!-- aside -->",
    "> {}\\\n> **{}**\n>\n> {}",
    "| {} | {} |\n|---|---|\n| **{}** | a\u00a0b |",
    "<span onclick='x'>{}</span> <font>{}</font>",
    "`{}`",
]


@st.composite
def manuscripts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A manuscript full of faults, and the words that must not be lost."""
    words: list[str] = []
    blocks: list[str] = []
    for fault in draw(st.lists(st.sampled_from(FAULTS), max_size=8)):
        own = [f"w{len(words) + i}ord" for i in range(3)]
        filled = fault.format(*own)
        blocks.append(filled.upper() if "LOUD" in fault else filled)
        words += [w for w in own if w in filled]
        words += ["–"] * (len(own) - sum(w in filled for w in own))  # so that numbers stay unique
    return draw(st.sampled_from(["\n\n", "\n\n\n"])).join(blocks), [w for w in words if w != "–"]


switches = st.sets(st.sampled_from(sorted(SWITCHABLE))) | st.just(set(SWITCHABLE))


@settings(max_examples=150, deadline=None)
@given(manuscripts(), switches, st.sampled_from(["en", "de", "fr", "sv", "tr", "zh"]))
def test_no_word_is_lost_whatever_is_switched_off(made: tuple[str, list[str]], off: set[str], lang: str) -> None:
    text, words = made
    result = convert(text, source="m.md", title="Title", lang=lang, off=off)
    root = html.fragment_fromstring(result.html, create_parent="div")
    there = " ".join([str(root.text_content()), *map(str, root.xpath("//@alt | //@title"))]).casefold()
    assert [w for w in words if w not in there] == []
    assert not {c for f in result.findings for name in off for c in RULES[name].codes if c == f.code} - SHARED


SHARED = {"MD-HEADING-MISSING", "MD-STYLE", "MD-LIST-MARKER"}
"""Codes that two repairs share, or that tell what is taken out whatever the switches say."""


@settings(max_examples=100, deadline=None)
@given(manuscripts())
def test_what_was_mended_needs_no_mending(made: tuple[str, list[str]]) -> None:
    first = converted(made[0])
    second = converted(first.html)
    assert text_of(second.html).split() == text_of(first.html).split()
    assert [(h.level, h.text, h.id) for h in second.headings] == [(h.level, h.text, h.id) for h in first.headings]
    told_never_mended = {"MD-PICTURE-ALT", "MD-HEADING-MISSING", "LANG-GUESS"}
    assert {f.code for f in second.findings} <= told_never_mended


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="#*_-+ \n\t\\<>/[]()!`~|:.'\"“”„«»\u00a0\u200b\ufeffabcABC12é@&;=", max_size=200), switches)
def test_anything_converts(text: str, off: set[str]) -> None:
    result = converted(text, *off)
    assert converted(text, *off) == result


def test_many_markers_take_no_time_even_as_they_stand() -> None:
    assert "x" in text_of(converted("* " * 5000 + "x", "list-markers").html)
