"""One manuscript of a publication that was composed before, edited since, in; the HTML document of its part alone out.

What the part shares with the others is taken as it stood: numbers of figures and sections, titles, what links lead to.
So it takes as long in a publication of a thousand pages as in one of ten, and when the edit changed nothing of that,
which most edits do not, the document is the one that composing the whole publication gives.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from renderer.charts.theme import theme_from_tokens
from renderer.compose.behind import Attachments
from renderer.compose.composition import Composition
from renderer.compose.context import Lists
from renderer.compose.drafts import Draft
from renderer.compose.figures import ChartJob, Studio, Tables
from renderer.compose.lists import headings_of, lists_of
from renderer.compose.parts import converted, fields_of, filled_in, illustrate, linked_of, whole_of
from renderer.compose.pictures import Pictures, faces_of
from renderer.compose.prose import with_numbers
from renderer.compose.references import number, resolve
from renderer.compose.templates import Templates
from renderer.model import Asset, Edition, PartDocument, PartSource
from renderer.store import Store
from renderer.workspace import Workspace


def compose_alone(
    known: Composition, source: PartSource, edition: Edition, workspace: Workspace, store: Store, templates: Templates
) -> tuple[PartDocument, tuple[ChartJob, ...]] | None:
    """Compose one part of `known` again, from its edited source; also gives the charts it shows.

    None: it cannot be told from the rest, because it was split into chapters, lists other parts, or is new.
    """
    was = next((d for d in known.documents if d.id == source.id), None)
    stood = next((p for p in known.publication.parts if p.id == source.id and p.manuscript), None)
    if was is None or stood is None or source.options.get("split"):
        return None
    publication, _, _ = with_numbers(replace(known.publication, parts=(source,)), workspace, store)
    draft = _draft(publication.parts[0], stood, was, store)
    fields, held, _ = fields_of(publication, draft, pictures := _pictures(known, workspace, store, templates))
    if getattr(fields, "lists", ()) or getattr(fields, "depth", 0):
        return None
    taken = (a.name for d in known.documents if d.id != source.id for a in d.attachments)
    theme = theme_from_tokens(templates.tokens(edition))
    studio = Studio(Tables(workspace, publication.data_dir), theme, Attachments(taken), known.common.printed)
    made, pictured = illustrate(publication, draft, pictures, studio)
    draft = replace(draft, fields=fields, attachments=tuple(made.attachments))
    linked = linked_of(draft)
    register, _ = number([linked], known.common.register)
    resolve(linked, register, edition, incomplete=publication.incomplete)
    drawn = [Asset(job.asset, Path(job.asset), job.key) for job in made.jobs]
    shown = [*pictured, *held, *drawn, *known.common.logo]
    headings, listed = tuple(headings_of(draft)), known.common.listed
    # What is listed elsewhere gets anchors here.
    lists_of("index" if "index" in listed else "", sorted(listed - {"index"}), [linked], linked.words)
    document, _ = filled_in(
        publication, edition, draft, templates, (), headings, shown, Lists(lists=[], terms=())
    )  # fmt: skip
    return (document, tuple(made.jobs)) if document else None


def _pictures(known: Composition, workspace: Workspace, store: Store, templates: Templates) -> Pictures:
    return Pictures(workspace, store, known.publication.picture_hosts, faces_of(templates.tokens()))


def _draft(source: PartSource, stood: PartSource, was: PartDocument, store: Store) -> Draft:
    """Convert the manuscript; its title is as it stood (a prefix may have been taken off) unless the author changed it.

    `stood` is the source that `was` was made of.
    """
    before, draft = whole_of(stood, converted(stood, store)), whole_of(source, converted(source, store))
    return replace(draft, title=was.title if draft.title == before.title else draft.title, number=was.number)
