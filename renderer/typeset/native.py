"""The C libraries below the typesetting engine.

In: nothing. Out: their versions as one text for cache keys, found without loading the engine itself, or a finding
that names the package to install; and a way to load the engine without its search for them.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from renderer.findings import ToolError, finding

# The names weasyprint/text/ffi.py tries, sonames first: they load without a search of the library folders.
_REQUIRED = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll", "gobject-2.0"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "harfbuzz"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0"),
}
_INSTALL = "install it: apt install libpango-1.0-0 libpangoft2-1.0-0, dnf install pango, or brew install pango"


def _load(names: Iterable[str]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _load_required(names: tuple[str, ...]) -> ctypes.CDLL | None:
    # The search runs ldconfig and a compiler, 50 ms: only for what cannot be done without.
    return _load(names[:-1]) or _load(filter(None, [ctypes.util.find_library(names[-1])]))


@functools.cache
def versions() -> str:
    """Tell the versions that decide what a page looks like, such as `pango 1.50.12 harfbuzz 6.0.0`.

    Raises ToolError: a library is missing (TOOL-MISSING, one finding a library).
    """
    loaded = {label: _load_required(names) for label, names in _REQUIRED.items()}
    missing = [label for label, library in loaded.items() if library is None]
    if missing:
        raise ToolError(
            finding("TOOL-MISSING", f"the library {label} is not installed", remedy=_INSTALL) for label in missing
        )
    pango = _version(loaded["Pango"], "pango_version_string")
    harfbuzz = _version(loaded["HarfBuzz"], "hb_version_string")
    return f"pango {pango} harfbuzz {harfbuzz}"


@contextmanager
def found_by_name() -> Iterator[None]:
    """Let the engine load these libraries by the names they have here, without a search for each name it tries first.

    The search runs ldconfig, a compiler and a linker for every name that is none: a third of the engine's loading time.
    Where a library has another name here the engine searches as ever.
    """
    searched = ctypes.util.find_library
    if all(_load(names[:-1]) for names in _REQUIRED.values()):
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = searched


def _version(library: ctypes.CDLL | None, function: str) -> str:
    call = getattr(library, function)
    call.restype = ctypes.c_char_p
    return str(call().decode())
