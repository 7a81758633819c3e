"""Figures for press and web: an order in; each figure of a publication as files, with its words, out.

A chart is given as SVG, PNG and CSV, a picture with a caption as PNG (and SVG when it is one); beside each lies a text
with number, title, caption, alternative text, source and credit, and `figures.json` lists them all.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.compose import Composition, Templates, compose, look_of
from renderer.deliver import beside
from renderer.exports.found import Found, figures_in
from renderer.exports.images import DPI, bare, page_of, png_of_page, png_of_picture, size_of, with_fonts
from renderer.findings import Finding, InputError, OutputError, Severity, finding, settled
from renderer.model import Publication
from renderer.order import Order
from renderer.pool import workers
from renderer.read import read
from renderer.store import Store, fingerprint, key_of, opened
from renderer.typeset.schedule import Press
from renderer.workspace import Workspace, digest

INDEX = "figures.json"
_CONCERN = ("CHART-", "PIC-", "DATA-", "FILE-", "ENGINE-", "GLYPH-MISSING", "FONT-")
"""Beginnings of the codes of findings that concern figures; the others are for those who build the publication."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a figure; `width` and `height` are in px, 0 where it has none."""

    name: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page drawn as PNG, and its size in px."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A figure and its files."""

    figure: Found
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Exports:
    """All that was asked for of one publication, not written yet."""

    name: str
    title: str
    figures: tuple[Exported, ...]
    findings: tuple[Finding, ...]


def export_figures(order: Order, names: Sequence[str] = (), widths: Sequence[int] = ()) -> Exports:
    """Make the files of the figures of a publication: all of them, or those with one of `names`.

    A name is that of its files, its id or its number; `widths` are those of further PNG files, in px.

    Raises InputError: the publication cannot be read, or has no such figure. ToolError: a library is not installed.
    """
    with opened(order.remember) as store, workers(order.jobs) as executor:
        workspace = Workspace()
        publication, findings = read(workspace, order.source, order.site_root)
        return figures_of(publication, findings, names, widths, workspace, store, executor)


def figures_of(
    publication: Publication, findings: Sequence[Finding], names: Sequence[str], widths: Sequence[int],
    workspace: Workspace, store: Store, executor: Executor, dpi: int = DPI, composed: Composition | None = None,
) -> Exports:  # fmt: skip
    """Make the files of figures of a publication that was read.

    `dpi` is that of the PNG without a width of its own, `composed` the publication when it was composed before.

    Raises InputError: it has no such figure.
    """
    look, _ = look_of(publication, workspace)
    templates = Templates(workspace, store, look)
    composed = composed or compose(publication, "screen", workspace, store, templates)
    figures = _chosen(figures_in(composed.documents, composed.charts), names, publication)
    press = Press(store, executor, lambda name, left: None)
    made = _made(figures, composed, templates, press, widths, workspace, dpi)
    told = [*findings, *composed.findings, *press.findings]
    kept = [f for f in told if f.code.startswith(_CONCERN) and f.severity is not Severity.NOTE]
    return Exports(publication.name, composed.publication.title, made, settled(kept))


def write_figures(exports: Exports, folder: Path) -> tuple[Path, ...]:
    """Write all files and the index into a folder; none is moved into place before all are written.

    Raises OutputError: the folder cannot be made, or the disk is full.
    """
    written: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = {file.name: file.data for exported in exports.figures for file in exported.files}
        files[INDEX] = (json.dumps(described(exports), indent=2, ensure_ascii=False) + "\n").encode()
        for name, data in files.items():
            written.append((beside(folder / name, data), folder / name))
        for temporary, path in written:
            temporary.replace(path)
    except OSError as e:
        message = f"{e.strerror or e}: {e.filename or folder}"
        raise OutputError([finding("OUT-WRITE", message, file=str(folder))]) from e
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return tuple(path for _, path in written)


def described(exports: Exports) -> Mapping[str, Any]:
    """Say as plain values what the index says."""
    return {
        "publication": exports.name,
        "title": exports.title,
        "figures": [
            {
                "name": exported.figure.name,
                **_words(exported.figure),
                "files": [
                    {"file": f.name, "bytes": len(f.data), "sha256": digest(f.data)}
                    | ({"width": f.width, "height": f.height} if f.width else {})
                    for f in exported.files
                ],
            }
            for exported in exports.figures
        ],
    }


