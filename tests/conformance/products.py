"""Products of a test, each with one fault or none."""

from __future__ import annotations

from collections.abc import Callable

from troposphere import Parameter, Ref, Sub, Tags, Template, s3, sns

from mlops_templates.conformance.rendering import Rendering, render
from mlops_templates.model import Phase, Product, Scm

Build = Callable[[Template], None]


def product(build: Build, name: str = "initial-test", phase: Phase = Phase.INITIAL) -> Product:
    def made(template: Template, scm: Scm) -> None:
        build(template)

    return Product(name=name, phase=phase, title="Test", description="A test.", seeds=(), build=made)


def rendering(build: Build, name: str = "initial-test") -> Rendering:
    check, made = render(product(build, name), "codecommit")
    assert made is not None, check
    return made


def topic(template: Template) -> None:
    name = Sub("sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-topic")
    template.add_resource(sns.Topic("Topic", TopicName=name, Tags=Tags(a="b")))


def asks(template: Template) -> None:
    """A topic whose form has no default for one parameter."""
    topic(template)
    template.add_parameter(Parameter("Name", Type="String", Description="d"))


def bucket(name: str = "data", deletion: str = "Retain", identifier: str = "Bucket") -> Build:
    def build(template: Template) -> None:
        template.add_resource(s3.Bucket(identifier, BucketName=name, DeletionPolicy=deletion))

    return build


def many(template: Template) -> None:
    for number in range(400):
        template.add_resource(sns.Topic(f"Topic{number}", DisplayName="x" * 90, TopicName=Ref("AWS::StackName")))


def nothing(template: Template) -> None:
    pass


def fails(template: Template) -> None:
    raise KeyError("lake")
