"""When to look where."""

import time

from desktop_search.indexing.agenda import Agenda


def test_each_path_is_due_at_its_own_time() -> None:
    agenda = Agenda(None)
    for path, seconds in (("/late", 30.0), ("/now", 0.0), ("/soon", 10.0)):
        agenda.again(path, seconds)
    assert agenda.seconds_until_due() < 1
    now = time.monotonic()
    assert agenda.due(now) == ["/now"]
    assert 5 < agenda.seconds_until_due() <= 10
    assert agenda.due(now) == []
    assert agenda.due(now + 11) == ["/soon"]
    assert agenda.due(now + 60) == ["/late"]
    assert agenda.due(now + 120) == []
