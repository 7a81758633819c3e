"""The store does not grow without end, and nothing but its own entries is ever removed."""

import os
from pathlib import Path

import pytest
from command import run

from renderer import upkeep
from renderer.store import Store, key_of

LONG_AGO = 1_000_000_000


def filled(folder: Path, count: int = 10, size: int = 1000) -> Store:
    """Put records of about `size` bytes into a store; the first was not used for longest."""
    store = Store(folder)
    for n in range(count):
        store.put_record("places", key_of(n), {"x": "y" * (size - 90)})
        os.utime(folder / "places" / key_of(n)[:2] / f"{key_of(n)}.json", (LONG_AGO + n, LONG_AGO + n))
    return store


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = filled(tmp_path)
    assert store.get_record("places", key_of(0))  # now it was used
    assert upkeep.trim(tmp_path, 5100) > 0
    left = [n for n in range(10) if store.get_record("places", key_of(n))]
    assert left[0] == 0
    assert left[1:] == [7, 8, 9]


def test_a_store_within_its_size_is_left_alone(tmp_path: Path) -> None:
    filled(tmp_path)
    assert upkeep.trim(tmp_path, 1_000_000) == 0
    assert upkeep.holdings(tmp_path)[0].entries == 10


def test_what_is_in_use_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_record("places", key_of(1), {"x": "y" * 1000})
    assert upkeep.trim(tmp_path, 1) == 0
    assert store.get_record("places", key_of(1))


def test_only_entries_of_the_store_are_removed(tmp_path: Path) -> None:
    filled(tmp_path)
    own = [tmp_path / "letter.md", tmp_path / "photos" / "ab" / "ada.jpg", tmp_path / "places" / "notes.txt"]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    assert upkeep.clear(tmp_path) > 10_000
    assert all(path.read_text() == "mine" for path in own)
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(("text", "size"), [("500 MB", 500_000_000), ("2G", 2_000_000_000), ("1.5 gb", 1_500_000_000)])
def test_sizes_are_read(text: str, size: int) -> None:
    assert upkeep.size_in_bytes(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1 GB", "2 GB more", "1e9"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        upkeep.size_in_bytes(text)


def test_the_command_shows_and_clears(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One\n\nText.\n")
    own = {"RENDERER_CACHE": str(tmp_path / "shared store")}
    assert run("build", "a.md", "--output", "out", "--cache-limit", "1 MB", cwd=tmp_path, **own).status == 0
    shown = run("cache", "--json", cwd=tmp_path, **own).result
    assert shown["folder"] == str(tmp_path / "shared store")
    assert shown["kinds"]["sheets"]["entries"] >= 1
    cleared = run("cache", "--clear", cwd=tmp_path, **own)
    assert cleared.status == 0
    assert "removed" in cleared.out
    assert run("cache", "--json", cwd=tmp_path, **own).result["kinds"] == {}
    assert run("build", "a.md", "--cache-limit", "lots", cwd=tmp_path, **own).status == 2
