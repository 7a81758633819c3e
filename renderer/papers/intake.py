"""Papers a publication names in, their sheets out: from the store where the work was done before, else the pool.

The key is the file's bytes and all that decides what is made of them; the name and line that findings are shown with
may change without anything being done again.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace

from renderer.findings import Finding, finding
from renderer.model import Sheets
from renderer.paper import OfficeProgram, PaperFile, PaperJob
from renderer.papers import prepare
from renderer.papers.office import as_pdf
from renderer.papers.opening import CannotBind
from renderer.pool import alone, limited, submit
from renderer.store import Store, fingerprint, key_of

LONGEST = 300.0
"""Seconds that one paper may take: a thousand pages take less than half of it."""


@dataclass(slots=True)
class Intake:
    """Takes papers in while the pool also typesets; `fresh` names the parts that were not in the store."""

    store: Store
    executor: Executor
    fresh: list[str] = field(default_factory=list)
    _done: dict[str, Sheets] = field(default_factory=dict)
    _waiting: list[tuple[PaperJob, str, Future[Sheets]]] = field(default_factory=list)

    def hand_out(self, jobs: Sequence[PaperJob]) -> None:
        """Start with those that are not in the store."""
        for job in jobs:
            key = _key(job)
            stored = self.store.get("papers", key, Sheets)
            if stored is not None:
                self._done[job.id] = _placed(stored, job)
                continue
            self._waiting.append((job, key, submit(self.executor, prepare_file, job, self.store)))

    def collect(self) -> dict[str, Sheets]:
        """Wait for the rest and give the sheets of all, by the ids of their parts."""
        for job, key, future in self._waiting:
            sheets = _result(job, self.store, future)
            if sheets.pages:
                self.store.put("papers", key, sheets)
            self.fresh.append(job.id)
            self._done[job.id] = _placed(sheets, job)
        self._waiting.clear()
        return self._done


def prepare_file(job: PaperJob, store: Store) -> Sheets:
    """Make sheets of the file of a job, in a worker process; the PDF made of an Office file is kept in the store."""
    try:
        with limited(LONGEST):
            data = job.paper.path.read_bytes()
            if job.paper.office is None:
                return prepare(data, job)
            made = prepare(_made_by_office(data, job.paper, job.paper.office, store), job)
            told = finding("PAPER-OFFICE", f"its pages are made by {job.paper.office.version}")
            return replace(made, findings=(told, *made.findings))
    except CannotBind as e:
        fault = e.finding
    except TimeoutError as e:
        fault = finding("PAPER-FORMAT", str(e))
    except MemoryError:
        fault = finding("PAPER-FORMAT", "it needs more memory than one part may have")
    except OSError as e:
        fault = finding("FILE-UNREADABLE", e.strerror or str(e))
    return Sheets(job.id, b"", (), {}, (), (fault,))


def _made_by_office(data: bytes, paper: PaperFile, office: OfficeProgram, store: Store) -> bytes:
    suffix = paper.path.suffix.lower()
    key = key_of(paper.digest, suffix, office.version, fingerprint("papers/office.py"))
    if (kept := store.get_file("office", key, ".pdf")) is not None:
        return kept.read_bytes()
    made = as_pdf(data, suffix, office.path)
    store.put_file("office", key, ".pdf", made)
    return made


def _result(job: PaperJob, store: Store, future: Future[Sheets]) -> Sheets:
    try:
        return future.result()
    except BrokenProcessPool:  # all that was under way is lost with one worker
        pass
    try:
        return alone(prepare_file, job, store)
    except BrokenProcessPool:
        message = "the process that read it was ended from outside twice (out of memory?)"
        fault = finding("ENGINE-FAILED", message, remedy="part it in two, or build where there is more memory")
        return Sheets(job.id, b"", (), {}, (), (fault,))


def _key(job: PaperJob) -> str:
    p = job.paper
    return key_of(
        p.digest,
        p.pages,
        p.tags,
        p.alt,
        p.password,
        p.lang,
        p.stamp,
        p.covered,
        p.labels,
        p.office.version if p.office else "",
        job.id,
        job.title,
        fingerprint("papers", "paper.py", "model.py", "numbering.py"),
    )


def _placed(sheets: Sheets, job: PaperJob) -> Sheets:
    return replace(sheets, findings=tuple(_at(f, job) for f in sheets.findings))


def _at(fault: Finding, job: PaperJob) -> Finding:
    return replace(fault, message=f"{job.paper.name}: {fault.message}", place=job.place)
