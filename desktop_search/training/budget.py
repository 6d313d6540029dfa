"""Ends a training in time: fewer steps on a slow machine, with the learning rate falling to zero all the same."""

import time
from collections.abc import Callable
from typing import Any

LOOKED_AT = 3
"""Steps. The first are slower, as memory is reserved and the libraries warm up."""
WARM_UP = 0.1


def time_budget(seconds: float, *, spent: float = 0.0, paused: Callable[[], float] = lambda: 0.0) -> Any:
    """A callback of the transformers trainer. spent is what an interrupted training has used up before.

    paused gives the seconds for which this one was paused so far: those do not count.
    """
    from transformers import TrainerCallback

    class TimeBudget(TrainerCallback):  # type: ignore[misc]
        """Looks at some steps, then says how many there will be."""

        def __init__(self) -> None:
            self._first: tuple[int, float] | None = None
            self._end: int | None = None

        def on_step_end(self, args: Any, state: Any, control: Any, lr_scheduler: Any = None, **more: Any) -> None:
            step, now = state.global_step, time.monotonic() - paused()
            if self._first is None:
                self._first = step, now
            done = step - self._first[0]
            if self._end is None and done >= LOOKED_AT:
                each = (now - self._first[1]) / done
                left = (seconds - spent - each * (done + 1)) / each if each > 0 else state.max_steps
                self._end = min(state.max_steps, step + max(1, int(left)))
                if self._end < state.max_steps:
                    _fall_until(lr_scheduler, self._end)
                    state.max_steps = self._end
            if self._end is not None and step >= self._end:
                control.should_training_stop = control.should_evaluate = control.should_save = True

    return TimeBudget()


def _fall_until(scheduler: Any, end: int) -> None:
    """A linear warm-up and a linear fall to zero at the last step."""
    rise = max(1, round(WARM_UP * end))

    def part(step: int) -> float:
        return step / rise if step < rise else max(0.0, (end - step) / max(1, end - rise))

    scheduler = getattr(scheduler, "scheduler", scheduler)
    if hasattr(scheduler, "lr_lambdas"):
        scheduler.lr_lambdas = [part for _ in scheduler.lr_lambdas]
