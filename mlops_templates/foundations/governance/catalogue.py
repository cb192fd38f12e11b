"""The catalogue: which team owns which accounts, since when, and in what state."""

from __future__ import annotations

from troposphere import AWSHelperFn, GetAtt, Output, Ref, Tags, Template, dynamodb

TABLE = "mlops-templates-team-accounts"
KEY = "Team"


def add_catalogue(template: Template, *, key: AWSHelperFn) -> AWSHelperFn:
    """The ARN of the table. Entries of teams that are gone stay, for audits."""
    table = template.add_resource(
        dynamodb.Table(
            "TeamAccounts",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            TableName=TABLE,
            AttributeDefinitions=[dynamodb.AttributeDefinition(AttributeName=KEY, AttributeType="S")],
            KeySchema=[dynamodb.KeySchema(AttributeName=KEY, KeyType="HASH")],
            BillingMode="PAY_PER_REQUEST",
            DeletionProtectionEnabled=True,
            PointInTimeRecoverySpecification=dynamodb.PointInTimeRecoverySpecification(PointInTimeRecoveryEnabled=True),
            SSESpecification=dynamodb.SSESpecification(KMSMasterKeyId=key, SSEEnabled=True, SSEType="KMS"),
            Tags=Tags({"mlops-templates:part": "team-accounts"}),
        )
    )
    template.add_output(Output("CatalogueTable", Value=Ref(table), Description="Table of teams and their accounts"))
    return GetAtt(table, "Arn")
