"""What a failure tells of the time in which its test ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates.localaws import LocalAws
from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer
from mlops_templates.localaws.testing.watch import Watch

EARLIER = "2026-11-23 16:00:00,000 sns:CreateTopic 403 AccessDenied 0.001s\n"
LATER = """\
2026-11-23 16:00:01,000 s3:CreateBucket to moto
2026-11-23 16:00:02,000 cloudformation:DescribeStacks 400 ValidationError 0.001s
2026-11-23 16:00:03,000 cloudformation:CreateStack 400 ValidationError 0.001s
2026-11-23 16:00:04,000 kms:DescribeKey 403 AccessDeniedException 0.001s
2026-11-23 16:00:05,000 codebuild:StartBuild 200 0.001s
Traceback (most recent call last):
"""


WELL = "Entering phase BUILD\nPhase complete: BUILD State: SUCCEEDED\nPhase context status code:  Message: \n"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    (tmp_path / "logs" / "codebuild" / "p").mkdir(parents=True)
    (tmp_path / "logs" / "server.log").write_text(EARLIER + LATER, encoding="utf-8")
    return Watch(tmp_path, "111122223333", "us-east-1", size=len(EARLIER), began=0)


def test_it_knows_the_services_that_were_called_since_it_began(watch: Watch) -> None:
    assert watch.services() == {"s3", "cloudformation", "kms", "codebuild"}


def test_a_server_begins_to_watch_at_the_end_of_its_log(tmp_path: Path, watch: Watch) -> None:
    log = tmp_path / "logs" / "server.log"
    log.write_text(EARLIER, encoding="utf-8")
    server = LocalAwsServer(LocalAws("http://127.0.0.1:1", 1, tmp_path, {}), watch.region)
    begun = server.watch(LocalAccount(watch.account, watch.region, server.url, "me", Keys("key", "secret")))
    log.write_text(EARLIER + LATER, encoding="utf-8")
    assert begun.services() == watch.services()


def test_it_tells_what_was_refused_but_not_what_was_not_found(watch: Watch) -> None:
    assert [line for line in watch.notes().splitlines() if line.startswith("refused")] == [
        "refused: cloudformation:CreateStack 400 ValidationError",
        "refused: kms:DescribeKey 403 AccessDeniedException",
    ]


def test_it_tells_how_the_log_of_a_build_ends(watch: Watch) -> None:
    log = watch.state / "logs" / "codebuild" / "p" / "1.log"
    log.write_text("".join(f"line {number}\n" for number in range(20)) + WELL, encoding="utf-8")
    told = watch.notes().partition("codebuild/p/1.log ends with\n")[2].splitlines()
    assert told == [f"  line {number}" for number in range(8, 20)]


def test_a_log_of_earlier_is_not_told(tmp_path: Path, watch: Watch) -> None:
    log = watch.state / "logs" / "codebuild" / "p" / "1.log"
    log.write_text("line\n", encoding="utf-8")
    later = Watch(tmp_path, "111122223333", "us-east-1", size=0, began=log.stat().st_mtime + 1)
    assert "ends with" not in later.notes()
