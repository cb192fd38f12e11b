"""How a CI step speaks: a banner when it starts, and when it fails what is wrong and what to do."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NoReturn

from botocore.exceptions import BotoCoreError, ClientError

RULE = "=" * 88
STEPS = (
    "validate the structure of the repository",
    "unit tests and static analysis",
    "build custom containers",
    "upsert the SageMaker pipeline",
    "run the SageMaker pipeline",
)


REFUSED = (
    "if a permission is missing, show this message to those who run the project: its template makes the build's role; "
    "anything else is named in the message"
)
UNREACHABLE = "log in to the account of the project, and name its region in AWS_DEFAULT_REGION"


class StepFailed(Exception):
    """A CI step found a fault that a person can act on."""

    def __init__(self, what_is_wrong: str, what_to_do: str) -> None:
        super().__init__(what_is_wrong)
        self.what_to_do = what_to_do


def ci_step(number: int) -> AbstractContextManager[None]:
    """Run the body as CI step `number`."""
    return titled(f"CI step {number} of {len(STEPS)}: {STEPS[number - 1]}")


@contextmanager
def titled(title: str) -> Iterator[None]:
    """Run the body under this title; whatever goes wrong ends the build here."""
    say(f"\n{RULE}\n{title}\n{RULE}")
    try:
        yield
    except StepFailed as failure:
        stop(title, failure)
    except ClientError as error:
        stop(title, StepFailed(f"AWS refused: {error}", REFUSED))
    except BotoCoreError as error:
        stop(title, StepFailed(f"AWS cannot be asked: {error}", UNREACHABLE))
    except Exception:
        traceback.print_exc()
        stop(
            title,
            StepFailed("an error that nobody has foreseen", "the lines above say where it broke; see ci/README.md"),
        )
    say(f"{title}: passed")


def stop(title: str, failure: StepFailed) -> NoReturn:
    say(f"\n{title}: FAILED\n\n{failure}\n\nWhat to do: {failure.what_to_do}")
    sys.exit(1)


def say(text: str) -> None:
    print(text, flush=True)  # in one order with what child processes print
