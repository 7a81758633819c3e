"""Scales: the values of a chart in, the ends of its value axis and round ticks out; which labels of an axis to show.

The second is a matter of widths alone: labels that would touch are left out, evenly where they stand evenly.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_FAR_FROM_ZERO = 0.6
"""A line whose lowest value is above this share of its highest would lie flat at the top of a scale from zero."""


def zero_range(values: tuple[float, ...]) -> tuple[float, float]:
    """Give the range of bars, which always holds zero and is never empty."""
    low, high = min(0.0, *values), max(0.0, *values)
    return (low, high) if low < high else (0.0, 1.0)


def line_range(values: tuple[float, ...]) -> tuple[float, float]:
    """Give the range of lines: from zero, unless all values lie close together far from it."""
    low, high = min(values), max(values)
    near, far = sorted((abs(low), abs(high)))
    if low * high <= 0 or near <= far * _FAR_FROM_ZERO or low == high:
        return zero_range(values)
    return low, high


def ticks_within(low: float, high: float, most: int, *, whole: bool = False) -> tuple[float, ...]:
    """Give at most `most` round values from at or below `low` to at or above `high`; only whole ones on demand."""
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=max(1, most - 1), steps=[1, 2, 2.5, 5, 10], integer=whole).tick_values(low, high)
    return tuple(float(v) for v in found)


def decimals_between(ticks: Sequence[float]) -> int:
    """Count the decimals that write evenly spaced ticks exactly."""
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    return next((d for d in range(12) if abs(round(step, d) - step) < step * 1e-6), 12)


_ROUND_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


def standing_free(
    middles: Sequence[float],
    sizes: Sequence[float],
    *,
    positions: Sequence[float] = (),
    preferred: int | None = None,
) -> list[int]:
    """Pick the labels to show: `preferred` if given, then every n-th counted from the last, or all there is room for.

    `middles` (rising) and `sizes` are in pt along the axis; a size includes the white space its label wants. When
    `positions`, the numbers behind the labels, are years in a row, the round ones are shown: 1990, 2000, 2010.
    """
    gaps = [b - a for a, b in pairwise(middles)]
    step, first = 1, 0
    if gaps and max(gaps) - min(gaps) < 0.2 * max(gaps):  # months count as even
        step = next((s for s in _ROUND_STEPS if max(sizes) <= min(gaps) * s), len(middles))
        first = (len(middles) - 1) % step
        if positions and all(b - a == 1 for a, b in pairwise(positions)):
            first = int(-positions[0] % step)
    shown: list[int] = []
    for i in [*([] if preferred is None else [preferred]), *reversed(range(first, len(middles), step))]:
        if all(i != j and abs(middles[i] - middles[j]) >= (sizes[i] + sizes[j]) / 2 for j in shown):
            shown.append(i)
    return sorted(shown)


def apart(middles: Sequence[float], sizes: Sequence[float], room: float) -> list[float]:
    """Move labels as little as needed to stand apart in a column from 0 to `room` pt, keeping their order."""
    order = sorted(range(len(middles)), key=lambda i: (middles[i], i))
    moved, floor = list(middles), -sizes[order[0]] / 2 if order else 0.0
    for i in order:  # upwards: none below the one before it
        moved[i] = max(moved[i], floor + sizes[i] / 2)
        floor = moved[i] + sizes[i] / 2
    ceiling = room + sizes[order[-1]] / 2 if order else room
    for i in reversed(order):  # and down again where the last one ran out at the top
        moved[i] = min(moved[i], ceiling - sizes[i] / 2)
        ceiling = moved[i] - sizes[i] / 2
    return moved


def apart_within(middles: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels as `apart` does, and keep every one of them whole between `low` and `high`."""
    if not sizes:
        return []
    order = sorted(range(len(middles)), key=lambda i: (middles[i], i))
    first, last = sizes[order[0]] / 2, sizes[order[-1]] / 2
    moved = apart([m - low - first for m in middles], sizes, high - low - first - last)
    return [m + low + first for m in moved]
