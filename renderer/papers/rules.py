"""In: an open PDF from elsewhere. Out: the same without what does not belong to a page, and a finding for what went.

Form fields and comments that print become part of the page; links stay; scripts, programs, files, sounds, page
transitions and layers that are switched off go. docs/papers.md has the rules as a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Matrix, Name, Object, Pdf, Rectangle, Stream

from renderer.findings import Finding, finding
from renderer.papers.content import content_bytes, open_states

Flattened = Mapping[tuple[int, int], int]
"""Annotations that became part of their page, by object number: the identifiers of their marked content."""

HIDDEN, PRINT, NO_VIEW = 2, 4, 32  # bits of /F, ISO 32000-1, table 165
NEVER_PRINTED = frozenset({"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"})
PAGE_KEYS = ("/AA", "/Trans", "/Dur", "/PresSteps", "/Thumb", "/B", "/PieceInfo", "/LastModified", "/Metadata", "/AF",
             "/ID", "/TemplateInstantiated", "/SeparationInfo", "/VP", "/DPart")  # fmt: skip
ROOT_KEYS = frozenset({"/Type", "/Pages", "/StructTreeRoot", "/Names", "/Dests", "/Outlines", "/Lang", "/MarkInfo",
                       "/PageLabels"})  # fmt: skip
"""What is left of a catalogue; navigation is read and rewritten later."""

TRAILER_KEYS = frozenset({"/Root", "/Size", "/Prev", "/XRefStm", "/Encrypt", "/Type", "/Length", "/Filter",
                          "/DecodeParms", "/W", "/Index"})  # fmt: skip
"""What is left of a trailer: without Info, IDs and checksums, which tell when and where a file was made."""


def clean(pdf: Pdf) -> list[Finding]:
    """Report what is left out of the document as a whole; before its pages are looked at."""
    root = pdf.Root
    form = root.get("/AcroForm")
    findings: list[Finding] = []
    if _is_signed(root, form):
        findings.append(finding("PAPER-SIGNED", "its digital signature is void in the bound file"))
    dropped = list(_dropped(root))
    if isinstance(form, Dictionary):
        if "/XFA" in form:
            dropped.append("an XFA form, of which only the printed pages stay")
            del form["/XFA"]
        if len(form.get("/Fields", Array())):
            findings.append(finding("PAPER-FORM", "its form fields are bound as they are filled in"))
        pdf.generate_appearance_streams()
    findings += [finding("PAPER-DROPPED", f"left out: {what}") for what in dropped]
    return findings


def strip(pdf: Pdf) -> None:
    """Leave nothing in the catalogue but pages, tags and navigation; after layers have been settled."""
    for key in list(pdf.Root.keys()):
        if key not in ROOT_KEYS:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in PAGE_KEYS:
            if key in page.obj:
                del page.obj[key]
    for key in list(pdf.trailer.keys()):
        if key not in TRAILER_KEYS:
            del pdf.trailer[key]


def _is_signed(root: Object, form: Object | None) -> bool:
    if "/Perms" in root:
        return True
    fields = list(form.get("/Fields", Array())) if isinstance(form, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while fields:
        field = fields.pop()
        if not isinstance(field, Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        if field.get("/FT") == Name.Sig and "/V" in field:
            return True
        fields.extend(field.get("/Kids", Array()))
    return False


def _dropped(root: Object) -> Iterator[str]:
    names = root.get("/Names", Dictionary())
    actions = [root.get("/OpenAction"), *(root.get("/AA", Dictionary()).values())]
    if "/JavaScript" in names or any(_kind(action) == "/JavaScript" for action in actions):
        yield "scripts (JavaScript)"
    if any(_kind(action) == "/Launch" for action in actions):
        yield "the start of another program"
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield "files that are embedded in it"
    if "/Collection" in root:
        yield "the portfolio it is the cover of"


def _kind(action: Object | None) -> str:
    return str(action.get("/S", "")) if isinstance(action, Dictionary) else ""


# ----------------------------------------------------------------------------------------------------- annotations
def settle_annotations(pdf: Pdf, pages: Sequence[Object], tagged: bool) -> tuple[dict[tuple[int, int], int], list[str]]:
    """Leave only links on the pages: what prints becomes part of the page, the rest goes.

    With `tagged`, what becomes part of a page is marked content of its own. Also gives what was left out, in words.
    """
    flattened: dict[tuple[int, int], int] = {}
    gone: Counter[str] = Counter()
    for page in pages:
        annotations = page.get("/Annots")
        notes = [pdf.make_indirect(a) for a in annotations or () if isinstance(a, Dictionary)]
        links = []
        painted = []
        for note in notes:
            if note.get("/Subtype") == Name.Link:
                links.append(note)
            elif (look := _look(note)) is not None:
                painted.append((note, look))
                gone.update(["comments, whose marks on the page stay"] if note.get("/Contents") is not None
                            and note.get("/Subtype") not in (Name.Widget, Name.Watermark) else [])  # fmt: skip
            else:
                gone.update(_missed(note))
        if painted:
            flattened |= _paint(pdf, page, painted, tagged)
        if "/Annots" in page:
            del page["/Annots"]
        if links:
            page.Annots = Array(links)
    return flattened, [f"{what} ({times})" for what, times in sorted(gone.items())]


def _missed(note: Object) -> list[str]:
    kind = str(note.get("/Subtype", ""))
    if kind in ("/Text", "/Popup"):
        return ["comments"] if kind == "/Text" else []
    if kind == "/FileAttachment":
        return ["files that are attached to a page"]
    if kind in NEVER_PRINTED:
        return ["sounds, films and the like"]
    if kind == "/Widget":
        return []  # a field that shows nothing
    return ["comments that do not print"]


def _look(note: Object) -> Object | None:
    """Give what an annotation looks like on paper, None when it does not print."""
    flags = int(note.get("/F", 0))
    kind = str(note.get("/Subtype", ""))
    if kind in NEVER_PRINTED or flags & (HIDDEN | NO_VIEW) or not (flags & PRINT or kind == "/Widget"):
        return None
    look = note.get("/AP", Dictionary()).get("/N")
    if isinstance(look, Dictionary) and not isinstance(look, Stream):
        look = look.get(str(note.get("/AS", "/Off")))
    return look if isinstance(look, Stream) and "/BBox" in look and "/Rect" in note else None


def _paint(
    pdf: Pdf, page: Object, painted: Sequence[tuple[Object, Object]], tagged: bool
) -> dict[tuple[int, int], int]:
    """Paint annotations onto their page the way a reader does (ISO 32000-1, 12.5.5, algorithm 8.1)."""
    page.Resources = resources = Dictionary(dict(page.Resources.items()))  # other pages may share it
    resources.XObject = Dictionary(dict(resources.get("/XObject", Dictionary()).items()))
    depth = max(open_states(content_bytes(page)), 0)
    mcid = next_mcid(page) if tagged else 0
    lines, marks = [f"{'Q ' * depth}Q"], {}
    for number, (note, look) in enumerate(painted):
        look.Type, look.Subtype = Name.XObject, Name.Form
        rect = Rectangle(*(float(side) for side in note.Rect))
        a, b, c, d, e, f = (float(x) for x in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
        box: Any = Matrix(a, b, c, d, e, f).transform(Rectangle(*(float(side) for side in look.BBox)))
        if not (box.width and box.height):
            continue
        x, y = rect.width / box.width, rect.height / box.height
        place = [x, 0, 0, y, rect.llx - box.llx * x, rect.lly - box.lly * y]
        name = f"/Flattened{number}"
        resources.XObject[name] = look
        painting = f"q {' '.join(f'{v:.5f}' for v in place)} cm {name} Do Q"
        if tagged:
            marks[note.objgen] = mcid
            painting = f"/P <</MCID {mcid}>> BDC {painting} EMC"
            mcid += 1
        lines.append(painting)
    own = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    page.Contents = Array([pdf.make_stream(b"q\n"), *own, pdf.make_stream("\n".join(lines).encode())])
    return marks


def next_mcid(page: Object) -> int:
    """Give the first identifier that no marked content of a page has."""
    found = [int(n) for n in re.findall(rb"/MCID\s+(\d+)", content_bytes(page))]
    for _, values in page.Resources.get("/Properties", Dictionary()).items():
        if isinstance(values, Dictionary) and "/MCID" in values:
            found.append(int(values.MCID))
    return max(found, default=-1) + 1
