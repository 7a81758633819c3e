"""Lint of the style sheets: how they are written, what they name, and that the engine knows all of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2

from renderer.workspace import resources

ROOT = resources()
STYLES = ROOT / "styles"
SHEETS = sorted(STYLES.rglob("*.css"))
TOKEN_SHEETS = {"tokens.css", "paper-a4.css", "paper-letter.css", "tokens-tall.css"}
PHYSICAL = {"page.css", "print.css", "right-to-left.css", "furniture.css"}
"""Sheets that speak of the paper and the spine, which right-to-left text does not mirror."""
MOST_LINES, MOST_LINES_OF_A_THEME = 1500, 150
LONGEST = dict.fromkeys((1, 2, 3), 120)
"""A rule of so many declarations may stand on one line when this has no more characters."""
COLOURS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "device-cmyk"}
ASKED_BY_PROGRAM = {
    "--color-proof",
    "--opener",
    "--fit-longer",
    "--fit-shorter",
    "--fit-least-spacing",
    "--fit-least-type",
}

every_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.name)


def tokens_of(sheet: str) -> Iterator[Any]:
    """Give every token of a style sheet, however deep."""
    waiting = list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
    while waiting:
        node = waiting.pop()
        yield node
        for inner in ("prelude", "content", "arguments"):
            waiting += getattr(node, inner, None) or []


def rules_of(sheet: str) -> Iterator[tuple[Any, list[Any]]]:
    """Give every rule of a style sheet, those of pages and faces too, with its declarations."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        inner = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
        yield rule, [node for node in inner if node.type == "declaration"]


@every_sheet
def test_sheet_keeps_the_rules(path: Path) -> None:
    sheet = path.read_text(encoding="utf-8")
    assert "!important" not in sheet
    theme = path.parent.name == "themes"  # may give tokens other values, but names nothing else by value
    tokens = {n for n, line in enumerate(sheet.splitlines(), start=1) if line.startswith("  --")}
    for node in tokens_of(sheet):
        assert node.type != "error", node
        if node.type == "qualified-rule":
            ids = [t.value for t in node.prelude if t.type == "hash"]
            assert ids == [], f"line {node.source_line}: an id selector"
        if node.type == "url":
            assert node.value.startswith("asset:///"), node.value
        if path.name not in TOKEN_SHEETS and not (theme and node.source_line in tokens):
            literal = node.type == "dimension" and node.unit not in ("em", "%")
            assert not literal, f"line {node.source_line}: {node.serialize()}"
            assert node.type != "hash", f"line {node.source_line}: {node.serialize()}"
            assert node.type != "function" or node.lower_name not in COLOURS


@every_sheet
def test_sides_are_logical_so_that_pages_can_be_mirrored(path: Path) -> None:
    if path.name in PHYSICAL:
        return
    for _, declarations in rules_of(path.read_text(encoding="utf-8")):
        for one in declarations:
            assert not re.fullmatch(r"((margin|padding|border)-)?(left|right)(-\w+)?", one.lower_name), one.source_line
            sided = one.lower_name in ("text-align", "float") and one.value[-1].serialize() in ("left", "right")
            assert not sided, f"line {one.source_line}: {one.lower_name}"


@every_sheet
def test_a_declaration_has_a_line_unless_its_rule_is_short(path: Path) -> None:
    sheet = path.read_text(encoding="utf-8")
    lines = sheet.splitlines()
    for rule, declarations in rules_of(sheet):
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            continue  # a face is a row of a table
        rows = [d.source_line for d in declarations]
        if len(set(rows)) < len(rows) or set(rows) == {rule.source_line}:
            assert len(lines[rows[0] - 1]) <= LONGEST.get(len(rows), 0), f"line {rows[0]}"


def test_there_is_no_more_of_them_than_a_designer_can_read() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in SHEETS}
    assert sum(lines.values()) < MOST_LINES
    assert all(count <= MOST_LINES_OF_A_THEME for path, count in lines.items() if path.parent.name == "themes")


def test_every_token_is_declared_once_and_used() -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in SHEETS}
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(texts.values())))
    declared = set(re.findall(r"(--[\w-]+):", "".join(texts.values())))
    assert used <= declared
    # Charts, drawings and layouts ask for these.
    assert declared - used == {n for n in declared if n.startswith("--chart-")} | ASKED_BY_PROGRAM
    tokens = re.findall(r"(--[\w-]+):", texts["tokens.css"])
    assert len(tokens) == len(set(tokens))


def test_every_class_is_written_by_a_layout_or_the_program() -> None:
    writers = [*(ROOT / "layouts").rglob("*.html"), *(Path(__file__).parent.parent / "renderer").rglob("*.py")]
    written = "".join(p.read_text(encoding="utf-8") for p in writers)
    for path in SHEETS:
        for rule, _ in rules_of(path.read_text(encoding="utf-8")):
            for name in re.findall(r"\.([a-zA-Z][\w-]*)", tinycss2.serialize(rule.prelude)):
                stem = re.sub(r"(?<=-)(\d+|even|odd|band|page|none|\w*)$", "", name)  # the rest is filled in
                assert re.search(rf"\b{re.escape(stem)}", written), f"{path.name}: .{name}"


@every_sheet
def test_the_engine_knows_every_property_and_selector(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Values that are tokens are known only when a page is set: the specimen's pages tell of those."""
    from weasyprint import CSS

    with caplog.at_level(logging.WARNING, "weasyprint"):
        CSS(string=path.read_text(encoding="utf-8"))
    assert [r.getMessage() for r in caplog.records] == []
