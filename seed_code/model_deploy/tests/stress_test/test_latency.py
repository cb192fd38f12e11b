"""How fast one row is answered."""

from collections.abc import Callable
from statistics import quantiles
from time import perf_counter

from acceptance.endpoint import Endpoint
from acceptance.held_out import HeldOut
from acceptance.limits import Limits

WARM_UP = 5
CALLS = 60


def test_95_of_100_requests_are_answered_within_the_limit(
    endpoint: Endpoint,
    held_out: HeldOut,
    limits: Limits,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    for _ in range(WARM_UP):
        endpoint.csv_scores(held_out.rows[:1])
    times = [_milliseconds(endpoint, held_out, call) for call in range(CALLS)]
    cuts = quantiles(times, n=100)
    p50, p95 = cuts[49], cuts[94]
    figure = f"p50 {p50:.0f} ms, p95 {p95:.0f} ms of {CALLS} calls (limit {limits.latency_p95_ms:g} ms)"
    print(f"latency of {endpoint.name}: {figure}")
    record_testsuite_property("latency", figure)
    assert p95 <= limits.latency_p95_ms, (
        f"too slow: {figure}.\nWhat to do: choose a faster instance_type or more memory_mb, or, if callers can wait, "
        "a higher latency_p95_ms in inference_config/staging/inference_config.json; or make predict_fn in the build "
        "repository faster."
    )


def _milliseconds(endpoint: Endpoint, held_out: HeldOut, call: int) -> float:
    row = held_out.rows[call % len(held_out.rows)]
    start = perf_counter()
    endpoint.csv_scores([row])
    return (perf_counter() - start) * 1000
