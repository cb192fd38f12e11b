"""Shadow variants: they get copies, and nobody hears what they say."""

import pytest
from botocore.exceptions import ClientError

from tests.localaws.sagemaker.hosting.conftest import INFERENCE

NOTED = INFERENCE.replace(
    "def predict_fn(data, model):", "def predict_fn(data, model):\n    print('asked', data, flush=True)"
)


def shadowed(hosting, bench, weight=1.0, inference=NOTED):
    model = hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data("2")})
    shadow = hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data("3", inference)})
    variant = {
        "VariantName": "Shadow",
        "ModelName": shadow,
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": 1,
        "InitialVariantWeight": weight,
    }
    return hosting.config_of(model, ShadowProductionVariants=[variant])


def asked(bench, name):
    log = bench.aws.world.root / "logs" / "sagemaker" / "endpoint" / name / "Shadow.log"
    return {"asked": log.read_text().count("asked [") if log.exists() else 0}


def test_a_shadow_gets_a_copy_and_the_variant_answers(hosting, bench):
    name = hosting.serving(shadowed(hosting, bench))
    answer = hosting.ask(name)
    assert (answer["Body"].read(), answer["InvokedProductionVariant"]) == (b"2.0,4.0", "Variant0")
    bench.until(lambda: asked(bench, name), "asked", 1)
    found = hosting.api.describe_endpoint(EndpointName=name)
    assert [variant["VariantName"] for variant in found["ShadowProductionVariants"]] == ["Shadow"]


def test_a_shadow_without_weight_gets_nothing(hosting, bench):
    name = hosting.serving(shadowed(hosting, bench, weight=0.0))
    for _ in range(5):
        hosting.ask(name)
    hosting.ask(name, TargetVariant="Variant0")
    assert asked(bench, name) == {"asked": 0}


def test_a_shadow_that_crashes_disturbs_nobody(hosting, bench):
    crashing = INFERENCE.replace("return [value * model for value in data]", "raise RuntimeError('shadow')")
    name = hosting.serving(shadowed(hosting, bench, inference=crashing))
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"


def test_a_shadow_cannot_be_addressed(hosting, bench):
    name = hosting.serving(shadowed(hosting, bench))
    with pytest.raises(ClientError, match="Variant Shadow of endpoint"):
        hosting.ask(name, TargetVariant="Shadow")


def test_two_shadows_are_refused(hosting, bench):
    model = hosting.model({"Image": bench.image, "ModelDataUrl": hosting.data()})
    variant = {"ModelName": model, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    shadows = [{**variant, "VariantName": name} for name in ("One", "Two")]
    with pytest.raises(ClientError, match="shadow variant"):
        hosting.config_of(model, ShadowProductionVariants=shadows)
