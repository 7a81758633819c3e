"""Drawing: `ChartData`, a theme and font files in, an SVG figure at its printed size out.

The same input gives the same bytes in every process: matplotlib's own defaults are used, never the user's, ids come
from the content, and the SVG carries no date.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

from renderer.charts.canvas import PT_PER_MM, SETTINGS, Canvas
from renderer.charts.kinds import kind_of
from renderer.charts.lettering import Lettering
from renderer.charts.plugins import BrokenKind
from renderer.charts.theme import ChartTheme
from renderer.charts.values import ChartData, Drawn
from renderer.findings import Place, finding

NOWHERE = Place()
_MOST_COMPLAINTS = 3


def draw(data: ChartData, theme: ChartTheme, fonts: Mapping[str, Path], *, place: Place = NOWHERE) -> Drawn:
    """Draw a chart; its labels are measured, and what does not fit is reported as CHART-FIT at `place`.

    `fonts` maps asset names (`fonts/FILE.ttf`) to files, as `workspace.font_files()` gives them.

    A kind of another package that fails leaves an empty drawing and the finding CHART-PLUGIN.

    Raises ToolError: the theme's font is not among them.
    """
    try:
        return _drawn(data, theme, fonts, place)
    except BrokenKind as e:
        width = theme.width_of(data.width) * PT_PER_MM
        empty = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{width / 2}pt"/>'
        return Drawn(empty, (finding("CHART-PLUGIN", str(e), file=place.file, line=place.line),))


def _drawn(data: ChartData, theme: ChartTheme, fonts: Mapping[str, Path], place: Place) -> Drawn:
    import matplotlib

    kind = kind_of(data.kind)
    width = theme.width_of(data.width) * PT_PER_MM
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        # A character no font has is found, with its place, when the page is typeset: the text stays text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        lettering = Lettering(theme, fonts)
        suitable = kind.height(data, lettering, width)
        canvas = Canvas(data, theme, lettering, width, data.height * PT_PER_MM if data.height else suitable)
        kind.plot(canvas)
        complaints = list(canvas.complaints())
        svg = canvas.svg()
    remedy = ""
    if data.height and data.height * PT_PER_MM < suitable:
        remedy = f"leave out `height`, or make it {suitable / PT_PER_MM:.0f} or more"
    if len(complaints) > _MOST_COMPLAINTS:
        more = len(complaints) - _MOST_COMPLAINTS
        complaints = [*complaints[:_MOST_COMPLAINTS], f"{more} more labels do not fit"]
    found = (finding("CHART-FIT", c, file=place.file, line=place.line, remedy=remedy) for c in complaints)
    return Drawn(svg, tuple(found))
