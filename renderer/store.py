"""Content-addressed store: work under the hash of everything that decides its result.

In: a kind, a key (sha256 hex) and a frozen value. Out: the value again, in this process or another, on this machine or
one that shares the folder. An entry is one zip archive, written beside and moved into place, so several builds may use
the store at once. It carries a seal over its bytes and its key, which is verified on reading: an entry that is damaged,
or that stands under the key of another, counts as absent.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, TypeVar, cast

from renderer.findings import OutputError, finding
from renderer.workspace import cache_folder

T = TypeVar("T")

_SEAL = 64  # characters of a sha256 in hex
_RECORD = b'{"seal": "%s", "record": %s}'
_OPENING = len(_RECORD % (b"0" * _SEAL, b"")) - 1
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
    return key_of(*(x for p in paths for x in (p.relative_to(root).as_posix(), _source(p))), *_versions())


@cache
def _source(path: Path) -> str:
    """Give the digest of a module: each is asked for by several fingerprints."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    return tuple(f"{name} {metadata.version(name)}" for name in _LIBRARIES)


@contextmanager
def opened(remember: bool) -> Iterator[Store]:
    """Open the store of whoever works here; without `remember`, an empty one that is thrown away in the end.

    Raises OutputError: it cannot be written, or the disk is full.
    """
    if remember:
        with usable(folder := cache_folder()):
            yield Store(folder)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="renderer-", ignore_cleanup_errors=True) as own, usable(Path(own)):
        yield Store(Path(own))


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

    def is_private(self, kind: str) -> bool:
        """Tell whether nobody but this user can have written what is stored under a kind; its folder is made so."""
        folder = self.folder / kind
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        return not status.st_mode & 0o022 and status.st_uid == getattr(os, "getuid", lambda: status.st_uid)()

    def get(self, kind: str, key: str, shape: type[T]) -> T | None:
        """Give the value stored under a key, or None when there is none or it is damaged."""
        path = self._path(kind, key, ".zip")
        data = _bytes_of(path)
        if data[-_SEAL:] != _sealed(kind, key, data[:-_SEAL]):
            return None
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            blobs = {name: archive.read(name) for name in archive.namelist()}
        _used(path)
        return _revive({**json.loads(blobs.pop("record.json")), **blobs}, shape)

    def put(self, kind: str, key: str, value: Any) -> None:
        """Store a frozen dataclass; its fields of type bytes become files of their own in the archive."""
        blobs = {n: v for n in value.__dataclass_fields__ if isinstance(v := getattr(value, n), bytes)}
        record = _adapter(value.__class__).dump_json(value, exclude=set(blobs))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in {"record.json": record, **blobs}.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
            archive.comment = bytes(_SEAL)  # the seal takes the place of the archive's comment, which ends the file
        whole = buffer.getvalue()[:-_SEAL]
        self._write(self._path(kind, key, ".zip"), whole + _sealed(kind, key, whole))

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
        data = _bytes_of(path)
        inner = data[_OPENING:-1]
        if data != _RECORD % (_sealed(kind, key, inner), inner):
            return None
        _used(path)
        record: dict[str, Any] = json.loads(inner)
        return record

    def put_record(self, kind: str, key: str, record: dict[str, Any]) -> None:
        """Store a plain JSON record."""
        inner = json.dumps(record).encode()
        self._write(self._path(kind, key, ".json"), _RECORD % (_sealed(kind, key, inner), inner))

    def _path(self, kind: str, key: str, suffix: str) -> Path:
        return self.folder / kind / key[:2] / (key + suffix)

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        import tempfile

        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as f:
                f.write(data)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _sealed(kind: str, key: str, data: bytes) -> bytes:
    """Give the seal of an entry: a digest of its bytes and of where it stands."""
    return hashlib.sha256(f"{kind}/{key}\0".encode() + data).hexdigest().encode()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


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
