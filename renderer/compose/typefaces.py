"""A composed part in; the fonts its scripts need and the style sheet that puts them into the font stacks out.

The default type has Latin, Greek and Cyrillic. For other scripts a font of the publication's own (`fonts:`) is taken
first, then one that is installed. Both become assets of the part: what they are made of decides its pages, and the
binder unites what the parts use of them. A script without any font is told by the typesetter, who knows the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from renderer.findings import Finding, InputError, finding
from renderer.installed import Face
from renderer.languages.scripts import Script, script_for, scripts_in
from renderer.languages.tags import language
from renderer.model import Asset
from renderer.workspace import Workspace, digest

_BEYOND = re.compile("[\u0530-\u1dff\u2e80-\uabff\uac00-\ud7ff\uf900-\ufeff\uff01-\uff9f\U00020000-\U000323af]")
"""Where the scripts begin that the default type does not have; most parts hold none of them."""
_SCRIPT_FIRST = ("zh", "ja", "ko")
"""Languages whose own fonts come before the default type: they bring Latin letters and quotation marks to match."""
_NOT_IN_NAMES = re.compile(r"[^\w -]")
_STACKS = (("serif", "Report Serif"), ("sans", "Report Sans"), ("mono", "Report Mono"))
_LAST = "Report Symbols"


@dataclass(frozen=True, slots=True)
class OwnFont:
    """A font a publication names: its family in the style sheets; of a file also the characters and the asset."""

    family: str
    characters: frozenset[int] = frozenset()
    asset: Asset | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The families chosen for a script, for text and for labels, and the files they lie in."""

    serif: str
    sans: str
    assets: tuple[Asset, ...]


@dataclass(slots=True)
class Typefaces:
    """Finds fonts for parts; asks for each script and reads each file once."""

    workspace: Workspace
    own: tuple[OwnFont, ...] = ()
    _choices: dict[str, Choice | None] = field(default_factory=dict)
    _files: dict[str, Asset] = field(default_factory=dict)

    def take(self, fonts: Iterable[tuple[Path | str, int]], source: str) -> list[Finding]:
        """Take in the fonts of a publication and their lines; gives a finding for each that is not there or no font."""
        findings: list[Finding] = []
        taken: list[OwnFont] = []
        for font, line in fonts:
            try:
                taken.append(self._own_file(font) if isinstance(font, Path) else self._own_family(font))
            except InputError as e:
                message = f"the font file {e.findings[0].place.file} cannot be read: {e.findings[0].message}"
                findings.append(finding("FONT-MISSING", message, file=source, line=line))
            except ValueError as e:
                findings.append(finding("FONT-MISSING", str(e), file=source, line=line))
        self.own = tuple(taken)
        return findings

    def for_part(self, html: str, lang: str) -> tuple[str, tuple[Asset, ...]]:
        """Give the style sheet and the assets a part needs for its scripts; nothing for most parts."""
        scripts: list[Script] = []
        if has_other_scripts(html):
            blocks = scripts_in(html)
            found = (
                script_for(block, lang, blocks) for block, _ in sorted(blocks.items(), key=lambda b: (-b[1], b[0]))
            )
            scripts = list(dict.fromkeys(script for script in found if script is not None))
        choices = [choice for script in scripts if (choice := self._choice(script)) is not None]
        if not (choices or self.own):
            return "", ()
        assets = {asset.name: asset for choice in choices for asset in choice.assets}
        assets |= {font.asset.name: font.asset for font in self.own if font.asset}
        return self._sheet(choices, lang), tuple(assets[name] for name in sorted(assets))

    def _sheet(self, choices: Sequence[Choice], lang: str) -> str:
        faces = [
            f"@font-face {{ font-family: '{font.family}'; src: url(asset:///{font.asset.name}) }}\n"
            for font in self.own
            if font.asset
        ]
        own = [font.family for font in self.own]
        stacks = []
        for name, default in _STACKS:
            chosen = [choice.serif if name == "serif" else choice.sans for choice in choices]
            first = [*chosen[:1], default] if language(lang) in _SCRIPT_FIRST and name != "mono" else [default]
            families = dict.fromkeys([*first, *own, *chosen, _LAST])
            stacks.append(f"  --font-{name}: {', '.join(map(_quoted, families))};\n")
        return f"{''.join(faces)}:root {{\n{''.join(stacks)}}}\n"

    # -- finding fonts
    def _choice(self, script: Script) -> Choice | None:
        if script.name not in self._choices:
            self._choices[script.name] = self._own_choice(script) or self._installed_choice(script)
        return self._choices[script.name]

    def _own_choice(self, script: Script) -> Choice | None:
        if not self.own:
            return None
        faces = self.workspace.fonts_with(script.sample)
        there = {face.family for face in faces}
        for font in self.own:
            if font.asset is None and font.family in there:
                return Choice(font.family, font.family, self._files_of((font.family,), faces))
            if font.asset is not None and all(ord(character) in font.characters for character in script.sample):
                return Choice(font.family, font.family, ())
        return None

    def _installed_choice(self, script: Script) -> Choice | None:
        """Choose the best known family, else any that has the script; DejaVu Sans stands in every stack already."""
        faces = self.workspace.fonts_with(script.sample)
        there = {face.family for face in faces}
        serif = next((family for family in script.serif if family in there), "")
        sans = next((family for family in script.sans if family in there), "")
        if not (serif or sans):
            serif = min((family for family in there if not family.startswith("DejaVu")), default="")
        if not (serif or sans):
            return None
        return Choice(serif or sans, sans or serif, self._files_of((serif, sans), faces))

    def _files_of(self, families: Sequence[str], faces: Iterable[Face]) -> tuple[Asset, ...]:
        files = dict.fromkeys(face.file for face in faces if face.family in families)
        return tuple(self._asset("system", Path(file)) for file in files)

    def _asset(self, folder: str, path: Path) -> Asset:
        if str(path) not in self._files:
            made = Asset(f"fonts/{folder}/{path.name}", path, digest(self.workspace.read(path)))
            self._files[str(path)] = made
        return self._files[str(path)]

    # -- fonts a publication names
    def _own_file(self, path: Path) -> OwnFont:
        import uharfbuzz

        data = self.workspace.read(path)
        face = uharfbuzz.Face(uharfbuzz.Blob(data))
        characters = frozenset(face.unicodes)
        if not characters:
            raise ValueError(f"{self.workspace.name(path)} is not a TrueType or OpenType font")
        family = face.get_name(uharfbuzz.OTNameIdPredefined.FONT_FAMILY) or path.stem
        # By a name of our own: an installed font of the same name would be taken in its place.
        return OwnFont("Own " + _NOT_IN_NAMES.sub("", family), characters, self._asset("own", path))

    def _own_family(self, family: str) -> OwnFont:
        there = sorted({face.family for face in self.workspace.fonts_with("")})
        if family in there:
            return OwnFont(family)
        near = get_close_matches(family, there, n=1)
        raise ValueError(f"no font called “{family}” is installed" + (f"; did you mean “{near[0]}”?" if near else ""))


@lru_cache(8)
def has_other_scripts(html: str) -> bool:
    """Tell whether a part has letters beyond Latin, Greek and Cyrillic; its fonts and its sheets hang on it."""
    return _BEYOND.search(html) is not None


def _quoted(family: str) -> str:
    return f"'{family}'"
