"""A stream in; progress shown on it out: a bar on a terminal, plain lines elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from renderer.pipeline import Progress


class Lines(Progress):
    """Says each stage on a line of its own, once."""

    def __init__(self, stream: TextIO):
        self._stream, self._last = stream, ""

    def stage(self, name: str) -> None:
        """Write the name of a stage."""
        if name != self._last:
            self._stream.write(f"{name}\n")
            self._stream.flush()
        self._last = name


class Bar(Progress):
    """Draws a bar of the parts typeset, with the name of the stage."""

    def __init__(self, stream: TextIO):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self.bar = RichProgress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=stream),
            transient=True,
        )
        self._task = self.bar.add_task("", total=None)
        self._done = 0

    def stage(self, name: str) -> None:
        """Show the name of a stage."""
        self.bar.update(self._task, description=name)

    def part(self, name: str, left: int) -> None:
        """Move the bar by one part."""
        self._done += 1
        self.bar.update(self._task, completed=self._done, total=self._done + left)


@contextmanager
def make_progress(stream: TextIO, quiet: bool) -> Iterator[Progress]:
    """Give the progress that suits a stream; a bar is taken away at the end."""
    if quiet:
        yield Progress()
    elif stream.isatty():
        bar = Bar(stream)
        with bar.bar:
            yield bar
    else:
        yield Lines(stream)
