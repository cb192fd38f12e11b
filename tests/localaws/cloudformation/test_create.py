"""Creating stacks."""

from tests.localaws.cloudformation.conftest import Stacks


def test_a_stack_is_created_with_its_outputs(stacks: Stacks) -> None:
    template = """
Parameters:
  Noun: {Type: String, Default: data}
Resources:
  Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub '${Noun} topic'}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
Outputs:
  TopicArn: {Value: !Ref Topic}
  TopicName: {Value: !GetAtt Topic.TopicName}
  Domain: {Value: !GetAtt Bucket.RegionalDomainName}
"""
    name = stacks.create(template)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    outputs = stacks.outputs(name)
    assert outputs["TopicArn"].endswith(outputs["TopicName"])
    assert outputs["Domain"].endswith(".s3.us-east-1.amazonaws.com")
