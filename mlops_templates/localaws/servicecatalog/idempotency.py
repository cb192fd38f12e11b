"""Idempotency tokens: the same token gets the same answer, a new one makes a twin, as AWS does."""

from __future__ import annotations

import functools
from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.once import turn
from mlops_templates.localaws.service import Action
from mlops_templates.localaws.servicecatalog.state import ServiceCatalogState


def idempotent(token_key: str) -> Callable[[Action], Action]:
    """Answer a repeated token with the first answer; refuse it when it comes with another request."""

    def decorate(function: Action) -> Action:
        @functools.wraps(function)
        def answer(call: Call, request: Document) -> Document:
            with turn(call, f"servicecatalog:{function.__name__}", request[token_key]):
                return _answered(call, request)

        def _answered(call: Call, request: Document) -> Document:
            answers = call.state(ServiceCatalogState).answers
            key = (function.__name__, request[token_key])
            if key in answers:
                first, answered = answers[key]
                if first != request:
                    message = f"{token_key} was used before with other parameters"
                    raise AwsError("InvalidParametersException", message)
                return answered
            answered = function(call, request)
            answers[key] = (request, answered)
            return answered

        return answer

    return decorate
