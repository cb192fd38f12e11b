"""The private network of a target account on the embedded AWS: made with it, and gone with it."""

from __future__ import annotations

from mlops_templates.foundations.target_account import FILE_NAME, STACK_NAME
from tests.conftest import Aws
from tests.foundations.deployed import account

TOOLING = "123456789012"


def test_a_made_network_is_told_to_stages_and_goes_with_the_stack(aws: Aws) -> None:
    made = account(aws, "333700000001")
    made.deploy(STACK_NAME, FILE_NAME, ToolingAccountId=TOOLING, Network="create", VpcCidr="10.60.0.0/20")
    names = [f"/mlops-templates/target/{name}" for name in ("subnet-ids", "security-group-id")]
    found = {each["Name"]: each["Value"] for each in made.client("ssm").get_parameters(Names=names)["Parameters"]}
    subnets, group = (found[name] for name in names)
    ec2 = made.client("ec2")
    zones = {each["AvailabilityZone"] for each in ec2.describe_subnets(SubnetIds=subnets.split(","))["Subnets"]}
    assert len(zones) == len(subnets.split(",")) >= 2
    [told] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    reached = [rule.get("IpRanges") for rule in told["IpPermissionsEgress"] if rule["FromPort"] == 443]
    assert reached == [[{"CidrIp": "0.0.0.0/0", "Description": "To endpoints of AWS services: no route leads further"}]]
    kept = made.remove(STACK_NAME)
    assert {"Bucket", "Key", "FlowLogGroup"} <= kept
    assert ec2.describe_vpcs()["Vpcs"] == []


def test_an_imported_network_is_told_to_stages_as_it_was_named(aws: Aws) -> None:
    made = account(aws, "333700000002")
    ec2 = made.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.70.0.0/16")["Vpc"]["VpcId"]
    subnets = ",".join(
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.70.{number}.0/24")["Subnet"]["SubnetId"] for number in range(2)
    )
    group = ec2.create_security_group(VpcId=vpc, GroupName="work", Description="theirs")["GroupId"]
    network = {"Network": "import", "SubnetIds": subnets, "SecurityGroupId": group}
    made.deploy(STACK_NAME, FILE_NAME, ToolingAccountId=TOOLING, **network)
    told = made.client("ssm").get_parameter(Name="/mlops-templates/target/subnet-ids")["Parameter"]["Value"]
    assert told == subnets
    assert len(ec2.describe_vpcs()["Vpcs"]) == 1
