"""What the person sees: a line per stage with its duration, live on a terminal, plain elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status


class Stage:
    """One stage while it runs; what it says is shown under its title."""

    def __init__(self, screen: Screen, title: str, live: Status | None) -> None:
        self._screen = screen
        self._title = title
        self._live = live
        self._said: set[str] = set()

    def say(self, line: str) -> None:
        """Show a line of detail."""
        self._screen.line(f"       {line}", style="dim")

    def say_once(self, line: str) -> None:
        """Show a line of detail unless this stage has shown it."""
        if line not in self._said:
            self._said.add(line)
            self.say(line)

    def now(self, doing: str) -> None:
        """Tell what is being waited for; seen on a terminal only."""
        if self._live:
            self._live.update(f"{self._title} [dim]· {doing}[/dim]")


class Screen:
    """Writes to standard output; with colour and a spinner when that is a terminal."""

    def __init__(self) -> None:
        self._console = _console() if sys.stdout.isatty() else None
        self.started = time.monotonic()
        self.durations: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, title: str) -> Iterator[Stage]:
        """Show a stage while the block runs, and how long it took."""
        begun = time.monotonic()
        if self._console:
            with self._console.status(title) as live:
                yield Stage(self, title, live)
        else:
            yield Stage(self, title, None)
        self.durations[title] = time.monotonic() - begun
        self.line(f"{self.durations[title]:5.1f}s {title}", style="bold green")

    def line(self, text: str = "", style: str = "") -> None:
        """Show one line."""
        if self._console:
            self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()


def _console() -> Console:
    from rich.console import Console

    return Console()
