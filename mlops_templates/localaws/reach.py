"""The variables with which clients reach the server; light, because processes without a server need them too."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CREDENTIAL_HELPER = Path(__file__).parent / "codecommit" / "credential_helper.py"
"""With which git signs in with the AWS keys of the environment."""


@dataclass(frozen=True)
class Keys:
    """An access key as AWS hands it out."""

    access_key: str
    secret_key: str
    token: str = ""


def client_variables(
    url: str,
    account: str,
    region: str,
    keys: Keys,
    *,
    signs_in: bool = True,
    rewrites: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """What boto3, the AWS CLI and git need to reach the server unchanged, with nothing of the user's own settings.

    Unless it `signs_in`, git has no user name and no password. `rewrites` are further paths of the server, and the
    addresses that git has to look up there.
    """
    token = {"AWS_SESSION_TOKEN": keys.token} if keys.token else {}
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": keys.access_key,
        "AWS_SECRET_ACCESS_KEY": keys.secret_key,
        **token,
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",  # where both are set, this one counts
        "GIT_TERMINAL_PROMPT": "0",
        **_git_variables(
            (f"url.{url}/git/{region}/{account}/.insteadOf", f"https://git-codecommit.{region}.amazonaws.com/"),
            *(
                (f"url.{url}/git/connections/{name}/.insteadOf", f"https://{name}.{region}.amazonaws.com/git-http/")
                for name in ("codeconnections", "codestar-connections")
            ),
            *((f"url.{url}{path}.insteadOf", address) for path, address in rewrites),
            # The empty value forgets the helpers of the user's own settings, which would keep what they are told.
            (f"credential.{url}.helper", ""),
            *(_signing_in(url) if signs_in else ()),
        ),
    }


def _signing_in(url: str) -> tuple[tuple[str, str], ...]:
    helper = f"!{shlex.join([sys.executable, '-I', str(CREDENTIAL_HELPER)])}"
    return (f"credential.{url}.helper", helper), (f"credential.{url}.useHttpPath", "true")


def _git_variables(*settings: tuple[str, str]) -> dict[str, str]:
    found = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found
