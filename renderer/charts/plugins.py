"""Kinds of chart that other packages bring: the name of a kind in, a `ChartKind` out.

A package registers each of its kinds under the entry point group `renderer.charts`: a function that draws on a
`Canvas`, or a whole `ChartKind`. Nothing is looked for until a chart asks for a kind that is not here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from renderer.charts.canvas import PT_PER_MM, Canvas
from renderer.charts.kind import ChartKind
from renderer.charts.lettering import Lettering
from renderer.charts.values import ChartData
from renderer.findings import Stopped
from renderer.installed import Registered, registered

GROUP = "renderer.charts"
KEYS = frozenset(("series", "highlight", "sort", "values", "colors"))
"""What a kind takes that is registered as a function."""
_HEIGHT_MM = 70.0
T = TypeVar("T")


class BrokenKind(Exception):
    """A kind of another package that cannot be used; the message says which package and why."""


@cache
def known() -> Mapping[str, Registered]:
    """Give what is registered, by name; of two with one name the first in the order of their packages."""
    found: dict[str, Registered] = {}
    for one in registered(GROUP):
        found.setdefault(one.name, one)
    return found


def maker(name: str) -> str:
    """Name the package of a kind, with its version.

    Raises KeyError: no package brings it.
    """
    return known()[name].package


def source(name: str) -> Path | None:
    """Give the file of the module of a loaded kind, None when it has none."""
    file = getattr(sys.modules.get(known()[name].value.partition(":")[0]), "__file__", None)
    return Path(file) if file else None


@cache
def load(name: str) -> ChartKind:
    """Load a kind.

    Raises KeyError: no package brings it. BrokenKind: it cannot be loaded, or is neither a function nor a ChartKind.
    """
    entry = known()[name]
    module, _, attribute = entry.value.partition(":")
    made = _guarded(name, lambda: getattr(import_module(module), attribute))()
    if isinstance(made, ChartKind):
        return replace(
            made, height=_guarded(name, made.height), plot=_guarded(name, made.plot), fault=_guarded(name, made.fault)
        )
    if not callable(made):
        raise BrokenKind(f"{entry.package} gives {type(made).__name__} for the kind {name!r}, not a function")
    plot: Callable[[Canvas], None] = _guarded(name, made)
    return ChartKind(_usual_height, plot, many=True, keys=KEYS)


def _usual_height(data: ChartData, lettering: Lettering, width: float) -> float:
    return _HEIGHT_MM * PT_PER_MM


def _guarded(name: str, function: Callable[..., T]) -> Callable[..., T]:
    """Let a function of another package fail with a message that names it."""

    def call(*args: object) -> T:
        try:
            return function(*args)
        except Stopped:
            raise
        except Exception as e:  # it is not our code: whatever it stumbles over must not end the build in a traceback
            reason = f"{type(e).__name__}: {e}"
            raise BrokenKind(f"the kind {name!r} of {maker(name)} does not work ({reason})") from e

    return call
