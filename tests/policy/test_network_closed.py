from typing import Any

import pytest

from mlops_templates.policy import NetworkClosed
from tests.policy.linted import messages, resource

GROUP, INGRESS = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"
EVERYWHERE = [{"CidrIp": "0.0.0.0/0"}, {"CidrIpv6": "::/0"}]
NAMED = [{"CidrIp": "10.0.0.0/16"}, {"CidrIp": {"Ref": "VpcCidr"}}, {"SourceSecurityGroupId": "sg-0a1b2c3d"}]


@pytest.mark.parametrize("rule", EVERYWHERE, ids=str)
def test_group_that_is_open_to_the_world_is_refused(rule: dict[str, Any]):
    refused = ["R: name the security group or the range that may ask"]
    assert messages(NetworkClosed(), resource(GROUP, SecurityGroupIngress=[rule])) == refused
    assert messages(NetworkClosed(), resource(INGRESS, **rule)) == refused


@pytest.mark.parametrize("rule", NAMED, ids=str)
def test_group_that_names_who_may_ask_is_accepted(rule: dict[str, Any]):
    assert messages(NetworkClosed(), resource(GROUP, SecurityGroupIngress=[rule])) == []
    assert messages(NetworkClosed(), resource(INGRESS, **rule)) == []


def test_group_may_ask_everywhere():
    assert messages(NetworkClosed(), resource(GROUP, SecurityGroupEgress=EVERYWHERE)) == []


def test_web_server_of_an_ordinary_template_is_open():
    assert messages(NetworkClosed(), resource(GROUP, SecurityGroupIngress=EVERYWHERE), parameters={}) == []
