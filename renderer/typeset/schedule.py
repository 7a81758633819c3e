"""Composed parts in, typeset sheets out: through the store where the work was done before, else through the pool.

Parts that print page numbers, or whose first page may be a left-hand one, come last where nobody can guess how many
digits these have, and are set again until nothing moves, at most four times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from typing import Any

from renderer.compose import NO_FURNITURE, ChartJob, Pagination, fill, last, on_left_hand, paginate
from renderer.findings import Finding, finding
from renderer.model import Edition, PartDocument, Sheets, TypesetJob
from renderer.numbering import TOTAL
from renderer.papers.intake import Intake
from renderer.pool import alone, nearby, submit
from renderer.store import Store, fingerprint, key_of
from renderer.typeset import native
from renderer.typeset.charts import Charts
from renderer.typeset.noughts import blanked, hold
from renderer.typeset.work import typeset_all

ROUNDS = 4
A_PAGE = 2000.0
"""Characters of HTML that fill a page, as long as no part tells how many do."""
WORTH_A_WORKER = 30_000
"""Characters of HTML, about ten pages: less is typeset sooner than a second worker has loaded fonts and styles."""
WORTH_A_TURN = 2_000
"""Characters of HTML after which a worker may as well ask for more: so none is left with much while the others rest."""
Batch = tuple[tuple[str, TypesetJob], ...]
"""Jobs that one worker does in a row, each with its key in the store."""
Advance = Callable[[str, int], None]
"""Told the name of what was just done, and how much is known to be left."""
Ready = Callable[[Sheets], None]
"""Given the pages of a part that was just typeset."""


@dataclass(frozen=True, slots=True)
class Settled:
    """All parts typeset, and where their pages lie."""

    sheets: Mapping[str, Sheets]
    pagination: Pagination
    numbers: Mapping[str, str]
    """The printed page number of every anchor."""
    findings: tuple[Finding, ...]
    digits: Mapping[str, str] = field(default_factory=dict)
    """What is written into the slots of parts that print page numbers."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many pages a part fills, and on which of them (from 0) its anchors lie."""

    pages: int
    anchors: Mapping[str, int]


@dataclass(slots=True)
class Press:
    """Typesets jobs and draws charts; remembers which parts were not in the store."""

    store: Store
    executor: Executor
    advance: Advance
    fresh: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    charts: Charts = field(init=False)
    _engine: str = ""
    _sheets: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Hashes of the style sheets that parts have in common."""
    _ready: bool = False
    """Whether several workers have had something to do."""
    fine: int = 0
    """Pixels an inch that pictures keep at most; 0: what the edition asks for."""
    ready: Ready = lambda sheets: None

    def __post_init__(self) -> None:
        self.charts = Charts(self.store, self.executor, self.findings)

    def run(self, jobs: Sequence[TypesetJob]) -> dict[str, Sheets]:
        """Typeset jobs; those that show a chart wait until it is drawn."""
        done: dict[str, Sheets] = {}
        missing: list[tuple[str, TypesetJob]] = []
        for job in jobs:
            key = self.key(job)
            sheets = self.store.get("sheets", key, Sheets)
            if sheets is not None:
                done[job.id] = replace(sheets, id=job.id)
            else:
                missing.append((key, job))
        undrawn = self.charts.waiting
        free: list[tuple[str, TypesetJob]] = []
        waiting: list[tuple[str, TypesetJob]] = []
        for key, job in missing:
            (waiting if any(a.name in undrawn for a in job.assets) else free).append((key, job))
        setting = self._submit(free)
        self.charts.collect()
        setting |= self._submit(waiting)
        left = len(missing)
        for future in as_completed(setting):
            batch = setting.pop(future)
            for (key, job), sheets in zip(batch, self._result(future, [job for _, job in batch]), strict=True):
                left -= 1
                done[job.id] = sheets
                if sheets.pages:
                    self.store.put("sheets", key, sheets)
                self.fresh.append(job.id)
                self.advance(job.id, left)
                if job.tagged and sheets.pages:
                    self.ready(sheets)
        return done

    def key(self, job: TypesetJob) -> str:
        """Hash everything that decides the sheets of a job."""
        self._engine = self._engine or key_of(native.versions(), fingerprint("typeset", "pictures", "model.py"))
        assets = [(a.name, a.digest, a.title) for a in job.assets]
        if (sheets := self._sheets.get(job.stylesheets)) is None:
            sheets = self._sheets[job.stylesheets] = key_of(*job.stylesheets)
        return key_of(
            job.tagged and job.id,
            job.html,
            sheets,
            assets,
            job.source,
            job.edition,
            job.promise,
            job.fine,
            self._engine,
        )

    def _submit(self, jobs: Sequence[tuple[str, TypesetJob]]) -> dict[Future[list[Sheets]], Batch]:
        """Hand out jobs, the heaviest first, so that none is left to one worker when the others are done."""
        heaviest_first = sorted(jobs, key=lambda m: -len(m[1].html))
        handed_out = list(batches(heaviest_first, self._ready))
        self._ready |= len(handed_out) > 1
        executor = self.executor if len(handed_out) > 1 else nearby(self.executor)
        return {
            submit(executor, typeset_all, [self._with_charts(job) for _, job in batch]): batch for batch in handed_out
        }

    def _with_charts(self, job: TypesetJob) -> TypesetJob:
        assets = tuple(replace(a, path=self.charts.files.get(a.name, a.path)) for a in job.assets)
        return replace(job, assets=assets)

    def _result(self, future: Future[list[Sheets]], jobs: Sequence[TypesetJob]) -> list[Sheets]:
        try:
            return future.result()
        except BrokenProcessPool:  # all that was under way is lost with one worker
            return [sheets for job in jobs for sheets in _again(job)]


def batches(jobs: Sequence[tuple[str, TypesetJob]], ready: bool = False) -> Iterator[Batch]:
    """Put small jobs together until they are worth handing out; the order stays.

    What is worth no second worker is one batch, unless workers are `ready` that have fonts and styles already.
    """
    worth = WORTH_A_WORKER if not ready and sum(len(job.html) for _, job in jobs) <= WORTH_A_WORKER else WORTH_A_TURN
    batch: list[tuple[str, TypesetJob]] = []
    length = 0
    for item in jobs:
        batch.append(item)
        length += len(item[1].html)
        if length >= worth:
            yield tuple(batch)
            batch, length = [], 0
    if batch:
        yield tuple(batch)


def _again(job: TypesetJob) -> list[Sheets]:
    """Typeset a part alone; when its process is ended again it is the part's own doing, and it has no sheets."""
    try:
        return alone(typeset_all, [job])
    except BrokenProcessPool:
        message = f"the process that typeset `{job.id}` was ended from outside twice (out of memory?)"
        remedy = "part it in two, or build where there is more memory"
        fault = finding("ENGINE-FAILED", message, file=job.source, line=1, remedy=remedy)
        return [Sheets(job.id, b"", (), {}, (), (fault,))]


