"""One order in, one outcome out: the seven stages of a build, in their order.

read → compose → typeset → bind → finish → verify → deliver; docs/architecture.md has the same seven headings.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer import memory
from renderer.findings import Finding, InputError, InternalError, OutputError, Severity, errors, finding, settled
from renderer.order import Delivery, Edition, Issue, Order, Outcome
from renderer.pool import rest, tidy, warm, workers
from renderer.read import makes_kit
from renderer.silence import Ignore, heed, idle
from renderer.store import Store, opened
from renderer.upkeep import trim
from renderer.workspace import Workspace

if TYPE_CHECKING:
    from renderer.compose import Composition, Templates
    from renderer.deliver import Product
    from renderer.model import Bound, Publication, Sheets
    from renderer.publications import Package
    from renderer.typeset.schedule import Press, Settled
    from renderer.versions import Version

    Made = tuple[Product, tuple[Ignore, ...]]

UNREADABLE = ("FILE-", "FOLDER-")
"""Codes of faults after which the pages cannot show what is missing: there is no proof, only the findings."""


class Progress:
    """What a build tells whoever watches; this one keeps silent."""

    def stage(self, name: str) -> None:
        """Say that a stage begins."""

    def part(self, name: str, left: int) -> None:
        """Say that a part is typeset and how many are left."""

    def pages(self, sheets: Sheets) -> None:
        """Hand out the own pages of a part that was just typeset, long before all parts are bound."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What the stages of one build work with."""

    order: Order
    workspace: Workspace
    store: Store
    executor: Executor
    progress: Progress
    composed: dict[Path, Composition] = field(default_factory=dict)
    """Other publications that excerpts and figures are taken from, by their folders: each is composed once."""
    stood: list[Stood] | None = None
    """Where whoever will build again wants written down how each version stood."""
    first: tuple[str, ...] = ()
    """Parts that were typeset already, for this build, before it began."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How a version stood when it was typeset: what a part of it that is edited later can be set by itself with."""

    publication: Publication
    """As it was read."""
    edition: Edition
    composed: Composition
    pages: Settled
    templates: Templates


def build(order: Order, progress: Progress | None = None) -> Outcome:
    """Build one publication.

    Raises InputError: something cannot be read at all. ToolError: a library is not installed. OutputError: the result
    cannot be written. InternalError: it does not say what it was meant to. In each case nothing in the output folder
    has changed.
    """
    with opened(order.remember) as store:
        if (outcome := memory.recall(store, order)) is not None:
            return outcome
        workspace = Workspace()
        with workers(order.jobs, few=makes_kit(workspace, order.source)) as executor:
            warm(executor)
            outcome = make(Shop(order, workspace, store, executor, progress or Progress()))
        if order.remember:
            with suppress(OSError):  # what was asked for is delivered
                trim(store.folder, order.cache_limit)
        return outcome


def make(shop: Shop) -> Outcome:
    """Build one publication with what a shop has, and leave in its store what an up-to-date build is answered from.

    Raises what `build` does.
    """
    outcome = _build(shop)
    with suppress(OSError):  # what was asked for is delivered: a full disk costs only that the next build works
        memory.remember(shop.store, shop.order, outcome, shop.workspace.trace())
    return outcome


def _build(shop: Shop) -> Outcome:
    """Run the seven stages; the middle five once for each edition."""
    from renderer.publications import LADDER, pack, works_of
    from renderer.read import read
    from renderer.read.brand import read_brand

    order = shop.order
    shop.progress.stage("read")
    publication, findings = read(shop.workspace, order.source, order.site_root)
    publication = replace(publication, theme=order.theme or publication.theme, paper=order.paper or publication.paper)
    if order.brand:
        brand, faults = read_brand(shop.workspace, order.brand)
        publication, findings = replace(publication, brand=brand), [*findings, *faults]
    editions = [order.edition] if order.edition else publication.editions
    works, faults = works_of(publication, shop.workspace)
    findings = [*findings, *faults]
    wanted = [version for work in works for version in _versions(shop, work, editions)]
    first: Package | None = None
    for fine in (0, *LADDER):  # a package that is too large is made again with coarser pictures
        made = [_produce(shop, version, findings, fine, last=version is wanted[-1]) for version in wanted]
        products, notes = _heeded(made, whole=set(editions) == set(publication.editions))
        package = pack(publication, products, shop.composed, shop.workspace, shop.store, shop.executor, fine, first)
        first = first or package
        if package is None or package.fits:
            break
    deliveries: tuple[Delivery, ...] = ()
    left: list[Finding] = []
    if order.output:
        shop.progress.stage("deliver")
        # Of several files that belong together none is handed out while one of them is a proof.
        shown = products if package or len(works) == 1 else [p for p in products if p.proof]
        deliveries, left = _deliver(publication.name, _handed_out(shown), package, order.output)
        if left:
            shop.workspace.unsettled("what an earlier build left")
    fresh = tuple(dict.fromkeys(part for product in products for part in product.typeset))
    parts = {part for product in products for part in product.bound.part_pages}
    found = settled([*notes, *left, *(f for p in products for f in p.findings), *(package.findings if package else ())])
    return Outcome(publication.name, deliveries, found, fresh, len(parts - set(fresh)))


