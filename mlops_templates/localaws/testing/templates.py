"""A template in whichever form a test has it, as a request of CloudFormation takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from mlops_templates.localaws.testing.account import LocalAccount

LONGEST_INLINE = 51_200
"""Bytes of a template that a request may carry; larger ones are read from S3."""


class RendersJson(Protocol):
    """A template of troposphere, or whatever else writes itself as JSON."""

    def to_json(self) -> str: ...


Template = Path | str | Mapping[str, Any] | RendersJson
"""A file (`Path`, or a text without a line break), the text itself, the document, or a troposphere template."""


Value = str | int | float | bool | Sequence[str]
"""Of a parameter."""


def text(value: Value) -> str:
    """A value as CloudFormation takes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ",".join(value)


def text_of(template: Template) -> str:
    """The text of a template."""
    __tracebackhide__ = True
    if isinstance(template, Mapping):
        return json.dumps(template)
    if isinstance(template, str) and ("\n" in template or template.lstrip().startswith("{")):
        return template
    if isinstance(template, str | Path):
        if not Path(template).is_file():
            raise FileNotFoundError(f"there is no template {str(template)!r} in {Path.cwd()}")
        return Path(template).read_text(encoding="utf-8")
    return template.to_json()


def source_of(account: LocalAccount, text: str, name: str) -> dict[str, str]:
    """`TemplateBody`, or `TemplateURL` of a template that is too large for a request."""
    if len(text.encode()) <= LONGEST_INLINE:
        return {"TemplateBody": text}
    return {"TemplateURL": uploaded(account, text, name)}


def uploaded(account: LocalAccount, text: str, name: str) -> str:
    """The address of the template in a bucket of the account."""
    s3, bucket = account.client("s3"), f"local-aws-templates-{account.id}-{account.region}"
    place: dict[str, Any] = {"CreateBucketConfiguration": {"LocationConstraint": account.region}}
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=bucket, **({} if account.region == "us-east-1" else place))
    s3.put_object(Bucket=bucket, Key=f"{name}.template", Body=text.encode())
    return f"https://{bucket}.s3.{account.region}.amazonaws.com/{name}.template"
