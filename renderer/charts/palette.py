"""Which colour each series and category has: a canvas's data and theme in, `#rrggbb` colours out.

Colours asked for by name come first, then the order of the theme. When one series or category is set off, it has the
highlight's colour and the others turn pale.
"""

from __future__ import annotations

from renderer.charts.theme import ChartTheme, tint
from renderer.charts.values import ChartData

PALE = 0.5
"""How much of its colour keeps what stands beside a highlight."""
HATCHES = ("", "///", "\\\\\\", "xxx", "--", "//")
"""One for each series, in matplotlib's notation: told apart in grey, and by readers who see no colours."""
MARKERS = ("o", "s", "D", "^", "v", "P")


def series_colours(data: ChartData, theme: ChartTheme) -> tuple[str, ...]:
    """Give the colour of each series."""
    found = []
    for i in range(len(data.series)):
        own = theme.series[i % len(theme.series)]
        asked = theme.roles.get(data.roles[i] if data.roles else "")
        if data.highlighted is not None and not asked:
            own = theme.highlight if i == data.highlighted else tint(own, theme.paper, PALE)
        found.append(asked or own)
    return tuple(found)


def category_colours(data: ChartData, theme: ChartTheme, plain: str) -> tuple[str, ...]:
    """Give the colour of each category of a single series, which is `plain` unless something sets it apart."""
    if data.roles and data.roles[0]:
        plain = theme.roles[data.roles[0]]
    others = plain if data.highlight is None else tint(plain, theme.paper, PALE)
    found = []
    for i in range(len(data.categories)):
        asked = theme.roles.get(data.category_roles[i] if data.category_roles else "")
        found.append(asked or (theme.highlight if i == data.highlight else others))
    return tuple(found)


def slice_colours(data: ChartData, theme: ChartTheme) -> tuple[str, ...]:
    """Give the colour of each category where the categories are the parts of a whole, one beside the other."""
    found = []
    for i in range(len(data.categories)):
        own = theme.series[i % len(theme.series)]
        if data.highlight is not None:
            # Neighbours must still differ: the others take turns in two tones of one colour.
            own = theme.highlight if i == data.highlight else tint(theme.series[0], theme.paper, (0.55, 0.3)[i % 2])
        asked = theme.roles.get(data.category_roles[i] if data.category_roles else "")
        found.append(asked or own)
    return tuple(found)
