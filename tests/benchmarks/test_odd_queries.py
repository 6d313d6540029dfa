"""100,000 odd queries, none of which may take a second."""

from tests import odd_queries


def test_none_of_many_odd_queries_takes_a_second() -> None:
    index = odd_queries.index()
    times = sorted((odd_queries.seconds_for(typed, index), typed[:200]) for typed in odd_queries.generated(100_000))

    print(f"median {times[50_000][0] * 1e3:.2f} ms, 99.9 % {times[99_900][0] * 1e3:.1f} ms, worst {times[-1]}")
    assert times[-1][0] < 1.0, times[-1]
    index.close()
