"""The table of docs/tags.md says what is found in a file made now; ours lacks nothing."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("tags_page", root / "tools" / "tags_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made(tool: ModuleType, folder: Path, maker: str) -> dict[str, str]:
    tool.write_sample(folder)
    column: dict[str, str] = tool.column(getattr(tool, maker)(folder))
    return column


def test_our_column_is_what_our_file_says_and_complete(tool: ModuleType, tmp_path: Path) -> None:
    shown = tool.table_of(tool.PAGE.read_text("utf-8"))["renderer"]
    assert made(tool, tmp_path, "made_by_renderer") == shown
    assert len(shown) == 10 and not any("not " in cell for cell in shown.values())


def test_the_column_of_the_engine_is_what_its_file_says(tool: ModuleType, tmp_path: Path) -> None:
    shown = tool.table_of(tool.PAGE.read_text("utf-8"))["WeasyPrint"]
    assert made(tool, tmp_path, "made_by_weasyprint") == shown
    assert "not " in shown["header cells"], "what lacks something says so"


def test_a_page_keeps_the_columns_that_are_not_made_anew(tool: ModuleType) -> None:
    page = tool.PAGE.read_text("utf-8")
    columns = tool.table_of(page)
    assert tool.with_table(page, columns) == page
    changed = tool.with_table(page, columns | {"Typst": dict.fromkeys(tool.CONSTRUCTS, "all")})
    assert tool.table_of(changed)["Typst"] == dict.fromkeys(tool.CONSTRUCTS, "all")
    assert tool.table_of(changed)["Chromium"] == columns["Chromium"]
