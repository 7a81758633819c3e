"""Builds and their store: several at once, damage of every kind, a folder that cannot be written, a full disk."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from foreign import printed
from PIL import Image

from renderer import memory, store
from renderer.findings import OutputError
from renderer.order import Order, Outcome
from renderer.pipeline import build

TEXT = """# Cores

Words, with ![a dot](dot.png) and [the budget](budget.pdf){.page}.

```chart
kind: bar
data: cores
x: year
y: cores
title: Cores
alt: Cores grew
```
"""
KINDS = {"builds", "charts", "layouts", "markup", "papers", "pictures", "places", "review", "sheets"}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication with all that is stored, and a store nobody has used."""
    monkeypatch.setenv("RENDERER_CACHE", str(tmp_path / "store"))
    folder = tmp_path / "small"
    (folder / "data").mkdir(parents=True)
    (folder / "publication.yml").write_text("title: Small\nparts: [{layout: contents}, one.md, budget.pdf]\n")
    (folder / "one.md").write_text(TEXT)
    (folder / "data" / "cores.csv").write_text("year,cores\n2021,25\n2022,40\n")
    (folder / "budget.pdf").write_bytes(printed())
    Image.new("RGB", (600, 400), "navy").save(folder / "dot.png")
    return folder


def entries(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def built(source: Path, out: str) -> tuple[Outcome, bytes]:
    outcome = build(Order(source, source.parent / out))
    assert [d.proof for d in outcome.deliveries] == [False]
    return outcome, outcome.deliveries[0].path.read_bytes()


def _swapped(path: Path, others: list[Path]) -> bytes:
    """Give another entry of its kind, else words."""
    other = next((o for o in others if o != path and o.suffix == path.suffix), None)
    return other.read_bytes() if other else b"words"


DAMAGES: dict[str, Callable[[Path, list[Path]], bytes]] = {
    "cut": lambda path, _: path.read_bytes()[: path.stat().st_size // 2],
    "empty": lambda path, _: b"",
    "zeros": lambda path, _: bytes(path.stat().st_size),
    "of another": _swapped,
    "one bit": lambda path, _: bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:],
}


@pytest.mark.slow
def test_damaged_entries_of_every_kind_are_made_anew(source: Path) -> None:
    """All entries of a kind are damaged, then those of the next; then all, in every way there is."""
    folder = source.parent / "store"
    _, first = built(source, "out")
    whole = entries(folder)
    assert {path.parts[0] for path in whole} == KINDS
    for number, kind in enumerate([*sorted(KINDS), ""]):
        for way, damage in DAMAGES.items() if not kind else [list(DAMAGES.items())[number % len(DAMAGES)]]:
            damaged = [folder / path for path in whole if path.parts[0] == kind or not kind]
            changed = {path: damage(path, damaged) for path in damaged}
            for path, data in changed.items():
                path.write_bytes(data)
            outcome, again = built(source, f"out-{kind}-{way}")
            assert again == first, (kind, way)
            assert not outcome.up_to_date
            after = entries(folder)
            assert {path: after[path] for path in whole if path.parts[0] == kind or not kind} == {
                path: whole[path] for path in whole if path.parts[0] == kind or not kind
            } or kind in ("", "builds"), (kind, way)


@pytest.mark.slow
def test_several_builds_at_once_share_an_empty_store(source: Path) -> None:
    """Three at a time, twice over: each delivers the same bytes, and the store is what one build alone leaves."""
    folder = source.parent / "store"
    _, first = built(source, "alone")
    alone = {path for path in entries(folder) if path.parts[0] != "builds"}
    words = [sys.executable, "-m", "renderer", "build", source, "--jobs", "1"]
    for turn in range(2):
        shutil.rmtree(folder)
        started = [
            subprocess.Popen(
                [*words, "--output", source.parent / f"{turn}-{n}"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for n in range(3)
        ]  # fmt: skip
        for process in started:
            _, said = process.communicate(timeout=250)
            assert process.returncode == 0 and "Traceback" not in said, said
        assert {(source.parent / f"{turn}-{n}" / "small.pdf").read_bytes() for n in range(3)} == {first}
        left = set(entries(folder))
        assert {path for path in left if path.parts[0] != "builds"} == alone
        assert not [path for path in left if path.name.startswith(".")]


def _refusing(code: int, kinds: set[str]) -> Callable[..., Any]:
    """Make writing entries of some kinds fail as a disk does that is full or may not be written."""
    write = store.Store._write

    def refuse(path: Path, data: bytes) -> None:
        if path.parent.parent.name in kinds:
            raise OSError(code, os.strerror(code), str(path))
        write(path, data)

    return staticmethod(refuse)


@pytest.mark.slow
def test_a_store_that_refuses_an_entry_is_a_finding(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, code in zip(sorted(KINDS - {"builds"}), cycle([errno.ENOSPC, errno.EROFS, errno.EACCES]), strict=False):
        shutil.rmtree(source.parent / "store", ignore_errors=True)
        with monkeypatch.context() as patch:
            patch.setattr(store.Store, "_write", _refusing(code, {kind}))
            with pytest.raises(OutputError) as stopped:
                build(Order(source, source.parent / "out"))
        [fault] = stopped.value.findings
        assert fault.code == "OUT-WRITE" and os.strerror(code) in fault.message, kind
        assert "--no-cache" in fault.remedy and not (source.parent / "out").exists()


@pytest.mark.slow
def test_what_is_delivered_counts_when_only_the_record_of_it_is_refused(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "_write", _refusing(errno.ENOSPC, {"builds"}))
        _, first = built(source, "out")
    outcome, again = built(source, "out")
    assert not outcome.up_to_date and again == first
    assert build(Order(source, source.parent / "out")).up_to_date
    assert memory.inputs(store.Store(source.parent / "store"), Order(source, source.parent / "out"))
