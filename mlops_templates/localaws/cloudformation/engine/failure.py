"""A failed resource: one reason in words, whatever went wrong inside a handler."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.errors import AwsError

logger = logging.getLogger(__name__)

_HANDLER_CODES = (
    ("NotFound", ("NotFound", "NoSuch", "NonExist", "DoesNotExist")),
    ("AlreadyExists", ("AlreadyExist", "AlreadyOwned", "NameExists", "InUse")),
    ("AccessDenied", ("AccessDenied", "NotAuthorized", "Unauthorized")),
    ("InvalidRequest", ("Validation", "Invalid", "Malformed", "BadRequest", "Parameter")),
    ("ServiceLimitExceeded", ("LimitExceeded",)),
)


class ResourceFailedError(Exception):
    """A resource could not be made, changed or deleted."""

    def __init__(self, logical_id: str, reason: str) -> None:
        super().__init__(f"{logical_id}: {reason}")
        self.logical_id = logical_id
        self.reason = reason


@contextmanager
def as_resource_failure(logical_id: str) -> Iterator[None]:
    """Turn what a handler raises into a reason, so that an operation always ends with a status."""
    try:
        yield
    except AwsError as error:
        raise ResourceFailedError(logical_id, error.message) from error
    except ClientError as error:
        raise ResourceFailedError(logical_id, _handler_message(error)) from error
    except BotoCoreError as error:
        raise ResourceFailedError(logical_id, f"Model validation failed: {error}") from error
    except ResourceFailedError:
        raise
    except Exception as error:
        logger.exception("the handler of %s failed", logical_id)
        raise ResourceFailedError(logical_id, f"Internal Failure: {type(error).__name__}: {error}") from error


def told(failures: Mapping[str, Exception], existing: Collection[str]) -> str:
    """Why an operation failed, in the words of the stack's event; the failure without a name is that of the outputs.

    Raises:
        Exception: that of a name for which no reason was found.
    """
    for error in failures.values():
        if not isinstance(error, ResourceFailedError):
            raise error
        if not error.logical_id:
            return f"{error.reason} "
    return "".join(
        f"The following resource(s) failed to {verb}: [{', '.join(names)}]. "
        for verb, names in (
            ("create", [name for name in failures if name not in existing]),
            ("update", [name for name in failures if name in existing]),
        )
        if names
    )


def _handler_message(error: ClientError) -> str:
    answer = error.response
    code, text = answer["Error"].get("Code", ""), answer["Error"].get("Message", "")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    kind = next(
        (kind for kind, words in _HANDLER_CODES if any(word in code for word in words)), "GeneralServiceException"
    )
    return (
        f'Resource handler returned message: "{text} (Service: {error.operation_name}, Status Code: {status}, '
        f'Error Code: {code})" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: {kind})'
    )
