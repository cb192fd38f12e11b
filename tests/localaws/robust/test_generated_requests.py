"""Whatever is sent to an emulated action, an AWS error comes back and never a failure of this server.

A thousand requests are made of the API models in each run, the same in every one. `MLOPS_TEMPLATES_FUZZ=20000` makes
as many of each service, other ones each time.
"""

from __future__ import annotations

import os
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlops_templates.localaws import wire
from tests.localaws.robust.generated import actions, bodies, parameters, services
from tests.localaws.robust.wiring import Answered, Wire

EXAMPLES = int(os.environ.get("MLOPS_TEMPLATES_FUZZ", "70"))
UNHURRIED = settings(
    max_examples=EXAMPLES,
    derandomize="MLOPS_TEMPLATES_FUZZ" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@UNHURRIED
@pytest.mark.parametrize("service", services())
@given(data=st.data())
def test_a_generated_request_gets_an_answer_of_aws(wired: Wire, service: str, data: st.DataObject) -> None:
    action = data.draw(st.sampled_from(actions(service)))
    document = data.draw(bodies(service, action))
    if wire.protocol_of(service) == "json":
        answered = wired.json(service, action, document)
    else:
        version = wire.service_model(service).metadata["apiVersion"]
        pairs = [("Action", action), ("Version", version), *parameters(document)]
        answered = wired.query(service, urlencode(pairs, errors="surrogatepass").encode())
    assert told_in_the_words_of_aws(answered), (action, document, answered)


def told_in_the_words_of_aws(answered: Answered) -> bool:
    """A success, an error with a code, or a plain refusal of what is not emulated."""
    if answered.status == 501:
        return answered.code == "NotEmulated"
    return answered.status < 300 or (400 <= answered.status < 500 and bool(answered.code))
