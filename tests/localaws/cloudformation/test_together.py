"""Independent resources at the same time; what is under way when one fails."""

from __future__ import annotations

import threading
import time
import uuid
from queue import SimpleQueue
from typing import Any

from mlops_templates.localaws.cloudformation.engine.schedule import AT_ONCE, in_parallel
from tests.localaws.cloudformation.conftest import Stacks, wait_until

TOPIC: dict[str, Any] = {"Type": "AWS::SNS::Topic"}


def test_independent_things_are_done_at_the_same_time() -> None:
    meeting = threading.Barrier(AT_ONCE, timeout=60)
    names = [str(number) for number in range(AT_ONCE)]
    assert in_parallel(dict.fromkeys(names, ()), lambda _: meeting.wait(), stop=True) == {}


def test_no_more_than_a_few_things_are_done_at_the_same_time() -> None:
    lock, counts, meeting = threading.Lock(), [0, 0], threading.Barrier(AT_ONCE, timeout=60)

    def work(_: str) -> None:
        with lock:
            counts[0] += 1
            counts[1] = max(counts)
        meeting.wait()
        time.sleep(0.02)  # whoever comes too early is here by now
        with lock:
            counts[0] -= 1

    in_parallel({str(number): () for number in range(40)}, work, stop=True)
    assert counts == [0, AT_ONCE]


def test_everything_comes_after_all_it_needs() -> None:
    done: list[str] = []
    needs = {f"{number}": [f"{needed}" for needed in range(number + 1, 12, 2)] for number in range(12)}
    assert in_parallel(needs, done.append, stop=True) == {}
    assert all(done.index(needed) < done.index(name) for name in needs for needed in needs[name])


def test_a_failure_stops_what_has_not_begun() -> None:
    failing: SimpleQueue[threading.Thread] = SimpleQueue()
    done: list[str] = []

    def work(name: str) -> None:
        if name == "bad":
            for _ in needs:
                failing.put(threading.current_thread())
            raise ValueError(name)
        failing.get(timeout=60).join()
        done.append(name)

    needs: dict[str, tuple[str, ...]] = {"bad": (), **{str(number): () for number in range(20)}, "after": ("bad",)}
    failures = in_parallel(needs, work, stop=True)
    assert list(failures) == ["bad"]
    assert len(done) == AT_ONCE - 1


def test_a_deletion_that_fails_blocks_only_what_waits_for_it() -> None:
    done: list[str] = []

    def work(name: str) -> None:
        if name == "bad":
            raise ValueError(name)
        done.append(name)

    failures = in_parallel({"bad": (), "after": {"bad"}, "alone": (), "then": {"alone"}}, work, stop=False)
    assert list(failures) == ["bad"]
    assert done == ["alone", "then"]


def test_what_was_under_way_beside_a_failure_is_cancelled_and_deleted(stacks: Stacks) -> None:
    taken, free = f"taken-{uuid.uuid4().hex}", f"free-{uuid.uuid4().hex}"
    s3 = stacks.aws.client("s3")
    s3.create_bucket(Bucket=taken)
    inner = {"Resources": {f"T{number}": TOPIC for number in range(30)}}
    url = stacks.template_url(inner)
    name = stacks.create(
        {
            "Slow": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}},
            "Bad": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}},
            "Later": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": free}, "DependsOn": "Slow"},
        }
    )
    events = stacks.events(name)
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "Resource creation cancelled" in stacks.reasons(name)
    assert "The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user." in stacks.reasons(
        name
    )
    assert events.index(("Bad", "CREATE_FAILED")) < events.index(("Slow", "CREATE_FAILED"))
    assert ("Slow", "DELETE_COMPLETE") in events
    assert not [logical for logical, _ in events if logical == "Later"]
    slow = stacks.physical(name)["Slow"]
    assert wait_until(lambda: stacks.status(slow), lambda status: status == "DELETE_COMPLETE")


def test_what_an_update_had_under_way_beside_a_failure_is_cancelled_and_goes_back(stacks: Stacks) -> None:
    taken = f"taken-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)

    def template(count: int, **more: Any) -> dict[str, Any]:
        url = stacks.template_url({"Resources": {f"T{number}": TOPIC for number in range(count)}})
        return {"Slow": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}, **more}

    name = stacks.create(template(1))
    bad = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}}
    assert stacks.update(name, template(30, Bad=bad)) == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert "Resource update cancelled" in stacks.reasons(name)
    assert "failed to create: [Bad]. The following resource(s) failed to update: [Slow]. " in stacks.reasons(name)
    assert set(stacks.physical(stacks.physical(name)["Slow"])) == {"T0"}
