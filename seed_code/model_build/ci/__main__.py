"""`python -m ci structure | checks | containers | pipeline`: one or two of the five CI steps.

When the branch is gone (BRANCH_EVENT=deleted) they have nothing to do, and `python -m ci clean-up` has. No build runs
`python -m ci try-endpoint` and `end-try-endpoint`: people do.
"""

import os
import sys
from pathlib import Path

from ci.banner import ci_step, say, titled

ROOT = Path(__file__).parents[1]


def structure() -> None:
    from ci.structure import validate

    with ci_step(1):
        validate(ROOT)


def checks() -> None:
    from ci.checks import check

    with ci_step(2):
        check(ROOT)


def containers() -> None:
    from ci.containers import build

    with ci_step(3):
        build(ROOT)


def pipeline() -> None:
    """Two steps in one process: importing the SageMaker SDK takes seconds."""
    from ci.pipeline import run, upsert

    with ci_step(4):
        started = upsert(ROOT)
    with ci_step(5):
        run(started)


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


STEPS = (structure, checks, containers, pipeline)
COMMANDS = {
    command.__name__.replace("_", "-"): command for command in (*STEPS, clean_up, try_endpoint, end_try_endpoint)
}


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.exit(f"usage: python -m ci {' | '.join(COMMANDS)}")
    command = COMMANDS[arguments[0]]
    deleted = os.environ.get("BRANCH_EVENT") == "deleted"
    if command in STEPS if deleted else command is clean_up:
        say(f"{arguments[0]}: nothing to do, the branch is {'gone' if deleted else 'there'}")
        return
    command()


if __name__ == "__main__":
    main(sys.argv[1:])
