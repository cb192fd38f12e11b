"""The API of a stage as a program of its account calls it: by a request that is signed for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session


def post(url: str, body: bytes, session: Any = None, *, reached_at: str) -> tuple[int, str]:
    """Status and text of the answer; without a session nobody signs. `reached_at` is where names of AWS lead here."""
    asked = urlsplit(url)
    headers = {"Content-Type": "text/csv", "Accept": "text/csv", "Host": asked.netloc}
    request = AWSRequest("POST", f"{reached_at.rstrip('/')}{asked.path}", headers=headers, data=body)
    if session is not None:
        SigV4Auth(session.get_credentials().get_frozen_credentials(), "execute-api", session.region_name).add_auth(
            request
        )
    answer = URLLib3Session(timeout=65).send(request.prepare())
    return answer.status_code, answer.text
