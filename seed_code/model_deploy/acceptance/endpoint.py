"""A deployed endpoint, as the suites under tests/ call it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from acceptance.tasks import Scores

CSV = "text/csv"
JSON = "application/json"
Row = Sequence[str]


@dataclass(frozen=True)
class Answer:
    """What the endpoint said, and which of its variants; the status is the container's own."""

    status: int
    content_type: str
    body: str
    variant: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint behind a sagemaker-runtime client."""

    name: str
    runtime: Any

    def call(self, body: str, content_type: str, accept: str) -> Answer:
        """The answer, also when it is a refusal."""
        try:
            response = self.runtime.invoke_endpoint(
                EndpointName=self.name, Body=body.encode(), ContentType=content_type, Accept=accept
            )
        except ClientError as error:
            return _refusal(error)
        kind, body = response["ContentType"].split(";")[0], response["Body"].read().decode()
        return Answer(200, kind, body, response.get("InvokedProductionVariant", ""))

    def csv_scores(self, rows: Sequence[Row]) -> list[Scores]:
        return csv_scores(self._accepted(csv_body(rows), CSV))

    def json_scores(self, rows: Sequence[Row]) -> list[Scores]:
        return json_scores(self._accepted(json_body(rows), JSON))

    def _accepted(self, body: str, content_type: str) -> str:
        answer = self.call(body, content_type, content_type)
        if answer.status != 200:
            raise AssertionError(
                f"{self.name} refused good rows in {content_type} with {answer.status}: {answer.body[:300]}\n"
                f"What to do: read the log group /aws/sagemaker/Endpoints/{self.name}, then run the model's handler, "
                "inference.py in the build repository, on these rows."
            )
        return answer.body


def csv_scores(body: str) -> list[Scores]:
    """The answer to each row of a request in CSV."""
    return [tuple(float(cell) for cell in line.split(",")) for line in body.splitlines() if line.strip()]


def json_scores(body: str) -> list[Scores]:
    """The answer to each row of a request in JSON: a number, or a list of them."""
    answers = json.loads(body)["predictions"]
    return [tuple(map(float, answer)) if isinstance(answer, list) else (float(answer),) for answer in answers]


def csv_body(rows: Sequence[Row]) -> str:
    return "".join(f"{','.join(row)}\n" for row in rows)


def json_body(rows: Sequence[Row]) -> str:
    return json.dumps({"instances": [[_value(cell) for cell in row] for row in rows]})


def _value(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _refusal(error: ClientError) -> Answer:
    response = error.response
    status = response.get("OriginalStatusCode") or response["ResponseMetadata"]["HTTPStatusCode"]
    return Answer(int(status), "", response.get("OriginalMessage") or response["Error"]["Message"])
