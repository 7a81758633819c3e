"""Page numbers: parts that print them are set again until no number moves, and no more often than that."""

import os
import signal
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from renderer.compose.pagination import page_refs
from renderer.findings import InputError, finding
from renderer.model import PartDocument, Sheets, TypesetJob
from renderer.order import Order
from renderer.pipeline import build
from renderer.pool import SerialExecutor, Workers, alone, limited, make_executor, nearby, rest, stop, submit_apart
from renderer.read import makes_kit
from renderer.store import Store
from renderer.typeset import schedule
from renderer.typeset.schedule import Press, settle
from renderer.workspace import Workspace

CSS = ("@page { size: 100mm 100mm; margin: 10mm } p { break-after: page } body { font: 10pt serif }",)


def part(part_id: str, body: str) -> PartDocument:
    html = f'<html lang="en"><title>{part_id}</title><body><h1 id="{part_id}">{part_id}</h1>{body}</body></html>'
    return PartDocument(
        part_id, part_id, "chapter", "body", "en", f"{part_id}.md", html, CSS, (), (), page_refs(html), True
    )


def number(anchor: str) -> str:
    return f'<span class="page-of" data-page-of="{anchor}"></span>'


class Counting(Press):
    """A press that remembers what it was asked to typeset."""

    def run(self, jobs: Sequence[TypesetJob]) -> dict[str, Sheets]:
        asked.extend(job.id for job in jobs)
        return Press.run(self, jobs)


asked: list[str] = []


def settled(folder: Path, *parts: PartDocument) -> schedule.Settled:
    asked.clear()
    return settle(parts, (), Counting(Store(folder), SerialExecutor(), lambda name, left: None), "screen")


def test_numbers_are_those_of_the_pages_they_mean(tmp_path: Path) -> None:
    made = settled(
        tmp_path, part("a", f"<p>See {number('c')}</p>"), part("b", "<p>1</p><p>2</p>"), part("c", "<p>x</p>")
    )
    assert made.numbers["c"] == str(made.sheets["a"].pages + made.sheets["b"].pages + 1)
    assert not made.findings


def test_a_second_build_guesses_right(tmp_path: Path) -> None:
    parts = [part("a", f"{'<p>x</p>' * 7} {number('b')}"), part("b", f"<p>{number('a')}</p>"), part("c", "<p>x</p>")]
    settled(tmp_path, *parts)
    settled(tmp_path, *parts)
    assert sorted(asked) == ["a", "b", "c"]


def test_numbers_that_never_settle_are_reported(tmp_path: Path) -> None:
    # A stand-in for a part that grows when it prints 2 and shrinks when it prints 3.
    flip = part("flip", f"<p>{number('last')}</p>")
    last = part("last", "<p>x</p>")

    class Flipping(Counting):
        def run(self, jobs: Sequence[TypesetJob]) -> dict[str, Sheets]:
            made = Counting.run(self, jobs)
            for job in jobs:
                if job.id == "flip":
                    longer = ">2<" in job.html
                    made["flip"] = Sheets("flip", b"", ((1.0, 1.0),) * (2 if longer else 1), {"flip": 0}, (), ())
            return made

    made = settle([flip, last], (), Flipping(Store(tmp_path), SerialExecutor(), lambda name, left: None), "screen")
    assert [f.code for f in made.findings] == ["NUMBERS-UNSETTLED"]


def test_what_is_lost_with_a_worker_is_typeset_again(tmp_path: Path) -> None:
    class Broken(Executor):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            raise BrokenProcessPool("killed")

    press = Press(Store(tmp_path), Broken(), lambda name, left: None)
    made = press.run([TypesetJob("a", "a.md", "<p>x</p>", (), ())])
    assert made["a"].pages == 1
    assert not [f for f in made["a"].findings if f.code == "ENGINE-FAILED"]


def test_a_part_that_ends_its_worker_twice_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(fn: Any, jobs: Sequence[TypesetJob]) -> list[Sheets]:
        if jobs[0].id == "bad":
            raise BrokenProcessPool("killed again")
        return fn(jobs)

    class Broken(Executor):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            raise BrokenProcessPool("killed")

    monkeypatch.setattr(schedule, "alone", ended)
    press = Press(Store(tmp_path), Broken(), lambda name, left: None)
    made = press.run([TypesetJob(i, f"{i}.md", "<p>x</p>", (), ()) for i in ("good", "bad")])
    assert [f.code for f in made["bad"].findings] == ["ENGINE-FAILED"]
    assert (made["good"].pages, made["bad"].pages) == (1, 0)


