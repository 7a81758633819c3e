"""The second stage: a `Publication` in; one HTML document for each part out, ready but for page numbers."""

from renderer.compose.alone import compose_alone
from renderer.compose.composition import Composition, compose
from renderer.compose.figures import ChartJob
from renderer.compose.furniture import Furnishing, furnishings
from renderer.compose.look import Look, look_of
from renderer.compose.pagination import Pagination, fill, last, on_left_hand, paginate
from renderer.compose.parts import NO_FURNITURE
from renderer.compose.stamps import Papers, papers_of
from renderer.compose.templates import Templates

__all__ = [
    "NO_FURNITURE",
    "ChartJob",
    "Composition",
    "Furnishing",
    "Look",
    "Pagination",
    "Papers",
    "Templates",
    "compose",
    "compose_alone",
    "fill",
    "furnishings",
    "last",
    "look_of",
    "on_left_hand",
    "paginate",
    "papers_of",
]
