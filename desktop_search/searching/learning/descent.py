"""Finds the lowest point of a smooth function of many numbers. Pure."""

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]

REMEMBERED = 8
"""Steps whose slopes tell how the function bends."""
SHORTENED, ENOUGH = 20, 1e-4
"""How often a step is halved, and which part of the promised descent it must bring."""


def lowest(
    function: Callable[[Numbers], tuple[float, Numbers]], start: Numbers, *, steps: int, close: float
) -> Numbers:
    """The numbers, float64 [n], at which a function is lowest, or nearly so after so many steps.

    function gives its value and its slope, float64 [n]. It ends early where the slope is at most close, as a part of
    that at the start. Limited-memory BFGS (Nocedal: Updating Quasi-Newton Matrices with Limited Storage, 1980), each
    step halved until it goes down far enough (Armijo).
    """
    place = np.array(start, dtype=np.float64)
    value, slope = function(place)
    first = float(np.linalg.norm(slope))
    known: deque[tuple[Numbers, Numbers]] = deque(maxlen=REMEMBERED)
    for _ in range(steps):
        if np.linalg.norm(slope) <= close * first:
            break
        direction = _direction(slope, known)
        promised = float(slope @ direction)
        length = 1.0 if known else min(1.0, 1.0 / first)
        for _ in range(SHORTENED):
            there, slope_there = function(place + length * direction)
            if there <= value + ENOUGH * length * promised:
                break
            length /= 2.0
        else:
            break
        moved, bent = length * direction, slope_there - slope
        if moved @ bent > 1e-12 * (bent @ bent):
            known.append((moved, bent))
        place, value, slope = place + moved, there, slope_there
    return place


def _direction(slope: Numbers, known: deque[tuple[Numbers, Numbers]]) -> Numbers:
    """Downwards, as far as the bends seen so far say that it goes down."""
    direction, shares = -slope, []
    for moved, bent in reversed(known):
        share = float(moved @ direction) / float(moved @ bent)
        shares.append(share)
        direction = direction - share * bent
    if known:
        moved, bent = known[-1]
        direction = direction * (float(moved @ bent) / float(bent @ bent))
    for (moved, bent), share in zip(known, reversed(shares), strict=True):
        direction = direction + moved * (share - float(bent @ direction) / float(moved @ bent))
    return np.asarray(direction)
