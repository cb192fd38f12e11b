"""Tables of an account and region."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

Item = dict[str, Document]
"""Attributes in the notation of the API: `{"Team": {"S": "risk"}}`."""


@dataclass
class Table:
    """A table with the settings of its request; `items` by the values of their keys."""

    name: str
    arn: str
    keys: dict[str, str]
    """The type of each key attribute by its name, the partition key first."""
    settings: Document
    protected: bool = False
    recoverable: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    items: dict[tuple[str, ...], Item] = field(default_factory=dict)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class DynamoState:
    """Tables by name."""

    tables: dict[str, Table] = field(default_factory=dict)


def table_of(call: Call, name: str, words: str = "Requested resource not found: Table: {} not found") -> Table:
    """The table of a name or ARN.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    short = name.rpartition("/")[2]
    found = call.state(DynamoState).tables.get(short)
    if found is None:
        raise AwsError("ResourceNotFoundException", words.format(short))
    return found
