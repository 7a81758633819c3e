"""Pictures as manuscripts name them in, assets the engine can print out, with what is to be said of each.

A picture is a file of the project, one of a host that the publication names, or written out in the manuscript
(`data:`). What is fetched and what is prepared is kept in the store: by address the one, by bytes the other.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from renderer.compose.places import Places, differs_in_capitals
from renderer.download import Refused, download, is_named
from renderer.findings import Finding, InputError, finding
from renderer.model import Asset
from renderer.pictures import Faces, Note, Prepared, prepare
from renderer.pictures.drawing import data_of
from renderer.store import Store, fingerprint, key_of
from renderer.workspace import Workspace, digest

_LONGEST = 80  # characters of an address in a message; one with its data may have millions
_SITE = "say where the site's pictures lie: --site-root FOLDER, or `site_root:` in publication.yml"
_FACE = re.compile(r"@font-face\s*\{[^}]*?font-family:\s*['\"]([^'\"]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture is named: `source` and `line` for findings, `places` for where its file may lie."""

    source: str
    line: int
    places: Places


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a picture, the file they lie in, and what it is called in messages."""

    data: bytes
    path: Path
    label: str


class Unusable(Exception):
    """A picture that leaves a gap; carries the finding that says why."""

    def __init__(self, fault: Finding):
        self.fault = fault
        super().__init__(str(fault))


class Pictures:
    """Finds the pictures of one publication and makes them ready."""

    def __init__(self, workspace: Workspace, store: Store, hosts: Collection[str], faces: Faces):
        self._workspace, self._store, self._hosts, self._faces = workspace, store, hosts, faces

    def find(self, src: str, place: Place) -> tuple[Asset | None, list[Finding]]:
        """Make an asset of the picture an address means; None, with findings, when there is nothing to show."""
        findings: list[Finding] = []
        src = src.strip()
        try:
            source = self._source(src, place, findings)
        except Unusable as e:
            return None, [e.fault]
        prepared, path, key = self._prepared(source)
        if prepared.fault:
            return None, [_said(place, "PIC-FORMAT", src, prepared.fault, prepared.remedy)]
        findings += [_said(place, note.code, src, note.text, note.remedy) for note in prepared.notes]
        return Asset(f"pictures/{key[:24]}{prepared.suffix}", path, key, source.label), findings

    # -- where it comes from
    def _source(self, src: str, place: Place, findings: list[Finding]) -> Source:
        try:
            scheme = urlsplit(src).scheme.lower()
        except ValueError:
            scheme = "unreadable"
        if scheme == "data":
            return self._written_out(src, place)
        if scheme and not re.match(r"[A-Za-z]:", src):  # one letter is a drive of Windows
            return self._fetched(src, scheme, place)
        return self._file(src, place, findings)

    def _file(self, src: str, place: Place, findings: list[Finding]) -> Source:
        found = place.places.find(self._workspace, src)
        if found is None:
            raise Unusable(self._missing(src, place))
        file, path = found
        if not place.places.allows(file):
            raise Unusable(_said(place, "PIC-OUTSIDE", src, "lies outside the project"))
        if differs_in_capitals(path, file):
            text = f"is called {self._workspace.name(file)}, with other capitals"
            findings.append(_said(place, "PIC-NAME", src, text, f"write {file.name}, as the file is called"))
        try:
            return Source(self._workspace.read(file), file, file.name)
        except InputError as e:
            raise Unusable(_said(place, "PIC-MISSING", src, f"cannot be read: {e.findings[0].message}")) from e

    def _missing(self, src: str, place: Place) -> Finding:
        places, path = place.places, src.replace("\\", "/")
        if near := places.nearest(self._workspace, src):
            remedy = f"did you mean {near}?"
        else:
            remedy = _SITE if path.startswith("/") and not places.site_root else ""
        folders = [self._workspace.name(folder) for folder in places.folders(path)] if path not in ("", "#") else []
        told = f" (looked for in {', '.join(dict.fromkeys(folders))})" if folders and len(path) < 200 else ""
        return _said(place, "PIC-MISSING", src, f"is not there{told}", remedy)

    def _written_out(self, src: str, place: Place) -> Source:
        try:
            data = data_of(src)
        except ValueError as e:
            raise Unusable(_said(place, "PIC-FORMAT", src, "is written out in the text, and damaged")) from e
        key = digest(data)
        path = self._store.get_file("written-out", key, "") or self._store.put_file("written-out", key, "", data)
        return Source(data, path, "written out in the text")

    def _fetched(self, src: str, scheme: str, place: Place) -> Source:
        if not is_named(src, self._hosts):
            host = urlsplit(src).hostname if scheme in ("http", "https") else None
            remedy = f"download it and name the file, or name its host: `picture_hosts: [{host}]`" if host else ""
            raise Unusable(_said(place, "PIC-REMOTE", src, "is not a file of this project", remedy))
        key = key_of(src)
        path = self._store.get_file("remote", key, "")
        if path is None:
            try:
                path = self._store.put_file("remote", key, "", download(src, self._hosts))
            except Refused as e:
                self._workspace.unsettled(src)
                raise Unusable(_said(place, "PIC-FETCH", src, str(e), e.remedy)) from e
        label = PurePosixPath(unquote(urlsplit(src).path)).name or src
        return Source(self._workspace.read(path), path, label)

    # -- what becomes of it
    def _prepared(self, source: Source) -> tuple[Prepared, Path, str]:
        """Prepare a picture, or take it from the store; gives the file to print and its digest."""
        own = digest(source.data)
        key = key_of(
            own,
            sorted(self._faces.families),
            self._faces.sans,
            self._faces.serif,
            self._faces.mono,
            fingerprint("pictures"),
        )
        record = self._store.get_record("pictures", key)
        if record is not None:
            known = Prepared(
                record["suffix"], b"", record["fault"], record["remedy"], tuple(Note(*n) for n in record["notes"])
            )
            if not record["made"]:
                return known, source.path, own
            if (path := self._store.get_file("pictures", key, known.suffix)) is not None:
                return known, path, record["made"]
        prepared = prepare(source.data, self._faces)
        made, path = (digest(prepared.data), source.path) if prepared.data else ("", source.path)
        if prepared.data:
            path = self._store.put_file("pictures", key, prepared.suffix, prepared.data)
        notes = [(n.code, n.text, n.remedy) for n in prepared.notes]
        values = {"suffix": prepared.suffix, "fault": prepared.fault, "remedy": prepared.remedy}
        self._store.put_record("pictures", key, {**values, "notes": notes, "made": made})
        return prepared, path, made or own


def faces_of(tokens: str) -> Faces:
    """Read from style sheets which fonts there are, and which are for plain text."""
    families = {name: re.search(rf"--font-{name}:\s*([^;]+);", tokens) for name in ("sans", "serif", "mono")}
    known = {name: found[1].strip() for name, found in families.items() if found}
    return Faces(frozenset(_FACE.findall(tokens)), **known)


def shown(src: str) -> str:
    """Give a picture's address as messages show it."""
    return src if len(src) <= _LONGEST else src[: _LONGEST - 1] + "…"


def _said(place: Place, code: str, src: str, text: str, remedy: str = "") -> Finding:
    message = f"the picture {shown(src) or 'that names no file'} {text}"
    return finding(code, message, file=place.source, line=place.line, remedy=remedy)
