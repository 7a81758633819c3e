"""An order in; built at once and again whenever a file it asked for changes, each time with a line that says so."""

from __future__ import annotations

import time
from dataclasses import dataclass

from renderer.cli.printing import STATUS, Exit, print_findings, print_outcome, shown, stopped
from renderer.findings import Finding, Severity, Stopped
from renderer.order import Order, Outcome
from renderer.session import Session

NAMED = 5
"""Parts that are named when they are typeset; of more it is said how many."""
STEP = 20
"""Milliseconds without a change after which what has changed is built."""
WAIT = 500
"""Milliseconds after which a new watcher that noticed nothing says so."""


def watch_order(order: Order, as_json: bool) -> None:
    """Build an order again and again; ends with KeyboardInterrupt. What goes wrong is printed and no end."""
    import watchfiles

    with Session(order.jobs, remember=order.remember, cache_limit=order.cache_limit) as session:
        watch = Watch(session, order, as_json)
        watch.build()
        while True:
            folders, fresh = session.folders(order), True
            # One watcher for as long as the folders stay: it notes what changes while a build is under way.
            for changes in watchfiles.watch(
                *folders, watch_filter=None, step=STEP, rust_timeout=WAIT, yield_on_timeout=True, recursive=False,
                raise_interrupt=True,
            ):  # fmt: skip
                if not (changes or fresh):
                    continue
                watch.build()  # also when it is new: before it was there, something may have changed
                fresh = False
                if session.folders(order) != folders:
                    break


@dataclass(slots=True)
class Watch:
    """What is watched, and what was told of it last."""

    session: Session
    order: Order
    as_json: bool
    told: tuple[Finding, ...] = ()
    stopped: bool = True

    def build(self) -> None:
        """Build once and print what is new: findings, and a line unless all was up to date before."""
        begin = time.perf_counter()
        try:
            outcome = self.session.build(self.order)
        except Stopped as e:
            if not (self.stopped and e.findings == self.told):
                stopped(e.findings, STATUS[type(e)], self.as_json)
            self.told, self.stopped = e.findings, True
            return
        if outcome.up_to_date and not self.stopped:
            return
        known = () if self.as_json or self.stopped else self.told
        self.told, self.stopped = outcome.findings, False
        print_findings([f for f in outcome.findings if f not in known], self.as_json)
        if self.as_json:
            failed = any(f.severity is Severity.ERROR for f in outcome.findings)
            print_outcome(outcome, Exit.FINDINGS if failed else Exit.DONE, self.as_json)
        else:
            print(line(outcome, time.perf_counter() - begin), flush=True)


def line(outcome: Outcome, seconds: float) -> str:
    """Say what was built: where it is, which parts were typeset again, and how long it took."""
    made = outcome.typeset
    parts = ", ".join(made) if len(made) <= NAMED else f"{len(made)} of {len(made) + outcome.stored} parts"
    state = "up to date" if outcome.up_to_date else f"typeset: {parts or 'nothing'}"
    files = [f"{shown(d.path)}{' (proof)' if d.proof else ''}" for d in outcome.deliveries if d.pages]
    return f"{', '.join(files) or outcome.name}  {state}; {seconds:.1f} s"
