"""Layout names and typed contexts in, HTML documents with their style sheets and assets out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from renderer.compose.typefaces import Typefaces
from renderer.findings import InputError
from renderer.languages.tags import direction
from renderer.model import Asset, Edition, Paper
from renderer.workspace import Workspace, digest, font_files, resources

_ASSET = re.compile(r"asset:///([^\s\"')]+)")


class Templates:
    """The templates of `layouts/`, the sheets of `styles/` and the fonts they name."""

    def __init__(self, workspace: Workspace):
        self.workspace = workspace
        self.typefaces = Typefaces(workspace)
        self._folder = resources()
        self._texts: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(self._source),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["direction"] = direction
        return environment

    def render(self, layout: str, context: Mapping[str, Any]) -> str:
        """Fill in a layout.

        Raises jinja2.TemplateError: the layout is faulty, or asks for something that is not there.
        """
        return self._environment.get_template(f"{layout}.html").render(context)

    def sheets(
        self, layout: str, paper: Paper, edition: Edition, lang: str = "en", *, scripts: bool = False
    ) -> tuple[str, ...]:
        """Give the style sheets of a layout, in cascade order; a layout need not have one of its own.

        `scripts` asks for those of scripts beyond Latin, Greek and Cyrillic, which few parts need.
        """
        names = [
            "tokens",
            *(["tokens-tall"] if scripts else []),
            f"paper-{paper.lower()}",
            "fonts",
            "page",
            "type",
            "components",
            layout,
        ]
        if edition == "print":
            names.append("print")
        if direction(lang) == "rtl":
            names.append("right-to-left")
        if scripts:
            names.append("languages")
        return tuple(text for name in names if (text := self._sheet(name)))

    def assets(self, *texts: str) -> tuple[Asset, ...]:
        """Find the fonts and style files that texts name as `asset:///…`; pictures and charts come from elsewhere."""
        names = sorted({m[1] for text in texts for m in _ASSET.finditer(text)})
        return tuple(asset for name in names if (asset := self._asset(name)))

    def tokens(self) -> str:
        """Give the tokens and the font faces, which charts share."""
        return self._sheet("tokens") + self._sheet("fonts")

    def _asset(self, name: str) -> Asset | None:
        if name not in self._assets:
            path = _fonts().get(name) if name.startswith("fonts/") else self._folder / name
            if path is None or not name.startswith(("fonts/", "styles/")) or not self.workspace.is_file(path):
                return None
            self._assets[name] = Asset(name, path, digest(self.workspace.read(path)))
        return self._assets[name]

    def _source(self, name: str) -> str | None:
        try:
            return self.workspace.text(self._folder / "layouts" / name)
        except InputError:
            return None

    def _sheet(self, name: str) -> str:
        if name not in self._texts:
            path = self._folder / "styles" / f"{name}.css"
            self._texts[name] = self.workspace.text(path) if self.workspace.is_file(path) else ""
        return self._texts[name]


def unique(assets: Iterable[Asset]) -> tuple[Asset, ...]:
    """Drop twins and order by name, so that the same part always has the same key."""
    return tuple(sorted(dict.fromkeys(assets), key=lambda a: a.name))


_FONTS: dict[str, Path] = {}


def _fonts() -> dict[str, Path]:
    if not _FONTS:
        _FONTS.update(font_files())
    return _FONTS
