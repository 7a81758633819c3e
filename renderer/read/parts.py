"""Entries of `parts:`, of `late:` and of an agenda in; the parts they stand for out, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.findings import Finding, InputError, Place, finding
from renderer.model import Manuscript, Matter, PartSource
from renderer.read.keys import PartSpec
from renderer.read.manuscripts import draft_key, left_out, read_manuscript
from renderer.read.naming import slug, unnumbered
from renderer.read.papers import KEYS, is_paper, out_of_place, read_paper
from renderer.read.yaml_lines import did_you_mean
from renderer.rules import switched_off
from renderer.workspace import Workspace, resources

MATTER: Mapping[str, Matter] = {"cover": "front", "contents": "front", "index": "back", "back-cover": "back"}
"""Where a layout belongs when the part does not say: front matter is numbered i, ii, iii."""
SHORT = frozenset({
    "acknowledgements", "colophon", "data-tables", "financials", "index", "list", "logos", "people", "photos",
    "project", "timeline",
})  # fmt: skip
"""Layouts of parts that follow others: in the print edition they begin on any page, when the part does not say."""

_NOT_A_PART = {"base", "furniture", "press-foot"}


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads the parts of one publication: its folder, its language and what it says of repairs."""

    workspace: Workspace
    folder: Path
    lang: str
    repairs: Mapping[str, bool]
    layouts: frozenset[str]

    def parts(self, spec: PartSpec, at: Place, usual: str = "chapter") -> tuple[list[PartSource], list[Finding]]:
        """Make the parts of an entry that stands `at` a line; `usual` is the layout when none is named."""
        workspace, folder = self.workspace, self.folder
        if spec.layout and spec.layout not in self.layouts:
            message = f"no layout is called `{spec.layout}`; {did_you_mean(spec.layout, self.layouts)}"
            return [], [finding("LAYOUT-UNKNOWN", message, file=at.file, line=at.line)]
        if not spec.file:
            if not spec.layout:
                return [], [finding("KEY-MISSING", "a part needs `file` or `layout`", file=at.file, line=at.line)]
            return [self._source(spec, spec.layout, None, at)], []
        if Path(spec.file).is_absolute():
            message = f"`{spec.file}` is an absolute path"
            remedy = "write it relative to publication.yml"
            return [], [finding("KEY-VALUE", message, file=at.file, line=at.line, remedy=remedy)]
        files = workspace.glob(folder, spec.file)
        if not files:
            message = f"no file matches `{spec.file}` in {workspace.name(folder)}"
            return [], [finding("PART-EMPTY", message, file=at.file, line=at.line)]
        made: list[PartSource] = []
        manuscripts, findings = read_all(workspace, [file for file in files if not is_paper(file)])
        if manuscripts:
            findings += out_of_place([key for key in KEYS if key in spec.model_fields_set], at)
        spec = spec.model_copy()  # of several files of a pattern the first begins the numbering
        for path in filter(is_paper, files):
            matter = spec.matter or "body"
            part_id = spec.id or slug(unnumbered(path))
            paper, faults = read_paper(workspace, folder, path, spec, self.lang, matter, part_id, at)
            if paper:
                made.append(replace(paper, numbering=spec.settled_numbering()))
                spec.numbering = None
            findings += faults
        for manuscript in manuscripts:
            layout = spec.layout or str(manuscript.meta.get("layout") or usual)
            if draft_key(manuscript, self.repairs):
                findings.append(left_out(manuscript))
                continue
            if layout not in self.layouts:
                message = f"no layout is called `{layout}`; {did_you_mean(layout, self.layouts)}"
                line = manuscript.meta_lines.get("layout", 1)
                findings.append(finding("LAYOUT-UNKNOWN", message, file=manuscript.name, line=line))
                layout = "plain"  # so that the proof shows its text
            made.append(self._source(spec, layout, manuscript, at))
            spec.numbering = None
        return made, findings

    def _source(self, spec: PartSpec, layout: str, manuscript: Manuscript | None, place: Place) -> PartSource:
        meta = manuscript.meta if manuscript else {}
        stem = unnumbered(manuscript.path) if manuscript else layout
        return PartSource(
            spec.id or slug(stem), spec.title or str(meta.get("title", "")), layout,
            spec.matter or MATTER.get(layout, "body"), spec.lang or str(meta.get("lang") or self.lang), manuscript,
            spec.options, switched_off(self.repairs, manuscript.repairs if manuscript else {}), place,
            spec.settled_numbering(), start=spec.start or ("any" if layout in SHORT else "right"),
        )  # fmt: skip


def read_all(workspace: Workspace, files: Iterable[Path]) -> tuple[list[Manuscript], list[Finding]]:
    """Read manuscripts; one that cannot be read is a finding."""
    read: list[Manuscript] = []
    findings: list[Finding] = []
    for file in files:
        try:
            manuscript, faults = read_manuscript(workspace, file)
        except InputError as e:
            findings += e.findings
            continue
        read.append(manuscript)
        findings += faults
    return read, findings


def layouts(workspace: Workspace) -> frozenset[str]:
    """Name the layouts a part can have."""
    return frozenset(p.stem for p in workspace.glob(resources() / "layouts", "*.html")) - _NOT_A_PART
