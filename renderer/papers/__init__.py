"""A PDF from elsewhere in; sheets that are bound like those of a typeset part out, or what keeps it from being bound.

The pages are not laid out anew: what paints them stays as it is. They get tags (or keep theirs), and lose what does
not belong to a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from pikepdf import Object, ObjectStreamMode, Pdf, PdfError, Stream, String

from renderer.findings import Finding, finding
from renderer.languages.tags import is_valid
from renderer.model import Sheets
from renderer.numbering import LabelRange
from renderer.paper import PaperFacts, PaperFile, PaperJob
from renderer.papers.content import balance, content_bytes, forms_of, has_text, shows_text, tagged_text, unpacked
from renderer.papers.covered import may_cover
from renderer.papers.fitness import Fitness, judge, unreadable_fonts
from renderer.papers.labels import read_labels
from renderer.papers.layers import settle_layers
from renderer.papers.lettering import Use, faults_of, fonts_in_use
from renderer.papers.limits import refuse_what_is_too_large
from renderer.papers.measuring import measure
from renderer.papers.mending import mend_pages
from renderer.papers.navigation import collect_names, read_outline, settle_links, write_names
from renderer.papers.opening import CannotBind, Opened, open_paper, seen_size
from renderer.papers.pictures import read_texts, replace_by_pictures
from renderer.papers.rules import Flattened, clean, settle_annotations, strip
from renderer.papers.tagging import hand_over, tag_pages
from renderer.papers.tree import KeptTree, has_tags

__all__ = ["prepare"]

MM = 72 / 25.4  # pt
RETAG = "bind it with `tags: text`, or ask its author for a PDF that claims PDF/UA itself"
"""What helps where only the tags of a paper are at fault."""
DAMAGE = (PdfError, RuntimeError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
"""What reading a file raises in which an entry is of another kind than it has to be."""


def prepare(data: bytes, job: PaperJob) -> Sheets:
    """Make sheets of a PDF; those of one that cannot be bound have no pages and a finding that says why.

    Findings name no place: that is for the caller, who keeps them longer than lines of publication.yml stay the same.
    """
    try:
        opened = open_paper(data, job.paper)
        with opened.pdf:
            return _sheets(opened, job)
    except CannotBind as e:
        return Sheets(job.id, b"", (), {}, (), (e.finding,))
    except DAMAGE as e:
        fault = finding("PAPER-FORMAT", f"its inner structure is damaged: {e}")
        return Sheets(job.id, b"", (), {}, (), (fault,))


def _sheets(opened: Opened, job: PaperJob) -> Sheets:
    pdf, paper = opened.pdf, job.paper
    pages = [page.obj for page in pdf.pages]
    refuse_what_is_too_large(pdf, pages)
    said = str(pdf.Root.get("/Lang", "")) if isinstance(pdf.Root.get("/Lang"), String) else ""
    tagged, metadata = has_tags(pdf, pages), list(_metadata(pdf))
    claims_ua = _claims_ua(pdf)
    findings = [*opened.findings, *clean(pdf)]
    settle_layers(pdf, pages)
    pictures_only = tuple(n for n, page in enumerate(pages, 1) if not _shows_text([page]))
    uses, notes = fonts_in_use(pages), _notes(pages)
    tags, reason = _chosen(pages, job, uses, tagged)
    flattened, gone = settle_annotations(pdf, pages, tags == "keep")
    uses = fonts_in_use(pages) if _notes(pages) != notes else uses  # those of what became part of a page too
    names = collect_names(pdf, job.id)
    labels, faults = _labels(opened, paper)
    findings += faults
    headings = tuple(read_outline(pdf, names))
    gone += settle_links(pages, names, job.title)
    findings += [finding("PAPER-DROPPED", f"left out: {what}") for what in gone]
    write_names(pdf, names)
    mend_pages(pages)
    suspects = frozenset(() if paper.covered else (n for n, page in enumerate(pages) if may_cover(page)))
    # Without hundreds of marks on a page it is read three times as fast.
    shown = _saved(pdf) if tags == "text" and (paper.stamp or suspects) else b""
    findings += _tagged(pdf, pages, (tags, reason), job, flattened, uses, claims_ua)
    strip(pdf)
    balance(pdf, pages)
    counts = hand_over(pdf, job.id, forms_of(pages))
    sizes, data = tuple(seen_size(page) for page in pages), _saved(pdf)
    rooms, hiding = measure(shown or data, sizes, bool(paper.stamp), suspects)
    if hiding:
        where = _listed([n + 1 for n in hiding], 0)
        message = f"text lies under black boxes on {where}: it is not seen there, and can be copied"
        findings.append(finding("PAPER-COVERED", message))
    dropped = [f.message.removeprefix("left out: ") for f in findings if f.code == "PAPER-DROPPED"]
    return Sheets(
        id=job.id,
        pdf=data,
        sizes=sizes,
        anchors={job.id: 0, **names.anchors},
        fonts=(),
        findings=tuple(findings),
        headings=headings,
        lang=paper.lang or (said if is_valid(said) else ""),
        rooms=rooms,
        facts=PaperFacts(
            size=len(opened.data),
            of=opened.total,
            sizes=tuple(dict.fromkeys((round(width / MM), round(height / MM)) for width, height in sizes)),
            tagged=tagged,
            told=tags,
            fonts_missing=tuple(sorted({use.name for use in uses if "embedded" in faults_of(use)})),
            pictures_only=pictures_only,
            covered=tuple(n + 1 for n in hiding),
            removed=(*dropped, *metadata),
        ),
        labels=labels,
        tags=counts,
    )


def _labels(opened: Opened, paper: PaperFile) -> tuple[tuple[LabelRange, ...], list[Finding]]:
    """Give the labels that the pages keep, where that is asked for."""
    labels = read_labels(opened.pdf, opened.numbers) if paper.labels else ()
    if labels or not paper.labels:
        return labels, []
    return (), [finding("PAPER-LABELS", "the file has no page labels, or not for each of these pages")]


def _chosen(pages: Sequence[Object], job: PaperJob, uses: Sequence[Use], tagged: bool) -> tuple[str, str]:
    """Choose how pages are told: as asked, else by what the file has; with the reason in words."""
    asked = job.paper.tags
    if asked == "keep" and not tagged:
        return "figure", "it has no tags to keep"
    if asked != "auto":
        return asked, "as `tags:` says"
    inside, outside, _ = tagged_text(pages) if tagged else (0, 0, True)
    if tagged and inside >= outside:
        return "keep", "it is tagged"
    if not _shows_text(pages):
        return "figure", "its pages are pictures without text"
    if unreadable := unreadable_fonts(uses):
        return "figure", f"the letters of {', '.join(unreadable)} have no Unicode values"
    lack = "its tags leave out most of its text" if tagged else "it has no tags"
    return "text", f"{lack}, and its text can be read"


def _metadata(pdf: Pdf) -> Iterator[str]:
    """Say what of a file tells who made it, when and with what; it goes in any case."""
    told = [key for key in ("/Author", "/Creator", "/Producer", "/Title", "/CreationDate") if key in pdf.docinfo]
    if told or "/Metadata" in pdf.Root:
        yield "its metadata" + (f" ({', '.join(key[1:] for key in told)})" if told else "")


def _notes(pages: Sequence[Object]) -> int:
    return sum(len(page.get("/Annots", ())) for page in pages)


def _claims_ua(pdf: Pdf) -> bool:
    """Tell whether a file claims PDF/UA for itself; what UA-2 adds to UA-1 goes when its tree is settled."""
    packet = pdf.Root.get("/Metadata")
    return isinstance(packet, Stream) and bool(re.search(rb"pdfuaid:part\s*(?:=\s*[\"']|>)\s*[12]\b", unpacked(packet)))


def _shows_text(pages: Sequence[Object]) -> bool:
    return any(has_text(content_bytes(page)) for page in pages) or any(shows_text(f) for f in forms_of(pages))


def _tagged(
    pdf: Pdf, pages: Sequence[Object], chosen: tuple[str, str], job: PaperJob, flattened: Flattened,
    uses: Sequence[Use], claims_ua: bool,
) -> list[Finding]:  # fmt: skip
    """Tag the pages in the chosen way; tells what was chosen and what speaks against claims of the publication."""
    findings = []
    tags, reason = chosen
    if tags == "keep":
        kept = KeptTree(pdf, pages, flattened).settle()
        fitness = judge(pages, uses, kept, claims_ua)
        findings.append(finding("PAPER-TAGS", f"its own tags are kept ({len(kept.types)} elements): {reason}"))
        return [*findings, *_against(fitness)]
    alternatives = _alternatives(job, len(pages))
    texts = [""] * len(pages)
    how = tags
    if tags == "picture-with-text":
        texts = read_texts(pdf)
        replace_by_pictures(pdf)
        how = "figure"
    elif tags == "figure" and not all(alternatives):
        texts = read_texts(pdf)
    tag_pages(pdf, pages, how, alternatives, texts)
    findings.append(finding("PAPER-TAGS", f"{_SAID[tags]}: {reason}"))
    bare = [n for n, (alt, text) in enumerate(zip(alternatives, texts, strict=True), 1) if not (alt or text)]
    if how == "figure" and bare:
        findings.append(finding("PAPER-ALT", f"no alternative text for {_listed(bare, len(pages))}"))
    return [*findings, *_against(judge(pages, () if tags == "picture-with-text" else uses))]


_SAID = {
    "figure": "each page is bound as a figure",
    "text": "its text is bound as paragraphs, in the order in which the file paints it; pictures are artifacts",
    "artifact": "its pages are artifacts: those who do not see them are not told that they are there",
    "picture-with-text": "each page is bound as a picture that has the text of the page",
}


def _alternatives(job: PaperJob, pages: int) -> list[str]:
    """Give an alternative text for each page: one for all is told with the number of the page."""
    given = job.paper.alt
    if len(given) == 1 and pages > 1:
        return [f"{given[0]} ({number}/{pages})" for number in range(1, pages + 1)]
    return [*given, *[""] * pages][:pages]


def _listed(numbers: Sequence[int], total: int) -> str:
    if len(numbers) == total:
        return "any of its pages" if total > 1 else "its page"
    shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
    return f"page{'s' if len(numbers) > 1 else ''} {shown}"


def _against(fitness: Fitness) -> list[Finding]:
    found = []
    if fitness.against_ua:
        message = f"the publication cannot claim PDF/UA: {'; '.join(fitness.against_ua)}"
        found.append(finding("PAPER-UA", message, remedy="" if fitness.lettering else RETAG))
    if fitness.against_archive:
        message = f"the publication cannot claim PDF/A: {'; '.join(fitness.against_archive)}"
        found.append(finding("PAPER-ARCHIVE", message))
    return found


def _saved(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        encryption=False,
        fix_metadata_version=False,
    )
    return target.getvalue()
