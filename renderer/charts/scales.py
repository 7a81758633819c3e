"""Scales: the values of a chart in, the ends of its value axis and round ticks out; which labels of an axis to show.

The second is a matter of widths alone: labels that would touch are left out, evenly where they stand evenly.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def ticks_within(low: float, high: float, most: int) -> tuple[float, ...]:
    """Give at most `most` round values from at or below `low` to at or above `high`."""
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=max(1, most - 1), steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return tuple(float(v) for v in found)


def standing_free(middles: Sequence[float], sizes: Sequence[float], preferred: int | None = None) -> list[int]:
    """Pick the labels to show: `preferred` if given, the last, and of the others every n-th or as many as there is room for.

    `middles` (rising) and `sizes` are in pt along the axis; a size includes the white space its label wants.
    """
    gaps = [b - a for a, b in zip(middles, middles[1:], strict=False)]
    step = 1
    if gaps and max(gaps) - min(gaps) < 0.2 * max(gaps):  # months count as even
        while step < len(middles) and max(sizes) > min(gaps) * step:
            step += 1
    wanted = list(range(len(middles) - 1, -1, -step))
    shown: list[int] = []
    for i in [*([] if preferred is None else [preferred]), *wanted]:
        if all(i != j and abs(middles[i] - middles[j]) >= (sizes[i] + sizes[j]) / 2 for j in shown):
            shown.append(i)
    return sorted(shown)
