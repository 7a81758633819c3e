"""The last stage: verified files in; files standing in the output folder out, each moved into place in one step.

A file is written beside its place first, so that an interrupted or failed build leaves what stood there before.
`manifest.json` says for each publication of the folder what was delivered.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renderer.circulation import PartRecord
from renderer.findings import Finding, OutputError, finding
from renderer.model import Bound, Delivery, Issue, PartDocument, PrintedPicture
from renderer.workspace import digest

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Product:
    """One finished edition, ready to be delivered."""

    edition: Issue
    bound: Bound
    proof: bool
    typeset: tuple[str, ...]
    findings: tuple[Finding, ...]
    suffix: str = ""
    """What stands in the file's name beyond the edition, such as `copy-03`."""
    record: str = ""
    """Under what name its pages are remembered for a later revision; empty: they are not."""
    revision: str = ""
    """The date of the revision it is; empty for what is sent first."""
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The item of each part and the hash of what it is made of."""
    private: bool = False
    """Whether nobody but the user may read the file, and the manifest says nothing of what is in it."""
    report: Mapping[str, Any] | None = None
    """What was left out of it and how that was checked."""
    copies: tuple[Product, ...] | None = None
    """What is delivered in its place: a copy for each recipient; none while there are errors."""
    stem: str = ""
    """Begins the name of its file; empty: the publication's name."""
    documents: tuple[PartDocument, ...] = ()
    """What it was bound from."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Files that lie beside it, by what stands behind its name in theirs."""
    pictures: tuple[PrintedPicture, ...] = ()
    """The pictures of pixels in it."""


def deliver(name: str, products: Sequence[Product], folder: Path) -> tuple[Delivery, ...]:
    """Write all editions of a publication; none is moved into place before all are written.

    Raises OutputError: the folder cannot be made, or the disk is full.
    """
    written: list[tuple[Path, Path]] = []
    deliveries: list[Delivery] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for product in products:
            path = folder / file_name(product.stem or name, product.edition, product.proof, product.suffix)
            written.append((beside(path, product.bound.pdf, product.private), path))
            deliveries.append(_delivery(path, product))
            if product.report is not None:
                report = path.with_name(f"{path.stem}-report.json")
                told = json.dumps({"file": path.name, **product.report}, indent=2, ensure_ascii=False) + "\n"
                written.append((beside(report, told.encode(), product.private), report))
            for ending, data in product.beside.items():
                other = path.with_name(f"{path.stem}{ending}")
                written.append((beside(other, data, product.private), other))
        manifest = folder / MANIFEST
        described = [_described(d, p) for d, p in zip(deliveries, products, strict=True)]
        entries = _manifest(manifest, gone={path.name for _, path in written} | _outdated(name, products))
        kept = entries.get(name, {"files": []})["files"]  # of another edition, built before and still there
        entries[name] = {"files": sorted([*kept, *described], key=lambda f: str(f["file"]))}
        if sent := remembered(_sent(manifest, name), products):
            entries[name]["sent"] = sent
        text = json.dumps({"publications": dict(sorted(entries.items()))}, indent=2, ensure_ascii=False) + "\n"
        private = any(p.private for p in products) or _is_private(manifest)
        written.append((beside(manifest, text.encode(), private), manifest))
        for temporary, path in written:
            temporary.replace(path)
        for outdated in _outdated(name, products):
            (folder / outdated).unlink(missing_ok=True)
    except OSError as e:
        message = f"{e.strerror or e}: {e.filename or folder}"
        raise OutputError([finding("OUT-WRITE", message, file=str(folder))]) from e
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return tuple(deliveries)


def left_behind(name: str, products: Sequence[Product], folder: Path) -> list[Finding]:
    """Tell of files that an earlier build made of these editions and this one does not: they are nobody's copies now.

    They are named and never removed: what the user means to keep cannot be known. Only what the manifest lists and
    still stands in the folder counts. Proofs say nothing of what there is to be.
    """
    if any(product.proof for product in products):
        return []
    made = {file_name(p.stem or name, p.edition, p.proof, p.suffix) for p in products}
    editions = {product.edition for product in products}
    known = _manifest(folder / MANIFEST, gone=set()).get(name, {"files": []})["files"]
    left = sorted(f["file"] for f in known if f.get("edition") in editions and not f["proof"] and f["file"] not in made)
    message = "an earlier build made it, and it is no part of the publication any more"
    return [finding("OUT-LEFT", message, file=str(folder / file)) for file in left]


