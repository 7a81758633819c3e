"""A builder that stays: orders in, one after the other, and the same outcomes out as from `build` in a new process.

Between builds it keeps its workers, with engine, fonts and style sheets loaded; what it took from the store or put
there; and how the last build of each order stood. With that the own pages of a part whose text was edited are typeset
first, alone, in a time that does not depend on how much else there is; `Progress.pages` gets them. The build of the
whole goes its usual way and takes them as they are, unless the edit changed what parts have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from renderer import memory
from renderer.findings import InputError
from renderer.model import PartSource
from renderer.order import Order, Outcome
from renderer.pipeline import Progress, Shop, Stood, make
from renderer.pool import FEW, default_jobs, make_executor, stop, tidy, warm
from renderer.store import Store, opened, usable
from renderer.upkeep import trim
from renderer.workspace import Trace, Workspace

T = TypeVar("T")

Signature = tuple[int, int, int]
"""Of a file: when it was changed (ns), its size in bytes, its number."""


@dataclass(frozen=True, slots=True)
class Last:
    """How the last build of an order went: what it asked, how the files it read looked after it, how versions stood."""

    trace: Trace
    files: Mapping[Path, Signature | None]
    stood: tuple[Stood, ...]


class Session:
    """Builds again and again; a context manager, because it has workers and perhaps a store of its own.

    `jobs` is how many processes share the work (0: one a processor); without `remember` it begins with an empty store
    and throws that away in the end. An order keeps its own `jobs` and `remember` for builds without a session. An
    `executor` takes the place of the workers; whoever made it shuts it down.
    """

    def __init__(
        self, jobs: int = 0, *, remember: bool = True, cache_limit: int = 2_000_000_000,
        executor: Executor | None = None,
    ):  # fmt: skip
        self._jobs, self._remember, self._limit = jobs or default_jobs(), remember, cache_limit
        self._last: dict[Order, Last] = {}
        self._untidied = 0
        self._exits = ExitStack()
        self.folder = self._exits.enter_context(opened(remember)).folder
        self._store = Held(self.folder)
        self._workers = Lasting(self._jobs, executor)
        warm(self._workers.pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers and put the store in order; a closed session is of no use any more."""
        self._workers.end()
        with self._exits, usable(self.folder):
            if self._remember:
                trim(self.folder, self._limit)

    def build(self, order: Order, progress: Progress | None = None) -> Outcome:
        """Build what has changed since the last time, or ever; says `up_to_date` when nothing has.

        Raises what `renderer.pipeline.build` raises; the session goes on all the same.
        """
        with usable(self.folder):
            try:
                return self._build(order, progress or Progress())
            except KeyboardInterrupt:
                self._workers.drop()
                raise

    def _build(self, order: Order, progress: Progress) -> Outcome:
        last = self._last.get(order)
        changed = _changed(last) if last else frozenset()
        if not changed and (outcome := memory.recall(self._store, order)) is not None:
            return outcome
        first = self._set_first(last, changed, progress) if last else ()
        workspace, stood = Workspace(), list[Stood]()
        outcome = make(Shop(order, workspace, self._store, self._workers, progress, stood=stood, first=first))
        trace = workspace.trace()
        files = {Path(what): _signature(Path(what)) for kind, what, _ in trace if kind == "read"}
        self._last[order] = Last(trace, files, tuple(stood))
        self._store.forget_unused()
        self._tidy(sum(d.pages for d in outcome.deliveries))
        return outcome

    def _tidy(self, pages: int) -> None:
        """Give back what several builds of few pages have left; one of many pages does so by itself."""
        self._untidied += pages if pages < FEW else 0
        if self._untidied >= FEW:
            tidy()
            self._untidied = 0

    @property
    def workers(self) -> tuple[int, ...]:
        """The process numbers of the workers."""
        return tuple(getattr(self._workers.pool, "_processes", None) or ())

    def folders(self, order: Order) -> frozenset[Path]:
        """Name the folders that hold what the last build of an order asked for, as far as they are there."""
        asked = {order.source if order.source.is_dir() else order.source.parent}
        if last := self._last.get(order):
            asked |= {path.parent for path in last.files}
            asked |= {Path(what.split("\0")[0]) for kind, what, _ in last.trace if kind in ("list", "locate")}
            asked |= {Path(what).parent for kind, what, _ in last.trace if kind == "exists"}
        return frozenset(folder for folder in asked if folder.is_dir())

    def _set_first(self, last: Last, changed: frozenset[Path], progress: Progress) -> tuple[str, ...]:
        """Typeset parts whose text alone has changed, before anything else is looked at, and hand their pages out.

        Gives the names of those that were not in the store.
        """
        from renderer.compose import compose_alone
        from renderer.typeset.schedule import Press, set_alone

        if not changed or not last.stood:
            return ()
        stood, workspace = last.stood[0], Workspace()
        press = Press(self._store, self._workers, progress.part)
        try:
            parts = list(_edited(stood, changed, workspace))
            if {p.manuscript.path for p in parts if p.manuscript} != changed:
                return ()  # something that parts have in common
            for source in parts:
                if made := compose_alone(
                    stood.composed, source, stood.edition, workspace, self._store, stood.templates
                ):
                    progress.pages(set_alone(*made, press, stood.edition, stood.pages))
        except InputError:  # the build of the whole tells it
            pass
        return tuple(press.fresh)


