"""The store gives back what was put into it, or nothing; the workspace notices every change."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.findings import finding
from renderer.model import FontUse, Sheets
from renderer.store import Store, key_of
from renderer.workspace import Workspace, unchanged

SHEETS = Sheets(
    "a", b"%PDF-1.7 \x00\xff", ((595.0, 842.0),), {"a": 0, "a.b": 0},
    (FontUse("F", "fonts/x.ttf", "d", 0, (1, 2), False),),
    (finding("PIC-ALT", "no text", file="a.md", line=3),),
)  # fmt: skip


def test_a_value_comes_back_as_it_was(tmp_path: Path) -> None:
    Store(tmp_path).put("sheets", "ab12", SHEETS)
    assert Store(tmp_path).get("sheets", "ab12", Sheets) == SHEETS
    assert Store(tmp_path).get("sheets", "ab13", Sheets) is None


def test_entries_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    Store(tmp_path / "1").put("sheets", "ab12", SHEETS)
    Store(tmp_path / "2").put("sheets", "ab12", SHEETS)
    one, two = (p.read_bytes() for p in sorted(tmp_path.rglob("ab12.zip")))
    assert one == two


@pytest.mark.parametrize("damage", [lambda d: d[: len(d) // 2], lambda d: d.replace(b"%PDF", b"%PDX"), lambda d: b""])
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage) -> None:
    Store(tmp_path).put("sheets", "ab12", SHEETS)
    [path] = tmp_path.rglob("ab12.zip")
    path.write_bytes(damage(path.read_bytes()))
    assert Store(tmp_path).get("sheets", "ab12", Sheets) is None


def test_a_damaged_file_counts_as_absent(tmp_path: Path) -> None:
    path = Store(tmp_path).put_file("charts", "cd34", ".svg", b"<svg/>")
    assert Store(tmp_path).get_file("charts", "cd34", ".svg") == path
    path.write_bytes(b"<svg>")
    assert Store(tmp_path).get_file("charts", "cd34", ".svg") is None


def test_keys_tell_apart_what_only_looks_alike_when_joined() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_a_trace_notices_what_changed_appeared_or_went(tmp_path: Path) -> None:
    a, b = tmp_path / "a.md", tmp_path / "b.md"
    a.write_text("A")
    workspace = Workspace(tmp_path)
    workspace.read(a)
    workspace.is_file(b)
    workspace.glob(tmp_path, "*.md")
    trace = workspace.trace()
    assert unchanged(trace)
    b.write_text("B")
    assert not unchanged(trace)
    b.unlink()
    assert unchanged(trace)
    a.write_text("changed")
    assert not unchanged(trace)
    a.unlink()
    assert not unchanged(trace)


# --------------------------------------------------------------------------------------------- damage of every kind
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_a_byte_gives_another_value(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    store.put("sheets", "ab12", SHEETS)
    store.put_record("places", "ab12", {"a": [1, {"a": 0}]})
    for path in sorted(store.folder.rglob("ab12.*")):
        whole = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 1))
        how = data.draw(st.sampled_from(["flip", "cut", "zeros", "more"]))
        if how == "flip":
            whole[at] ^= data.draw(st.integers(1, 255))
        elif how == "cut":
            del whole[at:]
        elif how == "zeros":
            whole[at:] = bytes(len(whole) - at)
        else:
            whole += b"\0"
        changed = bytes(whole) != path.read_bytes()
        path.write_bytes(whole)
        assert (store.get("sheets", "ab12", Sheets) is None) == (changed and path.suffix == ".zip")
        assert (store.get_record("places", "ab12") is None) == (changed and path.suffix == ".json")
        store.put("sheets", "ab12", SHEETS)
        store.put_record("places", "ab12", {"a": [1, {"a": 0}]})


def test_an_entry_under_the_key_of_another_counts_as_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("sheets", "ab12", SHEETS)
    store.put_record("places", "ab12", {"a": 1})
    for path in list(tmp_path.rglob("ab12.*")):
        path.with_stem("ab13").write_bytes(path.read_bytes())
    assert store.get("sheets", "ab13", Sheets) is None and store.get("sheets", "ab12", Sheets) == SHEETS
    assert store.get_record("places", "ab13") is None and store.get_record("places", "ab12") == {"a": 1}


def test_entries_are_archives_that_other_programs_open(tmp_path: Path) -> None:
    Store(tmp_path).put("sheets", "ab12", SHEETS)
    with zipfile.ZipFile(*tmp_path.rglob("ab12.zip")) as archive:
        assert archive.testzip() is None and archive.read("pdf") == SHEETS.pdf
