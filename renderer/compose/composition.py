"""A `Publication` in; one HTML document for each part out, with the charts still to be drawn and all findings.

Manuscripts are converted (or taken from the store), pictures and charts found, figures and tables numbered over the
whole publication, links resolved across parts, and layouts filled in. Only page numbers are left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.charts.theme import theme_from_tokens
from renderer.compose.behind import LAYOUT as APPENDIX
from renderer.compose.behind import Attachments, Behind, default_of, gather
from renderer.compose.borrowed import borrowed
from renderer.compose.drafts import Draft, numbered, tree_of, with_appendix, wordless
from renderer.compose.figures import ChartJob, Made, Studio, Tables
from renderer.compose.lists import entries_of, headings_of, lists_of, nothing_marked
from renderer.compose.logo import with_logo
from renderer.compose.look import look_of
from renderer.compose.parts import converted, fields_of, filled_in, illustrate, linked_of, whole_of
from renderer.compose.pictures import Pictures, faces_of
from renderer.compose.prose import with_numbers
from renderer.compose.references import Linked, Register, number, resolve
from renderer.compose.reviewing import Read, look_over, silenced
from renderer.compose.templates import Templates
from renderer.compose.titles import Titled, without_prefix
from renderer.findings import Finding
from renderer.languages.words import words
from renderer.markup import Chapter, Marked, split
from renderer.model import Asset, Edition, PartDocument, PartSource, Publication
from renderer.review.measured import Known
from renderer.silence import Ignore
from renderer.store import Store
from renderer.workspace import Workspace

MOST_CHAPTERS = 200  # of a lone manuscript; more headings of one level do not each begin a page
_LONG = 3  # chapters from which a lone manuscript gets a cover and contents


@dataclass(frozen=True, slots=True)
class Composition:
    """All parts of one edition as HTML, and the charts they show; the publication with its title settled."""

    publication: Publication
    documents: tuple[PartDocument, ...]
    charts: tuple[ChartJob, ...]
    findings: tuple[Finding, ...]
    ignores: tuple[Ignore, ...]
    """What the authors of the manuscripts have silenced."""
    common: Common


@dataclass(frozen=True, slots=True)
class Common:
    """What the parts of a publication have in common once all are composed; one can be composed again by itself."""

    register: Register
    logo: tuple[Asset, ...]
    printed: str
    """Where data are printed of which a chart does not say it."""
    listed: frozenset[str]
    """What some part lists of the others: `figures`, `tables`, `index`."""


def compose(
    publication: Publication, edition: Edition, workspace: Workspace, store: Store, templates: Templates,
    begin: Callable[[Sequence[ChartJob]], object] = lambda charts: None,
) -> Composition:  # fmt: skip
    """Compose all parts of a publication for one edition.

    `begin` is given the charts as soon as they are known: they can be drawn while the rest is composed.
    """
    publication, known, unanswered = with_numbers(publication, workspace, store)
    publication, drafts, findings = _drafts(publication, store)
    findings += unanswered
    pictures = Pictures(workspace, store, publication.picture_hosts, faces_of(templates.tokens()))
    publication, logo, faults = with_logo(publication, workspace, pictures, templates.token("--cover-field"))
    findings += [*faults, *wordless(drafts)]
    findings += templates.typefaces.take(publication.fonts, workspace.name(publication.root / "publication.yml"))
    theme = theme_from_tokens(templates.tokens(edition))
    printed = default_of(publication.chart_tables, [d.layout for d in drafts])
    studio = Studio(Tables(workspace, publication.data_dir), theme, Attachments(), printed)
    illustrated = {draft.id: illustrate(publication, draft, pictures, studio) for draft in drafts}
    made = {part: made_there for part, (made_there, _) in illustrated.items()}
    pictured = {part: shown for part, (_, shown) in illustrated.items()}
    findings += [fault for m in made.values() for fault in m.findings]
    charts = [job for m in made.values() for job in m.jobs]
    begin(charts)
    behind = [b for m in made.values() for b in m.behind]
    drafts = with_appendix(drafts, behind, publication)
    assets: dict[str, list[Asset]] = {}
    filled: list[Draft] = []
    for draft in drafts:
        fields, held, faults = fields_of(publication, draft, pictures)
        findings += faults
        filled.append(replace(draft, fields=fields, attachments=tuple(made.get(draft.id, Made()).attachments)))
        drawn = (Asset(j.asset, Path(j.asset), j.key) for j in made.get(draft.id, Made()).jobs)
        assets[draft.id] = [*pictured.get(draft.id, ()), *held, *drawn]
    drafts = filled
    bodies = [_read(d, known) for d in drafts if d.source.manuscript]
    findings += look_over(publication, bodies, charts, workspace, store)
    linked, register, faults = _linked(drafts, behind, edition, publication.incomplete)
    findings += faults
    headings = {d.id: tuple(headings_of(d)) for d in drafts}
    entries = entries_of(drafts, headings)
    lists = {d.id: lists_of(d.layout, getattr(d.fields, "lists", ()), linked, words(d.source.lang)) for d in drafts}
    findings += [nothing_marked(d.source.place) for d in drafts if d.layout == "index" and not lists[d.id]["terms"]]
    taken, drawn_there, faults = _borrowed(drafts, edition, workspace, store)
    findings += faults
    charts += drawn_there
    documents: list[PartDocument] = []
    for draft in drafts:
        if draft.source.origin:
            documents += [taken[draft.id]] if draft.id in taken else []
            continue
        shown = [*assets[draft.id], *logo]
        filling = publication, edition, draft, templates, entries, headings[draft.id], shown, lists[draft.id]
        document, faults = filled_in(*filling)
        findings += faults
        documents += [document] if document else []
    ignores, faults = silenced(publication)
    listed = {kind for d in drafts for kind in (*getattr(d.fields, "lists", ()), *["index"] * (d.layout == "index"))}
    common = Common(register, tuple(logo), printed, frozenset(listed))
    return Composition(publication, tuple(documents), tuple(charts), (*findings, *faults), tuple(ignores), common)


def _linked(
    drafts: Sequence[Draft], behind: Sequence[Behind], edition: Edition, incomplete: bool
) -> tuple[list[Linked], Register, list[Finding]]:
    """Number figures, tables and sections over all parts, and resolve what refers to them."""
    linked = [linked_of(draft) for draft in drafts]
    register, findings = number(linked)
    for part in linked:
        findings += resolve(part, register, edition, incomplete=incomplete)
    for draft in drafts:
        if draft.layout == APPENDIX:
            gather(draft.tree, behind, register.labels, words(draft.source.lang))
    return linked, register, findings


def _read(draft: Draft, known: Mapping[str, Known]) -> Read:
    """Give a part as the review of the whole publication reads it."""
    source = draft.source
    assert source.manuscript is not None
    return Read(draft.tree, source.manuscript, draft.title, draft.line, source.lang, known.get(source.id, Known()))


# ------------------------------------------------------------------------------------------------ manuscripts
def _drafts(publication: Publication, store: Store) -> tuple[Publication, list[Draft], list[Finding]]:
    """Convert all manuscripts; a part marked to be split becomes as many parts as it has top-level headings."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    for source in publication.parts:
        if source.manuscript is None:
            title = source.title or (words(source.lang)["index"] if source.layout == "index" else "")
            drafts.append(Draft(source.id, title, source.layout, source, tree_of(""), 0))
            continue
        marked = converted(source, store)
        if not publication.title:  # a lone manuscript is called as its opening heading says
            publication = replace(publication, title=marked.title or source.manuscript.path.stem)
        findings += marked.findings
        chapters = split(marked) if source.options.get("split") else ()
        # Split, its title stands on the cover alone, and only a long manuscript gets one.
        whole = len(chapters) < _LONG and (source.title or marked.title or not chapters)
        whole = whole or len(chapters) > MOST_CHAPTERS
        drafts += [whole_of(source, marked)] if whole else _split(source, marked, chapters, publication)
    drafts, faults = _titled(drafts, publication)
    findings += faults
    long = sum(1 for d in drafts if d.source.manuscript) >= _LONG
    kept = [d for d in drafts if long or not d.source.options.get("when_long")]
    return publication, list(numbered(kept)), findings


