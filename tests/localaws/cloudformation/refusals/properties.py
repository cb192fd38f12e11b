"""Types, properties and capabilities: what the schemas of the resource providers say."""
# ruff: noqa: E501 - a table, one row a line

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.refusals.rows import GONE, Row, edited

NAMED: dict[str, Any] = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
SCHEMAS: dict[str, Any] = {
    "Resources": {
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 30}]},
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        },
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}},
        "Subscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "sqs",
                "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
            },
        },
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": "30", "FifoQueue": "true"}},
        "Setting": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "a"}},
        "Key": {
            "Type": "AWS::KMS::Key",
            "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": []}, "PendingWindowInDays": 7},
        },
        "Alias": {
            "Type": "AWS::KMS::Alias",
            "Properties": {"AliasName": "alias/a", "TargetKeyId": {"Ref": "Key"}},
        },
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {"EventPattern": {"source": ["aws.s3"]}, "State": "ENABLED"},
        },
    }
}
ROLE: dict[str, Any] = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "a", "AssumeRolePolicyDocument": TRUST}}
    }
}
PIPELINE: dict[str, Any] = {
    "Resources": {
        "Pipeline": {
            "Type": "AWS::SageMaker::Pipeline",
            "Properties": {
                "PipelineName": "a",
                "RoleArn": "arn:aws:iam::123456789012:role/a",
                "PipelineDefinition": {"PipelineDefinitionBody": "{}"},
            },
        }
    }
}
REPOSITORY: dict[str, Any] = {
    "Resources": {
        "Code": {
            "Type": "AWS::SageMaker::CodeRepository",
            "Properties": {"GitConfig": {"RepositoryUrl": "https://example.com/a"}},
        },
        "Group": {
            "Type": "AWS::SageMaker::ModelPackageGroup",
            "Properties": {"ModelPackageGroupName": "a-b", "ModelPackageGroupDescription": "c"},
        },
    }
}
LAUNCH: dict[str, Any] = {
    "Resources": {
        "Launch": {
            "Type": "AWS::ServiceCatalog::LaunchRoleConstraint",
            "Properties": {"PortfolioId": "port-a", "ProductId": "prod-a", "LocalRoleName": "a"},
        }
    }
}


def property_row(sentence: str, at: str, bad: Any, words: str, good: Any = SCHEMAS, **request: Any) -> Row:
    """A property that its schema forbids; the first step of the path is the logical id."""
    logical_id, path = at.split("/", 1)
    told = f"Properties validation failed for resource {logical_id} with message:\n{words}"
    return Row(sentence, f"Resources/{logical_id}/Properties/{path}", bad, told, good=good, request=request)


