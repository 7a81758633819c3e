"""A session: what it builds is what a build in a new process gives, and what was edited is ready first."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE

import pytest
from command import run
from inspector import Inspector

from renderer.findings import InputError
from renderer.model import Sheets
from renderer.order import Order, Outcome
from renderer.pipeline import Progress, build
from renderer.session import Session

PUBLICATION = """\
title: Small Report
lang: en
date: 2023-01-31
checks: {years: true, quantities: true}
parts:
  - layout: cover
  - {layout: contents, options: {lists: [figures]}}
  - one.md
  - two.md
  - three.md
"""
ONE = """\
---
title: One
data: [cores]
---
Opening words: {{ cores.latest | number }} cores. See [two](two.md#details){.page} and [](#fig-cores).

## Growth

```chart
kind: bar
data: cores
x: year
y: cores
title: Cores in production
alt: "Bar chart: 25 million cores in 2021, 40 million in 2022"
id: fig-cores
```
"""
TWO = """\
---
title: Two
---
Second part, and [the growth](one.md#growth){.page}.

## Details {#details}

| Year | Cores |
| --- | ---: |
| 2021 | 25 |

Table: Cores of a year

More words.
"""
THREE = "---\ntitle: Three\n---\nThird part, with [](#fig-cores).\n"
CSV = "year,cores\n2020,15\n2021,25\n2022,40\n"

FAULTS = ("an id others link to", "a fault")
"""Edits after which there is a proof; they are taken back."""


class Watcher(Progress):
    """Notes what it is told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.sheets: list[Sheets] = []

    def stage(self, name: str) -> None:
        self.told.append(name)

    def pages(self, sheets: Sheets) -> None:
        self.told.append(f"pages of {sheets.id}")
        self.sheets.append(sheets)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "small"
    (folder / "data").mkdir(parents=True)
    for name, text in (("publication.yml", PUBLICATION), ("one.md", ONE), ("two.md", TWO), ("three.md", THREE)):
        (folder / name).write_text(text)
    (folder / "data" / "cores.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def delivered(outcome: Outcome) -> dict[str, bytes]:
    return {d.path.name: d.path.read_bytes() for d in outcome.deliveries}


def anew(source: Path, tmp_path: Path) -> Outcome:
    """Build with nothing at hand."""
    return build(Order(source, tmp_path / "other", remember=False))


EDITS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "a sentence": (lambda f: edit(f / "two.md", "More words.", "More words. And more."), True),
    "a sentence on a page with numbers": (lambda f: edit(f / "one.md", "Opening", "New opening"), True),
    "a figure in front of others": (lambda f: edit(f / "two.md", "More", "Table: Late\n\nMore"), True),
    "a heading others link to": (lambda f: edit(f / "two.md", "## Details", "## Particulars"), True),
    "an id others link to": (lambda f: edit(f / "two.md", "{#details}", "{#particulars}"), True),
    "a fault": (lambda f: edit(f / "three.md", "Third", "[dead](nowhere.md) third"), True),
    "pages more": (lambda f: edit(f / "one.md", "## Growth", "Words and words.\n\n" * 80 + "## Growth"), True),
    "a title": (lambda f: edit(f / "two.md", "title: Two", "title: Second"), False),
    "data": (lambda f: edit(f / "data" / "cores.csv", "2022,40", "2022,41"), False),
    "the publication": (lambda f: edit(f / "publication.yml", "Small", "Little"), False),
    "a part less": (lambda f: edit(f / "publication.yml", "  - three.md\n", ""), False),
}
"""Edits of any kind, and whether they are of one manuscript's text alone, so that its part is set first."""


@pytest.mark.slow
def test_a_session_gives_what_a_new_process_gives(source: Path, tmp_path: Path) -> None:
    order = Order(source, tmp_path / "output")
    with Session(jobs=1) as session:
        session.build(order)
        for kind, (change, alone) in EDITS.items():
            before = {file: file.read_text() for file in source.glob("*.md")}
            change(source)
            watcher = Watcher()
            outcome, fresh = session.build(order, watcher), anew(source, tmp_path)
            assert delivered(outcome) == delivered(fresh), kind
            assert outcome.findings == fresh.findings, kind
            assert not outcome.up_to_date and all(d.proof == (kind in FAULTS) for d in outcome.deliveries), kind
            assert watcher.told[0].startswith("pages of") == alone, (kind, watcher.told)
            for file, text in before.items() if kind in FAULTS else ():
                file.write_text(text)
        again = session.build(order)
        assert again.up_to_date and delivered(again) == delivered(fresh)


def test_the_own_pages_of_an_edited_part_come_first_and_are_bound_as_they_are(source: Path, tmp_path: Path) -> None:
    order, watcher = Order(source, tmp_path / "output"), Watcher()
    with Session(jobs=1) as session:
        session.build(order)
        edit(source / "two.md", "More words.", "More words of tomorrow.")
        outcome = session.build(order, watcher)
    assert watcher.told[:2] == ["pages of two", "read"]
    assert watcher.told.count("pages of two") == 1 and outcome.typeset == ("two",)  # the whole takes them as they are
    (own,) = (sheets for sheets in watcher.sheets if sheets.id == "two")
    (file,) = outcome.deliveries
    assert Inspector(own.pdf).find("tomorrow") and Inspector(file.path).find("tomorrow")


def test_a_session_survives_a_worker_that_dies_and_input_that_cannot_be_read(source: Path, tmp_path: Path) -> None:
    order = Order(source, tmp_path / "output")
    with Session(jobs=1) as session:
        session.build(order)
        for pid in session.workers:
            os.kill(pid, signal.SIGKILL)
        edit(source / "three.md", "Third", "The third")
        assert session.build(order).typeset == ("three",)
        edit(source / "publication.yml", "parts:", "parts: [")
        with pytest.raises(InputError):
            session.build(order)
        edit(source / "publication.yml", "parts: [", "parts:")
        edit(source / "three.md", "The third", "A third")
        assert session.build(order).typeset == ("three",)
        left = session.workers
    for pid in left:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.slow
def test_any_executor_takes_the_place_of_the_workers(source: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        with Session(executor=executor) as session:
            assert session.workers == ()
            outcome = session.build(Order(source, tmp_path / "output"))
        assert executor.submit(int, "1").result() == 1, "a session ends only what it began"
    assert delivered(outcome) == delivered(anew(source, tmp_path))


@pytest.mark.slow
def test_a_session_without_memory_leaves_nothing(source: Path, tmp_path: Path) -> None:
    with Session(jobs=1, remember=False) as session:
        session.build(replace(Order(source, tmp_path / "output"), remember=False))
        folder = session.folder
        assert folder.is_dir()
    assert not folder.exists()
    assert not (tmp_path / "cache").exists()


def test_the_command_line_and_a_session_share_the_store(source: Path, tmp_path: Path) -> None:
    with Session(jobs=1) as session:
        session.build(Order(source, tmp_path / "output"))
    assert run("build", source, cwd=tmp_path).out.count("up to date") == 1


@pytest.mark.slow
def test_watch_builds_again_when_a_file_changes_and_ends_with_an_interrupt(source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "renderer", "watch", str(source), "--jobs", "1"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=PIPE, stderr=PIPE, text=True) as watch:
        assert watch.stdout and watch.stderr
        lines = (line.rstrip() for line in watch.stdout)
        assert next(lines).startswith("output/small.pdf  typeset: ")
        edit(source / "two.md", "More words.", "More words of tomorrow.")
        assert next(lines).startswith("output/small.pdf  typeset: two; ")
        edit(source / "two.md", "tomorrow", "[tomorrow](nowhere.md)")
        assert next(lines).startswith("output/small.proof.pdf (proof)  typeset: two; ")
        edit(source / "two.md", "[tomorrow](nowhere.md)", "tomorrow")
        assert next(lines).startswith("output/small.pdf  ")
        watch.send_signal(signal.SIGINT)
        assert watch.wait(60) == 0
        said = watch.stderr.read()
    assert said.count("LINK-DEAD") == 1 and "Traceback" not in said


@pytest.mark.slow
def test_the_example_of_the_documentation_follows_a_folder(root: Path, source: Path, tmp_path: Path) -> None:
    (example,) = re.findall(
        r"`follow\.py`\n\n```python\n(.*?)```", (root / "docs/python.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "follow.py").write_text(example.replace("content/annual-report-2022", str(source)))
    command = [sys.executable, "-u", "follow.py"]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=PIPE, stdout=PIPE, text=True) as follow:
        assert follow.stdin and follow.stdout
        print(file=follow.stdin, flush=True)
        assert follow.stdout.readline().split()[0] == "small"
        edit(source / "two.md", "More words.", "More words of tomorrow.")
        print(file=follow.stdin, flush=True)
        assert follow.stdout.readline() == "small two\n"
        assert Inspector(tmp_path / "two.preview.pdf").find("tomorrow")
        print("end", file=follow.stdin, flush=True)
        assert follow.wait(60) == 0