def test_a_killed_process_is_told_from_a_finished_one() -> None:
    with pytest.raises(BrokenProcessPool):
        alone(signal.raise_signal, signal.SIGKILL)
    assert alone(len, "four") == 4


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(TimeoutError, match="longer than"), limited(0.05):
        while True:
            pass


def test_a_part_that_takes_too_long_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.typeset import engine, typeset

    typeset(TypesetJob("warm", "a.md", "<p>x</p>", (), ()))
    monkeypatch.setattr(engine, "LONGEST", 0.02)
    long = TypesetJob("long", "a.md", "<p>word and word</p>" * 5000, (), ())
    [fault] = typeset(long).findings
    assert fault.code == "ENGINE-FAILED"
    assert "“long” was given up" in fault.message


def test_workers_that_rest_end_and_come_back_for_work() -> None:
    executor = Workers(2)
    assert executor.submit(len, "four").result() == 4
    (before,) = executor.processes
    rest(executor)
    assert not executor.processes
    assert executor.submit(len, "four").result() == 4
    assert before not in executor.processes
    executor.shutdown()


def test_a_process_for_one_job_ends_with_it_while_workers_stay() -> None:
    executor = Workers(2)
    worker = executor.submit(os.getpid).result()
    other = submit_apart(executor, os.getpid).result()
    late = time.monotonic() + 20
    while other in executor.processes and time.monotonic() < late:
        time.sleep(0.01)
    assert worker in executor.processes and other not in executor.processes
    executor.shutdown()
    assert submit_apart(SerialExecutor(), os.getpid).result() == os.getpid()


def test_a_process_for_one_job_is_ended_with_the_workers() -> None:
    executor = Workers(2)
    begun, job = time.monotonic(), submit_apart(executor, time.sleep, 60)
    assert len(executor.processes) == 1
    stop(executor)
    assert time.monotonic() - begun < 30 and job.done()


def test_without_room_for_the_name_of_a_socket_all_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("# A\n\ntext\n", encoding="utf-8")
    deep = tmp_path / ("x" * 110)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    assert all(isinstance(make_executor(2, own_process=own), SerialExecutor) for own in (False, True))
    outcome = build(Order(source=tmp_path / "a.md", output=tmp_path / "out", remember=False, jobs=2))
    assert [d.pages for d in outcome.deliveries] == [1]
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    assert isinstance(make_executor(2), Workers)


def test_few_pages_are_typeset_here_until_there_is_more_to_do(tmp_path: Path) -> None:
    few = Workers(2, few=True)
    press = Press(Store(tmp_path), few, lambda name, left: None)
    press.run([TypesetJob("small", "a.md", "<p>x</p>", CSS, ())])
    assert not few.processes
    press.run([TypesetJob(f"long-{n}", "a.md", f"<p>x</p><!--{'x' * 20_000}-->", CSS, ()) for n in range(2)])
    assert few.processes
    assert nearby(few) is few
    few.shutdown()


def test_a_kit_is_known_at_a_glance(tmp_path: Path) -> None:
    for text, kit in (("title: A\nkind: press\n", True), ("kind: report\n", False), ("press: {kind: press}\n", False)):
        (tmp_path / "publication.yml").write_text(text, encoding="utf-8")
        assert makes_kit(Workspace(tmp_path), tmp_path) is kit
    assert not makes_kit(Workspace(tmp_path), tmp_path / "lone.md")


def test_a_publication_none_of_which_can_be_typeset_ends_in_its_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(jobs: Sequence[TypesetJob]) -> list[Sheets]:
        return [Sheets(j.id, b"", (), {}, (), (finding("ENGINE-FAILED", "gone", file=j.source),)) for j in jobs]

    monkeypatch.setattr(schedule, "typeset_all", broken)
    (tmp_path / "a.md").write_text("# A\n\ntext[]{.page-count}\n", encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        build(Order(source=tmp_path / "a.md", output=tmp_path / "out", remember=False))
    assert "ENGINE-FAILED" in [f.code for f in stopped.value.findings]
