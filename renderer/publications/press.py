"""A press publication in; the publications its PDFs are made from, and the packed kit, out.

Release and fact sheet are made on A4 and on Letter, excerpts on the paper of what they are from, whose page numbers
they keep. Beside the PDFs lie texts for mails, figures for editors, and a list of all files with their digests.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from renderer.compose import Composition
from renderer.deliver import Product
from renderer.exports import Exported, figures_of
from renderer.exports.found import Found, figures_in
from renderer.exports.images import DPI
from renderer.findings import Finding, InputError, OutputError, errors, finding
from renderer.kit import FigureOrder
from renderer.languages.press import kit_words, labelled
from renderer.model import Paper, Publication
from renderer.publications.listing import Held, manifest, readme
from renderer.publications.logos import logos_of
from renderer.publications.reduced import (
    LADDER,
    Pictures,
    Pixels,
    Shown,
    reduced,
    told,
    too_large,
)
from renderer.publications.texts import as_mail, as_text, wrapped
from renderer.read import read
from renderer.read.naming import slug
from renderer.store import Store
from renderer.workspace import Workspace

PAPERS: tuple[Paper, ...] = ("A4", "Letter")
WIDTHS = (1200, 2400)
"""Widths in px of the pictures of figures, besides the one of 300 dpi."""
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: no clock is read
README, MANIFEST = "README.txt", "manifest.json"


@dataclass(frozen=True, slots=True)
class Package:
    """A kit ready to be delivered: its files by path in the folder `name`, and the same packed as `archive`."""

    name: str
    files: Mapping[str, bytes]
    archive: str
    packed: bytes
    pages: Mapping[str, int]
    """Of each PDF, by its path."""
    findings: tuple[Finding, ...]
    fits: bool
    pictures: Pictures
    shown: Shown


def works_of(publication: Publication, workspace: Workspace) -> tuple[list[Publication], list[Finding]]:
    """Give the publications that are typeset for one; of most it is the only one.

    Raises InputError: what an excerpt is from cannot be read.
    """
    kit = publication.kit
    if kit is None:
        return [publication], []
    stamp = kit.embargo.stamp if kit.embargo else ""
    works, said = list[Publication](), publication.options["press"]
    for part in publication.parts:
        kind, title = {"release": "press-release"}.get(part.id, part.id), part.title or publication.title
        own = replace(publication, title=title, subtitle=publication.notice, parts=(part,), kit=None)
        works += [replace(own, name=f"{stamp}{kit.stem}-{kind}-{paper.lower()}", paper=paper) for paper in PAPERS]
    findings: list[Finding] = []
    for excerpt in kit.excerpts:
        source, faults = read(workspace, excerpt.source)
        findings += errors(faults)
        name, options = f"{stamp}{kit.stem}-excerpt-{excerpt.name}", {**source.options, "press": said}
        author = source.publisher or publication.publisher
        own = replace(source, name=name, excerpt=excerpt, notice=publication.notice, options=options, publisher=author)
        works.append(own)
    return works, findings


def pack(
    publication: Publication, products: Sequence[Product], composed: Mapping[Path, Composition], workspace: Workspace,
    store: Store, executor: Executor, fine: int = 0, first: Package | None = None,
) -> Package | None:  # fmt: skip
    """Pack what was made of a publication; None when its file is all there is of it, or one of several is a proof.

    `composed` are publications that were composed before, by their folders; `fine` is what pictures were brought
    down to, and `first` the kit before that.

    Raises InputError: a figure does not exist or has no name, or a logo cannot be used. OutputError: the kit is over
    its limit with the coarsest pictures.
    """
    kit = publication.kit
    if kit is None or any(product.proof for product in products):
        return None
    stamp = kit.embargo.stamp if kit.embargo else ""
    files = {f"{product.stem}.pdf": product.bound.pdf for product in products}
    pages = {f"{product.stem}.pdf": len(product.bound.labels) for product in products}
    release = next(d for product in products for d in product.documents if d.layout == "release")
    base = f"{stamp}{kit.stem}-press-release"
    files[f"{base}.txt"] = as_text(release.html).encode()
    files[f"{base}.html"] = as_mail(release.html, release.lang, release.title).encode()
    findings: list[Finding] = []
    pictures = {
        (f"{product.stem}.pdf", p.name): Pixels(p.width, p.height, p.size, p.dpi)
        for product in products
        for p in product.pictures
    }
    shown = {
        (f"{p.stem}.pdf", figure.asset.title): _called(figure)
        for p in products
        for figure in figures_in(p.documents, ())
    }
    taken = set[str]()
    for order in kit.figures:
        made, faults = _figures(order, publication, composed, workspace, store, executor, fine, taken)
        files |= {f"figures/{stamp}{file.name}": file.data for file in made}
        pictures |= {(f"figures/{stamp}{file.name}", ""): file.pixels for file in made if file.pixels}
        shown |= {(f"figures/{stamp}{file.name}", ""): file.shows for file in made}
        findings += faults
    logos = {f"logos/{name}": logo for name, logo in logos_of(kit, workspace).items()}
    files |= {name: data for name, (data, _) in logos.items()}
    rows = reduced(first.pictures, pictures, first.shown) if first else ()
    titles = {f"{product.stem}.pdf": product.bound.metadata.title for product in products}
    titles |= {name: alt for name, (_, alt) in logos.items()}
    files[README] = readme(publication, kit, Held(files, titles, pages, pictures, shown, rows)).encode()
    files[MANIFEST] = manifest(publication, kit, files, rows).encode()
    archive, folder = f"{stamp}{publication.name}.zip", publication.name
    packed = _zip(folder, files)
    fits = len(packed) <= kit.limit
    if not fits and fine == LADDER[-1]:
        raise OutputError([too_large(kit, files, pictures, shown, len(packed))])
    if first:
        findings.append(told(rows, kit, len(first.packed), len(packed)))
    return Package(folder, dict(sorted(files.items())), archive, packed, pages, tuple(findings), fits, pictures, shown)


# ------------------------------------------------------------------------------------------------------ figures
@dataclass(frozen=True, slots=True)
class _File:
    """A file of a figure: the number and title of what it shows, and its pixels when it is a PNG."""

    name: str
    data: bytes
    shows: str
    pixels: Pixels | None = None


def _called(figure: Found) -> str:
    return ": ".join(filter(None, (figure.number, figure.title)))


def _figures(
    order: FigureOrder,
    publication: Publication,
    composed: Mapping[Path, Composition],
    workspace: Workspace,
    store: Store,
    executor: Executor,
    fine: int,
    taken: set[str],
) -> tuple[list[_File], list[Finding]]:
    """Make the files of the figures an order names, each with its words.

    `taken` are names of figures of the kit, to which these are added.
    """
    source, _ = read(workspace, order.source)
    try:
        known = composed.get(source.root)
        exports = figures_of(source, [], order.names, WIDTHS, workspace, store, executor, fine or 300, known)
    except InputError as e:
        raise InputError(
            [replace(f, place=order.place) if f.code == "FIGURE-UNKNOWN" else f for f in e.findings]
        ) from e
    files, nameless = list[_File](), list[Finding]()
    for exported in exports.figures:
        figure = exported.figure
        name = named(figure.title, figure.name, taken)
        taken.add(name)
        if name.rstrip("0123456789-") in ("part", "figure", "data"):
            text = f"the figure “{figure.title or figure.number}” has no Latin letters for the names of its files"
            nameless.append(finding("KIT-NAME", text, file=order.place.file, line=order.place.line,
                                    remedy="give the figure an `id` in Latin letters"))  # fmt: skip
        files += _kept(exported, name, fine)
        files.append(_File(f"{name}.txt", _words_of(figure, source, publication, order.licence), _called(figure)))
    if nameless:
        raise InputError(nameless)
    return files, list(exports.findings)


def _kept(exported: Exported, name: str, fine: int) -> Iterator[_File]:
    """Choose among the files of a figure those that a kit holds, and call them by `name`."""
    base = next(f for f in exported.files if f.name == f"{exported.figure.name}.png")
    drawn = any(f.name.endswith(".svg") for f in exported.files)
    for file in exported.files:
        # A picture of few pixels is the same in all widths; one larger than the first is what saves most.
        twin = file is not base and file.width == base.width > 0
        if file.name.endswith(".yml") or twin or (fine and file.width > base.width):
            continue
        dpi = (fine or DPI) if file is base and drawn else 0
        pixels = Pixels(file.width, file.height, len(file.data), dpi) if file.width else None
        yield _File(file.name.replace(exported.figure.name, name, 1), file.data, _called(exported.figure), pixels)


def _words_of(figure: Found, source: Publication, publication: Publication, licence: str) -> bytes:
    """Write down what an editor has to print or say of a figure, in the language of the kit."""
    words = kit_words(publication.lang)
    said = {
        "figure": figure.title, "caption": figure.caption, "alt": figure.alt, "source": figure.source,
        "credit": figure.credit or publication.publisher, "licence": licence, "note": figure.note,
        "origin": f"{source.title}, {figure.number}" if figure.number else source.title,
    }  # fmt: skip
    lines = [labelled(words[key], text, publication.lang) for key, text in said.items() if text]
    return "".join(f"{wrapped(line)}\n" for line in (*lines, *filter(None, [publication.notice]))).encode()


def named(title: str, name: str, taken: Collection[str]) -> str:
    """Give the beginning of file names that say what a figure shows, and that no other figure of the kit has.

    It is made of its title, or of the `name` it has in its publication when the title has no Latin letters.
    """
    said = slug(title)[:60].strip("-")
    nothing = said.startswith("part") and "part" not in title.lower()  # what becomes of a title without Latin letters
    names = chain([] if nothing else [said], [name], (f"{name}-{n}" for n in count(2)))
    return next(tried for tried in names if tried not in taken)


# -------------------------------------------------------------------------------------------------- the folder
def _zip(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Pack files so that the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, data)
    return out.getvalue()