def _titled(drafts: Sequence[Draft], publication: Publication) -> tuple[list[Draft], list[Finding]]:
    """Give parts whose titles begin with the publication's the rest as title."""
    told = {d.id: _title_line(d) for d in drafts}
    titles = [
        Titled(d.title, d.name, told[d.id], "title-prefix" not in d.source.repairs_off) for d in drafts if told[d.id]
    ]
    texts, findings = without_prefix(titles, publication.title, publication.publisher)
    new = dict(zip((d.id for d in drafts if told[d.id]), texts, strict=True))
    return [replace(d, title=new.get(d.id, d.title)) for d in drafts], findings


def _title_line(draft: Draft) -> int:
    """Give the line of a part's title in its manuscript, 0 when it does not come from there."""
    manuscript = draft.source.manuscript
    if manuscript and draft.source.title and draft.title == str(manuscript.meta.get("title", "")):
        return manuscript.meta_lines.get("title", 0)
    return draft.title_line


def _split(
    source: PartSource, marked: Marked, chapters: Sequence[Chapter], publication: Publication
) -> Iterator[Draft]:
    """Make a part of each chapter; what stands before the first heading is a part of its own, under the title."""
    seen = {source.id}
    for i, chapter in enumerate(chapters):
        part_id, n = f"{source.id}-{chapter.id}" if chapter.title else source.id, 2
        while part_id in seen and chapter.title:
            part_id, n = f"{source.id}-{chapter.id}-{n}", n + 1
        seen.add(part_id)
        title = chapter.title or source.title or marked.title or (publication.title if i == 0 else "")
        yield Draft(part_id, title, source.layout, source, tree_of(chapter.html), chapter.line, anchor=chapter.anchor)


# -------------------------------------------------------------------------------------------------- the parts
def _borrowed(
    drafts: Sequence[Draft], edition: Edition, workspace: Workspace, store: Store
) -> tuple[dict[str, PartDocument], list[ChartJob], list[Finding]]:
    """Compose the publications that parts are taken from, each once, and take these parts and their charts."""
    origins = {d.source.origin.root: d.source.origin for d in drafts if d.source.origin}
    present = {d.id for d in drafts}
    taken: dict[str, PartDocument] = {}
    charts: list[ChartJob] = []
    findings: list[Finding] = []
    for root, origin in origins.items():
        look, _ = look_of(origin, workspace)
        whole = compose(origin, edition, workspace, store, Templates(workspace, store, look))
        sources = {d.id: d.source for d in drafts if d.source.origin and d.source.origin.root == root}
        found = {d.id: borrowed(sources[d.id], d, present) for d in whole.documents if d.id in sources}
        names = {d.source for d in found.values()}
        shown = {a.name for d in found.values() for a in d.assets}
        taken |= found
        charts += [job for job in whole.charts if job.asset in shown]
        findings += [f for f in whole.findings if f.place.file in names]
    return taken, charts, findings
