"""`python -m ci validate | test | images | pipeline | run`: the five CI steps, one or several of them.

When the branch is gone (BRANCH_EVENT=deleted) they have nothing to do, and `python -m ci clean-up` has. No build runs
`python -m ci run-local`, `try-endpoint` and `end-try-endpoint`: people do.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from ci.banner import ci_step, say, titled

ROOT = Path(__file__).parents[1]


def validate() -> None:
    from ci.structure import validate

    with ci_step(1):
        validate(ROOT)


def test() -> None:
    from ci.checks import check

    with ci_step(2):
        check(ROOT)


def images() -> None:
    from ci.containers import build

    with ci_step(3):
        build(ROOT)


def pipeline() -> None:
    from ci.pipeline import upsert

    with ci_step(4):
        upsert(ROOT)


def run() -> None:
    from ci.pipeline import run

    with ci_step(5):
        run(ROOT)


def run_local() -> None:
    from ci.local.pipeline import run_local

    with titled("the pipeline on this machine"):
        run_local(ROOT)


def clean_up() -> None:
    from ci.clean_up import clean_up

    with titled("clean-up of a branch"):
        clean_up(ROOT)


def try_endpoint() -> None:
    from ci.trial import start

    with titled("endpoint for trials"):
        start(ROOT)


def end_try_endpoint() -> None:
    from ci.trial import end

    with titled("end of the endpoint for trials"):
        end(ROOT)


STEPS = (validate, test, images, pipeline, run)
OTHERS = (run_local, clean_up, try_endpoint, end_try_endpoint)
COMMANDS = {command.__name__.replace("_", "-"): command for command in (*STEPS, *OTHERS)}


def main(words: list[str]) -> None:
    if not words or not set(words) <= set(COMMANDS):
        sys.exit(f"usage: python -m ci {' | '.join(COMMANDS)}; several of them run in one process")
    for word in words:
        start(word, COMMANDS[word])


def start(word: str, command: Callable[[], None]) -> None:
    deleted = os.environ.get("BRANCH_EVENT") == "deleted"
    if command in STEPS if deleted else command is clean_up:
        say(f"{word}: nothing to do, the branch is {'gone' if deleted else 'there'}")
        return
    command()


if __name__ == "__main__":
    main(sys.argv[1:])
