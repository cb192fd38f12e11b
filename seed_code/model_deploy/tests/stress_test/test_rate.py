"""Requests at the rate of `test_limits`, whether or not those before them have been answered."""

from collections.abc import Callable

import pytest

from acceptance import load
from acceptance.endpoint import CSV, Endpoint, csv_body
from acceptance.held_out import HeldOut
from acceptance.limits import Limits
from acceptance.load import Load

FILE = "inference_config/staging/inference_config.json"


@pytest.fixture(scope="module")
def answered(endpoint: Endpoint, held_out: HeldOut, limits: Limits) -> Load:
    def request(number: int) -> str:
        answer = endpoint.call(csv_body([held_out.rows[number % len(held_out.rows)]]), CSV, CSV)
        return "" if answer.status == 200 else f"{answer.status} {answer.body[:100]}"

    endpoint.csv_scores(held_out.rows[:1])
    return load.send(request, limits.requests_per_second, limits.load_seconds)


def test_requests_at_the_stated_rate_are_answered(
    answered: Load, limits: Limits, record_testsuite_property: Callable[[str, object], None]
) -> None:
    print(f"load: {answered}")
    record_testsuite_property("load", answered)
    assert answered.error_share <= limits.error_share, (
        f"{answered}, error_share allows {limits.error_share:.1%}; the first: {answered.failures[0]}.\n"
        f"What to do: more or larger instances, or more max_concurrency, for {limits.requests_per_second:g} "
        f"requests a second, or another rate: test_limits in {FILE}."
    )


@pytest.mark.parametrize("percent", [50, 99])
def test_the_stated_rate_does_not_make_it_slow(answered: Load, limits: Limits, percent: int) -> None:
    limit = {50: limits.latency_p50_ms, 99: limits.latency_p99_ms}[percent]
    assert answered.percentile(percent) <= limit, (
        f"too slow under load: {answered}, latency_p{percent}_ms allows {limit:g} ms.\nWhat to do: more or larger "
        f"instances, or a faster predict_fn in the build repository; or a higher limit in {FILE}."
    )
