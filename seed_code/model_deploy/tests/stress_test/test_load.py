"""Many callers at once, and one caller with a lot."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from acceptance.endpoint import Endpoint
from acceptance.held_out import HeldOut
from acceptance.tasks import Scores, same

CALLERS = 8
CALLS = 40
LARGE_BATCH = 2000


def test_callers_at_the_same_time_get_their_own_answers(
    endpoint: Endpoint,
    held_out: HeldOut,
    scores: list[Scores],
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    turns = [call % len(held_out.rows) for call in range(CALLS)]
    start = perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        answers = list(callers.map(lambda turn: endpoint.csv_scores([held_out.rows[turn]]), turns))
    seconds = perf_counter() - start
    record_testsuite_property(
        "concurrency", f"{CALLS} calls of {CALLERS} callers, {CALLS / seconds:.0f} calls/s, all right"
    )
    got = [score for answer in answers for score in answer]
    assert same(got, [scores[turn] for turn in turns]), (
        f"{CALLERS} callers at once got other scores than one caller alone.\n"
        "What to do: inference.py in the build repository shares something between requests that it must not share."
    )


def test_a_large_batch_is_answered_whole(endpoint: Endpoint, held_out: HeldOut, scores: list[Scores]) -> None:
    turns = [number % len(held_out.rows) for number in range(LARGE_BATCH)]
    answers = endpoint.csv_scores([held_out.rows[turn] for turn in turns])
    assert same(answers, [scores[turn] for turn in turns]), (
        f"a batch of {LARGE_BATCH} rows came back with {len(answers)} scores or with other ones.\n"
        "What to do: check that predict_fn and output_fn in the build repository keep count and order of the rows."
    )