def settle(documents: Sequence[PartDocument], charts: Sequence[ChartJob], press: Press, edition: Edition) -> Settled:
    """Typeset all parts until the page numbers they print are the numbers of the pages they mean.

    Digits of one width are set as noughts, so that a number which moves is no reason to set its part again.
    """
    press.charts.begin(charts)  # most were when they were composed
    intake = Intake(press.store, press.executor)
    intake.hand_out([d.paper for d in documents if d.paper])
    printing = [d for d in documents if _depends(d, edition)]
    memory = key_of(edition, *(d.id for d in documents))
    before = press.store.get_record("places", memory) or {}
    setting = _Setting(documents, printing, edition, {d.id: d.html for d in documents if not d.paper})
    setting.number({}, before)
    early = [d for d in documents if not d.paper and (d not in printing or setting.is_sure(d, before))]
    sheets = press.run([job_of(d, setting.choose(d), edition, press) for d in early])
    sheets |= intake.collect()
    press.fresh += intake.fresh
    findings: list[Finding] = []
    for attempt in range(ROUNDS + 1):
        setting.number(sheets, before)
        moved = setting.moved(sheets)
        if not moved:
            break
        if attempt == ROUNDS:
            message = f"the page numbers of {', '.join(f'`{d.id}`' for d in moved)} did not settle"
            findings.append(finding("NUMBERS-UNSETTLED", message, file=moved[0].source))
            break
        sheets |= press.run([job_of(d, setting.choose(d), edition, press) for d in moved])
    press.store.put_record("places", memory, {i: [s.pages, dict(s.anchors)] for i, s in sorted(sheets.items())})
    return Settled(sheets, setting.pagination, setting.numbers, tuple(findings), setting.digits)


