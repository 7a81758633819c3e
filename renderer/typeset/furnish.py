"""Parts with their pages in; what is laid over each page out: running heads, folios, marks, typeset.

Pages of any parts that look alike but for the digits of their numbers share one typeset sheet, in which noughts stand
for these; so pages that move cost nothing. Where the font of the numbers has no digits of one width, the sheets of a
part are set with the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renderer.compose import Furnishing, Templates, furnishings
from renderer.model import Asset, Edition, Laid, PartDocument, Publication, Sheets
from renderer.typeset.noughts import blanked, hold
from renderer.typeset.schedule import Press, Settled


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is laid over the pages of each part, and the files its fonts come from."""

    laid: Mapping[str, tuple[Laid, ...]]
    assets: tuple[Asset, ...]


def furnish(
    publication: Publication, edition: Edition, documents: Sequence[PartDocument], settled: Settled, press: Press,
    templates: Templates, proof: bool,
) -> Furniture:  # fmt: skip
    """Typeset the furniture of parts that are typeset themselves; a `proof` says so on every page."""
    chapters = max((d.number for d in documents), default=0)

    def wanted(document: PartDocument, *, exact: bool = False) -> tuple[Furnishing, ...]:
        sizes = settled.sheets[document.id].sizes
        return furnishings(publication, edition, document, sizes, settled.pagination, templates, proof, chapters, exact)

    parts = {d.id: wanted(d) for d in documents}
    sheets = _typeset(parts, press)
    loose = [d for d in documents if any(not _takes(f, sheets[f.job.id]) for f in parts[d.id])]
    if loose:
        parts |= {d.id: wanted(d, exact=True) for d in loose}
        sheets = _typeset(parts, press)
    laid = {part: tuple(Laid(sheets[f.job.id], digits=f.digits) for f in over) for part, over in parts.items()}
    assets = {asset.name: asset for over in parts.values() for f in over for asset in f.job.assets}
    return Furniture(laid, tuple(assets.values()))


def _typeset(parts: Mapping[str, Sequence[Furnishing]], press: Press) -> dict[str, Sheets]:
    """Typeset each sheet once, whatever parts it belongs to; gives it by the names of all jobs that ask for it."""
    jobs = {f.job.id: f.job for over in parts.values() for f in over}
    keys = {name: press.key(job) for name, job in jobs.items()}
    chosen = {key: jobs[name] for name, key in reversed(keys.items())}  # the first of those that ask for it
    made = press.run([jobs[name] for name, key in keys.items() if chosen[key] is jobs[name]])
    return {name: made[chosen[key].id] for name, key in keys.items()}


def _takes(furnishing: Furnishing, sheets: Sheets) -> bool:
    """Tell whether a typeset sheet has a place for each digit that it shows."""
    noughts = blanked(furnishing.job.html)[1]
    return not furnishing.digits or hold(sheets.slots, noughts)
