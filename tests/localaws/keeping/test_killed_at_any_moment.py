"""A client is told only what is true for good: nothing that was answered is lost, doubled or torn by a kill."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tests.localaws.keeping.reborn import Reborn

KILLS = 8


@dataclass
class Maker:
    """Makes things as fast as it is answered, and notes the answers."""

    aws: Reborn
    objects: dict[str, bytes] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    number: int = 0

    def furnish(self) -> None:
        self.aws.client("s3").create_bucket(Bucket="loop")
        self.aws.client("sqs").create_queue(QueueName="loop")
        self.aws.client("codecommit").create_repository(repositoryName="loop")

    def make(self, until: threading.Event) -> None:
        clients = {name: self.aws.client(name) for name in ("s3", "ssm", "sagemaker", "sqs", "codecommit")}
        try:
            while not until.is_set():
                self.number += 1
                self._one_of_each(clients, f"n{self.number}")
        except (BotoCoreError, ClientError):
            return  # the server was killed under it: nothing was promised

    def _one_of_each(self, clients: dict[str, Any], name: str) -> None:
        content = random.randbytes(random.randint(1, 5000))
        clients["s3"].put_object(Bucket="loop", Key=name, Body=content)
        self.objects[name] = content
        clients["ssm"].put_parameter(Name=name, Value=name, Type="String")
        self.parameters[name] = name
        clients["sagemaker"].create_model_package_group(ModelPackageGroupName=name)
        self.groups.append(name)
        queue = f"{self.aws.aws.url}/123456789012/loop"
        clients["sqs"].send_message(QueueUrl=queue, MessageBody=name)
        self.messages.append(name)
        parent = {"parentCommitId": self.commits[-1]} if self.commits else {}
        made = clients["codecommit"].put_file(
            repositoryName="loop", branchName="main", filePath=name, fileContent=content, name="Ada", **parent
        )
        self.commits.append(made["commitId"])

    def check(self) -> None:
        """Everything promised is there as it was made, and at most the one thing that was under way besides."""
        s3, ssm, sagemaker = self.aws.client("s3"), self.aws.client("ssm"), self.aws.client("sagemaker")
        there = {
            item["Key"]
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket="loop")
            for item in page.get("Contents", [])
        }
        assert set(self.objects) <= there
        for name, content in self.objects.items():
            assert s3.get_object(Bucket="loop", Key=name)["Body"].read() == content
        for name in list(self.parameters)[-5:]:
            assert ssm.get_parameter(Name=name)["Parameter"]["Value"] == name
            assert ssm.get_parameter(Name=name)["Parameter"]["Version"] == 1
        pages = sagemaker.get_paginator("list_model_package_groups").paginate()
        groups = [each["ModelPackageGroupName"] for page in pages for each in page["ModelPackageGroupSummaryList"]]
        assert len(groups) == len(set(groups))
        assert set(self.groups) <= set(groups)
        self._check_queue_and_branch()

    def _check_queue_and_branch(self) -> None:
        queue = f"{self.aws.aws.url}/123456789012/loop"
        facts = self.aws.client("sqs").get_queue_attributes(
            QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"]
        )
        waiting = int(facts["Attributes"]["ApproximateNumberOfMessages"])
        assert len(self.messages) <= waiting <= self.number
        if self.commits:
            codecommit = self.aws.client("codecommit")
            head = codecommit.get_branch(repositoryName="loop", branchName="main")["branch"]["commitId"]
            self.commits.append(head)  # the last push may be there although nobody was told
            for commit in self.commits:
                assert codecommit.get_commit(repositoryName="loop", commitId=commit)["commit"]["commitId"] == commit


def test_everything_that_was_answered_survives_kills_at_any_moment(reborn: Reborn) -> None:
    maker = Maker(reborn)
    maker.furnish()
    for _ in range(KILLS):
        stop = threading.Event()
        thread = threading.Thread(target=maker.make, args=(stop,))
        thread.start()
        time.sleep(random.uniform(0.05, 1.5))
        reborn.kill()
        stop.set()
        thread.join()
        reborn.again()
        maker.check()
    assert maker.objects
