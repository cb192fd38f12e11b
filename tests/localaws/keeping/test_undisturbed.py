"""A snapshot shows one moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from mlops_templates.localaws import keeping
from mlops_templates.localaws.keeping.steps import Steps
from mlops_templates.localaws.keeping.undisturbed import undisturbed


class Counters:
    """Two numbers that a thread raises one after the other, for ever."""

    def __init__(self) -> None:
        self.first = self.second = 0
        self.ended = threading.Event()

    def count(self) -> None:
        while not self.ended.is_set():
            self.first += 1
            self.second += 1


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
        time.sleep(0.01)
        assert counters.first > first


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
