"""The specimen: every layout has a page in it, and the brand's logo stands on the cover for its ground."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.charts.kinds import CHART_KINDS
from renderer.compose.logo import with_logo
from renderer.compose.pictures import Pictures, faces_of
from renderer.model import Asset
from renderer.read.parts import layouts
from renderer.read.publication import read_publication
from renderer.store import Store
from renderer.workspace import Workspace, resources

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 10" width="10mm" height="10mm"><path d="M0 0h9v9z"/></svg>'
)


def test_every_layout_has_a_page_in_the_specimen() -> None:
    workspace = Workspace()
    publication, findings = read_publication(workspace, resources() / "layouts" / "specimen")
    assert findings == []
    assert {part.layout for part in publication.parts} == layouts(workspace)


@pytest.mark.parametrize(
    ("ground", "option", "shown"),
    [("#0b3f3a", "", "white.svg"), ("#ffffff", "", "black.svg"), ("#ffffff", "options: {logo: own.svg}", "own.svg")],
)
def test_the_cover_shows_the_logo_for_its_ground(tmp_path: Path, ground: str, option: str, shown: str) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "publication.yml").write_text(f"title: R\nparts: [{{layout: cover}}]\n{option}\n", "utf-8")
    (tmp_path / "brand.yml").write_text("logo:\n  large: {light: black.svg, dark: white.svg}\n", "utf-8")
    for width, file in enumerate((tmp_path / "black.svg", tmp_path / "white.svg", folder / "own.svg"), start=10):
        file.write_text(LOGO.format(width), "utf-8")
    workspace = Workspace(tmp_path)
    publication, _ = read_publication(workspace, folder)
    pictures = Pictures(workspace, Store(tmp_path / "store"), (), faces_of(""))
    changed, assets, findings = with_logo(publication, workspace, pictures, ground)
    assert findings == []
    (asset,) = assets
    assert isinstance(asset, Asset)
    assert (asset.label, changed.options["logo"]) == (shown, f"asset:///{asset.name}")


def test_docs_show_what_the_specimen_has(root: Path) -> None:
    """`make pictures` was run after the last change: every source is in the page, and every picture is there."""
    workspace = Workspace()
    docs, specimen = root / "docs", resources() / "layouts" / "specimen"
    page = (docs / "components.md").read_text(encoding="utf-8")
    sections = re.findall(
        r"^### (.+?) \{#([\w-]+)\}\n\n(.*?)(?=\n##|\Z)",
        (specimen / "components.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert re.findall(r"^## (.+)", page, re.MULTILINE) == [name for name, _, _ in sections]
    for _, _, source in sections:
        assert f"````markdown\n{source.strip()}\n````" in page
    pictures = {folder: {f.stem for f in (docs / "images" / folder).iterdir()} for folder in ("layouts", "charts")}
    assert pictures == {"layouts": layouts(workspace), "charts": set(CHART_KINDS)}
    assert {f.stem for f in (docs / "images" / "components").iterdir()} == {anchor for _, anchor, _ in sections}
    assert all(f.stat().st_size <= 25_000 for f in (docs / "images").glob("*/*.png"))
