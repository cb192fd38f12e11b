"""What AWS's refusals mean for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, of which EndpointConnectionError and timeouts are kinds
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)

from mlops_templates.errors import MlopsTemplatesError

DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
UNKNOWN_KEY = {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


class PublishStoppedError(MlopsTemplatesError):
    """A publish ended after its first write: some of it is done, and running it again continues."""


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn any failure of AWS or of the way to it into one message that says what to do."""
    try:
        yield
    except ClientError as error:
        raise MlopsTemplatesError(f"Could not {doing}: {_answer(error)}") from error
    except (NoCredentialsError, PartialCredentialsError, ProfileNotFound) as error:
        raise MlopsTemplatesError(
            f"Could not {doing}: {_sentence(error)} "
            "Set AWS_PROFILE or the AWS_* variables, or run: aws sso login (or: aws configure)."
        ) from error
    except (TokenRetrievalError, UnauthorizedSSOTokenError) as error:
        raise MlopsTemplatesError(f"Could not {doing}: the sign-in has expired. Run: aws sso login") from error
    except (ConnectionError, HTTPClientError) as error:
        raise MlopsTemplatesError(
            f"Could not {doing}: AWS is not reachable. {_sentence(error)} "
            "Check the network, the region and AWS_ENDPOINT_URL."
        ) from error
    except BotoCoreError as error:
        raise MlopsTemplatesError(f"Could not {doing}: {_sentence(error)}") from error


def _answer(error: ClientError) -> str:
    code = error.response.get("Error", {}).get("Code", "")
    message = _sentence(error.response.get("Error", {}).get("Message") or code)
    if code in DENIED:
        return f"access denied. {message} Ask for {_action(error)}, or use another role."
    if code in EXPIRED:
        return "the credentials have expired. Renew them and run the same command again; it continues."
    if code in UNKNOWN_KEY:
        return f"AWS does not accept the credentials. {message} Check AWS_PROFILE and the AWS_* variables."
    return message


def _action(error: ClientError) -> str:
    return f"the right to {error.operation_name}"


def _sentence(words: object) -> str:
    text = str(words).strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
