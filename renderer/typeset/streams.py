"""The parts of WeasyPrint 70 that it does not promise to keep, where it draws: streams, groups and patterns.

In: a document that is being laid out and written. Out: pictures made by another class, which can ask how large they
come out; fewer objects. What else is private to the engine stands in renderer.typeset.private, under the same test.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def pictures_made_by(maker: Any) -> Iterator[None]:
    """Let another class stand for pictures of pixels while a document is laid out and written.

    Meanwhile groups and patterns know what they are drawn in, so that `scale_of` can tell how large they come out.
    """
    from weasyprint import images
    from weasyprint.pdf.stream import Stream

    picture, group, pattern = images.RasterImage, Stream.add_group, Stream.add_pattern

    def add_group(stream: Any, *place: float) -> Any:
        made = group(stream, *place)
        made.around = _matrix_of(stream)
        return made

    def add_pattern(stream: Any, *place: Any) -> Any:
        made = pattern(stream, *place)
        made.around = place[-1] @ getattr(stream, "around", _matrix())
        return made

    images.RasterImage, Stream.add_group, Stream.add_pattern = maker, add_group, add_pattern
    try:
        yield
    finally:
        images.RasterImage, Stream.add_group, Stream.add_pattern = picture, group, pattern


@contextmanager
def texts_drawn_in_place() -> Iterator[None]:
    """Let a group of mere text to which nothing is done as a whole be drawn where it stands, and not be an object.

    The engine makes one of every text in an SVG that is not anchored at its start: of hundreds in a chart. Other groups
    may be ornaments, which lie in a file once however many pages have them.
    """
    from weasyprint.pdf.stream import Stream

    original = Stream.draw_x_object

    def draw(stream: Any, name: str) -> None:
        held = stream._resources["XObject"]
        # The engine names a group by how many there are: none but the last can go without another taking its name.
        if name == f"x{len(held) - 1}" and _covers(stream) and _is_text(group := held[name]):
            stream.stream += [b"q", *group.stream, b"Q"]
            stream._resources["ExtGState"].update(group._resources["ExtGState"])
            del held[name]
        else:
            original(stream, name)

    Stream.draw_x_object = draw
    try:
        yield
    finally:
        Stream.draw_x_object = original


def _covers(stream: Any) -> bool:
    """Tell whether what is drawn on a stream now covers what lies under it, without mask or blending."""
    alphas = {stream._current_alpha, stream._current_alpha_stroke}
    return _only_alphas(stream) and alphas <= {None, "a1", "a1.0", "A1", "A1.0"}


def _is_text(group: Any) -> bool:
    """Tell whether a group is text that needs nothing but fonts, which all groups share, and is not tagged."""
    needs = any(group._resources[kind] for kind in ("XObject", "Pattern", "Shading"))
    tagged = any(isinstance(item, dict) for item in group.stream)
    return b"BT" in group.stream and _only_alphas(group) and not needs and not tagged


def _only_alphas(stream: Any) -> bool:
    """Tell whether a stream has no graphics states but opacities, whose names mean the same everywhere."""
    return all(key[0] in "Aa" for key in stream._resources["ExtGState"])


def _matrix() -> Any:
    from weasyprint.matrix import Matrix

    return Matrix()


def _matrix_of(stream: Any) -> Any:
    """Give the matrix from where a stream draws to the page; it counts from itself in a group or pattern."""
    return stream.ctm @ getattr(stream, "around", _matrix())


def scale_of(stream: Any) -> tuple[float, float]:
    """Give how many pt a unit across and a unit along come out as on the page where a stream draws."""
    matrix = _matrix_of(stream)
    return math.hypot(*matrix[0][:2]), math.hypot(*matrix[1][:2])
