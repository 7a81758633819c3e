"""Layout names and typed contexts in, HTML documents with the style sheets and assets of their look out."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket

from renderer.charts.theme import token
from renderer.compose.grids import FILTERS
from renderer.compose.look import Look, recolored
from renderer.compose.statements import aligned
from renderer.compose.swatches import sizes, swatches
from renderer.compose.typefaces import Typefaces
from renderer.findings import InputError
from renderer.languages.tags import direction
from renderer.markup.repairs import address_meant
from renderer.model import Asset, Edition, Paper
from renderer.store import Store, fingerprint, key_of
from renderer.workspace import Workspace, digest, font_files, resources

_ASSET = re.compile(r"asset:///([^\s\"')]+)")


_BESIDE: Mapping[str, tuple[str, ...]] = {
    "chapter": ("opener",),
    "letter": ("frames",),
    "people": ("plain", "frames"),
    "logos": ("plain", "frames"),
    "photos": ("plain", "frames"),
    "acknowledgements": ("plain",),
    "data-tables": ("plain",),
    "meeting": ("highlights", "packet"),
    "divider": ("plain", "contents", "packet"),
    **dict.fromkeys(("agenda", "attendance", "decisions", "paper-sheet"), ("plain", "packet")),
    **dict.fromkeys(("to-follow", "motions", "actions", "resolution", "blank"), ("plain", "packet")),
    **dict.fromkeys(
        ("timeline", "project", "financials", "list", "colophon", "index", "fact-sheet", "excerpt"),
        ("plain",),
    ),
    "release": ("plain", "fact-sheet"),
}
"""Sheets that a layout shares with another."""


@dataclass(frozen=True, slots=True)
class _Code:
    """A compiled template."""

    code: bytes


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates in the store, by their text: to compile them takes longer than to fill them in.

    Compiled code is run, so it is only taken from where nobody else can write.
    """

    def __init__(self, store: Store):
        self._store = store if store.is_private("layouts") else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template compiled before."""
        if self._store and (kept := self._store.get("layouts", self._key(bucket), _Code)):
            bucket.bytecode_from_string(kept.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        if self._store:
            self._store.put("layouts", self._key(bucket), _Code(bucket.bytecode_to_string()))

    @staticmethod
    def _key(bucket: Bucket) -> str:
        return key_of(bucket.key, bucket.checksum, sys.version, fingerprint("compose/templates.py"))


class Templates:
    """The templates of `layouts/`, the sheets of `styles/` with theme and brand, and the fonts they name."""

    def __init__(self, workspace: Workspace, store: Store, look: Look | None = None):
        self.workspace, self.store, self.look = workspace, store, look or Look()
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
            bytecode_cache=_Compiled(self.store),
        )
        environment.filters |= {"direction": direction, "address": address_meant, "aligned": aligned, **FILTERS}
        environment.globals["swatches"] = lambda group: swatches(self.tokens(), group)
        environment.globals["sizes"] = lambda: sizes(self.tokens())
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
        names = ["tokens", *["tokens-tall"] * scripts, f"paper-{paper.lower()}", "fonts", "page", "type", "components"]
        names += [*_BESIDE.get(layout, ()), layout, self._theme]
        texts = [self._sheet(name) for name in names] + [self.look.faces + self.look.sheet]
        after = ["print"] * (edition == "print") + ["right-to-left"] * (direction(lang) == "rtl")
        texts += [self._sheet(name) for name in (*after, *["languages"] * scripts)]
        return tuple(text for text in texts if text)

    def assets(self, *texts: str) -> tuple[Asset, ...]:
        """Find the fonts and style files that texts name as `asset:///…`; pictures and charts come from elsewhere."""
        names = frozenset[str]().union(*map(_named, texts))
        return tuple(asset for name in sorted(names) if (asset := self._asset(name)))

    def tokens(self, edition: Edition = "screen") -> str:
        """Give the tokens and the font faces, which charts share."""
        sheets = (self._sheet(name) for name in ("tokens", "fonts", self._theme))
        after = self._sheet("print") if edition == "print" else ""
        return "".join((*sheets, self.look.faces, self.look.sheet, after))

    def token(self, name: str) -> str:
        """Give the value of a token, such as `--opener`, as theme and brand leave it."""
        return token(self.tokens(), name)

    @property
    def _theme(self) -> str:
        return f"themes/{self.look.theme}"

    def _asset(self, name: str) -> Asset | None:
        if name not in self._assets:
            if own := next((f for f in self.look.fonts if f.name == name), None):
                return own
            path = _fonts().get(name) if name.startswith("fonts/") else self._folder / name
            if path is None or not name.startswith(("fonts/", "styles/")) or not self.workspace.is_file(path):
                return None
            asset = Asset(name, path, digest(self.workspace.read(path)))
            self._assets[name] = recolored(asset, self.look.recolored, self.store)
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


@lru_cache(64)
def _named(text: str) -> frozenset[str]:
    """Name the assets of a text: that of a style sheet, which is asked for with each part, is gone through once."""
    return frozenset(_ASSET.findall(text))


_FONTS: dict[str, Path] = {}


def _fonts() -> dict[str, Path]:
    if not _FONTS:
        _FONTS.update(font_files())
    return _FONTS
