"""The look of charts: the custom properties of styles/tokens.css in, a `ChartTheme` out.

A property that is missing, or has a value that is no plain colour or length, keeps the default given here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from renderer.charts.values import Width

_GUTTER_MM = 8.0
"""Space between two half-width charts side by side."""
_IN_TEXT_MM = 15.0
_SMALLEST_PT = 7.0
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96, "pc": 25.4 / 6}


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """Colours as `#rrggbb`, sizes in pt, widths in mm.

    The series colours are told apart with any kind of colour vision, and neighbours differ in lightness so that they
    are told apart in grey; `highlight` is set against the first of them.
    """

    ink: str = "#1f2933"
    muted: str = "#5b6670"
    rule: str = "#d3d8dc"
    paper: str = "#ffffff"
    series: tuple[str, ...] = ("#1f5f8b", "#e39b2d", "#0b3350", "#6fb3a8", "#a8432f", "#9fb4c4")
    highlight: str = "#c2410c"
    family: str = "Report Sans"
    regular: str = "fonts/SourceSansPro-Regular.ttf"
    semibold: str = "fonts/SourceSansPro-Semibold.ttf"
    """Assets of the family's faces of weight 400 and 600."""
    text_pt: float = 8.0
    width_mm: float = 160.0

    def width_of(self, width: Width) -> float:
        """Give the printed width of a chart, in mm."""
        return {"full": self.width_mm, "half": (self.width_mm - _GUTTER_MM) / 2, "text": _IN_TEXT_MM}[width]

    @property
    def roles(self) -> Mapping[str, str]:
        """The colours a chart may ask for, by name: `chart-1` to `chart-6`, `highlight` and `muted`."""
        named = {f"chart-{i}": c for i, c in enumerate(self.series, start=1)}
        return {**named, "highlight": self.highlight, "muted": tint(self.muted, self.paper, _MUTED)}

    def lettering_on(self, colour: str) -> str:
        """Give ink or paper, whichever stands out more on a colour."""
        return max((self.ink, self.paper), key=lambda own: contrast(own, colour))


ROLES = (*(f"chart-{i}" for i in range(1, 7)), "highlight", "muted")
_MUTED = 0.6
"""How much of the colour of muted text an area keeps that is to stand back."""


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    a, b = sorted((_luminance(one), _luminance(other)))
    return (b + 0.05) / (a + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tint(colour: str, paper: str, share: float) -> str:
    """Mix `share` (0 to 1) of a colour with paper; both and the result are `#rrggbb`."""
    parts = ((int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c * share + p * (1 - share)):02x}" for c, p in parts)


@lru_cache(maxsize=16)
def theme_from_tokens(css_text: str) -> ChartTheme:
    """Read the custom properties `--color-…`, `--chart-…` and `--font-label` of a style sheet, wherever they stand,
    and which files its `@font-face` rules name for the family.

    The last declaration of a name counts. Text is never smaller than 7 pt. Kept, because a running session asks again
    for every edit.
    """
    tokens = _declarations(css_text)
    default = ChartTheme()

    def colour(name: str, fallback: str) -> str:
        return _colour(tokens, name) or fallback

    family = _family(tokens, "--font-label") or default.family
    faces = dict(_faces(css_text, family))
    return ChartTheme(
        ink=colour("--color-ink", default.ink),
        muted=colour("--color-muted", default.muted),
        rule=colour("--color-rule", default.rule),
        paper=colour("--color-paper", default.paper),
        series=tuple(colour(f"--chart-{i}", c) for i, c in enumerate(default.series, start=1)),
        highlight=colour("--chart-highlight", default.highlight),
        family=family,
        regular=faces.get("400", default.regular),
        semibold=faces.get("600", faces.get("700", default.semibold)),
        text_pt=max(_SMALLEST_PT, (_length(tokens, "--chart-text-size") or 0) / _MM["pt"] or default.text_pt),
        width_mm=_length(tokens, "--chart-width") or default.width_mm,
    )


def token(css_text: str, name: str) -> str:
    """Give the value of a custom property as it is written, `var()` followed; empty when there is none."""
    return "".join(t.serialize() for t in _resolved(_declarations(css_text), name)).strip()


def _faces(css_text: str, family: str) -> Iterator[tuple[str, str]]:
    """Give weight and asset of each upright face that a style sheet declares for a family."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(css_text, skip_comments=True, skip_whitespace=True):
        if rule.type != "at-rule" or rule.lower_at_keyword != "font-face" or rule.content is None:
            continue
        given = {
            d.lower_name: [t for t in d.value if t.type not in ("whitespace", "comment")]
            for d in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            if d.type == "declaration"
        }
        names = [t.value for t in given.get("font-family", []) if t.type in ("string", "ident")]
        style = [t.value for t in given.get("font-style", [])] or ["normal"]
        urls = [_address(t) for t in given.get("src", []) if _address(t)]
        weight = [str(t.value).removesuffix(".0") for t in given.get("font-weight", [])] or ["400"]
        if names == [family] and style == ["normal"] and urls:
            yield weight[0], urls[0].removeprefix("asset:///")


def _address(token: Any) -> str:
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name == "url" and token.arguments:
        return str(token.arguments[0].value)
    return ""


# ------------------------------------------------------------------------------------------------ CSS values
_Tokens = Mapping[str, list[Any]]


@lru_cache(maxsize=16)
def _declarations(css_text: str) -> _Tokens:
    """Give the custom properties of a style sheet; kept, because all parts ask the same few sheets."""
    import tinycss2

    return {
        item.name: [t for t in item.value if t.type not in ("whitespace", "comment")]
        for rule in tinycss2.parse_stylesheet(css_text, skip_comments=True, skip_whitespace=True)
        if rule.type == "qualified-rule"
        for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if item.type == "declaration" and item.name.startswith("--")
    }


def _resolved(tokens: _Tokens, name: str) -> list[Any]:
    """Follow `var(--other)` from one property to the next; a circle ends as nothing."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        value = tokens.get(name, [])
        if not (len(value) == 1 and value[0].type == "function" and value[0].lower_name == "var"):
            return value
        inner = [t for t in value[0].arguments if t.type == "ident"]
        name = inner[0].value if inner else name
    return []


def _colour(tokens: _Tokens, name: str) -> str:
    import tinycss2.color4

    value = _resolved(tokens, name)
    colour = tinycss2.color4.parse_color(value[0]) if len(value) == 1 else None
    if colour is None or colour == "currentcolor":
        return ""
    try:
        parts = tuple(colour.to("srgb"))[:3]
    except NotImplementedError:  # oklch() and its like
        return ""
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02x}" for part in parts)


def _length(tokens: _Tokens, name: str) -> float:
    """Read a length as mm; 0 when there is none."""
    value = _resolved(tokens, name)
    if len(value) == 1 and value[0].type == "dimension":
        return float(value[0].value) * _MM.get(value[0].lower_unit, 0.0)
    return 0.0


def _family(tokens: _Tokens, name: str) -> str:
    """Read the first family of a font list, quoted or not."""
    words: list[str] = []
    for token in _resolved(tokens, name):
        if token.type == "string":
            return str(token.value)
        if token.type != "ident":
            break
        words.append(token.value)
    return " ".join(words)
