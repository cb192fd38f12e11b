"""Actions that no statement allows, or that one denies."""

from __future__ import annotations

from tests.localaws.authorization.conftest import allow, deny
from tests.localaws.authorization.denied.case import EXPLICIT, Case

CASES = (
    Case(
        "an action that nobody allowed",
        (),
        lambda person: person.client("sns").list_topics(),
        "sns:ListTopics",
        "*",
        (allow("sns:ListTopics"),),
    ),
    Case(
        "another action of the same service",
        (allow("servicecatalog:List*"),),
        lambda person: person.client("servicecatalog").search_products_as_admin(),
        "servicecatalog:SearchProductsAsAdmin",
        "*",
        (allow("servicecatalog:Search*"),),
    ),
    Case(
        "an explicit deny beside an allow",
        (allow("*"), deny("codebuild:ListProjects")),
        lambda person: person.client("codebuild").list_projects(),
        "codebuild:ListProjects",
        "*",
        (allow("*"),),
        EXPLICIT,
    ),
    Case(
        "all but one action",
        ({"Effect": "Allow", "NotAction": "codepipeline:*", "Resource": "*"},),
        lambda person: person.client("codepipeline").list_pipelines(),
        "codepipeline:ListPipelines",
        "*",
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},),
    ),
    Case(
        "every bucket of the account",
        (allow("s3:ListBucket"),),
        lambda person: person.client("s3").list_buckets(),
        "s3:ListAllMyBuckets",
        "*",
        (allow("s3:ListAllMyBuckets"),),
    ),
)