def _versions(shop: Shop, publication: Publication, editions: Sequence[Issue]) -> list[Version]:
    """Give every version that is to be made; late papers are put in by what stands in the output folder."""
    from renderer.deliver import past_of
    from renderer.versions import versions

    date = publication.revision.date if publication.revision else ""
    past = {}
    if publication.late and shop.order.output:
        shop.workspace.unsettled("what was delivered before")
        ids = [part.id for part in publication.parts]
        past = past_of(shop.order.output, publication.name, date, ids, publication.confidential)
    made = versions(publication, editions, past, shop.workspace)
    return made if shop.order.output else [replace(version, findings=()) for version in made]  # nothing to compare with


def _handed_out(products: Sequence[Product]) -> list[Product]:
    """Give copies in the place of what they are copies of."""
    return [p for product in products for p in ((product,) if product.copies is None else product.copies)]


def _deliver(
    name: str, products: Sequence[Product], package: Package | None, folder: Path
) -> tuple[tuple[Delivery, ...], list[Finding]]:
    """Put the files in place: those of a package as a folder and an archive, others as they are.

    Also tells of files that an earlier build left there.
    """
    from renderer.deliver import deliver, deliver_folder, left_behind

    if package is None:
        return deliver(name, products, folder), left_behind(name, products, folder)
    packed = package.archive, package.packed
    return deliver_folder(package.name, package.files, packed, package.pages, folder), []


def _heeded(made: Sequence[Made], whole: bool) -> tuple[list[Product], list[Finding]]:
    """Leave out the findings that authors have silenced, and report comments that silenced nothing in any edition."""
    products, used = [], frozenset[Ignore]()
    for product, ignores in made:
        shown, heeded = heed(product.findings, ignores)
        products.append(replace(product, findings=shown))
        used |= heeded
    return products, idle(made[0][1], used) if whole else []


def _produce(
    shop: Shop, version: Version, faults: Sequence[Finding], fine: int = 0, *, last: bool = False
) -> Made:  # fmt: skip
    """Take one version from manuscripts to a verified file, with all findings and what is to be silenced of them."""
    from renderer.compose import Templates, compose, look_of
    from renderer.finish.reports import beside
    from renderer.publications import cut
    from renderer.typeset.schedule import Press, settle
    from renderer.versions.late import doubled

    publication = version.publication
    edition: Edition = "print" if version.issue == "print" else "screen"

    shop.progress.stage("compose")
    stem = publication.name
    look, notes = look_of(publication, shop.workspace)
    templates = Templates(shop.workspace, shop.store, look)
    press = Press(shop.store, shop.executor, shop.progress.part, fine=fine, ready=shop.progress.pages)
    known = shop.composed.get(publication.root) if publication.excerpt else None
    composed = known or compose(publication, edition, shop.workspace, shop.store, templates, press.charts.begin)
    if publication.excerpt:
        shop.composed[publication.root] = composed
        composed = replace(composed, publication=publication)
    publication = composed.publication
    findings = [*faults, *version.findings, *notes, *composed.findings]
    if any(f.code.startswith(UNREADABLE) and f.severity is Severity.ERROR for f in findings):
        raise InputError(settled(findings))
    if not composed.documents:
        raise InputError(settled([*findings, finding("FOLDER-EMPTY", "there is nothing to typeset")]))

    shop.progress.stage("typeset")
    _load_meanwhile()
    pages = settle(composed.documents, composed.charts, press, edition)
    if shop.stood is not None:
        shop.stood.append(Stood(version.publication, edition, composed, pages, templates))
    if publication.excerpt:
        composed, pages = cut(composed, pages, press, templates, edition, shop.workspace)
        publication, findings = composed.publication, [*faults, *composed.findings]
    findings += [*pages.findings, *press.findings, *(f for s in pages.sheets.values() for f in s.findings)]
    if not any(s.pages for s in pages.sheets.values()):
        raise InputError(settled(findings))
    findings += doubled(publication, pages.pagination.labels)

    shop.progress.stage("bind")
    proof = shop.order.draft or any(errors(findings))
    bound = _bind(publication, edition, composed, pages, press, templates, findings, proof, last)
    if not proof and any(errors(bound.findings)):
        proof = True
        bound = _bind(publication, edition, composed, pages, press, templates, findings, proof, last)

    fresh = tuple(part for part in dict.fromkeys((*shop.first, *press.fresh)) if "/" not in part)
    product = _finished(shop, version, bound, proof, fresh, settled([*findings, *bound.findings]))
    told = {} if proof else beside(publication, version.issue, product.bound, composed.documents, pages.sheets)
    pictures = tuple(picture for d in composed.documents for picture in pages.sheets[d.id].pictures)
    product = replace(product, stem=stem, documents=composed.documents, pictures=pictures, beside=told)
    return product, composed.ignores


