"""What the IT account holds: the catalogue of teams and their accounts, and the product that makes account sets."""

from __future__ import annotations

from troposphere import Ref, Template, ssm

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.foundation_key import add_foundation_key
from mlops_templates.foundations.governance.catalogue import add_catalogue
from mlops_templates.foundations.governance.offer import add_offer
from mlops_templates.foundations.governance.writer import add_writer
from mlops_templates.foundations.team_accounts import TEMPLATES

__all__ = ["FILE_NAME", "STACK_NAME", "governance_template"]

STACK_NAME = "mlops-templates-governance"
FILE_NAME = "0-governance.yaml"
ADDRESS = r"https://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\.s3[a-z0-9.-]*\.amazonaws\.com(\.cn)?/[A-Za-z0-9_./-]{1,900}"


def governance_template() -> Template:
    template = Template(Description="Governance of mlops-templates: catalogue of teams, and their account sets")
    template.set_version("2010-09-09")
    for name, words in (
        ("TargetTemplateUrl", "staging and production accounts"),
        ("StudioTemplateUrl", "development accounts"),
        ("TeamAccountsTemplateUrl", "account sets"),
    ):
        add_field(template, "Templates", _address(name, words))
    purpose = "Catalogue of teams and their accounts"
    key = add_foundation_key(template, alias=STACK_NAME, purpose=purpose, logs="/mlops-templates-governance/*")
    table = add_catalogue(template, key=key)
    add_writer(template, table=table, key=key)
    add_offer(template)
    for part in ("studio", "target"):
        template.add_resource(
            ssm.Parameter(
                f"{part.capitalize()}TemplateUrlFact",
                Name=f"{TEMPLATES}/{part}-template-url",
                Type="String",
                Value=Ref(f"{part.capitalize()}TemplateUrl"),
                Description="The version that account sets are made from",
            )
        )
    return template


def _address(name: str, words: str) -> Field:
    return Field(
        name,
        f"Template of {words}",
        f"Address in S3 of the template of {words}, as mlops-templates publish uploaded it.",
        "must be the https address of an object in S3",
        pattern=ADDRESS,
    )
