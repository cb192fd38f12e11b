"""A credential helper of git for CodeCommit: a user name and a password made of the AWS keys of the environment.

They are made as `aws codecommit credential-helper` makes them, which may take this one's place: the name is the access
key, with its token; the password a time and a signature that is good for a quarter of an hour. Run by path, with
nothing but the standard library, so that git does not wait for it.
"""

import hashlib
import hmac
import os
import sys
import time


def main() -> None:
    """Answer git's question for a user name and a password; what it wants stored or erased is nothing to keep."""
    if sys.argv[1:] != ["get"]:
        return
    asked = dict(line.strip().split("=", 1) for line in sys.stdin if "=" in line)
    key, token = os.environ.get("AWS_ACCESS_KEY_ID", ""), os.environ.get("AWS_SESSION_TOKEN", "")
    secret, region = os.environ.get("AWS_SECRET_ACCESS_KEY", ""), os.environ.get("AWS_REGION", "")
    moment = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    host = asked.get("host", "").partition(":")[0]
    request = f"GIT\n/{asked.get('path', '')}\n\nhost:{host}\n\nhost\n"
    name = f"{key}%{token}" if token else key
    sys.stdout.write(f"username={name}\npassword={moment}Z{_signature(secret, region, moment, request)}\n")


def _signature(secret: str, region: str, moment: str, request: str) -> str:
    scope = (moment[:8], region, "codecommit", "aws4_request")
    text = "\n".join(("AWS4-HMAC-SHA256", moment, "/".join(scope), hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{secret}".encode()
    for part in (*scope, text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


if __name__ == "__main__":
    main()
