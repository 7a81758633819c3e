"""The colours of a brand in; a value for every colour token out, with findings where a brand's own would not be read.

Roles that a brand does not name are mixed from those it does. What is text keeps 4.5:1 to its ground and what is a
mark 3:1 (WCAG 1.4.3 and 1.4.11): a brand colour too close to it is taken darker or lighter there, and stays as it is
on fields and lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from renderer.brand import Brand
from renderer.findings import Finding, finding

if TYPE_CHECKING:
    from coloraide import Color

TEXT, MARK = 4.5, 3.0
"""Least contrast of text and of marks to their ground."""

_SERIES = 6
_SIGHTS = ("", "protan", "deutan", "tritan")
_STEPS = 40
_GREY = 0.15  # difference in lightness of neighbours that shows in grey
_FAR = 12  # CIEDE2000 from which two fields of colour are told apart without comparing
_WHITE, _INK = "#ffffff", "#1a1d21"
_BLUE = "#1f4e79"  # a primary for a brand that names none


def palette(brand: Brand) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Give the tokens of a brand, names without dashes (`color-ink`) to `#rrggbb`."""
    given = brand.colors
    paper = given.get("background", _WHITE)
    ink = given.get("foreground", _INK)
    primary = given.get("primary") or given.get("dark") or _BLUE
    accent = given.get("secondary") or given.get("tertiary") or given.get("warning") or primary
    on_brand = max((paper, ink, _WHITE, _INK), key=lambda c: contrast(c, primary))
    tint = given.get("light") if contrast(given.get("light", ink), paper) < 1.3 else None
    tint = tint or mixed(paper, primary, 0.06)
    warm = mixed(paper, accent, 0.12)
    grounds = (paper, tint, warm)
    series = _series(primary, accent, given, paper)
    tokens = {
        "color-paper": paper,
        "color-ink": ink,
        "color-muted": readable(mixed(ink, paper, 0.3), grounds, ink),
        "color-rule": mixed(paper, mixed(primary, ink, 0.5), 0.25),
        "color-tint": tint,
        "color-warm-tint": warm,
        "color-brand": primary,
        "color-brand-ink": readable(primary, grounds, ink),
        "color-brand-line": mixed(primary, on_brand, 0.22),
        "color-on-brand": on_brand,
        "color-on-brand-muted": readable(mixed(on_brand, primary, 0.25), (primary,), on_brand),
        "color-on-brand-accent": readable(accent, (primary,), on_brand),
        "color-accent": accent,
        "color-on-accent": max((ink, paper), key=lambda c: contrast(c, accent)),
        "color-accent-ink": readable(given.get("tertiary", accent), grounds, ink),
        "color-link": readable(primary, grounds, ink),
        "color-proof": mixed(paper, accent, 0.6),
        **{f"chart-{i}": colour for i, colour in enumerate(series, start=1)},
        "chart-highlight": _highlight(accent, series[0], paper, ink),
    }
    return tokens, tuple(_findings(brand, tokens))


def _findings(brand: Brand, tokens: Mapping[str, str]) -> Iterator[Finding]:
    def say(code: str, role: str, message: str) -> Finding:
        return finding(code, message, file=brand.name, line=brand.lines.get(role, 1))

    paper, ink = tokens["color-paper"], tokens["color-ink"]
    primary, on_brand = tokens["color-brand"], tokens["color-on-brand"]
    if (ratio := contrast(ink, paper)) < TEXT:
        yield say("BRAND-CONTRAST", "foreground", f"text in {ink} on {paper} has a contrast of only {ratio:.1f}:1")
    if (ratio := contrast(on_brand, primary)) < TEXT:
        message = f"nothing can be read on `primary` ({primary}): {on_brand} has a contrast of only {ratio:.1f}:1"
        yield say("BRAND-CONTRAST", "primary", message)
    second = "tertiary" if "tertiary" in brand.colors else "secondary"
    for role, token, ground in (
        ("primary", "color-brand-ink", "on paper"),
        (second, "color-accent-ink", "on paper"),
        ("secondary", "color-on-brand-accent", "on `primary`"),
    ):
        if (own := brand.colors.get(role)) and own != tokens[token]:
            message = f"text {ground} is set in {tokens[token]}, because `{role}` ({own}) has less than 4.5:1 there"
            yield say("BRAND-ADAPTED", role, message)


