"""Where the two stages of a deployment are, and as whom a pipeline acts there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from troposphere import AWSHelperFn

Kind = Literal["real-time", "batch"]


@dataclass(frozen=True)
class Stage:
    """Staging or production: the role CloudFormation takes on, and those to act and to test as in another account.

    The test role is a text for `Fn::Sub`. The account is that of the target-account stack, if the stage has one.
    """

    name: str
    stack_role: AWSHelperFn
    action_role: AWSHelperFn | None = None
    test_role: str = ""
    account: AWSHelperFn | None = None


@dataclass(frozen=True)
class Stages:
    """Staging, production, and what the render job must know of them."""

    staging: Stage
    production: Stage
    environment: Mapping[str, AWSHelperFn | str]
