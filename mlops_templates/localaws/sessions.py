"""Identities that this server gave out: role sessions, and services that act for themselves."""

from __future__ import annotations

import threading

from moto.sts.models import sts_backends

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.keeping.changes import Changes

HOUR = 3600

Captured = tuple[dict[tuple[str, ...], Credentials], Credentials | None]


class Sessions:
    """Role sessions of services; one per role and session name. Safe to use from every thread."""

    def __init__(self, changes: Changes) -> None:
        self._lock = threading.Lock()
        self._changes = changes
        self._administrator: Credentials | None = None
        self._by_name: dict[tuple[str, ...], Credentials] = {}
        self._by_key: dict[str, Credentials] = {}

    def of_role(self, role_arn: str, name: str, region: str) -> Credentials:
        """The session of a role that a service assumed; whether it may is judged before."""
        with self._lock:
            return self._issued((role_arn, name), role_arn, name, region, None)

    def of_service(self, account: str, service: str, source_arn: str, region: str) -> Credentials:
        """A service that acts for a resource of an account, with no role of the account."""
        role = f"arn:aws:iam::{account}:role/aws-service-role/{service}/AWSServiceRole"
        caller = Caller(service, account, service=service, source_arn=source_arn)
        with self._lock:
            return self._issued((account, service, source_arn), role, "service", region, caller)

    def of_root(self, account: str, region: str) -> Credentials:
        """The root of an account, as which the server itself acts there."""
        role = f"arn:aws:iam::{account}:role/root"
        with self._lock:
            return self._issued(
                (account, "root"), role, "root", region, Caller(f"arn:aws:iam::{account}:root", account)
            )

    @property
    def administrator(self) -> Credentials | None:
        """The person at the keyboard, once signed in."""
        return self._administrator

    @administrator.setter
    def administrator(self, credentials: Credentials) -> None:
        self._administrator = credentials
        self._changes.mark("sessions")

    def captured(self) -> Captured:
        """What is to be kept."""
        return dict(self._by_name), self._administrator

    def restore(self, captured: Captured) -> None:
        """Put back what was kept."""
        names, self._administrator = captured
        self._by_name.update(names)
        self._by_key.update({issued.access_key: issued for issued in names.values()})

    def find(self, access_key: str) -> Credentials | None:
        return self._by_key.get(access_key)

    def _issued(
        self, name: tuple[str, ...], role_arn: str, session: str, region: str, caller: Caller | None
    ) -> Credentials:
        if name not in self._by_name:
            account = role_arn.split(":")[4]
            made = sts_backends[account]["aws"].assume_role(
                region_name=region,
                role_session_name=session,
                role_arn=role_arn,
                policy=None,
                duration=HOUR,
                external_id=None,
            )
            who = caller or Caller(made.arn, account, entity=role_arn)
            issued = Credentials(made.access_key_id, made.secret_access_key, made.session_token, who)
            self._by_name[name] = self._by_key[issued.access_key] = issued
            self._changes.mark("sessions", "sts")
        return self._by_name[name]
