"""A number of jobs in, a `concurrent.futures.Executor` out: the only interface for spreading work.

Workers come from a fork server that has the typesetting engine loaded, so each new one is ready at once, and the main
process never loads it. What starts processes is imported where it is used: an up-to-date build starts none.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")

LONGEST = 900.0
"""Seconds a part may take: a hundred times what a chapter does."""
MOST_MEMORY = 8_000_000_000
"""Bytes of address space a worker may take up."""
FEW = 100
"""Pages for which it is worth looking how much memory they took."""
LONGEST_SOCKET, MEETING_POINT = 103, len("/pymp-12345678/listener-12345678")
"""Bytes that the name of a socket may have anywhere, and those that multiprocessing adds to the folder's."""
PRELOADED = "renderer.typeset.preloaded"


class SerialExecutor(Executor):
    """Runs each job at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run a job and give its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as e:  # the contract of submit: the future carries whatever the job raised
            future.set_exception(e)
        return future


class Workers(Executor):
    """Worker processes that end when they are told to rest, with all the memory they hold, and come back for work.

    Those with `few` jobs to expect stay out of it as long as what there is to do is one piece (`nearby`): this process
    has done a few pages before another has loaded the engine.
    """

    def __init__(self, jobs: int, *, few: bool = False):
        self._jobs, self.few = jobs, few
        self._pool: ProcessPoolExecutor | None = _make_pool(jobs)  # which starts none before there is work
        self._apart: list[ProcessPoolExecutor] = []

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand a job to a worker."""
        self._pool, self.few = self._pool or _make_pool(self._jobs), False
        return self._pool.submit(fn, *args, **kwargs)

    def submit_apart(self, fn: Callable[..., T], /, *args: Any) -> Future[T]:
        """Hand a job to one more process, which ends with it: what it loads would stay as long as the worker."""
        pool = _make_pool(1)
        self._apart.append(pool)
        future = pool.submit(fn, *args)
        future.add_done_callback(lambda done: pool.shutdown(wait=False))
        return future

    def rest(self) -> None:
        """End the workers once they have done what was handed out, and do not wait for that."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers."""
        for pool in filter(None, [self._pool, *self._apart]):
            pool.shutdown(wait, cancel_futures=cancel_futures)

    @property
    def processes(self) -> tuple[int, ...]:
        """The process numbers of the workers."""
        pools = [self._pool, *self._apart]
        return tuple(process for pool in pools for process in getattr(pool, "_processes", None) or ())


def make_executor(jobs: int, *, own_process: bool = False, few: bool = False) -> Executor:
    """Make an executor for a number of worker processes; one job runs in this process unless it is to have its own.

    Where no worker can be spoken to, all work is done in this process.
    """
    if not _reaches_others():
        return SerialExecutor()
    if own_process:
        return _make_pool(jobs)
    return Workers(jobs, few=few) if jobs > 1 else SerialExecutor()


def _reaches_others() -> bool:
    """Tell whether a socket has room for its name in the folder for temporary files, where processes meet."""
    import tempfile

    return os.name != "posix" or len(os.fsencode(tempfile.gettempdir())) + MEETING_POINT <= LONGEST_SOCKET


def nearby(executor: Executor) -> Executor:
    """Give what a single piece of work is best handed to: this process, where no worker has had anything to do yet."""
    return SerialExecutor() if isinstance(executor, Workers) and executor.few else executor


def rest(executor: Executor) -> None:
    """Let workers go that will very probably have nothing more to do."""
    if isinstance(executor, Workers):
        executor.rest()


def _make_pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload([PRELOADED])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


@contextmanager
def workers(jobs: int, *, few: bool = False) -> Iterator[Executor]:
    """Give an executor; what is under way when something goes wrong is dropped at once, else it comes to its end."""
    executor = make_executor(jobs, few=few)
    try:
        yield executor
    except BaseException:
        stop(executor)
        raise
    executor.shutdown()


