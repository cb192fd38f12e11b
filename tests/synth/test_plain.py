from __future__ import annotations

import pytest
from awacs.aws import Allow, PolicyDocument, Statement
from awacs.s3 import GetObject
from troposphere import Equals, GetAtt, If, Output, Parameter, Ref, Sub, Tags, Template, iam, s3

from mlops_templates.foundations import FOUNDATIONS
from mlops_templates.synth.plain import plain, plain_template


def small_template() -> Template:
    template = Template(Description="Small")
    template.set_version("2010-09-09")
    template.add_parameter(Parameter("Name", Type="String", Default="x"))
    template.add_condition("Named", Equals(Ref("Name"), ""))
    template.add_resource(s3.Bucket("Bare"))
    template.add_resource(
        s3.Bucket(
            "Bucket",
            BucketName=If("Named", Ref("Name"), Sub("${X}-y", X=Ref("Name"))),
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
            Tags=Tags(Team=Ref("Name")),
            DependsOn=["Bare"],
        )
    )
    document = PolicyDocument(
        Version="2012-10-17",
        Statement=[Statement(Effect=Allow, Action=[GetObject], Resource=[GetAtt("Bucket", "Arn")])],
    )
    template.add_resource(iam.ManagedPolicy("Policy", PolicyDocument=document))
    template.add_output(Output("Arn", Value=GetAtt("Bucket", "Arn")))
    return template


def test_a_template_becomes_what_troposphere_makes_of_it() -> None:
    template = small_template()
    assert plain_template(template) == template.to_dict()


@pytest.mark.parametrize(("name", "make"), FOUNDATIONS)
def test_a_whole_foundation_becomes_what_troposphere_makes_of_it(name: str, make: object) -> None:
    template = make()  # type: ignore[operator]
    assert plain_template(template) == template.to_dict()


def test_a_required_property_that_is_missing_is_refused() -> None:
    template = small_template()
    template.add_resource(iam.ManagedPolicy("Empty", Description="says nothing"))
    with pytest.raises(ValueError, match="PolicyDocument required"):
        plain_template(template)


def test_what_troposphere_checks_of_a_property_is_checked() -> None:
    template = small_template()
    template.add_parameter(Parameter("Many", Type="Number", Default="none"))
    with pytest.raises(ValueError, match="default type mismatch"):
        plain_template(template)


def test_names_are_in_alphabetical_order_and_parameters_as_they_were_added() -> None:
    template = small_template()
    template.add_parameter(Parameter("Another", Type="String", Description="x", Default="y"))
    made = plain_template(template)
    assert list(made["Resources"]) == ["Bare", "Bucket", "Policy"]
    assert list(made["Resources"]["Bucket"]["Properties"]) == ["BucketName", "Tags", "VersioningConfiguration"]
    assert list(made["Parameters"]) == ["Name", "Another"]
    assert list(made["Parameters"]["Another"]) == ["Type", "Description", "Default"]


def test_text_of_a_kind_of_its_own_becomes_a_text() -> None:
    class Name(str):
        __slots__ = ()

    assert type(plain({"name": [Name("x")]})["name"][0]) is str
