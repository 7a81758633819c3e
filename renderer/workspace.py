"""The one door to files, environment and clock; stages ask here, so that what they asked can be asked again.

In: paths. Out: bytes, listings, answers — each remembered in a trace. A later build asks the trace again: when every
answer is the same, nothing can have changed and nothing needs to be done.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import platformdirs

from renderer.findings import InputError, finding
from renderer.installed import Face, Registered, faces_with, office, office_version, registered

if TYPE_CHECKING:
    from renderer.paper import OfficeProgram

Question = tuple[str, str]
"""What was asked: `read`, `exists`, `changed`, `list` or `locate`, and of which path (a pattern or path follows the
folder after a NUL); `fonts`, and for which characters; `plugins`, and of which group; `passed`, and which moment;
`office`, which is one question.
What is `unsettled` has no answer that holds: every build asks it again."""

Trace = tuple[tuple[str, str, str], ...]
"""All questions of a build, with the digests of their answers."""

Names = dict[Path, dict[str, None]]
"""Folders that were listed, with the names in them in order."""


def digest(data: bytes) -> str:
    """Give the sha256 of bytes as hex."""
    return hashlib.sha256(data).hexdigest()


class Workspace:
    """Answers questions about the outside world and remembers each answer's digest.

    `base` is the folder names in findings are relative to: the folder the user stands in.
    """

    def __init__(self, base: Path | None = None):
        self.base = (base or Path.cwd()).resolve()
        self._trace: dict[Question, str] = {}
        self._names: Names = {}
        self._lists: dict[tuple[Path, str], tuple[Path, ...]] = {}

    # -- questions
    def read(self, path: Path) -> bytes:
        """Read a file.

        Raises InputError: it does not exist or cannot be read.
        """
        try:
            data = path.read_bytes()
        except FileNotFoundError as e:
            self._trace["read", str(path)] = ""
            raise InputError([finding("FILE-MISSING", "no such file", file=self.name(path))]) from e
        except OSError as e:
            self._trace["read", str(path)] = ""
            raise InputError([finding("FILE-UNREADABLE", e.strerror or str(e), file=self.name(path))]) from e
        self._trace["read", str(path)] = digest(data)
        return data

    def text(self, path: Path) -> str:
        """Read a text file: UTF-8 with or without a byte order mark, any line ends.

        Raises InputError: missing, binary, or in another encoding (the finding names the line).
        """
        data = self.read(path)
        if b"\0" in data[:65536]:
            raise InputError([finding("FILE-BINARY", "this is not a text file", file=self.name(path))])
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as e:
            line = data.count(b"\n", 0, e.start) + 1
            message = f"byte 0x{data[e.start]:02x} is not UTF-8"
            raise InputError([finding("FILE-ENCODING", message, file=self.name(path), line=line)]) from e
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def is_file(self, path: Path) -> bool:
        """Tell whether a file is there."""
        there = path.is_file()
        self._trace.setdefault(("exists", str(path)), str(there))
        return there

    def glob(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """List the files of a folder that match a pattern, in order of name; in one build the answer stays."""
        if (found := self._lists.get((folder, pattern))) is None:
            found = self._lists[folder, pattern] = _listing(folder, pattern)
        self._trace["list", f"{folder}\0{pattern}"] = digest("\0".join(map(str, found)).encode())
        return found

    def locate(self, folder: Path, path: str) -> Path | None:
        """Find a file by a path (with forward slashes) that may differ from its name in capitals, spaces or accents.

        Gives the path as the file system has it.
        """
        found = _located(folder, path, self._names)
        self._trace["locate", f"{folder}\0{path}"] = str(found or "")
        return found

    def unsettled(self, what: str) -> None:
        """Remember that something outside did not answer: the next build shall ask again, whatever else is the same."""
        self._trace["unsettled", what] = "?"

    def secret(self, path: Path) -> str:
        """Read a password; of its text not even a digest is remembered, only when the file was last changed.

        Raises InputError: it does not exist, cannot be read, or is no text.
        """
        text = self.text(path)
        del self._trace["read", str(path)]
        self._trace["changed", str(path)] = _changed(path)
        return text

    def environment(self, name: str) -> str:
        """Give what stands in an environment variable, or nothing; the next build asks again."""
        self.unsettled(f"environment {name}")
        return os.environ.get(name, "")

    def fonts_with(self, characters: str) -> tuple[Face, ...]:
        """List the installed faces that have all of some characters, in order of family and file."""
        faces = faces_with(characters)
        self._trace["fonts", characters] = _listed(faces)
        return faces

    def plugins(self, group: str) -> tuple[Registered, ...]:
        """List what other packages register under a group of entry points."""
        found = registered(group)
        self._trace["plugins", group] = digest(repr(found).encode())
        return found

    def office(self) -> OfficeProgram | None:
        """Give the LibreOffice of this machine; None when there is none, or it does not start."""
        from renderer.paper import OfficeProgram

        program = office()
        self._trace["office", ""] = _stands(program)
        version = office_version(program) if program else ""
        return OfficeProgram(str(program), version) if version else None

    def has_passed(self, moment: datetime) -> bool:
        """Tell whether a moment (with its offset from UTC) lies in the past.

        This is the only question about the time: an up-to-date build asks it again, so it ends when the moment comes.
        RENDERER_NOW, an ISO date and time with its offset, takes the place of the clock.

        Raises InputError: RENDERER_NOW is no such moment.
        """
        passed = _passed(moment.isoformat())
        self._trace["passed", moment.isoformat()] = str(passed)
        return passed

    # -- names and the trace
    def name(self, path: Path) -> str:
        """Give a path as users are shown it: relative to where they stand when it lies below, with forward slashes."""
        try:
            return path.relative_to(self.base).as_posix()
        except ValueError:
            return Path(os.path.relpath(path, self.base)).as_posix()

    def trace(self) -> Trace:
        """Give all questions asked so far with the digests of their answers."""
        return tuple((kind, what, answer) for (kind, what), answer in sorted(self._trace.items()))


def unchanged(trace: Iterable[tuple[str, str, str]]) -> bool:
    """Ask a trace again and tell whether every answer is the same."""
    names: Names = {}
    return all(_answer(kind, what, names) == answer for kind, what, answer in trace)


def _answer(kind: str, what: str, names: Names) -> str:
    if kind == "unsettled":
        return ""
    if kind == "locate":
        folder, path = what.split("\0")
        return str(_located(Path(folder), path, names) or "")
    if kind == "changed":
        return _changed(Path(what))
    if kind == "exists":
        return str(Path(what).is_file())
    if kind == "fonts":
        return _listed(faces_with(what))
    if kind == "passed":
        return str(_passed(what))
    if kind == "office":
        return _stands(office())
    if kind == "plugins":
        return digest(repr(registered(what)).encode())
    if kind == "list":
        folder, pattern = what.split("\0")
        return digest("\0".join(map(str, _listing(Path(folder), pattern))).encode())
    try:
        return digest(Path(what).read_bytes())
    except OSError:
        return ""


def _changed(path: Path) -> str:
    try:
        return str(path.stat().st_mtime_ns)
    except OSError:
        return ""


def _stands(program: Path | None) -> str:
    return f"{program} {_changed(program)}" if program else ""


def _passed(moment: str) -> bool:
    return datetime.fromisoformat(moment) <= _now()


def _now() -> datetime:
    """Give the time; the only place where the clock is read."""
    given = os.environ.get("RENDERER_NOW", "")
    if not given:
        return datetime.now(UTC)
    now: datetime | None
    try:
        now = datetime.fromisoformat(given)
    except ValueError:
        now = None
    if now is None or now.tzinfo is None:  # it would be taken for the time of wherever this machine stands
        message = f"the environment variable RENDERER_NOW is `{given}`, which is no moment"
        remedy = "write a date, a time and an offset, such as 2023-01-31T13:00:00+00:00, or unset it"
        raise InputError([finding("EMBARGO-TIME", message, remedy=remedy)])
    return now


def _listed(faces: Iterable[Face]) -> str:
    return digest("\0".join(f"{face.family}\0{face.file}" for face in faces).encode(errors="surrogateescape"))


def _listing(folder: Path, pattern: str) -> tuple[Path, ...]:
    try:
        return tuple(sorted(p for p in folder.glob(pattern) if p.is_file()))
    except (ValueError, NotImplementedError, OSError):  # no pattern at all: nothing matches it
        return ()


def _located(folder: Path, path: str, names: Names) -> Path | None:
    found = folder
    for part in PurePosixPath(path).parts:
        if part != "..":
            known = _names_in(found, names)
            part = part if part in known else next((n for n in known if folded(n) == folded(part)), "")
            if not part:
                return None
        found = found / part
    return found if found.is_file() else None


def _names_in(folder: Path, names: Names) -> dict[str, None]:
    """List a folder once: what is asked of the file system itself may be answered without regard to capitals."""
    if folder not in names:
        try:
            names[folder] = dict.fromkeys(sorted(entry.name for entry in folder.iterdir()))
        except OSError:
            names[folder] = {}
    return names[folder]


def spelled(name: str) -> str:
    """Give a name with accents and spaces in one form: Macs take both apart from others, and nobody sees it."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def folded(name: str) -> str:
    """Give what names have in common that people take for the same."""
    return spelled(name).casefold()


