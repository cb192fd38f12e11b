"""The API in front of an endpoint, as its callers use it: requests signed for execute-api."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from acceptance.endpoint import Answer
from deployment.errors import DeploymentError

TRIES, PAUSE_SECONDS = 12, 5


@dataclass(frozen=True)
class Api:
    """One API; `reached_at` is where its host is, when names of AWS lead nowhere."""

    url: str
    session: Any
    reached_at: str = ""

    def call(self, body: str, content_type: str, accept: str, *, signed: bool = True) -> Answer:
        """The answer, also when it is a refusal."""
        asked = urlsplit(self.url)
        headers = {"Content-Type": content_type, "Accept": accept, "Host": asked.netloc}
        address = f"{self.reached_at.rstrip('/')}{asked.path}" if self.reached_at else self.url
        request = AWSRequest("POST", address, headers=headers, data=body.encode())
        if signed:
            credentials = self.session.get_credentials().get_frozen_credentials()
            SigV4Auth(credentials, "execute-api", self.session.region_name).add_auth(request)
        response = URLLib3Session(timeout=65).send(request.prepare())
        kind = response.headers.get("Content-Type", "").split(";")[0]
        return Answer(response.status_code, kind, response.text)

    def wait_for(self, body: str, content_type: str, pause: float = PAUSE_SECONDS) -> Answer:
        """The first answer that is no trouble behind the API: a role that is new takes seconds to be known."""
        for _ in range(TRIES - 1):
            answer = self.call(body, content_type, content_type)
            if answer.status < 500:
                return answer
            time.sleep(pause)
        return self.call(body, content_type, content_type)


def of_stack(session: Any, stack_name: str, environment: Mapping[str, str]) -> Api:
    """The API whose address is an output of this stack."""
    (stack,) = session.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
    addresses = [one["OutputValue"] for one in stack.get("Outputs", []) if one["OutputKey"] == "ApiUrl"]
    if not addresses:
        raise DeploymentError(f"the stack {stack_name} has no output ApiUrl: release the pipeline once more.")
    elsewhere = environment.get("AWS_ENDPOINT_URL_EXECUTE_API") or environment.get("AWS_ENDPOINT_URL", "")
    return Api(addresses[0], session, elsewhere)
