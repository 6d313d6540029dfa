"""No query is an error, and none takes long."""

from tests import odd_queries


def test_odd_queries_are_answered_in_time() -> None:
    index = odd_queries.index()
    # What an ordinary query takes on this machine at this moment.
    control = max(odd_queries.seconds_for("tax report harvest", index) for _ in range(20))

    slowest = max((odd_queries.seconds_for(typed, index), typed[:200]) for typed in odd_queries.generated(2_000))

    assert slowest[0] < max(1.0, 50 * control), slowest
    index.close()
