"""What becomes of a picture file before it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell of a picture: a code of `findings.CODES` and a text that goes on after its name."""

    code: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made ready: `suffix` says what it is; `data` is empty when its file can be printed as it stands.

    With a `fault` (a text that goes on after the picture's name) it cannot be printed at all.
    """

    suffix: str = ""
    data: bytes = b""
    fault: str = ""
    remedy: str = ""
    notes: tuple[Note, ...] = ()