@dataclass(slots=True)
class _Setting:
    """Where the pages of all parts lie as far as is known, and what the parts print of it."""

    documents: Sequence[PartDocument]
    printing: Sequence[PartDocument]
    edition: Edition
    html: dict[str, str]
    """Each part as it is to be typeset now."""
    pagination: Pagination = field(init=False)
    numbers: dict[str, str] = field(init=False)
    digits: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    """Each part as it was typeset last."""
    exact: set[str] = field(default_factory=set)
    """Parts with digits that nothing can stand in for."""

    def number(self, sheets: Mapping[str, Sheets], before: Mapping[str, Any]) -> None:
        """Number the pages, those of parts not typeset yet as they are guessed to be."""
        places = _guess(self.documents, sheets, before)
        places |= {i: Extent(s.pages, s.anchors) for i, s in sheets.items()}
        own = {i: s.labels for i, s in sheets.items() if s.labels}
        self.pagination = paginate(self.documents, {i: p.pages for i, p in places.items()}, self.edition, own)
        label = self.pagination.label
        self.numbers = {a: label(i, page) for i, place in places.items() for a, page in place.anchors.items()}
        self.numbers |= {last(i): label(i, max(place.pages, 1) - 1) for i, place in places.items()}
        for d in self.printing:
            self._fill(d)

    def choose(self, document: PartDocument) -> str:
        """Give the HTML of a part that is going to be typeset."""
        self.chosen[document.id] = self.html[document.id]
        return self.html[document.id]

    def moved(self, sheets: Mapping[str, Sheets]) -> list[PartDocument]:
        """Name the parts that print another number of digits now, or have no place for them."""
        for d in self.printing:
            is_set = d.id in sheets and sheets[d.id].pages and self.chosen[d.id] == self.html[d.id]
            if is_set and not hold(sheets[d.id].slots, self.digits[d.id]):
                self.exact.add(d.id)
                self._fill(d)
        return [d for d in self.printing if self.chosen.get(d.id) != self.html[d.id]]

    def _fill(self, document: PartDocument) -> None:
        html = _filled(document, self.numbers, self.pagination, self.edition)
        self.html[document.id], self.digits[document.id] = (html, "") if document.id in self.exact else blanked(html)

    def is_sure(self, document: PartDocument, before: Mapping[str, Any]) -> bool:
        """Tell whether guessed numbers have as many digits as the right ones very probably will."""
        if all(d.id in before for d in self.documents):
            return True
        if any(d.paper for d in self.documents):  # how long these are nobody can guess
            return False
        printed = [self.numbers.get(anchor, "0") for anchor in document.page_refs]
        counts = [int(label) for label in printed if label.isdecimal()]
        return self.edition == "screen" and all(len(str(round(n / 1.5))) == len(str(round(n * 1.5))) for n in counts)


def set_alone(
    document: PartDocument, charts: Sequence[ChartJob], press: Press, edition: Edition, settled: Settled
) -> Sheets:
    """Typeset one part that was composed again, with noughts for its page numbers, as many as they stood for."""
    press.charts.begin(charts)
    html = document.html
    if _depends(document, edition):
        html, _ = blanked(_filled(document, settled.numbers, settled.pagination, edition))
    return press.run([job_of(document, html, edition, press)])[document.id]


def _depends(document: PartDocument, edition: Edition) -> bool:
    """Tell whether what is on the pages of a part depends on where its own or those of others lie."""
    return bool(document.page_refs) or (edition == "print" and document.start == "any" and not document.paper)


def _filled(document: PartDocument, numbers: Mapping[str, str], pagination: Pagination, edition: Edition) -> str:
    """Give the HTML of a part with page numbers, for the side its first page is on."""
    start = pagination.starts[document.id]
    printed = {anchor: numbers[anchor] for anchor in document.page_refs if anchor in numbers}
    html = fill(document.html, {**printed, TOTAL: pagination.total(start)})
    return on_left_hand(html) if edition == "print" and start % 2 else html


def _guess(
    documents: Sequence[PartDocument], sheets: Mapping[str, Sheets], before: Mapping[str, tuple[int, dict[str, int]]]
) -> dict[str, Extent]:
    """Guess where the anchors of parts not typeset yet lie: as last time, else by the length of the text.

    A right guess saves a round; a wrong one costs nothing but that round.
    """
    known = [
        (len(d.html), sheets[d.id].pages)
        for d in documents
        if d.id in sheets and d.html and d.layout not in NO_FURNITURE
    ]
    a_page = sum(length for length, _ in known) / max(1, sum(pages for _, pages in known)) or A_PAGE
    return {
        d.id: Extent(*before[d.id])
        if d.id in before
        else Extent(max(1, round(len(d.html) / a_page)), dict.fromkeys([d.id, *(h.anchor for h in d.headings)], 0))
        for d in documents
        if d.id not in sheets
    }


def job_of(document: PartDocument, html: str, edition: Edition, press: Press) -> TypesetJob:
    """Make the job for a part whose page numbers are filled in; one without pictures is the same however fine."""
    fine = press.fine if any(asset.name.startswith("pictures/") for asset in document.assets) else 0
    return TypesetJob(
        document.id, document.source, html, document.stylesheets, document.assets, edition=edition,
        promise=document.promise, fine=fine,
    )  # fmt: skip
