"""What the last build of an order asked, and what came of it: an up-to-date build is answered from here.

In: an order. Out: the outcome of its last build, when every question that build asked still has the same answer, the
program is the same and the delivered files still stand where they were put.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from renderer.findings import Finding
from renderer.order import Delivery, Order, Outcome
from renderer.store import Store, fingerprint, key_of
from renderer.workspace import Trace, digest, unchanged


def recall(store: Store, order: Order) -> Outcome | None:
    """Give the last outcome of an order when nothing it depends on has changed."""
    record = store.get_record("builds", _key(order))
    try:
        if record is None or record["program"] != fingerprint():
            return None
        deliveries = tuple(_delivery(d) for d in record["deliveries"])
        if not all(d.path.is_file() and digest(d.path.read_bytes()) == d.sha256 for d in deliveries):
            return None
        if not unchanged(record["trace"]):
            return None
        findings = tuple(Finding.from_dict(f) for f in record["findings"])
        return Outcome(record["name"], deliveries, findings, (), record["parts"], up_to_date=True)
    except (KeyError, TypeError, OSError):  # written by another version, or a file that cannot be read just now
        return None


def inputs(store: Store, order: Order) -> dict[str, str]:
    """Name the files the last build of an order read, with the digests they had."""
    record = store.get_record("builds", _key(order)) or {}
    return {what: answer for kind, what, answer in record.get("trace", ()) if kind == "read"}


def remember(store: Store, order: Order, outcome: Outcome, trace: Trace) -> None:
    """Keep the outcome of an order with everything that was asked on the way."""
    store.put_record(
        "builds",
        _key(order),
        {
            "program": fingerprint(),
            "trace": trace,
            "name": outcome.name,
            "parts": outcome.stored + len(outcome.typeset),
            "findings": [f.as_dict() for f in outcome.findings],
            "deliveries": [
                {
                    "path": str(d.path), "edition": d.edition, "pages": d.pages, "size": d.size, "sha256": d.sha256,
                    "proof": d.proof, "findings": [f.as_dict() for f in d.findings],
                }
                for d in outcome.deliveries
            ],
        },
    )  # fmt: skip


def _key(order: Order) -> str:
    """Hash what makes it the same order; processes that share the work and the size of the store do not."""
    return key_of(replace(order, jobs=1, cache_limit=0), str(Path.cwd()))


def _delivery(values: dict[str, Any]) -> Delivery:
    findings = tuple(Finding.from_dict(f) for f in values["findings"])
    return Delivery(
        Path(values["path"]), values["edition"], values["pages"], values["size"], values["sha256"], values["proof"], (),
        findings,
    )  # fmt: skip