def alone(fn: Callable[..., T], /, *args: Any) -> T:
    """Run a job in a process of its own: what ended another one may have been a neighbour's fault.

    Raises BrokenProcessPool: the process came to an end from outside again.
    """
    with make_executor(1, own_process=True) as executor:
        return executor.submit(fn, *args).result()


def warm(executor: Executor) -> None:
    """Start the fork server now, so that it loads the engine while this process still reads and composes."""
    if nearby(executor) is not executor:
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import forkserver

    if isinstance(executor, Workers | ProcessPoolExecutor) and "forkserver" in multiprocessing.get_all_start_methods():
        with _interrupts_ignored():
            forkserver.ensure_running()  # returns at once; the first worker waits for it


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Start processes that leave interrupts to this one: what a process ignores, those it starts ignore from the start.

    The fork server would only do so once the engine is loaded, and answer Ctrl-C with a traceback until then.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's alone
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def submit(executor: Executor, fn: Callable[..., T], *args: Any) -> Future[T]:
    """Hand out work; an interrupt that comes meanwhile waits until no worker is half started.

    When the pool broke down before, the future says so like one that was under way.
    """
    return _handed_out(executor.submit, fn, *args)


def submit_apart(executor: Executor, fn: Callable[..., T], *args: Any) -> Future[T]:
    """Hand out work as `submit` does, to a process that ends with it where workers end at all."""
    return _handed_out(executor.submit_apart if isinstance(executor, Workers) else executor.submit, fn, *args)


def _handed_out(hand_out: Callable[..., Future[T]], fn: Callable[..., T], *args: Any) -> Future[T]:
    from concurrent.futures.process import BrokenProcessPool

    with _interrupts_delayed():
        try:
            return hand_out(fn, *args)
        except BrokenProcessPool as e:
            broken: Future[T] = Future()
            broken.set_exception(e)
            return broken


@contextmanager
def _interrupts_delayed() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: caught.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt


def stop(executor: Executor) -> None:
    """Drop all work at once: queued jobs are cancelled and running workers ended."""
    workers = executor.processes if isinstance(executor, Workers) else getattr(executor, "_processes", None)
    for pid in list(workers or ()):
        try:
            os.kill(pid, signal.SIGKILL)  # nothing a worker does needs an orderly end: it writes no files
        except ProcessLookupError:
            continue
    executor.shutdown(cancel_futures=True)


def default_jobs() -> int:
    """Give the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def without_collecting() -> Iterator[None]:
    """Load modules without looking for garbage meanwhile: they leave none, and looking costs a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def collect_seldom() -> None:
    """Look for garbage seldom: a build makes many objects that live as long as it does.

    Looking as often as Python does by itself costs a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def tidy(pages: int = FEW) -> None:
    """Give back the memory of finished work, for which garbage is looked for too seldom.

    Fewer pages than `FEW` leave little behind, and looking takes a fifth of the time of binding them.
    """
    import ctypes

    if pages < FEW:
        return
    gc.collect()
    with suppress(AttributeError, OSError):  # a C library of another make gives it back by itself, or never
        ctypes.CDLL(None).malloc_trim(0)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _begin() -> None:
    """Set up a worker: interrupts are the parent's to handle, and what the engine loaded need not be looked through."""
    _leave_interrupts_to_parent()
    collect_seldom()
    _limit_memory()


def _limit_memory() -> None:
    """Let a job that asks for too much memory fail by itself, before the system ends any process it likes."""
    if resource is None:
        return
    with suppress(ValueError, OSError):  # a lower limit is in force, or the system knows none
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End what runs longer with TimeoutError; where the system has no such clock, or in a thread, it runs on."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(number: int, frame: object) -> NoReturn:
        raise TimeoutError(f"it took longer than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, late)
    # Again and again: Python drops what is raised while it collects garbage.
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
