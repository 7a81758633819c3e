"""A web address of a named host in, the bytes behind it out: the only module that reaches the network.

No other host is reached, by redirections neither, and what is too large or too slow is given up.
"""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Collection
from typing import IO, Any
from urllib.parse import urlsplit

from renderer import __version__

LARGEST = 40_000_000
"""Bytes; photographs from a camera have up to 30 million."""
PATIENCE = 60.0
"""Seconds for one file, all redirections included."""
SILENCE = 15.0
"""Seconds without a byte."""


class Refused(Exception):
    """A file that was not fetched; the text goes on after its name, `remedy` is what to do."""

    def __init__(self, text: str, remedy: str = ""):
        self.remedy = remedy
        super().__init__(text)


def is_named(address: str, hosts: Collection[str]) -> bool:
    """Tell whether an address is one of the web and its host one of those named."""
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    return url.scheme.lower() in ("http", "https") and (url.hostname or "") in {host.lower() for host in hosts}


def download(address: str, hosts: Collection[str]) -> bytes:
    """Fetch a file.

    Raises Refused: its host is not named, does not answer, or sends something else, too much, or nothing in time.
    """
    if not is_named(address, hosts):
        raise Refused("lies on a host that is not named")
    results: list[bytes | Refused] = []
    # In a thread, because a host that sends a byte now and then keeps a connection alive for ever.
    fetching = threading.Thread(target=lambda: results.append(_fetched(address, hosts)), daemon=True)
    fetching.start()
    fetching.join(PATIENCE)
    if not results:
        raise Refused(f"did not arrive within {PATIENCE:.0f} seconds", "try again, or download it and name the file")
    if isinstance(result := results[0], Refused):
        raise result
    return result


class _NamedHosts(urllib.request.HTTPRedirectHandler):
    def __init__(self, hosts: Collection[str]):
        self._hosts = hosts

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if not is_named(newurl, self._hosts):
            host = urlsplit(newurl).hostname or "another place"
            remedy = f"if that host is right, name it too: `picture_hosts: [{', '.join([*self._hosts, host])}]`"
            raise Refused(f"has moved to {host}, which is not named", remedy)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetched(address: str, hosts: Collection[str]) -> bytes | Refused:
    """Fetch a file or say why not: what a thread raises nobody hears."""
    opener = urllib.request.build_opener(_NamedHosts(hosts))
    request = urllib.request.Request(address, headers={"User-Agent": f"renderer/{__version__}", "Accept": "image/*"})
    try:
        with opener.open(request, timeout=SILENCE) as response:
            data: Any = response.read(LARGEST + 1)
    except Refused as e:
        return e
    except urllib.error.HTTPError as e:
        return Refused(f"is not given out by its host: {e.code} {e.reason}", "correct its address")
    except (OSError, http.client.HTTPException, ValueError) as e:
        reason = getattr(e, "reason", None) or e
        return Refused(f"cannot be fetched: {reason}", "see whether this machine reaches the network, or download it")
    if len(data) > LARGEST:
        return Refused(f"has more than {LARGEST // 1_000_000} MB", "download it and make it smaller")
    return bytes(data)
