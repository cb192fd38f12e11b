"""A snapshot shows one moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from unittest import mock

import pytest

from mlops_templates.localaws import keeping
from mlops_templates.localaws.keeping.steps import Steps
from mlops_templates.localaws.keeping.undisturbed import undisturbed
from tests.waiting import until


class Counters:
    """Two numbers that a thread raises one after the other, for ever."""

    def __init__(self) -> None:
        self.first = self.second = 0
        self.ended = threading.Event()

    def count(self) -> None:
        while not self.ended.is_set():
            self.first += 1
            self.second += 1

    def beyond(self, first: int) -> bool | None:
        return self.first > first or None


@pytest.fixture
def counters() -> Iterator[Counters]:
    found = Counters()
    threads = [threading.Thread(target=found.count)]
    for thread in threads:
        thread.start()
    yield found
    found.ended.set()
    for thread in threads:
        thread.join()


def busy(seconds: float) -> None:
    """Compute, without waiting for anything."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        pass


def test_nobody_else_runs_in_an_undisturbed_moment(counters: Counters) -> None:
    for _ in range(10):
        with undisturbed():
            first = counters.first
            busy(0.05)
            assert counters.first == first
            assert first - counters.second in (0, 1)
        until(partial(counters.beyond, first), "the others")


def test_a_snapshot_does_not_divide_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.steps, "PATIENCE_SECONDS", 60)
    steps, half, made = Steps(), threading.Event(), []

    def step() -> None:
        with steps.step():
            made.append("in one service")
            half.set()
            time.sleep(0.2)
            with steps.step():
                made.append("in the other")

    thread = threading.Thread(target=step)
    thread.start()
    half.wait()
    with steps.between():
        assert made == ["in one service", "in the other"]
    thread.join()


def test_steps_begin_again_after_a_snapshot() -> None:
    steps = Steps()
    with steps.between():
        pass
    with steps.step():
        pass


def test_a_step_that_another_waits_for_belongs_to_it() -> None:
    steps, made, waiting, begun = Steps(), list[str](), threading.Event(), threading.Event()

    def inner() -> None:
        with steps.for_another(), steps.step():
            made.append("inner")

    def outer() -> None:
        with steps.step():
            begun.set()
            waiting.wait()
            thread = threading.Thread(target=inner)
            thread.start()
            thread.join()
            made.append("outer")

    thread = threading.Thread(target=outer)
    thread.start()
    begun.wait()
    with mock.patch.object(steps._turn, "wait_for", told_when_it_waits(steps._turn.wait_for, waiting)), steps.between():
        made.append("snapshot")
    thread.join()
    assert made == ["inner", "outer", "snapshot"]


def told_when_it_waits(wait_for: Callable[..., bool], waiting: threading.Event) -> Callable[..., bool]:
    """`wait_for` of a condition that tells when somebody is about to wait, with patience for a loaded machine."""

    def waits(look: Callable[[], bool], timeout: float | None = None) -> bool:
        waiting.set()
        return wait_for(look, timeout=timeout and 60)

    return waits


def test_a_step_for_another_does_not_begin_in_the_middle_of_a_snapshot() -> None:
    steps, made = Steps(), list[str]()

    def inner() -> None:
        with steps.for_another(), steps.step():
            made.append("inner")

    thread = threading.Thread(target=inner)
    with steps.between():
        thread.start()
        thread.join(0.2)
        made.append("snapshot")
    thread.join()
    assert made == ["snapshot", "inner"]
