"""Finding by id what a request names, and what each list leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.state import Ec2State, RouteTable, SecurityGroup, Subnet, Vpc
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.paging import page

Record = TypeVar("Record")
Facts = Mapping[str, object]
"""What a record is, by the names of filters."""


def vpc_of(call: Call, id_: str) -> Vpc:
    return found(call.state(Ec2State).vpcs, id_, "InvalidVpcID.NotFound", "The vpc ID '{}' does not exist")


def subnet_of(call: Call, id_: str) -> Subnet:
    return found(call.state(Ec2State).subnets, id_, "InvalidSubnetID.NotFound", "The subnet ID '{}' does not exist")


def table_of(call: Call, id_: str) -> RouteTable:
    tables = call.state(Ec2State).route_tables
    return found(tables, id_, "InvalidRouteTableID.NotFound", "The routeTable ID '{}' does not exist")


def group_of(call: Call, id_: str) -> SecurityGroup:
    return found(call.state(Ec2State).groups, id_, "InvalidGroup.NotFound", "The security group '{}' does not exist")


def found(records: Mapping[str, Record], id_: str, code: str, words: str) -> Record:
    """The record of an id.

    Raises:
        AwsError: in the words that EC2 has for what is not there.
    """
    record = records.get(id_)
    if record is None:
        raise AwsError(code, words.format(id_))
    return record


def in_use(words: str) -> AwsError:
    return AwsError("DependencyViolation", words)


def listed(
    records: Iterable[Record], request: Document, facts: Callable[[Record], Facts]
) -> tuple[list[Record], str | None]:
    """The page of records that the filters of a request leave.

    Raises:
        AwsError: NotEmulated for a filter that nobody here knows.
    """
    return page([each for each in list(records) if _passes(facts(each), request)], request, default=1000)


def with_tags(facts: Facts, tags: Mapping[str, str]) -> Facts:
    return {**facts, "tag-key": list(tags), **{f"tag:{key}": value for key, value in tags.items()}}


def _passes(facts: Facts, request: Document) -> bool:
    for asked in request.get("Filters") or ():
        name, values = asked["Name"], asked.get("Values") or []
        if name not in facts and not name.startswith("tag:"):
            raise not_emulated(f"the EC2 filter {name}")
        held = facts.get(name)
        texts = [str(each) for each in held] if isinstance(held, list) else [] if held is None else [_text(held)]
        if not any(fnmatchcase(text, value) for text in texts for value in values):
            return False
    return True


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
