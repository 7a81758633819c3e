"""A publication in; the same with the address of the logo its cover shows, and that logo as an asset, out.

The option `logo` of the publication comes first, then the logo of its brand for the ground of the cover.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from renderer.charts.theme import contrast
from renderer.compose.pictures import Pictures, Place
from renderer.compose.places import Places
from renderer.findings import Finding
from renderer.model import Asset, Publication
from renderer.workspace import Workspace


def with_logo(
    publication: Publication, workspace: Workspace, pictures: Pictures, ground: str
) -> tuple[Publication, list[Asset], list[Finding]]:
    """Point the option `logo` at an asset, as layouts ask for it; one that is missing is left out.

    `ground` is the colour of the cover.
    """
    if not (found := _named(publication, workspace) or _of_brand(publication, ground)):
        return publication, [], []
    src, place = found
    asset, findings = pictures.find(src, place)
    options = {**publication.options, "logo": f"asset:///{asset.name}" if asset else ""}
    return replace(publication, options=options), [asset] if asset else [], findings


def _named(publication: Publication, workspace: Workspace) -> tuple[str, Place] | None:
    if not (logo := publication.options.get("logo")):
        return None
    source = publication.root / "publication.yml"
    places = Places(source, publication.root, publication.site_root)
    return str(logo), Place(workspace.name(source), publication.option_lines.get("logo", 0), places)


def _of_brand(publication: Publication, ground: str) -> tuple[str, Place] | None:
    """Give the logo of the brand; a brand with a single logo means it for every ground."""
    brand = publication.brand
    if brand is None or (path := _for_ground(brand.logos, ground)) is None:
        return None
    # A brand may lie beside the publication, so its folder counts as the place of its own files.
    return path.name, Place(brand.name, 1, Places(path.parent / "brand.yml", path.parent, None))


def _for_ground(logos: Mapping[str, Path], ground: str) -> Path | None:
    if not logos:
        return None
    dark = contrast("#ffffff", ground) > contrast("#000000", ground)
    wanted, other = ("dark", "light") if dark else ("light", "dark")
    return logos.get(wanted) or logos.get(other)
