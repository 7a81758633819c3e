"""The tokens of a look in; its colours with their contrasts, and its type sizes, out, for the specimen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from renderer.charts.theme import contrast, token

_GROUPS = {
    "paper": r"color-(?!brand|on-|proof)[\w-]+|color-brand-ink",
    "brand": r"color-brand(?!-ink)[\w-]*|color-on-[\w-]+",
    "fields": r"field|field-line|on-field[\w-]*|cover-field|on-cover[\w-]*",
    "charts": r"chart-(?:\d|highlight)",
}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LARGEST = 80  # points; larger sizes would leave no room for the others on their page


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour token: its name without dashes, its value, and its contrast to paper and to the brand's colour."""

    name: str
    value: str
    on_paper: float
    on_brand: float


def swatches(css: str, group: str) -> tuple[Swatch, ...]:
    """Give the colours of a group (`paper`, `brand`, `fields`, `charts`) in the order of the sheet."""
    paper, brand = token(css, "--color-paper"), token(css, "--color-brand")
    names = dict.fromkeys(re.findall(rf"^\s*--({_GROUPS[group]}):", css, re.MULTILINE))
    values = {name: token(css, f"--{name}") for name in names}
    return tuple(
        Swatch(name, value, contrast(value, paper), contrast(value, brand))
        for name, value in values.items()
        if _COLOUR.fullmatch(value)
    )


def sizes(css: str) -> tuple[tuple[str, str], ...]:
    """Give the type sizes, largest first: names without dashes and values such as `10.5pt`."""
    names = dict.fromkeys(re.findall(r"^\s*--(size-[\w-]+):", css, re.MULTILINE))
    values = {name: float(token(css, f"--{name}").removesuffix("pt")) for name in names}
    shown = sorted(((points, name) for name, points in values.items() if points <= _LARGEST), reverse=True)
    return tuple((name, f"{points:g} pt") for points, name in shown)
