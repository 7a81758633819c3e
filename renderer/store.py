"""Content-addressed store: work under the hash of everything that decides its result.

In: a kind, a key (sha256 hex) and a frozen value. Out: the value again, in this process or another, on this machine or
one that shares the folder. An entry is one zip archive, written beside and moved into place, so several builds may use
the store at once; the archive's checksums are verified on reading, and a damaged entry counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar, cast

from renderer.findings import OutputError, finding
from renderer.workspace import cache_folder

T = TypeVar("T")

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: no clock is read
_LIBRARIES = (
    "weasyprint", "pydyf", "pikepdf", "uharfbuzz", "matplotlib", "markdown", "pymdown-extensions", "jinja2", "lxml",
    "pillow", "pypdf", "babel",
)  # fmt: skip


def key_of(*parts: object) -> str:
    """Hash values that decide a result into a key; text and bytes as they are, all else by its repr."""
    h = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else (part if isinstance(part, str) else repr(part)).encode()
        h.update(len(data).to_bytes(8, "big") + data)  # with its length: ("ab", "c") is not ("a", "bc")
    return h.hexdigest()


@cache
def fingerprint(*folders: str) -> str:
    """Hash the program itself: its source (all, or some folders and modules) and the versions of its libraries."""
    root = Path(__file__).resolve().parent
    paths = [
        p for f in folders or ("",) for p in ([root / f] if f.endswith(".py") else sorted((root / f).rglob("*.py")))
    ]
    sources = [(p.relative_to(root).as_posix(), p.read_bytes()) for p in paths]
    return key_of(*(x for pair in sources for x in pair), *(f"{x} {metadata.version(x)}" for x in _LIBRARIES))


@contextmanager
def opened(remember: bool) -> Iterator[Store]:
    """Open the store of whoever works here; without `remember`, an empty one that is thrown away in the end.

    Raises OutputError: it cannot be written, or the disk is full.
    """
    folder = cache_folder() if remember else Path(tempfile.mkdtemp(prefix="renderer-"))
    try:
        with usable(folder):
            yield Store(folder)
    finally:
        if not remember:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Tell of a store that cannot be used: manuscripts and output answer for themselves, so that it alone is left.

    Raises OutputError in the place of any OSError.
    """
    try:
        yield
    except OSError as e:
        message = f"the store in {folder} cannot be used: {e.strerror or e}"
        remedy = "free some space, name another folder in XDG_CACHE_HOME, or build with --no-cache"
        raise OutputError([finding("OUT-WRITE", message, file=str(e.filename or folder), remedy=remedy)]) from e


class Store:
    """Entries in a folder, by kind and key."""

    def __init__(self, folder: Path):
        self.folder = folder

    def get(self, kind: str, key: str, shape: type[T]) -> T | None:
        """Give the value stored under a key, or None when there is none or it is damaged."""
        path = self._path(kind, key, ".zip")
        try:
            with zipfile.ZipFile(path) as archive:
                values = json.loads(archive.read("record.json"))
                for name in archive.namelist():
                    if name != "record.json":
                        values[name] = archive.read(name)
        except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError):
            return None
        _used(path)
        return _revive(values, shape)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Store a frozen dataclass; its fields of type bytes become files of their own in the archive."""
        blobs = {n: v for n in value.__dataclass_fields__ if isinstance(v := getattr(value, n), bytes)}
        record = _adapter(value.__class__).dump_json(value, exclude=set(blobs))
        with tempfile.SpooledTemporaryFile() as buffer:
            with zipfile.ZipFile(buffer, "w") as archive:
                for name, data in {"record.json": record, **blobs}.items():
                    archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
            buffer.seek(0)
            self._write(self._path(kind, key, ".zip"), buffer.read())

    def get_file(self, kind: str, key: str, suffix: str) -> Path | None:
        """Find a stored file whose bytes still are what was written, or None."""
        for path in self._path(kind, key, "").parent.glob(f"{key}.*{suffix}"):
            try:
                if hashlib.sha256(path.read_bytes()).hexdigest()[:16] == path.name.split(".")[1]:
                    _used(path)
                    return path
            except OSError:
                continue
        return None

    def put_file(self, kind: str, key: str, suffix: str, data: bytes) -> Path:
        """Store bytes as a plain file that other programs can open; its name carries their digest."""
        path = self._path(kind, key, f".{hashlib.sha256(data).hexdigest()[:16]}{suffix}")
        self._write(path, data)
        return path

    def get_record(self, kind: str, key: str) -> dict[str, Any] | None:
        """Give a plain JSON record, or None."""
        path = self._path(kind, key, ".json")
        try:
            record = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        _used(path)
        return record if isinstance(record, dict) else None

    def put_record(self, kind: str, key: str, record: dict[str, Any]) -> None:
        """Store a plain JSON record."""
        self._write(self._path(kind, key, ".json"), json.dumps(record).encode())

    def _path(self, kind: str, key: str, suffix: str) -> Path:
        return self.folder / kind / key[:2] / (key + suffix)

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as f:
                f.write(data)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _used(path: Path) -> None:
    """Renew the date of an entry: what was not used for longest goes first when the store is full."""
    with suppress(OSError):  # a store that can only be read is of use too
        os.utime(path)


def _revive(values: dict[str, Any], shape: type[T]) -> T | None:
    from pydantic import ValidationError

    try:
        value: T = _adapter(cast(Hashable, shape)).validate_python(values)
    except ValidationError:  # written by another version: as good as absent
        return None
    return value


@cache
def _adapter(shape: Hashable) -> Any:  # a type; Hashable, because that is what the cache needs to know
    from pydantic import TypeAdapter  # here, because an up-to-date build needs only plain records

    return TypeAdapter(cast(type[Any], shape))
