"""Reliable over accounts: two approvals, a staging and a production account, rollback. One story, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from mlops_templates import projects, publish
from mlops_templates.demo.waiting import until
from tests.lifecycle.alarming import raise_while_updating
from tests.lifecycle.api_caller import post
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.listening import Mailbox
from tests.lifecycle.staged_life import TO_PRODUCTION, TO_STAGING, StagedLife

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

ACCOUNTS = {"staging": "333500000001", "prod": "333500000002"}
STAGE_HOLDS = {
    "AWS::ApiGateway::RestApi",
    "AWS::CloudWatch::Alarm",
    "AWS::SageMaker::Endpoint",
    "AWS::SageMaker::EndpointConfig",
    "AWS::SageMaker::Model",
}
MONITORING = {"AWS::SageMaker::Pipeline", "AWS::Scheduler::Schedule"}


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> StagedLife:
    return StagedLife.begin("reliable-real-time", ACCOUNTS, account, tmp_path_factory.mktemp("clones"))


@pytest.fixture(scope="module")
def versions(life: StagedLife) -> list[str]:
    """Versions of the model as they are registered, the oldest first."""
    return [life.newest_version()]


@pytest.fixture(scope="module")
def mailboxes(life: StagedLife) -> dict[str, Mailbox]:
    """Those of the people whom each approval asks."""
    stages = life.project.client("codepipeline").get_pipeline(name=life.pipeline)["pipeline"]["stages"]
    return {
        stage["name"]: Mailbox.at(stage["actions"][0]["configuration"]["NotificationArn"])
        for stage in stages
        if stage["name"] in (TO_STAGING, TO_PRODUCTION)
    }


def registered_again(life: StagedLife, versions: list[str]) -> str:
    versions.append(life.project.register_again(versions[0], life.project.names.group))
    return versions[-1]


def test_leads_see_the_figures_of_a_version_before_anything_is_deployed(
    life: StagedLife, versions: list[str], mailboxes: dict[str, Mailbox]
) -> None:
    deployment = life.decide_on(versions[0], "Approved")
    approval = life.wait_at(TO_STAGING, deployment)
    for words in ("Model version 1: auc 0.9", "threshold 0.95", "Production: nothing served yet", "Not deployed yet"):
        assert words in approval.text
    assert (life.stack("staging"), life.stack("prod")) == (None, None)


def test_a_yes_brings_it_to_the_staging_account_and_no_further(life: StagedLife, versions: list[str]) -> None:
    deployment = life.project.newest(life.pipeline)
    life.say_yes(TO_STAGING, deployment)
    approval = life.wait_at(TO_PRODUCTION, deployment)
    for words in ("latency: p50", "api: answers signed requests", "tests passed"):
        assert words in approval.text.lower()
    assert (life.serving("staging"), life.serving("prod")) == (versions[0], None)
    assert life.resources("staging") >= STAGE_HOLDS
    assert life.predicts("staging")
    with pytest.raises(ClientError, match="Could not find endpoint"):
        life.project.client("sagemaker").describe_endpoint(EndpointName=life.project.names.endpoint("staging"))


def test_each_approval_asks_people_of_its_own(mailboxes: dict[str, Mailbox]) -> None:
    for stage, mailbox in mailboxes.items():
        assert mailbox.letter(stageName=stage)["approvalReviewLink"]
        assert {one["stageName"] for one in mailbox.mail if "stageName" in one} == {stage}


def test_a_second_yes_brings_it_to_the_production_account(life: StagedLife, versions: list[str]) -> None:
    deployment = life.project.newest(life.pipeline)
    life.say_yes(TO_PRODUCTION, deployment)
    assert life.end_of(deployment) == "Succeeded", life.why(deployment)
    assert life.project.actions(life.pipeline, deployment)["Production/SmokeTest"]["status"] == "Succeeded"
    assert life.serving("prod") == versions[0]
    assert life.resources("prod") >= STAGE_HOLDS | MONITORING
    assert life.predicts("prod")


def test_the_triggers_of_production_work(life: StagedLife) -> None:
    """Its API, for who signs, and the clock of its monitoring."""
    session, url = life.administrators["prod"], life.outputs("prod")["ApiUrl"]
    (row, *_) = life.held_out().splitlines()[1:]
    _, _, features = row.partition(b",")
    status, answer = post(url, features, session, reached_at=life.project.aws.url)
    assert (status, 0 <= float(answer) <= 1) == (200, True), answer
    assert post(url, features, reached_at=life.project.aws.url)[0] == 403
    name = f"sagemaker-{life.project.names.project_id}-drift-prod"
    assert life.client("prod", "scheduler").get_schedule(Name=name)["State"] == "ENABLED"


def test_a_version_that_is_rejected_leaves_production_for_the_one_before(life: StagedLife, versions: list[str]) -> None:
    life.to_production(life.decide_on(registered_again(life, versions), "Approved"))
    assert life.serving("prod") == versions[1]
    back = life.decide_on(versions[1], "Rejected")
    assert "Production: version 2" in life.wait_at(TO_STAGING, back).text
    life.to_production(back)
    assert (life.serving("staging"), life.serving("prod")) == (versions[0], versions[0])
    assert life.predicts("prod")


def test_an_alarm_during_a_rollout_gives_the_traffic_back_and_tells_the_leads(
    life: StagedLife, versions: list[str], mailboxes: dict[str, Mailbox]
) -> None:
    before = life.endpoint("prod")["EndpointConfigName"]
    deployment = life.decide_on(registered_again(life, versions), "Approved")
    life.say_yes(TO_STAGING, deployment)
    life.say_yes(TO_PRODUCTION, deployment)
    group = life.project.names.group
    watched = (life.client("prod", "cloudwatch"), life.client("prod", "sagemaker"))
    alarm = f"sagemaker-{group}-prod-errors"
    raise_while_updating(*watched, alarm=alarm, endpoint=f"{group}-prod")
    assert life.end_of(deployment) == "Failed", life.why(deployment)
    assert life.project.actions(life.pipeline, deployment)["Production/Deploy"]["status"] == "Failed"
    assert (life.serving("staging"), life.serving("prod")) == (versions[-1], versions[0])
    assert life.endpoint("prod")["EndpointConfigName"] == before
    assert life.predicts("prod")
    told = mailboxes[TO_STAGING].letter(AlarmName=alarm, NewStateValue="ALARM")
    assert told["AWSAccountId"] == ACCOUNTS["prod"]


def test_the_pipeline_then_deploys_again_what_worked_last(life: StagedLife, versions: list[str]) -> None:
    rollback = until(life.rollback, "the rollback of the pipeline")
    assert life.end_of(rollback) == "Succeeded", life.why(rollback)
    assert life.serving("prod") == versions[0]
    assert life.endpoint("prod")["EndpointStatus"] == "InService"
    assert life.predicts("prod")


def test_a_deleted_project_leaves_what_is_retained_and_the_stages_to_their_accounts(
    life: StagedLife, versions: list[str]
) -> None:
    names = life.project.names
    retained = projects.delete(names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained if not one.account}
    assert belongings(names.project, names.project_id) == kept
    assert life.serving("prod") == versions[0]
    elsewhere = {one.account: one for one in retained if one.account}
    assert elsewhere.keys() == set(ACCOUNTS.values())
    for stage, account in ACCOUNTS.items():
        cloudformation, name = life.client(stage, "cloudformation"), elsewhere[account].physical_id
        assert elsewhere[account].remove.endswith(f" --stack-name {name}")
        cloudformation.delete_stack(StackName=name)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
