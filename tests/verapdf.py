"""Asks veraPDF whether PDFs keep their promises: files and a flavour in, the failed clauses of each file out.

veraPDF is a Java program; `tools/setup.sh test` copies its jars into the user's cache. All files of one call are
checked by one Java process, since starting it takes most of the time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

POM = Path(__file__).resolve().parent.parent / "tools" / "verapdf" / "pom.xml"
VERSION = etree.parse(POM).findtext(".//{*}verapdf.version")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
"""Read when this module is imported: the tests point XDG_CACHE_HOME elsewhere for what they build."""

JARS = CACHE / "renderer-tools" / f"verapdf-{VERSION}"
CLAIMED = "0"
"""The flavour that means: all that a file claims."""

HOMEBREW_JAVA = ("/opt/homebrew/opt/openjdk/bin/java", "/usr/local/opt/openjdk/bin/java")


class Failure(NamedTuple):
    """A failed check: clause and test number of the specification, what it demands, and how often it failed."""

    clause: str
    test: int
    description: str
    times: int


class VeraPDFError(Exception):
    """veraPDF could not check a file at all; the message is its own."""


def why_absent() -> str:
    """Give the reason why veraPDF cannot be asked here, empty when it can."""
    if not any(JARS.glob("greenfield-apps-*.jar")):
        return f"veraPDF {VERSION} is not here; `make test` brings it when Java and Maven are installed"
    if not _java():
        return "veraPDF needs Java, which is not here; `make test` brings it when it may"
    return ""


def validate(files: Iterable[Path], *flavours: str) -> dict[Path, list[Failure]]:
    """Check files against flavours (`ua1`, `3a`, `3u`, …): an empty list means that the file passes.

    Several are checked in one go, which veraPDF does where a file itself claims just these.

    Raises VeraPDFError: a file is missing, encrypted or no PDF, claims others than are asked for, or veraPDF is absent.
    """
    asked, asked_for = list(files), flavours[0] if len(flavours) == 1 else CLAIMED
    java = _java()
    if java is None:
        raise VeraPDFError(why_absent())
    command = [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", f"{JARS}/*"]
    command += ["org.verapdf.apps.GreenfieldCliWrapper", "--flavour", asked_for, "--format", "xml", *map(str, asked)]
    run = subprocess.run(command, capture_output=True, check=False)
    if not run.stdout.strip():
        raise VeraPDFError(run.stderr.decode(errors="replace").strip())
    jobs = {job.findtext("item/name"): job for job in etree.fromstring(run.stdout).iter("job")}
    found = {}
    for file in asked:
        job = jobs.get(str(file.resolve()), jobs.get(str(file)))
        reports = job.findall("validationReport") if job is not None else []
        if not reports or any(report.get("jobEndStatus") != "normal" for report in reports):
            trouble = job.findtext("taskException/exceptionMessage") if job is not None else None
            raise VeraPDFError(f"{file}: {trouble or 'veraPDF gave no report'}")
        if (checked := sorted(_flavour(report) for report in reports)) != sorted(flavours):
            raise VeraPDFError(f"{file}: it claims {checked}, and {sorted(flavours)} were asked for")
        found[file] = [failure for report in reports for failure in _failures(file, report)]
    return found


def _flavour(report: etree._Element) -> str:
    """Give the short name of what was checked: `ua1` of `PDF/UA-1 validation profile`."""
    named = re.match(r"PDF/(?:A-)?(UA)?-?(\w+)", report.get("profileName", ""))
    return "".join(named.groups("")).lower() if named else ""


def _failures(file: Path, report: etree._Element) -> list[Failure]:
    found = [_failure(rule) for rule in report.iter("rule") if rule.get("status") == "failed"]
    if (report.get("isCompliant") == "true") == bool(found):
        raise VeraPDFError(f"{file}: the report contradicts itself")
    return sorted(found)


def _failure(rule: etree._Element) -> Failure:
    number, times = int(rule.get("testNumber", 0)), int(rule.get("failedChecks", 0))
    return Failure(rule.get("clause", ""), number, rule.findtext("description", ""), times)


@cache
def _java() -> str | None:
    for candidate in (shutil.which("java"), *HOMEBREW_JAVA):
        # macOS has a /usr/bin/java that only asks the user to install one
        if candidate and Path(candidate).is_file():
            asked = subprocess.run([candidate, "-version"], capture_output=True, check=False)
            if asked.returncode == 0:
                return candidate
    return None
