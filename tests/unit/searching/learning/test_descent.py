"""The lowest point of a smooth function is found, and no step ever goes up."""

import numpy as np
import pytest

from desktop_search.searching.learning.descent import Numbers, lowest


def bowl(seed: int, size: int = 40) -> tuple[Numbers, Numbers]:
    """A quadratic function's curvature, ten thousand times as strong in one direction as in another, and its middle."""
    draw = np.random.default_rng(seed)
    turned = np.linalg.qr(draw.normal(size=(size, size)))[0]
    return turned @ np.diag(np.logspace(-2, 2, size)) @ turned.T, draw.normal(size=size)


@pytest.mark.parametrize("seed", range(3))
def test_the_middle_of_a_narrow_bowl_is_found(seed: int) -> None:
    curve, middle = bowl(seed)

    def function(place: Numbers) -> tuple[float, Numbers]:
        slope = curve @ (place - middle)
        return 0.5 * float(slope @ (place - middle)), slope

    found = lowest(function, np.zeros(len(middle)), steps=500, close=1e-9)
    np.testing.assert_allclose(found, middle, atol=1e-4)


def test_a_bent_valley_is_followed_to_its_end() -> None:
    """Rosenbrock's function."""

    def function(place: Numbers) -> tuple[float, Numbers]:
        x, y = place
        slope = np.array([-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)])
        return float((1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2), slope

    np.testing.assert_allclose(lowest(function, np.array([-1.2, 1.0]), steps=200, close=1e-9), [1.0, 1.0], atol=1e-5)


def test_no_step_goes_up_and_each_helps() -> None:
    curve, middle = bowl(7)
    values = []
    for steps in range(12):

        def function(place: Numbers) -> tuple[float, Numbers]:
            slope = curve @ (place - middle)
            return float(np.log1p(slope @ (place - middle))), 2.0 * slope / (1.0 + slope @ (place - middle))

        values.append(function(lowest(function, np.zeros(len(middle)), steps=steps, close=1e-9))[0])
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)


def test_whoever_is_at_the_bottom_stays() -> None:
    start = np.array([1.0, 2.0])
    np.testing.assert_array_equal(lowest(lambda place: (0.0, np.zeros(2)), start, steps=9, close=0.0), start)
    np.testing.assert_array_equal(
        lowest(lambda place: (float(place @ place), 2.0 * place), start, steps=0, close=0.0), start
    )
