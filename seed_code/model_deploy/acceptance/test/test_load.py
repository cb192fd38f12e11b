import threading
import time

from acceptance import load
from acceptance.load import Load


def test_percentiles_are_times_in_which_that_share_was_answered() -> None:
    told = Load(10, tuple(float(number) for number in range(100, 0, -1)), ())
    assert [told.percentile(percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert str(Load(10, (5.0,), ())) == "1 requests at 10 a second: p50 5 ms, p95 5 ms, p99 5 ms, 0.0% failed"


def test_failed_requests_are_counted_and_their_reason_kept() -> None:
    told = load.send(lambda number: "503 busy" if number % 4 == 0 else "", rate=400, seconds=0.02)
    assert (len(told.milliseconds), told.failures, told.error_share) == (8, ("503 busy", "503 busy"), 0.25)


def test_a_request_that_is_slow_does_not_keep_the_next_one_from_leaving() -> None:
    all_there = threading.Barrier(4, timeout=30)

    def request(number: int) -> str:
        all_there.wait()  # ends only when four requests are on their way together
        return ""

    assert not load.send(request, rate=1000, seconds=0.004).failures


def test_time_in_the_queue_counts() -> None:
    """One caller too few: the last request waits for the first to end, and its time says so."""
    pause = 0.05
    told = load.send(lambda number: time.sleep(pause) or "", rate=10_000, seconds=(load.CALLERS + 1) / 10_000)
    assert max(told.milliseconds) >= 2 * pause * 1000 - 5
