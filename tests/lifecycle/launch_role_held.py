"""A launch role that a test may assume, and from which it takes a permission."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.testing import LocalAccount

Documents = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class HeldRole:
    """The role with inline policies in the place of its managed ones."""

    name: str
    iam: Any
    documents: Documents
    account: LocalAccount
    """Who acts as the role."""

    @staticmethod
    def of(name: str, admin: LocalAccount) -> HeldRole:
        iam = admin.client("iam")
        arn = iam.get_role(RoleName=name)["Role"]["Arn"]
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        own = {"Effect": "Allow", "Principal": {"AWS": admin.id}, "Action": "sts:AssumeRole"}
        both = {**trust, "Statement": [*trust["Statement"], own]}
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(both))
        role = HeldRole(name, iam, _taken_over(iam, name), admin.as_role(arn))
        for part, document in role.documents.items():
            role._put(part, document)
        return role

    @contextlib.contextmanager
    def without(self, permissions: Collection[str]) -> Iterator[None]:
        """Lack them for the length of a `with` block."""
        held = [(part, one) for part, one in self.documents.items() if set(permissions) & _actions(one)]
        for part, document in held:
            kept = copy.deepcopy(document)
            for statement in kept["Statement"]:
                statement["Action"] = [one for one in statement["Action"] if one not in permissions] or ["none:None"]
            self._put(part, kept)
        try:
            yield
        finally:
            for part, document in held:
                self._put(part, document)

    def _put(self, part: str, document: dict[str, Any]) -> None:
        self.iam.put_role_policy(RoleName=self.name, PolicyName=part, PolicyDocument=json.dumps(document))


def _actions(document: dict[str, Any]) -> set[str]:
    return {action for statement in document["Statement"] for action in statement["Action"]}


def _taken_over(iam: Any, role: str) -> Documents:
    documents = {}
    for attached in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
        documents[attached["PolicyName"]] = found["Document"]
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    return documents