# ------------------------------------------------------------------------------------------------- colours
@cache
def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours after WCAG 2.1, 1 to 21."""
    return float(_color(one).contrast(_color(other)))


def mixed(one: str, other: str, share: float) -> str:
    """Mix `share` (0 to 1) of the other colour into one, evenly to the eye."""
    return _hex(_color(one).mix(_color(other), share, space="oklab"))


def readable(colour: str, grounds: tuple[str, ...], towards: str, least: float = TEXT) -> str:
    """Take a colour as far towards the lightness of another as it needs to stand out from every ground, no farther."""
    start, goal = _lightness(colour), _lightness(towards)
    for step in range(_STEPS + 1):
        tried = (
            _hex(_color(colour).convert("oklch").set("l", start + (goal - start) * step / _STEPS)) if step else colour
        )
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return towards


def _series(primary: str, accent: str, given: Mapping[str, str], paper: str) -> tuple[str, ...]:
    """Choose six colours for chart series: the brand's first, dark and light in turn, each as far from those before as
    can be, also to eyes that do not tell red from green or blue from yellow.
    """
    named = [primary, accent, *(given[k] for k in ("tertiary", "info", "success", "warning", "danger") if k in given)]
    own = list(dict.fromkeys(_mark(c, paper) for c in named))
    wheel = [_mark(_lch(lightness, 0.11, hue), paper) for lightness in (0.42, 0.66) for hue in range(15, 360, 30)]
    chosen = [own[0]]
    while len(chosen) < _SERIES:
        grey = _lightness(chosen[-1])

        def apart(colour: str) -> float:
            return min(_distance(colour, other) for other in chosen)

        pools = ([c for c in pool if abs(_lightness(c) - grey) > _GREY] for pool in (own, wheel))
        mine, others = pools
        best = max(mine, key=apart, default="")
        chosen.append(best if best and apart(best) > _FAR else max(others or wheel, key=apart))
    return tuple(chosen)


def _mark(colour: str, paper: str) -> str:
    """Give a colour as a mark on paper, darker where it must be; nothing when it is no colour but nearly ink."""
    return readable(colour, (paper,), _INK if _lightness(paper) > 0.5 else _WHITE, MARK)


def _highlight(accent: str, first: str, paper: str, ink: str) -> str:
    """Give the colour that stands out among bars of the first: the accent, unless it is too much like it."""
    marked = readable(accent, (paper,), ink, MARK)
    far = [marked, *(_lch(0.57, 0.17, hue) for hue in (33, 75, 260, 330))]
    return next((c for c in far if _distance(c, first) > 25), far[1])


@cache
def _distance(one: str, other: str) -> float:
    """Give how far apart two colours look (CIEDE2000) to the eye that tells them apart the least."""

    def seen(colour: str, sight: str) -> Color:
        return _color(colour).filter(sight) if sight else _color(colour)

    return min(float(seen(one, sight).delta_e(seen(other, sight), method="2000")) for sight in _SIGHTS)


@cache
def _lightness(colour: str) -> float:
    return float(_color(colour).convert("oklch")["lightness"])


def _lch(lightness: float, chroma: float, hue: float) -> str:
    from coloraide import Color

    return _hex(Color("oklch", [lightness, chroma, hue]))


@cache
def _color(colour: str) -> Color:
    from coloraide import Color

    return Color(colour)


def _hex(colour: Color) -> str:
    return str(colour.convert("srgb").fit().to_string(hex=True, alpha=False))
