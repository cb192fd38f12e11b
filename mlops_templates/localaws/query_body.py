"""The query protocol: parameters in the address and in a form, read strictly."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from moto.core.parse import PROTOCOL_PARSERS
from werkzeug.datastructures import MultiDict

from mlops_templates.localaws.errors import AwsError

MOST = 5000
"""Parameters of one request; no action takes more than some hundred."""

FORM = "application/x-www-form-urlencoded"
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot be said in an answer of this protocol, which is XML."""


def parameters(environ: dict[str, Any], body: bytes) -> MultiDict[str, str]:
    """The parameters of a request.

    Raises:
        AwsError: MalformedQueryString.
    """
    texts = [str(environ.get("QUERY_STRING", "")).encode("latin-1")]
    if str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower() == FORM:
        texts.append(body)
    return MultiDict(pair for text in texts for pair in _pairs(text))


def _pairs(text: bytes) -> list[tuple[str, str]]:
    try:
        decoded = text.decode("utf-8")
        if _BAD_ESCAPE.search(decoded):
            raise ValueError("a percent sign is not followed by two hexadecimal digits")
        return parse_qsl(decoded, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError as error:
        raise AwsError("MalformedQueryString", f"The query string contains a syntax error: {error}") from error


def without_controls(text: str) -> str:
    """The text with a question mark for each character that XML does not allow."""
    return _NOT_XML.sub("?", text)


class StrictQueryParser(PROTOCOL_PARSERS["query"]):  # type: ignore[misc, name-defined]  # moto is not followed
    """Takes only what a member's type can be read from."""

    def _parse_boolean(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = self._default_handle(shape, query_params, prefix)
        if isinstance(value, str) and value.lower() not in ("true", "false"):
            raise ValueError(f"{value[:100]!r} is not a boolean")
        return super()._parse_boolean(shape, query_params, prefix)

    def _parse_string(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = self._default_handle(shape, query_params, prefix)
        if isinstance(value, str) and _NOT_XML.search(value):
            raise ValueError(f"{prefix} holds a character that XML does not allow")
        return value


class StrictEc2Parser(StrictQueryParser, PROTOCOL_PARSERS["ec2"]):  # type: ignore[misc, name-defined]
    """The same in EC2's dialect, which writes lists without a word between."""
