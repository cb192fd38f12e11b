"""A server is killed in the middle of provisioned products and projects; the next one brings all of them to an end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.localaws.keeping.held import begin, values
from tests.localaws.keeping.held_products import Products, Projects, publish, template
from tests.localaws.keeping.reborn import Reborn
from tests.waiting import until

REASON = "he embedded AWS was stopped while this was in progress"
WAYS = ("catalog", "template")


class Killed:
    """The server after the one that was killed."""

    def __init__(self, aws: Reborn) -> None:
        self.aws = aws
        aws.client("s3").create_bucket(Bucket="templates")
        publish(aws, "thing", template("Name", name="/${Name}"))
        body = template("SageMakerProjectName", "SageMakerProjectId", name="/project/${SageMakerProjectName}")
        self.products, self.projects = Products(aws), Projects(aws, publish(aws, "project", body))
        self.records: dict[str, str] = {}

    def hold(self) -> None:
        for record in [self.products.provision("updating"), self.products.provision("terminating", "held delete")]:
            self.products.succeeds(record)
        for way in WAYS:
            self.projects.create(f"updating-{way}", way)
            self.projects.create(f"deleting-{way}", way, "held delete")
        for way in WAYS:
            for verb in ("updating", "deleting"):
                assert self.projects.ended(f"{verb}-{way}") == "CreateCompleted"
        self.records["creating"] = self.products.provision("creating", "held create")
        self.records["updating"] = self.products.update("updating", "two", "held update")
        self.records["terminating"] = self.products.terminate("terminating")
        for way in WAYS:
            self.projects.create(f"creating-{way}", way, "held create")
            self.projects.update(f"updating-{way}", way, "two", "held update")
            self.projects.api.delete_project(ProjectName=f"deleting-{way}")
        until(self._all_held, "everything in the middle")

    def _all_held(self) -> bool | None:
        """Whether as many stacks are in the middle of each as there are products and projects."""
        found = [each["StackStatus"] for each in self.aws.client("cloudformation").describe_stacks()["Stacks"]]
        held = [found.count(f"{verb}_IN_PROGRESS") for verb in ("CREATE", "UPDATE", "DELETE")]
        done = [value for name, value in values(self.aws, "").items() if "updating" in name or "creating" in name]
        return (held == [3, 3, 3] and sorted(done) == ["one"] * 3 + ["two"] * 3) or None

    def again(self) -> None:
        self.aws.kill()
        self.aws.again()
        self.products.again()
        self.projects.again()


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    aws = begin(tmp_path_factory.mktemp("products") / "state")
    try:
        found = Killed(aws)
        found.hold()
        found.again()
        yield found
    finally:
        aws.stop()


def test_a_product_that_was_being_provisioned_is_in_error_and_leaves_nothing(killed: Killed) -> None:
    ended = killed.products.ended(killed.records["creating"])
    assert ended["Status"] == "FAILED"
    assert REASON in ended["RecordErrors"][0]["Description"]
    assert killed.products.status("creating")["Status"] == "ERROR"
    assert values(killed.aws, "product/creating") == {}
    killed.products.succeeds(killed.products.terminate("creating"))
    killed.products.succeeds(killed.products.provision("creating"))
    assert values(killed.aws, "product/creating") == {"/product/creating": "one"}


def test_a_product_that_was_being_updated_is_tainted_as_it_was_and_can_be_updated(killed: Killed) -> None:
    ended = killed.products.ended(killed.records["updating"])
    assert ended["Status"] == "FAILED"
    assert REASON in ended["RecordErrors"][0]["Description"]
    assert killed.products.status("updating")["Status"] == "TAINTED"
    assert values(killed.aws, "product/updating") == {"/product/updating": "one"}
    killed.products.succeeds(killed.products.update("updating", "two"))
    assert killed.products.status("updating")["Status"] == "AVAILABLE"
    assert values(killed.aws, "product/updating") == {"/product/updating": "two"}


def test_a_termination_goes_on_to_its_end_and_frees_the_name(killed: Killed) -> None:
    killed.products.succeeds(killed.records["terminating"])
    assert values(killed.aws, "product/terminating") == {}
    killed.products.succeeds(killed.products.provision("terminating"))


@pytest.mark.parametrize("way", WAYS)
def test_a_project_that_was_being_created_has_failed_and_can_be_deleted_and_created(killed: Killed, way: str) -> None:
    name = f"creating-{way}"
    assert killed.projects.ended(name) == "CreateFailed"
    assert REASON in killed.projects.reason(name)
    assert values(killed.aws, f"project/{name}") == {}
    killed.projects.api.delete_project(ProjectName=name)
    assert killed.projects.ended(name) == "DeleteCompleted"
    killed.projects.create(name, way)
    assert killed.projects.ended(name) == "CreateCompleted"


@pytest.mark.parametrize("way", WAYS)
def test_a_project_that_was_being_updated_has_failed_is_as_it_was_and_can_be_updated(killed: Killed, way: str) -> None:
    name = f"updating-{way}"
    assert killed.projects.ended(name) == "UpdateFailed"
    assert REASON in killed.projects.reason(name)
    assert values(killed.aws, f"project/{name}") == {f"/project/{name}": "one"}
    killed.projects.update(name, way, "two")
    assert killed.projects.ended(name) == "UpdateCompleted"
    assert values(killed.aws, f"project/{name}") == {f"/project/{name}": "two"}


@pytest.mark.parametrize("way", WAYS)
def test_the_deletion_of_a_project_goes_on_to_its_end(killed: Killed, way: str) -> None:
    name = f"deleting-{way}"
    assert killed.projects.ended(name) == "DeleteCompleted"
    assert values(killed.aws, f"project/{name}") == {}
    assert name not in [each["ProjectName"] for each in killed.projects.api.list_projects()["ProjectSummaryList"]]


def test_in_the_end_every_name_is_there_once(killed: Killed) -> None:
    found = killed.products.catalog.search_provisioned_products()["ProvisionedProducts"]
    names = [each["Name"] for each in found]
    assert len(names) == len(set(names))
    assert [each["Name"] for each in found if each["Status"] in ("UNDER_CHANGE", "PLAN_IN_PROGRESS")] == []
    living = killed.aws.client("cloudformation").describe_stacks()["Stacks"]
    assert [each["StackName"] for each in living if each["StackStatus"].endswith("_IN_PROGRESS")] == []
    assert sorted(each["StackId"] for each in living if each["StackName"].startswith("SC-")) == sorted(
        each["PhysicalId"] for each in found
    )
