"""The content folder in; every publication with its parts, and which of them are out of date, out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from renderer import memory
from renderer.order import Order
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace, cache_folder, digest


@dataclass(frozen=True, slots=True)
class PartState:
    """A part of a publication and whether its manuscript changed since the last build."""

    id: str
    layout: str
    file: str
    state: str


@dataclass(frozen=True, slots=True)
class PublicationState:
    """A publication and whether its delivered files are up to date."""

    name: str
    title: str
    state: str
    parts: tuple[PartState, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return asdict(self)


def overview(content: Path, output: Path) -> list[PublicationState]:
    """Describe every publication of a content folder.

    Raises InputError: one of them cannot be read.
    """
    store = Store(cache_folder())
    return [_state(p.parent, output, store) for p in sorted(content.glob("*/publication.yml"))]


def _state(folder: Path, output: Path, store: Store) -> PublicationState:
    order = Order(folder, output)
    publication, _ = read(Workspace(), folder)
    before = memory.inputs(store, order)
    current = memory.recall(store, order) is not None
    parts = []
    for source in publication.parts:
        path = source.manuscript.path if source.manuscript else None
        if current or (path and before.get(str(path)) == digest(path.read_bytes())):
            state = "up to date"
        elif path is None:
            state = "made with the others"
        else:
            state = "changed" if str(path) in before else "new"
        file = source.manuscript.name if source.manuscript else ""
        parts.append(PartState(source.id, source.layout, file, state))
    state = "up to date" if current else "out of date" if before else "not built yet"
    if publication.kit and (embargo := publication.kit.embargo):
        state += (
            ", the embargo has passed"
            if not embargo.holds
            else f", under embargo until {embargo.until:%Y-%m-%d %H:%M} {embargo.zone}"
        )
    return PublicationState(publication.name, publication.title, state, tuple(parts))
