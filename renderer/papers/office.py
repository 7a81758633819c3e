"""The bytes of an Office file in; the PDF that LibreOffice makes of it out, or what keeps it from being made.

LibreOffice runs without a window, with settings of its own in a folder that goes afterwards: no macro runs, nothing is
fetched, and neither the user's settings nor a running LibreOffice count. The same file and version give the same pages.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from renderer.findings import finding
from renderer.papers.opening import CannotBind

LONGEST = 120.0
"""Seconds that LibreOffice may take for one file; the first start of it on a machine takes some ten."""
FILTERS: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), "writer_pdf_Export"),
    **dict.fromkeys((".ods", ".xls", ".xlsx"), "calc_pdf_Export"),
    **dict.fromkeys((".odp", ".ppt", ".pptx"), "impress_pdf_Export"),
}
OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportFormFields": {"type": "boolean", "value": "false"},
    "ExportNotes": {"type": "boolean", "value": "false"},
    "SelectPdfVersion": {"type": "long", "value": "17"},
}
"""What a PDF is made with: tags and outline, fields as they are filled in, no comments, PDF 1.7."""
REMEDY = "open it in the program it was made with, save it as PDF, and name that"

_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),  # no picture or table from elsewhere
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Calc/Content/Update", "Link", "1"),  # never
    ("Inet/Settings", "ooInetProxyType", "2"),  # through a proxy of one's own, and at that address is none
    *(("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Setup/L10N", "ooLocale", "en-US"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ("Office.Common/Save/Document", "LoadPrinter", "false"),  # pages do not depend on a printer
)


def as_pdf(data: bytes, suffix: str, program: str, longest: float = LONGEST) -> bytes:
    """Make a PDF of an Office file with the `soffice` at a path.

    Raises CannotBind: LibreOffice cannot read it, or has not come to an end after `longest` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="renderer-office-") as name:
        folder = Path(name).resolve()
        source = folder / f"paper{suffix}"  # under a name that tells nothing, and where no lock is left beside it
        source.write_bytes(data)
        _write_settings(folder / "profile")
        options = json.dumps(OPTIONS, separators=(",", ":"))
        command = [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--convert-to", f"pdf:{FILTERS[suffix]}:{options}",
            "--outdir", str(folder / "made"), str(source),
        ]  # fmt: skip
        try:
            _run(command, folder, longest)
        except subprocess.TimeoutExpired as e:
            message = f"LibreOffice has not read it after {longest:.0f} seconds"
            raise CannotBind(finding("PAPER-FORMAT", message, remedy=REMEDY)) from e
        except OSError as e:
            message = f"LibreOffice cannot be started: {e.strerror or e}"
            raise CannotBind(finding("PAPER-FORMAT", message, remedy=REMEDY)) from e
        made = folder / "made" / "paper.pdf"
        if not made.is_file():  # LibreOffice ends with status 0 all the same
            raise CannotBind(finding("PAPER-FORMAT", "LibreOffice cannot read it", remedy=REMEDY))
        return made.read_bytes()


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, key, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n"
    )


def _run(command: list[str], folder: Path, longest: float) -> None:
    """Run a program to its end; one that is ended before takes the programs it has started along.

    Raises TimeoutExpired: it took too long.
    """
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(longest)
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