def _edited(stood: Stood, changed: frozenset[Path], workspace: Workspace) -> Iterator[PartSource]:
    """Give the parts whose manuscript has another text but the same front matter, with that text.

    Raises InputError: a manuscript cannot be read.
    """
    from renderer.read.manuscripts import read_manuscript

    for part in stood.publication.parts:
        if part.manuscript and part.manuscript.path in changed:
            manuscript, _ = read_manuscript(workspace, part.manuscript.path)
            if replace(manuscript, body=part.manuscript.body) == part.manuscript:
                yield replace(part, manuscript=manuscript)


def _changed(last: Last) -> frozenset[Path]:
    """Name the files that look other than after the last build.

    Only what is typeset first hangs on it: the build of the whole reads every file.
    """
    return frozenset(path for path, signature in last.files.items() if _signature(path) != signature)


def _signature(path: Path) -> Signature | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Lasting(Executor):
    """A process pool that is made anew when one of its workers died: a pool is of no use any more after that."""

    def __init__(self, jobs: int, given: Executor | None = None):
        self._jobs, self._given = jobs, given
        self.pool = given or make_executor(jobs, own_process=True)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand out work."""
        try:
            return self.pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:
            if self._given:
                raise
            self.drop()
            return self.pool.submit(fn, *args, **kwargs)

    def drop(self) -> None:
        """Drop all that is under way; an executor from elsewhere goes on with it."""
        if not self._given:
            stop(self.pool)
            self.pool = make_executor(self._jobs, own_process=True)

    def end(self) -> None:
        """End the workers, unless they are somebody else's."""
        if not self._given:
            stop(self.pool)


class Held(Store):
    """A store whose entries are also held in memory, as long as each build asks for them."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self._held: dict[tuple[str, str], Any] = {}
        self._used: set[tuple[str, str]] = set()

    def get(self, kind: str, key: str, shape: type[T]) -> T | None:
        """Give the value stored under a key, or None when there is none or it is damaged."""
        self._used.add((kind, key))
        if (kind, key) not in self._held:
            value = super().get(kind, key, shape)
            if value is None:
                return None
            self._held[kind, key] = value
        value = self._held[kind, key]
        return value if isinstance(value, shape) else None

    def put(self, kind: str, key: str, value: Any) -> None:
        """Store a frozen dataclass."""
        self._used.add((kind, key))
        self._held[kind, key] = value
        super().put(kind, key, value)

    def forget_unused(self) -> None:
        """Let go of what was not asked for since the last time."""
        self._held = {entry: value for entry, value in self._held.items() if entry in self._used}
        self._used.clear()