# ---------------------------------------------------------------------------------------------------- choosing
def _chosen(figures: Sequence[Found], names: Sequence[str], publication: Publication) -> list[Found]:
    """Pick figures by name, id or number, in the order of the publication."""
    if not names:
        return list(figures)
    known = {called: f for f in figures for called in (f.name, f.id, f.number, f.number.rpartition(" ")[2]) if called}
    wanted, missing = [], []
    for name in names:
        if name in known:
            wanted.append(known[name])
            continue
        near = difflib.get_close_matches(name, known, n=1)
        names_there = ", ".join(f.name for f in figures) or "none"
        remedy = f"did you mean {near[0]}?" if near else f"figures there: {names_there}"
        missing.append(finding("FIGURE-UNKNOWN", f"{publication.name} has no figure {name!r}", remedy=remedy))
    if missing:
        raise InputError(missing)
    return [figure for figure in figures if figure in wanted]


# ------------------------------------------------------------------------------------------------------ making
def _made(
    figures: Sequence[Found], composed: Composition, templates: Templates, press: Press, widths: Sequence[int],
    workspace: Workspace, dpi: int,
) -> tuple[Exported, ...]:  # fmt: skip
    """Draw the charts that are not in the store, set every drawing on a page of its own, and make the files of all."""
    press.charts.begin([figure.chart for figure in figures if figure.chart is not None])
    press.charts.collect()
    drawings: dict[str, bytes] = {}
    for figure in figures:
        path = press.charts.files.get(figure.asset.name) if figure.chart else figure.asset.path
        if path is not None and path.suffix == ".svg":
            drawings[figure.name] = workspace.read(path)
    tokens = templates.tokens()
    fonts = templates.assets(tokens)
    jobs = [page_of(f.name, f.asset, tokens, fonts, *size_of(drawings[f.name])) for f in figures if f.name in drawings]
    pages = press.run(jobs)
    made = []
    for figure in figures:
        svg = drawings.get(figure.name)
        sheets = pages.get(f"figures/{figure.name}")
        if (figure.chart is not None and svg is None) or (sheets is not None and not sheets.pages):
            continue  # it could not be drawn, which is a finding
        files = [] if svg is None else [File(f"{figure.name}.svg", _portable(figure, svg))]
        raster = workspace.read(figure.asset.path) if svg is None else b""
        for width in dict.fromkeys((0, *widths)):
            page = sheets.pdf if sheets is not None else b""
            png = _kept_png(page, width, dpi, press.store) if page else png_of_picture(raster, width, dpi)
            files.append(File(f"{figure.name}{f'-{width}' if width else ''}.png", *png))
        if figure.data is not None:
            files.append(File(f"{figure.name}.csv", figure.data.data))
        files.append(File(f"{figure.name}.yml", _text(figure)))
        made.append(Exported(figure, tuple(files)))
    return tuple(made)


def _kept_png(pdf: bytes, width: int, dpi: int, store: Store) -> tuple[bytes, int, int]:
    """Draw a page, or take its picture from the store: to pack millions of pixels takes longer than all the rest."""
    key = key_of(pdf, width, dpi, fingerprint("exports/images.py"))
    if kept := store.get("pictures-of-figures", key, Drawn):
        return kept.png, kept.width, kept.height
    drawn = Drawn(*png_of_page(pdf, width, dpi))
    store.put("pictures-of-figures", key, drawn)
    return drawn.png, drawn.width, drawn.height


def _portable(figure: Found, svg: bytes) -> bytes:
    return bare(svg) if figure.chart is None else with_fonts(svg, figure.chart.theme, figure.chart.fonts)


def _words(figure: Found) -> dict[str, str]:
    """Give what is said of a figure, without what is empty."""
    keys = ("number", "title", "caption", "alt", "note", "source", "credit", "lang", "part", "id")
    said = {key: value for key in keys if (value := getattr(figure, key))}
    return {"kind": "chart" if figure.chart else "picture", **said}


def _text(figure: Found) -> bytes:
    import yaml

    text: str = yaml.safe_dump(_words(figure), allow_unicode=True, sort_keys=False, width=100)
    return text.encode()
