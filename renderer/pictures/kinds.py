"""The bytes of a file that is no picture in; what it really is and what to do about it out."""

from __future__ import annotations

import re

SAVE = "save it as PNG, JPEG or SVG"
_AGAIN = "get the picture itself: open its address in a browser and save it from there"
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (rb"%PDF-", "is a PDF file", "export its page as SVG, or as PNG with 300 dots an inch"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "is a PostScript file (EPS)", "export it as SVG"),
    (
        rb"....ftyp(hei[cfmsx]|hev[cmsx]|mif1|msf1)",
        "is a HEIC photograph",
        "save it as JPEG; Preview on a Mac exports it",
    ),
    (rb"....ftyp", "is a video", "name a picture; a frame of the video, for example"),
    (
        rb"\x1aE\xdf\xa3|RIFF....AVI |\x00\x00\x01\xba",
        "is a video",
        "name a picture; a frame of the video, for example",
    ),
    (rb"8BPS", "is a Photoshop file", "export it as PNG or JPEG"),
    (rb"\x00\x00\x01\x00", "is an icon file (ICO)", SAVE),
    (rb"(II\*\x00|MM\x00\*).{4}CR|IIU\x00|FUJIFILMCCD-RAW", "is a raw photograph", "develop it and save it as JPEG"),
    (rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF", "is a Windows drawing (WMF or EMF)", "export it as SVG"),
    (rb"PK\x03\x04", "is a ZIP archive or an Office document", SAVE),
    (rb"\x1f\x8b", "is a compressed file (gzip; svgz, perhaps)", "unpack it"),
    (rb"\xd0\xcf\x11\xe0", "is an Office document", SAVE),
    (
        rb"version https://git-lfs",
        "is only the placeholder of a file that Git LFS keeps",
        "fetch it with `git lfs pull`",
    ),
    (rb"\x89PNG", "is a damaged PNG picture", "save it again"),
    (rb"\xff\xd8\xff", "is a damaged JPEG picture", "save it again"),
    (rb"GIF8", "is a damaged GIF picture", "save it again"),
    (rb"RIFF....WEBP", "is a damaged WebP picture", "save it again"),
    (rb"II\*\x00|MM\x00\*|BM", "is a damaged picture, or one of a kind that cannot be read", SAVE),
    (
        rb"(\xef\xbb\xbf)?\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b",
        "is a web page (HTML), not a picture",
        _AGAIN,
    ),
    (rb"(\xef\xbb\xbf)?\s*<", "is XML but not SVG", SAVE),
    (rb"(\xef\xbb\xbf)?\s*[\[{]", "is text (JSON, perhaps), not a picture", _AGAIN),
)  # fmt: skip
"""Patterns that the first bytes match, likeliest kind first."""


def described(data: bytes) -> tuple[str, str]:
    """Say what a file is that is no picture, and what to do."""
    head = data[:4096]
    for pattern, kind, remedy in _KINDS:
        if re.match(pattern, head, re.I | re.S):
            return kind, remedy
    if b"\0" not in head and _is_text(head):
        return "is text, not a picture", SAVE
    return "is not a picture of a kind that can be read", SAVE


def _is_text(head: bytes) -> bool:
    try:
        head[:-4].decode()
    except UnicodeDecodeError:
        return False
    return True
