"""State that cannot be read is refused, in one line that says what to do; it is never half read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mlops_templates.localaws import attach
from tests.localaws.keeping.reborn import Reborn

CLI = [sys.executable, "-m", "mlops_templates.cli", "local"]


def cli(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CLI, *words], capture_output=True, text=True, check=False, timeout=120)


def other_moto(kept: Path) -> str:
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["writers"]["moto"] = "4.0.0"
    (kept / "manifest.json").write_text(json.dumps(manifest))
    return "it was written by moto 4.0.0"


def torn_list(kept: Path) -> str:
    text = (kept / "manifest.json").read_text()
    (kept / "manifest.json").write_text(text[: len(text) // 2])
    return "the list of what is kept cannot be read"


def damaged_snapshot(kept: Path) -> str:
    (path,) = (kept / "parts").glob("s3-*")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return f"{path.name} is damaged"


def lost_object(kept: Path) -> str:
    (path,) = (kept / "objects").iterdir()
    path.unlink()
    return f"{path.name} cannot be read"


@pytest.mark.parametrize("damage", [other_moto, torn_list, damaged_snapshot, lost_object])
def test_it_is_refused_until_somebody_chooses_to_forget_it(tmp_path: Path, damage: Callable[[Path], str]) -> None:
    aws = Reborn.begin(tmp_path / "state")
    aws.client("s3").create_bucket(Bucket="precious")
    aws.client("s3").put_object(Bucket="precious", Key="a", Body=b"b")
    aws.stop()
    reason = damage(tmp_path / "state" / "kept")
    state = ["--state", str(tmp_path / "state")]
    refused = cli("start", *state)
    (line,) = refused.stderr.splitlines()
    assert refused.returncode == 2
    assert reason in line
    assert f"mlops-templates local start --fresh --state {tmp_path / 'state'}" in line
    assert (tmp_path / "state" / "kept" / "manifest.json").exists()
    fresh = cli("start", "--fresh", *state)
    try:
        assert fresh.returncode == 0, fresh.stderr
        found = attach(tmp_path / "state")
        assert found is not None
        assert Reborn(found).client("s3").list_buckets()["Buckets"] == []
    finally:
        cli("stop", *state)


def test_what_a_killed_server_was_about_to_write_is_as_if_it_had_not_begun(reborn: Reborn) -> None:
    reborn.client("s3").create_bucket(Bucket="precious")
    reborn.kill()
    kept = reborn.aws.state / "kept"
    (kept / "temporary" / "7").write_bytes(b"half of a snaps")
    (kept / "parts" / f"s3-{'0' * 16}").write_bytes(b"whole, but nobody was answered")
    (kept / "objects" / ("0" * 64)).write_bytes(b"content of nothing")
    reborn.again()
    assert [bucket["Name"] for bucket in reborn.client("s3").list_buckets()["Buckets"]] == ["precious"]
    reborn.client("s3").create_bucket(Bucket="another")
    assert [*(kept / "temporary").iterdir(), *(kept / "objects").iterdir()] == []
    assert len(list((kept / "parts").glob("s3-*"))) == 1
