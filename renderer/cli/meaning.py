"""What the words of a command mean: names and options in, folders, files and numbers out, or a usage error."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from renderer.cli.printing import Exit, stopped
from renderer.findings import finding
from renderer.order import Issue


def located(sources: Sequence[str], as_json: bool) -> list[Path]:
    """Find the folders and files that names mean; a name without a path is looked for in content/."""
    content = Path("content")
    if not sources:
        found = sorted(p.parent.resolve() for p in content.glob("*/publication.yml"))
        if not found:
            message = "content/ holds no folder with a publication.yml"
            remedy = "name a Markdown file or a folder: renderer build FILE.md"
            raise click.exceptions.Exit(
                stopped([finding("FILE-MISSING", message, remedy=remedy)], Exit.UNREADABLE, as_json)
            )
        return found
    located, missing = [], []
    for source in sources:
        path = content / source
        if (path / "publication.yml").is_file() and not Path(source).is_absolute():
            located.append(path.resolve())
        elif Path(source).exists():
            located.append(Path(source).resolve())
        else:
            missing.append(
                finding("FILE-MISSING", f"no such publication, folder or file{_nearest(source)}", file=source)
            )
    if missing:
        raise click.exceptions.Exit(stopped(missing, Exit.UNREADABLE, as_json))
    return [p.parent if p.name == "publication.yml" else p for p in located]


def _nearest(name: str) -> str:
    known = [p.parent.name for p in Path("content").glob("*/publication.yml")]
    here = Path(name).parent
    known += [str(here / p.name) for p in here.glob("*.md")] if here.is_dir() else []
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def edition_named(name: str | None) -> Issue | None:
    """Check the name of an edition.

    Raises click.BadParameter: there is none of this name.
    """
    if name not in (None, *get_args(Issue)):
        raise click.BadParameter(
            f"there is no edition {name!r}; editions are screen, print, public and handout", param_hint="--edition"
        )
    return name  # type: ignore[return-value]


def size(text: str) -> int:
    """Read the size of the store, in bytes.

    Raises click.BadParameter: it is no size.
    """
    from renderer.upkeep import size_in_bytes

    try:
        return size_in_bytes(text)
    except ValueError as e:
        raise click.BadParameter(str(e), param_hint="--cache-limit") from e


def jobs_or_all(n: int) -> int:
    """Give the number of processes; 0 means one for each processor."""
    from renderer.pool import default_jobs

    return n or default_jobs()


def resolved(path: Path | None) -> Path | None:
    """Make a path absolute, if there is one."""
    return path.resolve() if path else None