def deliver_folder(
    name: str, files: Mapping[str, bytes], archive: tuple[str, bytes], pages: Mapping[str, int], folder: Path
) -> tuple[Delivery, ...]:
    """Put a folder of files and the archive with the same files in place of what stood there of a publication.

    Raises OutputError: the folder cannot be made, or the disk is full.
    """
    place, written = folder / name, list[tuple[Path, Path]]()
    fresh = Path()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=f".{name}."))
        made = fresh / "new"
        for inner, data in files.items():
            (made / inner).parent.mkdir(parents=True, exist_ok=True)
            (made / inner).write_bytes(data)
        whole = {f"{name}/{path}": data for path, data in files.items()} | {archive[0]: archive[1]}
        deliveries = [
            Delivery(
                folder / path, "screen", pages.get(path.partition("/")[2], 0), len(data), digest(data), False, (), ()
            )
            for path, data in whole.items()
        ]
        manifest = folder / MANIFEST
        entries = _manifest(manifest, gone=set())
        before = {str(f["file"]) for f in entries.pop(name, {"files": []})["files"]}
        told = [{"file": path, "bytes": len(data), "sha256": digest(data)} for path, data in sorted(whole.items())]
        entries[name] = {"files": told}
        text = json.dumps({"publications": dict(sorted(entries.items()))}, indent=2, ensure_ascii=False) + "\n"
        written += [(beside(folder / archive[0], archive[1]), folder / archive[0])]
        written += [(beside(manifest, text.encode(), _is_private(manifest)), manifest)]
        if place.exists():
            place.replace(fresh / "old")
        made.replace(place)
        for temporary, goal in written:
            temporary.replace(goal)
        for outdated in before - whole.keys():  # an archive under embargo, or proofs
            (folder / outdated).unlink(missing_ok=True)
    except OSError as e:
        message = f"{e.strerror or e}: {e.filename or folder}"
        raise OutputError([finding("OUT-WRITE", message, file=str(folder))]) from e
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
        if fresh.name:
            shutil.rmtree(fresh, ignore_errors=True)
    return tuple(deliveries)


def file_name(name: str, edition: Issue, proof: bool, suffix: str = "") -> str:
    """Name a delivered file; a proof never has the name of a deliverable."""
    parts = [name, "" if edition == "screen" else edition, suffix]
    return f"{'-'.join(filter(None, parts))}{'.proof' if proof else ''}.pdf"


def _delivery(path: Path, product: Product) -> Delivery:
    pdf = product.bound.pdf
    return Delivery(
        path, product.edition, len(product.bound.labels), len(pdf), digest(pdf), product.proof, product.typeset,
        product.findings,
    )  # fmt: skip


def _is_private(manifest: Path) -> bool:
    """Tell whether a manifest is its owner's alone: it stays so when something for everybody is added."""
    return manifest.is_file() and not stat.S_IMODE(manifest.stat().st_mode) & 0o077


def beside(path: Path, data: bytes, private: bool = False) -> Path:
    """Write a file under a name of its own beside its place; the caller moves it there.

    It can be read as any other, or when it is private by its owner alone.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        if not private:  # mkstemp keeps a file to its owner; a deliverable is for handing out
            Path(name).chmod(0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _outdated(name: str, products: Sequence[Product]) -> set[str]:
    """Name the proofs that say nothing any more, because there is a deliverable now."""
    return {file_name(p.stem or name, p.edition, True, p.suffix) for p in products if not p.proof}


def _manifest(path: Path, gone: set[str]) -> dict[str, Any]:
    """Read what the manifest says of files that still stand there and are not about to go."""
    try:
        entries = json.loads(path.read_text("utf-8"))["publications"]
        stays = {
            name: {
                **e,
                "files": [f for f in e["files"] if f["file"] not in gone and (path.parent / f["file"]).is_file()],
            }
            for name, e in entries.items()
        }
        return {name: entry for name, entry in stays.items() if entry["files"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _described(delivery: Delivery, product: Product) -> Mapping[str, Any]:
    told = [f.as_dict() for f in delivery.findings]
    return {
        "file": delivery.path.name,
        "edition": delivery.edition,
        "proof": delivery.proof,
        "pages": delivery.pages,
        "bytes": delivery.size,
        "sha256": delivery.sha256,
        "conformance": list(product.bound.conformance),
        "parts": [
            {"id": _called(part, product.private), "first_page": first + 1, "pages": count}
            for part, (first, count) in product.bound.part_pages.items()
        ],
        # Messages quote what they are about; of a confidential publication only the kinds of findings are told.
        "findings": [{"code": f["code"], "severity": f["severity"]} for f in told] if product.private else told,
    }


def _called(part: str, private: bool) -> str:
    """Give the id of a part as the manifest has it: ids are made of file names, which may say too much."""
    return digest(part.encode())[:12] if private else part


# --------------------------------------------------------------------------------- what was sent, for revisions
def remembered(sent: dict[str, Any], products: Sequence[Product]) -> dict[str, Any]:
    """Add what is delivered now to what was sent before: for each record and revision the pages of its parts."""
    for product in products:
        if product.proof or not product.record:
            continue
        labels = product.bound.labels
        parts = [
            {
                "id": _called(part, product.private), "item": product.sources.get(part, ("", ""))[0],
                "first": labels[first], "last": labels[first + count - 1],
                "digest": product.sources.get(part, ("", ""))[1],
            }
            for part, (first, count) in product.bound.part_pages.items()
        ]  # fmt: skip
        sent.setdefault(product.record, {})[product.revision] = parts
    return sent


def past_of(
    folder: Path, name: str, revision: str, parts: Sequence[str], private: bool
) -> dict[str, dict[str, PartRecord]]:
    """Give the parts that were sent before a revision, of each record, by their ids.

    What was sent last before that date counts; without a date, what was sent first. Of parts that are gone and have
    only the hash of an id, this hash is given.
    """
    known = {_called(part, private): part for part in parts}
    past = {}
    for record, revisions in _sent(folder / MANIFEST, name).items():
        before = [date for date in revisions if date < revision or date == revision == ""]
        if before:
            past[record] = {
                known.get(p["id"], p["id"]): PartRecord(p["item"], p["first"], p["last"], p["digest"])
                for p in revisions[max(before)]
            }
    return past


def _sent(path: Path, name: str) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8"))["publications"][name]["sent"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
