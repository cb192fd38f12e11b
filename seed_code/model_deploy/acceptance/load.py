"""Load at a stated rate: requests leave on time, whether or not those before them have been answered."""

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CALLERS = 16
"""As many as the client has connections; a request that waits for one of them counts its waiting."""


@dataclass(frozen=True)
class Load:
    """What requests at this rate met: the milliseconds from when each was due to its answer, and what failed."""

    rate: float
    milliseconds: tuple[float, ...]
    failures: tuple[str, ...]

    @property
    def error_share(self) -> float:
        return len(self.failures) / len(self.milliseconds)

    def percentile(self, percent: float) -> float:
        """The time in which this share of the requests was answered."""
        rank = math.ceil(percent / 100 * len(self.milliseconds))
        return sorted(self.milliseconds)[max(rank, 1) - 1]

    def __str__(self) -> str:
        cuts = ", ".join(f"p{percent} {self.percentile(percent):.0f} ms" for percent in (50, 95, 99))
        return f"{len(self.milliseconds)} requests at {self.rate:g} a second: {cuts}, {self.error_share:.1%} failed"


def send(request: Callable[[int], str], rate: float, seconds: float) -> Load:
    """Send requests; `request` gets the number of one, and says why it failed, or nothing."""
    begin = time.perf_counter()
    due = [begin + number / rate for number in range(max(1, round(rate * seconds)))]

    def one(number: int) -> tuple[float, str]:
        time.sleep(max(0.0, due[number] - time.perf_counter()))
        fault = request(number)
        return (time.perf_counter() - due[number]) * 1000, fault

    with ThreadPoolExecutor(CALLERS) as callers:
        answered: Sequence[tuple[float, str]] = list(callers.map(one, range(len(due))))
    return Load(rate, tuple(taken for taken, _ in answered), tuple(fault for _, fault in answered if fault))
