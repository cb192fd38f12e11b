"""Where docker keeps who somebody is at a registry: `~/.docker/config.json`."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from mlops_templates.localaws.ecr.tokens import USER, keys_of
from mlops_templates.localaws.reach import Keys


def log_in(home: Path, host: str, user: str, password: str) -> bool:
    """Keep a login; False when the registry would not take it."""
    if user != USER or keys_of(password) is None:
        return False
    path = home / ".docker" / "config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    held = _read(path)
    held.setdefault("auths", {})[host] = {"auth": base64.b64encode(f"{user}:{password}".encode()).decode()}
    path.touch(mode=0o600)
    path.write_text(json.dumps(held, indent=2), encoding="utf-8")
    return True


def keys_at(home: Path, host: str) -> Keys | None:
    """The keys behind the login at a registry, if there is one."""
    auth = _read(home / ".docker" / "config.json").get("auths", {}).get(host, {}).get("auth", "")
    return keys_of(base64.b64decode(auth).decode().partition(":")[2]) if auth else None


def _read(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