# ----------------------------------------------------------------------------------------- fixed places
@cache
def resources() -> Path:
    """Find the folder that holds `layouts/` and `styles/`: inside the installed package, else the source tree."""
    package = Path(__file__).resolve().parent
    bundled = package / "_resources"
    return bundled if bundled.is_dir() else package.parent


def cache_folder() -> Path:
    """Give the folder of the store: RENDERER_CACHE names it, so that machines can share one; else XDG_CACHE_HOME."""
    own = os.environ.get("RENDERER_CACHE", "")
    return Path(own).expanduser().resolve() if own else platformdirs.user_cache_path("renderer", appauthor=False)


@cache
def font_files() -> dict[str, Path]:
    """Give the shipped fonts: asset name (`fonts/FILE.ttf`) → file. All are TrueType: CFF fails PDF/UA inside SVG."""
    folders = [(package, "files") for package in ("font_source_serif_pro", "font_source_sans_pro")]
    folders.append(("matplotlib", "mpl-data/fonts/ttf"))
    found: dict[str, Path] = {}
    for package, inner in folders:
        spec = importlib.util.find_spec(package)  # finds without importing: matplotlib costs a second
        for where in (spec.submodule_search_locations or ()) if spec else ():
            wanted = "DejaVuSans*.ttf" if package == "matplotlib" else "*.ttf"
            found |= {f"fonts/{p.name}": p for p in sorted((Path(where) / inner).glob(wanted))}
    return found
