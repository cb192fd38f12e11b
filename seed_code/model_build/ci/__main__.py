"""`python -m ci structure | checks | containers | pipeline`: one or two of the five CI steps."""

import sys
from pathlib import Path

from ci.banner import ci_step

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


COMMANDS = {command.__name__: command for command in (structure, checks, containers, pipeline)}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m ci {' | '.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
