"""How hard the machine is worked, as the person has chosen."""

import math
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop_search.indexing import effort as module
from desktop_search.indexing import presence
from desktop_search.indexing.effort import Effort, EffortLevel

AUTOGROUP = Path("/proc/self/autogroup")
of_threads = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a thread has no priority, and nothing is done"
)


class Machine:
    """A machine whose power and person can be moved about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.on_battery, self.since_input, self.asked = 1000.0, False, math.inf, 0
        monkeypatch.setattr("desktop_search.indexing.effort.time.monotonic", lambda: self.now)
        monkeypatch.setattr(presence, "is_on_battery", self._battery)
        monkeypatch.setattr(presence, "seconds_since_input", lambda: self.since_input)

    def _battery(self) -> bool:
        self.asked += 1
        return self.on_battery


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_gentle_work_waits_on_battery_and_while_the_person_types(machine: Machine) -> None:
    gentle = Effort(EffortLevel.GENTLE, cores=4)
    assert not gentle.waits_for()

    machine.on_battery, machine.now = True, machine.now + 2
    assert "battery" in gentle.waits_for()

    machine.on_battery, machine.since_input, machine.now = False, 0.4, machine.now + 2
    assert "until you pause" in gentle.waits_for()

    machine.since_input, machine.now = module.QUIET_SECONDS + 1, machine.now + 2
    assert not gentle.waits_for()


@pytest.mark.parametrize("level", [EffortLevel.BALANCED, EffortLevel.FULL])
def test_other_work_waits_for_nothing(machine: Machine, level: EffortLevel) -> None:
    machine.on_battery, machine.since_input = True, 0.0

    assert not Effort(level, cores=4).waits_for()
    assert not machine.asked


def test_the_system_is_not_asked_again_and_again(machine: Machine) -> None:
    gentle = Effort(EffortLevel.GENTLE, cores=4)
    for _ in range(100):
        gentle.waits_for()
    assert machine.asked == 1


@pytest.mark.parametrize(
    ("level", "cores", "readers", "rest"),
    [
        (EffortLevel.GENTLE, 8, 1, 7.0),
        (EffortLevel.BALANCED, 8, 7, 0.0),
        (EffortLevel.BALANCED, 2, 2, 0.0),
        (EffortLevel.FULL, 8, 8, 0.0),
        (EffortLevel.GENTLE, 1, 1, 0.0),
    ],
)
def test_gentle_work_takes_one_core_and_balanced_work_leaves_one(
    machine: Machine, level: EffortLevel, cores: int, readers: int, rest: float
) -> None:
    chosen = Effort(level, cores=cores)

    assert chosen.readers(cores) == readers
    assert chosen.rest_seconds(1.0) == rest


def test_a_change_of_the_level_counts_at_once(machine: Machine) -> None:
    chosen = Effort(EffortLevel.GENTLE, cores=4)
    machine.on_battery = True
    assert chosen.waits_for()

    chosen.level = EffortLevel.FULL
    assert not chosen.waits_for()


@of_threads
@pytest.mark.parametrize(("level", "nicer"), [(EffortLevel.GENTLE, module.THREAD_NICENESS), (EffortLevel.FULL, 0)])
def test_gentle_work_lets_other_programs_go_first_and_other_threads_as_they_are(level: EffortLevel, nicer: int) -> None:
    here, found = os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), []

    def work() -> None:
        Effort(level).yield_if_gentle()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert found == [max(here, nicer)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == here


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this kernel weighs no sessions, and nothing is done")
@pytest.mark.parametrize(("own", "nicer"), [(True, module.THREAD_NICENESS), (False, 0)])
def test_gentle_work_lets_other_sessions_go_first_and_a_persons_own_session_as_it_is(own: bool, nicer: int) -> None:
    line = "from desktop_search.indexing.effort import *; Effort(EffortLevel.GENTLE).yield_if_gentle()"
    # What a command is started from is a session of its own here, lest the one of the tests is changed.
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {line!r}], start_new_session={own})"
    look = "print(open('/proc/self/autogroup').read())"
    code = f"{line}; {look}" if own else f"{start}; {look}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, start_new_session=True
    )
    assert int(done.stdout.split()[-1]) == nicer


@of_threads
def test_who_is_nicer_already_stays_so() -> None:
    code = (
        "import os; os.nice(15); from desktop_search.indexing import effort; effort.yield_thread(); print(os.nice(0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 15


def test_where_the_system_says_nothing_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.sensors_battery", lambda: None, raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)

    assert not presence.is_on_battery()
    assert presence.seconds_since_input() > module.QUIET_SECONDS


def test_a_system_without_a_folder_for_batteries_runs_on_power(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr("psutil.sensors_battery", missing, raising=False)

    assert not presence.is_on_battery()
    assert not Effort(EffortLevel.GENTLE, cores=4).waits_for()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="there is no X server to be had")
def test_an_x_server_that_goes_away_takes_nobody_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"], pass_fds=(writing,), stderr=subprocess.DEVNULL
    )
    try:
        number = os.read(reading, 20).decode().strip()
        monkeypatch.setenv("DISPLAY", f":{number}")
        if presence._x11_libraries() is not None:
            assert presence.seconds_since_input() < 600
    finally:
        server.kill()
        server.wait()
        os.close(reading)
        os.close(writing)

    assert presence.seconds_since_input() == math.inf