def _finished(
    shop: Shop, version: Version, bound: Bound, proof: bool, fresh: tuple[str, ...], findings: tuple[Finding, ...]
) -> Product:  # fmt: skip
    """Pack a bound file, see that it says what it was meant to and nothing of what was left out; make its copies."""
    from renderer.deliver import Product
    from renderer.finish import finish
    from renderer.finish.copies import drawings, issued
    from renderer.finish.imposing import two_up
    from renderer.model import PAPER_SIZES
    from renderer.read.circulation import item_of
    from renderer.verify import verify

    shop.progress.stage("finish")
    publication, drawn = version.publication, {}
    if version.recipients and not proof:
        drawn = drawings(publication, version.recipients, shop.workspace)
    if version.issue == "handout":
        bound = two_up(bound, PAPER_SIZES[publication.paper])
    finished = finish(bound, publication, drawn)

    shop.progress.stage("verify")
    tidy(len(bound.labels))  # the parts as they were bound
    if mismatches := verify(finished, shop.executor):
        raise InternalError(mismatches)
    report = _searched(shop, version, finished) if version.removed else None
    sources = {part.id: (item_of(part), version.digests.get(part.id, "")) for part in publication.parts}
    date = publication.revision.date if publication.revision else ""
    private = publication.confidential and version.issue != "public"
    product = Product(
        version.issue, finished, proof, fresh, findings, suffix=version.suffix, record=version.record, revision=date,
        sources=sources, private=private, report=report if version.issue == "public" and not proof else None,
    )  # fmt: skip
    if not version.recipients:
        return product
    copies = issued(finished, drawn, publication.copies) if drawn and publication.copies else ()
    return replace(
        product,
        copies=tuple(replace(product, stem=publication.name, suffix=f"copy-{n:02}", bound=b) for n, b in copies),
    )


def _searched(shop: Shop, version: Version, finished: Bound) -> dict[str, object]:
    """Search a file for the words of what was left out of it, and tell what was looked for.

    Raises OutputError: one was found; nothing is delivered.
    """
    from renderer.leaks import leaks, secrets_of, told

    secret = secrets_of(version.removed, version.publication, shop.workspace)
    if found := leaks(finished.pdf, secret):
        places = ", ".join(list(found)[:5])
        count = len(set().union(*found.values()))
        message = f"{count} of the words that stand only in what was left out are in the file: {places}"
        raise OutputError([finding("PUBLIC-LEAK", message)])
    return told(version.removed, secret, finished)


def _load_meanwhile() -> None:
    """Load what the later stages need while this process waits for its workers."""

    def load() -> None:
        import renderer.bind  # noqa: F401
        from renderer.verify import preload

        preload()

    threading.Thread(target=load, daemon=True).start()


def _bind(
    publication: Publication, edition: Edition, composed: Composition, pages: Settled, press: Press,
    templates: Templates, findings: Sequence[Finding], proof: bool, last: bool,
) -> Bound:  # fmt: skip
    """Lay furniture over the pages and bind everything; a proof claims nothing. After the `last` the workers rest."""
    from renderer.bind import bind
    from renderer.bind.plan import claims, plan
    from renderer.compose import papers_of
    from renderer.typeset.furnish import furnish
    from renderer.verify import prepare

    documents = [d for d in composed.documents if pages.sheets[d.id].pages]
    furniture = furnish(publication, edition, documents, pages, press, templates, proof)
    if last:
        rest(press.executor)
    bound_pages = sum(pages.sheets[d.id].pages for d in documents)
    prepare(press.executor, bound_pages)
    tidy(bound_pages)  # the parts as they were composed
    conformance, notes = claims(findings, publication.conformance)
    papers = papers_of(publication, edition, documents, templates)
    bound = bind(plan(publication, documents, pages, furniture, () if proof else conformance, papers))
    return replace(bound, findings=(*bound.findings, *notes))
