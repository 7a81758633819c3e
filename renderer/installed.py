"""What is installed on this machine: fonts, as the typesetting engine will find them, LibreOffice, and plug-ins.

In: characters. Out: the families that have them all, with their files, asked of the system's fontconfig; about 6 ms.
In: a group of entry points. Out: what packages bring under it, with their versions; some ms more for many packages.
Out: the path and version of LibreOffice; half a second.
"""

from __future__ import annotations

import ctypes
import functools
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_ASKED = (b"family", b"file", b"variable", b"outline", b"color")


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """One face of an installed font: a name of its family and its file. A collection holds several in one file."""

    family: str
    file: str


@dataclass(frozen=True, slots=True, order=True)
class Registered:
    """What a package registers: `value` is `module:attribute`, `package` its name and version."""

    name: str
    package: str
    value: str


def registered(group: str) -> tuple[Registered, ...]:
    """List what packages register under a group of entry points, in order of name and package."""
    found = metadata.entry_points(group=group)
    named = ((entry, f"{entry.dist.name} {entry.dist.version}" if entry.dist else "") for entry in found)
    return tuple(sorted({Registered(entry.name, package, entry.value) for entry, package in named}))


OFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
"""Where LibreOffice stands when it is not on the PATH."""


def office() -> Path | None:
    """Find the program of LibreOffice; None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = [found] if found else [place for place in OFFICE_PLACES if Path(place).is_file()]
    return Path(places[0]).resolve() if places else None


def office_version(program: Path) -> str:
    """Ask LibreOffice for its version, such as `LibreOffice 7.4.7.2 40(Build:2)`; empty when it does not answer."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return " ".join(told.split())


class _FontSet(ctypes.Structure):
    """FcFontSet of fontconfig.h."""

    _fields_ = (
        ("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )  # fmt: skip


def faces_with(characters: str) -> tuple[Face, ...]:
    """List the faces that have all of some characters, in order of family and file; none without fontconfig.

    Variable and colour fonts are left out: the engine embeds them in ways that differ between its versions.
    """
    library = _library()
    if library is None:
        return ()
    # Read anew each time, so that a font installed meanwhile is found.
    config = library.FcInitLoadConfigAndFonts()
    pattern, wanted, asked = library.FcPatternCreate(), library.FcCharSetCreate(), library.FcObjectSetCreate()
    for character in characters:
        library.FcCharSetAddChar(wanted, ord(character))
    library.FcPatternAddCharSet(pattern, b"charset", wanted)
    for name in _ASKED:
        library.FcObjectSetAdd(asked, name)
    listed = library.FcFontList(config, pattern, asked)
    faces = sorted(set(_faces(library, listed.contents)))
    library.FcFontSetDestroy(listed)
    library.FcObjectSetDestroy(asked)
    library.FcCharSetDestroy(wanted)
    library.FcPatternDestroy(pattern)
    library.FcConfigDestroy(config)
    return tuple(faces)


def _faces(library: ctypes.CDLL, listed: _FontSet) -> Iterator[Face]:
    for font in listed.fonts[: listed.nfont]:
        if (
            _truth(library, font, b"variable")
            or _truth(library, font, b"color")
            or not _truth(library, font, b"outline")
        ):
            continue
        file = next(_texts(library, font, b"file"), "")
        for family in _texts(library, font, b"family"):
            yield Face(family, file)


def _texts(library: ctypes.CDLL, font: int, name: bytes) -> Iterator[str]:
    value, at = ctypes.c_char_p(), 0
    while library.FcPatternGetString(font, name, at, ctypes.byref(value)) == 0 and value.value is not None:
        yield value.value.decode(errors="surrogateescape")
        at += 1


def _truth(library: ctypes.CDLL, font: int, name: bytes) -> bool:
    value = ctypes.c_int()
    return library.FcPatternGetBool(font, name, 0, ctypes.byref(value)) == 0 and bool(value.value)


@functools.cache
def _library() -> ctypes.CDLL | None:
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        pointer, text, number, place = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER
        functions: dict[str, tuple[Any, list[Any]]] = {
            "FcInitLoadConfigAndFonts": (pointer, []),
            "FcPatternCreate": (pointer, []),
            "FcCharSetCreate": (pointer, []),
            "FcObjectSetCreate": (pointer, []),
            "FcCharSetAddChar": (number, [pointer, ctypes.c_uint32]),
            "FcPatternAddCharSet": (number, [pointer, text, pointer]),
            "FcObjectSetAdd": (number, [pointer, text]),
            "FcFontList": (place(_FontSet), [pointer] * 3),
            "FcPatternGetString": (number, [pointer, text, number, place(text)]),
            "FcPatternGetBool": (number, [pointer, text, number, place(number)]),
            "FcFontSetDestroy": (None, [place(_FontSet)]),
            "FcObjectSetDestroy": (None, [pointer]),
            "FcCharSetDestroy": (None, [pointer]),
            "FcPatternDestroy": (None, [pointer]),
            "FcConfigDestroy": (None, [pointer]),
        }
        for function, (result, arguments) in functions.items():
            call = getattr(library, function)
            call.restype, call.argtypes = result, arguments
        return library
    return None
