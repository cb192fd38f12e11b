"""The lifecycle of a bucket, from the template's shape to the API's."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.picking import refuse_others
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

_HANDLED = {
    "AbortIncompleteMultipartUpload",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "Id",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransitions",
    "ObjectSizeGreaterThan",
    "ObjectSizeLessThan",
    "Prefix",
    "Status",
    "TagFilters",
    "Transitions",
}
_CONDITIONS = {"ObjectSizeGreaterThan": int, "ObjectSizeLessThan": int, "Prefix": str}


def lifecycle(value: Document) -> Document:
    """The LifecycleConfiguration of the API."""
    refuse_others(value, {"Rules"}, "AWS::S3::Bucket LifecycleConfiguration")
    return {"Rules": [_rule(rule) for rule in value["Rules"]]}


def _rule(rule: Document) -> Document:
    refuse_others(rule, _HANDLED, "AWS::S3::Bucket LifecycleConfiguration rule")
    result: Document = {"Status": rule["Status"], "Filter": _filter(rule)}
    if "Id" in rule:
        result["ID"] = rule["Id"]
    if "AbortIncompleteMultipartUpload" in rule:
        result["AbortIncompleteMultipartUpload"] = rule["AbortIncompleteMultipartUpload"]
    if "ExpirationInDays" in rule:
        result["Expiration"] = {"Days": rule["ExpirationInDays"]}
    elif "ExpiredObjectDeleteMarker" in rule:
        result["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    if "NoncurrentVersionExpiration" in rule:
        result["NoncurrentVersionExpiration"] = rule["NoncurrentVersionExpiration"]
    elif "NoncurrentVersionExpirationInDays" in rule:
        result["NoncurrentVersionExpiration"] = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    if "Transitions" in rule:
        result["Transitions"] = [_transition(item, "Days") for item in rule["Transitions"]]
    if "NoncurrentVersionTransitions" in rule:
        found = [_transition(item, "NoncurrentDays") for item in rule["NoncurrentVersionTransitions"]]
        result["NoncurrentVersionTransitions"] = found
    if not result.keys() - {"Status", "Filter", "ID"}:
        raise AwsError("InvalidRequest", "At least one action needs to be specified in a rule.")
    return result


def _filter(rule: Document) -> Document:
    conditions: Document = {name: kind(rule[name]) for name, kind in _CONDITIONS.items() if name in rule}
    tags = rule.get("TagFilters", [])
    if len(conditions) + len(tags) > 1:
        return {"And": {**conditions, **({"Tags": tags} if tags else {})}}
    if tags:
        return {"Tag": tags[0]}
    return conditions or {"Prefix": ""}


def _transition(item: Document, days: str) -> Document:
    if "TransitionDate" in item:
        raise not_emulated("AWS::S3::Bucket LifecycleConfiguration with TransitionDate")
    return {days if key == "TransitionInDays" else key: value for key, value in item.items()}
