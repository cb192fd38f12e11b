"""Data capture: requests and answers as lines of JSON in S3, in AWS's layout and with the role of the model.

    DESTINATION/ENDPOINT/VARIANT/yyyy/mm/dd/hh/MM-SS-mmm-UUID.jsonl

A body whose content type the settings do not call CSV or JSON is kept in base64.
"""

import base64
import json
import logging
import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint
from mlops_templates.localaws.sagemaker.hosting.variant_server import VariantServer
from mlops_templates.localaws.sagemaker.jobs.transfer import split
from mlops_templates.localaws.sagemaker_runtime.batches import Batches
from mlops_templates.localaws.sagemaker_runtime.forwarding import Answered

PARTS = {"Input": ("INPUT",), "Output": ("OUTPUT",), "InputAndOutput": ("INPUT", "OUTPUT")}

logger = logging.getLogger(__name__)


class Captures(Batches):
    """Lines that wait to be written."""


def keep(call: Call, endpoint: Endpoint, server: VariantServer, request: Document, answered: Answered) -> None:
    """Capture a request and its answer, if they are among those that are."""
    config = endpoint.capturing
    if not config or not config.get("EnableCapture", True):
        return
    if random.random() * 100 >= config["InitialSamplingPercentage"]:  # noqa: S311 - a sample, not a secret
        return
    line = json.dumps(_line(config, request, answered))
    place = (endpoint.name, server.variant, config["DestinationS3Uri"])
    call.live(Captures).add(call, place, [line], partial(_write, server, endpoint.name, config))


def _line(config: Document, request: Document, answered: Answered) -> Document:
    wanted = {part for option in config.get("CaptureOptions", []) for part in PARTS[option["CaptureMode"]]}
    sides = {
        "INPUT": ("endpointInput", request.get("ContentType", "application/octet-stream"), request["Body"]),
        "OUTPUT": ("endpointOutput", answered.content_type, answered.body),
    }
    attributes = {"customAttributes": [request["CustomAttributes"]]} if request.get("CustomAttributes") else {}
    named = {"inferenceId": request["InferenceId"]} if request.get("InferenceId") else {}
    return {
        "captureData": {
            name: _side(config, kind, mode, body) for mode, (name, kind, body) in sides.items() if mode in wanted
        },
        "eventMetadata": {
            "eventId": str(uuid.uuid4()),
            **named,
            **attributes,
            "inferenceTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "eventVersion": "0",
    }


def _side(config: Document, kind: str, mode: str, body: bytes | str) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    encoding = _encoding(config.get("CaptureContentTypeHeader") or {}, kind.partition(";")[0].strip().lower())
    try:
        text = raw.decode("utf-8") if encoding != "BASE64" else base64.b64encode(raw).decode()
    except UnicodeDecodeError:
        encoding, text = "BASE64", base64.b64encode(raw).decode()
    return {"observedContentType": kind, "mode": mode, "data": text, "encoding": encoding}


def _encoding(kinds: Document, kind: str) -> str:
    for encoding, member in (("CSV", "CsvContentTypes"), ("JSON", "JsonContentTypes")):
        if kind in [known.lower() for known in kinds.get(member, [])]:
            return encoding
    return "BASE64"


def _write(server: VariantServer, endpoint: str, config: Document, lines: Sequence[Any]) -> None:
    moment = datetime.now(UTC)
    bucket, prefix = split(config["DestinationS3Uri"].rstrip("/"))
    name = f"{moment:%M-%S}-{moment.microsecond // 1000:03}-{uuid.uuid4()}.jsonl"
    key = "/".join(part for part in (prefix, endpoint, server.variant, f"{moment:%Y/%m/%d/%H}", name) if part)
    encryption: Document = {}
    if config.get("KmsKeyId"):
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": config["KmsKeyId"]}
    body = "".join(f"{line}\n" for line in lines).encode()
    try:
        server.call.client("s3").put_object(Bucket=bucket, Key=key, Body=body, **encryption)
    except (BotoCoreError, ClientError) as error:
        logger.warning("nothing is captured of %s: %s", endpoint, error)
