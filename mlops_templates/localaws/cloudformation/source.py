"""Where the text of a template comes from: the request, or an object of the embedded S3."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

STORED = "StoredTemplate"
"""Of a stack set: a text that the service kept, so neither the limit of a body nor rights to an object apply."""

_BODY_LIMIT, _OBJECT_LIMIT = 51_200, 1_000_000
_REGION = r"(?:dualstack\.)?(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?"
_BUCKET_HOST = re.compile(rf"(?P<bucket>[a-z0-9][a-z0-9.-]+)\.s3[.-]{_REGION}amazonaws\.com(?:\.cn)?")
_PATH_HOST = re.compile(rf"s3[.-]{_REGION}amazonaws\.com(?:\.cn)?")


def template_text(call: Call, request: Document, previous: str | None = None) -> str:
    """The template that a request means.

    Raises:
        AwsError: `ValidationError` when there is none, more than one, or one that is too long.
    """
    if STORED in request:
        return str(request[STORED])
    given = [key for key in ("TemplateBody", "TemplateURL", "UsePreviousTemplate") if request.get(key)]
    if len(given) != 1:
        choice = "Either Template URL or Template Body must be specified."
        raise invalid(
            choice if not given else "Only one of Template URL, Template Body or UsePreviousTemplate is allowed."
        )
    if given == ["TemplateBody"]:
        return _body(request["TemplateBody"])
    if given == ["TemplateURL"]:
        return _object(call, request["TemplateURL"])
    if previous is None:
        raise invalid("UsePreviousTemplate cannot be used for a stack that does not exist.")
    return previous


def _body(text: str) -> str:
    if len(text.encode()) > _BODY_LIMIT:
        raise invalid(
            f"1 validation error detected: Value '{text[:40]}...' at 'templateBody' failed to satisfy constraint: "
            f"Member must have length less than or equal to {_BODY_LIMIT}"
        )
    return text


def _object(call: Call, url: str) -> str:
    bucket, key, version = object_of(url, call.world.url)
    wanted = {"Bucket": bucket, "Key": key, **({"VersionId": version} if version else {})}
    try:
        content: bytes = call.client("s3").get_object(**wanted)["Body"].read()
    except ClientError as error:
        raise invalid(
            f"S3 error: {error.response['Error'].get('Message')}\nFor more information check "
            "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
        ) from error
    if len(content) > _OBJECT_LIMIT:
        raise invalid(f"Template may not exceed {_OBJECT_LIMIT} bytes in size.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise invalid("Template format error: unsupported structure.") from error


def object_of(url: str, here: str) -> tuple[str, str, str | None]:
    """Bucket, key and version of any form of an S3 address; `here`, this server's, is one, as the AWS CLI writes it."""
    parts = urlsplit(url)
    path = unquote(parts.path.removeprefix("/"))
    version = parse_qs(parts.query).get("versionId", [None])[0]
    if parts.scheme == "https" and (match := _BUCKET_HOST.fullmatch(parts.netloc)) and path:
        return match["bucket"], path, version
    of_s3 = parts.scheme == "https" and _PATH_HOST.fullmatch(parts.netloc)
    if of_s3 or f"{parts.scheme}://{parts.netloc}" == here:
        bucket, _, key = path.partition("/")
        if bucket and key:
            return bucket, key, version
    raise invalid("TemplateURL must be a supported URL.")
