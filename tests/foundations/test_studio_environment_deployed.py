"""The Studio environment on the embedded AWS: with a network of its own, and in one that is there."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from mlops_templates.foundations.studio_environment import FILE_NAME, STACK_NAME
from mlops_templates.foundations.studio_environment.personas import PERSONAS
from tests.conftest import Aws
from tests.foundations.deployed import Account, account, refused
from tests.foundations.test_studio_environment import SERVICES

Outputs = dict[str, str]


@pytest.fixture(scope="module")
def created(aws: Aws) -> tuple[Account, Outputs]:
    """An account with everything made by the stack."""
    made = account(aws, "333600000001")
    return made, made.deploy(STACK_NAME, FILE_NAME, CodeConnectionsEndpoint="yes")


@pytest.fixture(scope="module")
def imported(aws: Aws) -> tuple[Account, Outputs]:
    """An account whose network another team made, and MLflow for nobody."""
    made = account(aws, "333600000002")
    ec2 = made.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.40.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.40.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for number, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(VpcId=vpc, GroupName="work", Description="of the network team")["GroupId"]
    ids = ",".join(each["Subnet"]["SubnetId"] for each in subnets)
    network = {"Network": "import", "VpcId": vpc, "SubnetIds": ids, "SecurityGroupId": group}
    return made, made.deploy(STACK_NAME, FILE_NAME, **network)


def test_the_network_has_every_endpoint_and_no_way_out(created: tuple[Account, Outputs]) -> None:
    made, outputs = created
    ec2 = made.client("ec2")
    asked = [{"Name": "vpc-id", "Values": [outputs["VpcId"]]}]
    endpoints = ec2.describe_vpc_endpoints(Filters=asked)["VpcEndpoints"]
    assert {each["ServiceName"].partition("us-east-1.")[2] for each in endpoints} == SERVICES
    routes = [route for table in ec2.describe_route_tables(Filters=asked)["RouteTables"] for route in table["Routes"]]
    assert {route["GatewayId"][:5] for route in routes} == {"local", "vpce-"}
    zones = ec2.describe_subnets(SubnetIds=outputs["SubnetIds"].split(","))["Subnets"]
    assert sorted(each["AvailabilityZone"] for each in zones) == ["us-east-1a", "us-east-1b", "us-east-1c"]


def test_the_domain_is_in_that_network_only(created: tuple[Account, Outputs]) -> None:
    made, outputs = created
    told = made.client("sagemaker").describe_domain(DomainId=outputs["DomainId"])
    assert (told["AppNetworkAccessType"], told["VpcId"]) == ("VpcOnly", outputs["VpcId"])
    assert sorted(told["SubnetIds"]) == sorted(outputs["SubnetIds"].split(","))
    assert told["DefaultUserSettings"]["SecurityGroups"] == [outputs["SecurityGroupId"]]


def test_each_persona_has_a_profile_and_lives_by_its_own_role(created: tuple[Account, Outputs]) -> None:
    made, outputs = created
    sagemaker = made.client("sagemaker")
    listed = sagemaker.list_user_profiles(DomainIdEquals=outputs["DomainId"])["UserProfiles"]
    assert {profile["UserProfileName"] for profile in listed} == set(PERSONAS)
    for persona in PERSONAS:
        profile = sagemaker.describe_user_profile(DomainId=outputs["DomainId"], UserProfileName=persona)
        assert profile["UserSettings"]["ExecutionRole"].endswith(f"/mlops-templates-studio-{persona}-us-east-1")


def test_ids_are_found_in_the_parameter_store(created: tuple[Account, Outputs]) -> None:
    made, outputs = created
    found = made.client("ssm").get_parameters_by_path(Path="/mlops-templates/studio")["Parameters"]
    values = {each["Name"].rpartition("/")[2]: each["Value"] for each in found}
    assert (values["domain-id"], values["vpc-id"]) == (outputs["DomainId"], outputs["VpcId"])


def test_an_imported_network_is_used_and_nothing_is_made_in_it(imported: tuple[Account, Outputs]) -> None:
    made, outputs = imported
    told = made.client("sagemaker").describe_domain(DomainId=outputs["DomainId"])
    assert told["VpcId"] == outputs["VpcId"]
    assert [vpc["VpcId"] for vpc in made.client("ec2").describe_vpcs()["Vpcs"]] == [outputs["VpcId"]]
    assert made.client("ec2").describe_vpc_endpoints()["VpcEndpoints"] == []


def test_an_import_without_its_network_is_refused_before_anything_is_made(imported: tuple[Account, Outputs]) -> None:
    made, _ = imported
    with pytest.raises(ClientError) as error:
        made.deploy("half", FILE_NAME, Network="import", VpcId="vpc-0a1b2c3d")
    assert "Network is import: SubnetIds is needed" in refused(error.value)


def test_mlflow_is_refused_by_name_because_nothing_runs_it_here(imported: tuple[Account, Outputs]) -> None:
    made, _ = imported
    with pytest.raises(ClientError, match="not emulated: AWS::SageMaker::MlflowApp"):
        made.update(STACK_NAME, Mlflow="app")


def test_an_update_reaches_the_domain_in_place_and_a_delete_keeps_the_home_directories(
    imported: tuple[Account, Outputs],
) -> None:
    made, outputs = imported
    domain = outputs["DomainId"]
    assert made.update(STACK_NAME, IdleMinutes="60", ProjectTemplatesLocation="s3://templates/")["DomainId"] == domain
    sagemaker = made.client("sagemaker")
    told = sagemaker.describe_domain(DomainId=domain)
    assert '"IdleTimeoutInMinutes": 60' in json.dumps(told["DefaultUserSettings"])
    tags = sagemaker.list_tags(ResourceArn=told["DomainArn"])["Tags"]
    assert {"Key": "sagemaker:projectS3TemplatesLocation", "Value": "s3://templates/"} in tags
    profiles = {f"{''.join(word.capitalize() for word in persona.split('-'))}Profile" for persona in PERSONAS}
    assert made.remove(STACK_NAME) == {"Domain", "Key", *profiles}
    assert sagemaker.describe_domain(DomainId=domain)["Status"] == "InService"


def test_a_network_made_here_outlives_its_stack_with_the_domain_that_is_in_it(
    created: tuple[Account, Outputs],
) -> None:
    made, outputs = created
    kept = made.remove(STACK_NAME)
    assert {"Vpc", "PrivateSubnet1", "PrivateSubnet2", "PrivateSubnet3", "Domain", "FlowLogGroup"} <= kept
    assert made.client("ec2").describe_vpc_endpoints()["VpcEndpoints"] == []
    with pytest.raises(ClientError, match="DependencyViolation"):
        made.client("ec2").delete_subnet(SubnetId=outputs["SubnetIds"].split(",")[0])