ROWS = (
    Row("a type is unknown", "Resources/Topic/Type", "AWS::SNS::Thing", "Unrecognized resource types: [AWS::SNS::Thing]"),
    Row("a type is not emulated", "Resources/Net", {"Type": "AWS::EC2::InternetGateway"}, "not emulated: AWS::EC2::InternetGateway", "NotEmulated"),
    Row("a type is the author's own", "Resources/Own", {"Type": "Custom::Own", "Properties": {"ServiceToken": "a"}}, "not emulated: Custom::Own", "NotEmulated"),
    Row("a policy of the registry is wanted", "Resources/Images", {"Type": "AWS::ECR::RegistryPolicy"}, "not emulated: AWS::ECR::RegistryPolicy", "NotEmulated"),
    Row("a property is one that would be passed over", "Resources/Topic/Properties/DataProtectionPolicy", {}, "not emulated: AWS::SNS::Topic DataProtectionPolicy", "NotEmulated"),
    property_row("a property is unknown", "Topic/Name", "a", "#: extraneous key [Name] is not permitted"),
    property_row("a property further down is unknown", "Bucket/VersioningConfiguration/MfaDelete", "a", "#/VersioningConfiguration: extraneous key [MfaDelete] is not permitted"),
    property_row("a property is only to be read", "Topic/TopicArn", "a", "#: extraneous key [TopicArn] is not permitted"),
    property_row("a property is missing", "Subscription/TopicArn", GONE, "#: required key [TopicArn] not found"),
    property_row("a property further down is missing", "Bucket/LifecycleConfiguration/Rules/0/Status", GONE, "#/LifecycleConfiguration/Rules/0: required key [Status] not found"),
    property_row("a word stands for a list", "Bucket/Tags", "a", "#/Tags: expected type: Array, found: String"),
    property_row("a list stands for a word", "Topic/DisplayName", ["a"], "#/DisplayName: expected type: String, found: JSONArray"),
    property_row("a word stands for a number", "Queue/VisibilityTimeout", "long", "#/VisibilityTimeout: expected type: Integer, found: String"),
    property_row("a fraction stands for a number", "Logs/RetentionInDays", 30.5, "#/RetentionInDays: expected type: Integer, found: Double"),
    property_row("a word stands for true", "Queue/FifoQueue", "si", "#/FifoQueue: expected type: Boolean, found: String"),
    property_row("a map stands for a word", "Setting/Value", {"a": "b"}, "#/Value: expected type: String, found: JSONObject"),
    property_row("a value is not one of a few", "Bucket/VersioningConfiguration/Status", "On", "#/VersioningConfiguration/Status: On is not a valid enum value"),
    property_row("a number is not one of a few", "Logs/RetentionInDays", 31, "#/RetentionInDays: 31 is not a valid enum value"),
    property_row("a state is not one of a few", "Rule/State", "ON", "#/State: ON is not a valid enum value"),
    property_row("a name is too long", "Logs/LogGroupName", "x" * 513, "#/LogGroupName: expected maxLength: 512, actual: 513"),
    property_row("a name has capitals", "Bucket/BucketName", "Bucket", "#/BucketName: string [Bucket] does not match pattern"),
    property_row("a name lacks its prefix", "Alias/AliasName", "a", "#/AliasName: string [a] does not match pattern"),
    property_row("a number is too small", "Key/PendingWindowInDays", 6, "#/PendingWindowInDays: 6 is not greater or equal to 7"),
    property_row("a number is too large", "Key/PendingWindowInDays", 31, "#/PendingWindowInDays: 31 is not less or equal to 30"),
    property_row("a tag has no value", "Bucket/Tags/0/Value", GONE, "#/Tags/0: required key [Value] not found"),
    property_row("a role trusts nobody", "Role/AssumeRolePolicyDocument", GONE, "#: required key [AssumeRolePolicyDocument] not found", ROLE, **NAMED),
    property_row("a path is a number of paths", "Role/Path", ["/"], "#/Path: expected type: String, found: JSONArray", ROLE, **NAMED),
    property_row("two definitions of a pipeline compete", "Pipeline/PipelineDefinition", {"PipelineDefinitionBody": "{}", "PipelineDefinitionS3Location": {"Bucket": "a", "Key": "b"}}, "#/PipelineDefinition: #: no subschema matched out of the total 2 subschemas", PIPELINE),
    property_row("neither of two members is given", "Launch/LocalRoleName", GONE, "#: #: no subschema matched out of the total 2 subschemas", LAUNCH),
    property_row("both of two members are given", "Launch/RoleArn", "arn:aws:iam::123456789012:role/a", "#: #: 2 subschemas matched instead of one", LAUNCH),
    property_row("an address is not secure", "Code/GitConfig/RepositoryUrl", "http://example.com/a", "#/GitConfig/RepositoryUrl: string [http://example.com/a] does not match pattern", REPOSITORY),
    property_row("a group's name ends in a dash", "Group/ModelPackageGroupName", "a-", "#/ModelPackageGroupName: string [a-] does not match pattern", REPOSITORY),
    property_row("a group's name has 64 letters", "Group/ModelPackageGroupName", "a" * 64, "#/ModelPackageGroupName: ", REPOSITORY),
    Row("roles are not acknowledged", "request/Capabilities", [], "Requires capabilities : [CAPABILITY_NAMED_IAM]", "InsufficientCapabilitiesException", ROLE, NAMED),
    Row("named roles are acknowledged as unnamed", "request/Capabilities", ["CAPABILITY_IAM"], "Requires capabilities : [CAPABILITY_NAMED_IAM]", "InsufficientCapabilitiesException", ROLE, NAMED),
    Row("a role is acknowledged until it has a name", "Resources/Role/Properties/RoleName", "a", "Requires capabilities : [CAPABILITY_NAMED_IAM]", "InsufficientCapabilitiesException", edited(ROLE, "Resources/Role/Properties/RoleName", GONE), {"Capabilities": ["CAPABILITY_IAM"]}),
    Row("a tag is one of AWS's", "request/Tags/0/Key", "aws:noun", "aws: prefixed tag key names are not allowed for external use", request={"Tags": [{"Key": "noun", "Value": "a"}]}),
    Row("a tag is given twice", "request/Tags/1", {"Key": "noun", "Value": "b"}, "Duplicate tag keys found: noun", request={"Tags": [{"Key": "noun", "Value": "a"}]}),
    Row("there are 51 tags", "request/Tags/50", {"Key": "50", "Value": "a"}, "Member must have length less than or equal to 50", request={"Tags": [{"Key": str(n), "Value": "a"} for n in range(50)]}),
    Row("the template is nowhere", "request/TemplateBody", GONE, "Either Template URL or Template Body must be specified"),
    Row("the template is in two places", "request/TemplateURL", "https://a.s3.amazonaws.com/b", "Only one of Template URL, Template Body or UsePreviousTemplate"),
    Row("the template is outside S3", "request", {"TemplateURL": "https://example.com/a.yaml"}, "TemplateURL must be a supported URL"),
    Row("the template is in nobody's bucket", "request", {"TemplateURL": "https://nobodys-bucket.s3.amazonaws.com/a.yaml"}, "S3 error: The specified bucket does not exist"),
    Row("the stack's name begins with a digit", "request/StackName", "1st", "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"),
    Row("the stack's name has 129 letters", "request/StackName", "a" * 129, "Member must have length less than or equal to 128"),
    Row("the role is nobody's", "request/RoleARN", "arn:aws:iam::123456789012:role/nobody-made-this", "is invalid or cannot be assumed"),
    Row("notifications are wanted", "request/NotificationARNs", ["arn:aws:sns:us-east-1:123456789012:a"], "not emulated: cloudformation:CreateStack NotificationARNs", "NotEmulated"),
)  # fmt: skip
