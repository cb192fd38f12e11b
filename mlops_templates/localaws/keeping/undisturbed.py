"""A moment in which no other thread of this process runs, so that what is read belongs together."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

LONG_SECONDS = 1.0


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the interpreter to this thread, as long as it does not wait for anything.

    Other threads ask for the interpreter after the switch interval. It is made long, and handed over once: whoever
    waited with the short interval has seen a switch then and waits anew, with the long one.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(LONG_SECONDS)
    try:
        time.sleep(0)
        yield
    finally:
        sys.setswitchinterval(usual)
