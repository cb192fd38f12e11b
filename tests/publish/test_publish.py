"""Publishing to the embedded AWS, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.bundle import Bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import Clients, Plan, Published, PublishStoppedError, Settings, Verb, apply, make_plan
from mlops_templates.publish.foundation import FOUNDATIONS
from tests.publish.conftest import Rebundle
from tests.publish.wire import Killed, tapped


def publish(bundle: Bundle, clients: Clients, settings: Settings | None = None) -> Published:
    return apply(make_plan(bundle, settings or Settings(), clients), bundle, clients, report=lambda step: None)


def kinds(plan: Plan) -> list[tuple[Verb, str]]:
    return [(change.verb, change.kind) for change in plan.changes]


def offered(clients: Clients) -> dict[str, list[str]]:
    """Product ids and their version names, as Service Catalog tells an administrator."""
    found = clients.servicecatalog.search_products_as_admin()["ProductViewDetails"]
    ids = [detail["ProductViewSummary"]["ProductId"] for detail in found]
    artifacts = {one: clients.servicecatalog.list_provisioning_artifacts(ProductId=one) for one in ids}
    return {one: [entry["Name"] for entry in artifacts[one]["ProvisioningArtifactDetails"]] for one in ids}


def artifact_ids(clients: Clients, product_id: str) -> dict[str, str]:
    found = clients.servicecatalog.list_provisioning_artifacts(ProductId=product_id)["ProvisioningArtifactDetails"]
    return {entry["Name"]: entry["Id"] for entry in found}


def test_a_plan_of_a_first_publish_lists_all_and_writes_nothing(clients: Clients, bundle_of: Rebundle) -> None:
    with tapped(clients) as wire:
        plan = make_plan(bundle_of("one"), Settings(), clients)
    assert kinds(plan) == [
        *[(Verb.ADD, "stack") for _ in FOUNDATIONS],
        (Verb.ADD, "asset"),
        (Verb.ADD, "asset"),
        (Verb.ADD, "portfolio"),
        (Verb.ADD, "product"),
        (Verb.ADD, "version"),
        (Verb.ADD, "principal"),
    ]
    assert wire.writes == []


def test_a_first_publish_offers_the_product_in_studio(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients)
    [product] = done.products
    described = clients.servicecatalog.describe_product_as_admin(Id=product.product_id)
    assert {"Key": "sagemaker:studio-visibility", "Value": "true"} in described["Tags"]
    assert offered(clients) == {product.product_id: [product.version]}
    portfolios = clients.servicecatalog.list_portfolios_for_product(ProductId=product.product_id)["PortfolioDetails"]
    assert [portfolio["Id"] for portfolio in portfolios] == [done.portfolio_id]


def test_a_second_publish_writes_nothing_and_reads_each_stack_and_the_bucket_once(
    clients: Clients, bundle_of: Rebundle
) -> None:
    first = publish(bundle_of("one"), clients)
    with tapped(clients) as wire:
        plan = make_plan(bundle_of("one"), Settings(), clients)
        again = apply(plan, bundle_of("one"), clients, report=lambda step: None)
    assert {change.verb for change in plan.changes} == {Verb.KEEP}
    assert wire.calls == [*["DescribeStacks" for _ in FOUNDATIONS], "ListObjectsV2", "DescribeStacks"]
    assert again == first


def test_a_changed_template_is_a_second_version_and_the_first_keeps_its_id(
    clients: Clients, bundle_of: Rebundle
) -> None:
    first = publish(bundle_of("one"), clients).products[0]
    before = artifact_ids(clients, first.product_id)
    second = publish(bundle_of("two"), clients).products[0]
    after = artifact_ids(clients, second.product_id)
    assert second.product_id == first.product_id
    assert list(after) == [first.version, second.version]
    assert after[first.version] == before[first.version]


def test_a_changed_template_writes_its_asset_and_one_change_set(clients: Clients, bundle_of: Rebundle) -> None:
    publish(bundle_of("one"), clients)
    with tapped(clients) as wire:
        publish(bundle_of("two"), clients)
    assert wire.writes == ["PutObject", "CreateChangeSet", "ExecuteChangeSet"]


def test_a_template_that_returns_becomes_the_newest_again(clients: Clients, bundle_of: Rebundle) -> None:
    for words in ("one", "two", "one"):
        done = publish(bundle_of(words), clients)
    [versions] = offered(clients).values()
    assert len(versions) == 3
    assert versions[2] == done.products[0].version == f"{versions[0]}.2"


def test_named_principals_may_see_the_portfolio_and_stay(clients: Clients, bundle_of: Rebundle) -> None:
    role = "arn:aws:iam::123456789012:role/Scientist"
    done = publish(bundle_of("one"), clients, Settings(principals=(role,)))
    publish(bundle_of("two"), clients)
    found = clients.servicecatalog.list_principals_for_portfolio(PortfolioId=done.portfolio_id)["Principals"]
    assert [principal["PrincipalARN"] for principal in found] == [role]


def test_a_portfolio_keeps_the_name_that_it_was_given(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients, Settings("Templates of ACME"))
    publish(bundle_of("two"), clients)
    described = clients.servicecatalog.describe_portfolio(Id=done.portfolio_id)["PortfolioDetail"]
    assert described["DisplayName"] == "Templates of ACME"
    kept = [str(change) for change in make_plan(bundle_of("two"), Settings(), clients).changes]
    assert "keep    portfolio  Templates of ACME" in kept


def test_a_principal_of_another_account_is_refused_at_the_first_publish_and_later(
    clients: Clients, bundle_of: Rebundle
) -> None:
    foreign = Settings(principals=("arn:aws:iam::999999999999:role/Scientist",))
    with pytest.raises(MlopsTemplatesError, match="of another account; the portfolio is in 123456789012"):
        make_plan(bundle_of("one"), foreign, clients)
    publish(bundle_of("one"), clients)
    with pytest.raises(MlopsTemplatesError, match="of another account; the portfolio is in 123456789012"):
        make_plan(bundle_of("one"), foreign, clients)


def test_projects_are_launched_as_the_launch_role(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients)
    constraints = clients.servicecatalog.list_constraints_for_portfolio(PortfolioId=done.portfolio_id)
    [constraint] = constraints["ConstraintDetails"]
    described = clients.servicecatalog.describe_constraint(Id=constraint["ConstraintId"])
    role = f"arn:aws:iam::123456789012:role/mlops/mlops-templates-launch-small-{clients.region}"
    assert constraint["Type"] == "LAUNCH"
    assert role in described["ConstraintParameters"]


@pytest.mark.parametrize("cut", ["PutObject", "CreateChangeSet", "ExecuteChangeSet"])
def test_a_publish_killed_after_a_write_converges_when_run_again(
    cut: str, clients: Clients, bundle_of: Rebundle
) -> None:
    publish(bundle_of("one"), clients)
    changed = bundle_of("two")
    with pytest.raises(Killed), tapped(clients, killed_after=cut):
        publish(changed, clients)
    done = publish(changed, clients)
    [versions] = offered(clients).values()
    assert len(versions) == 2
    assert versions[1] == done.products[0].version


def test_a_first_publish_killed_after_its_first_upload_converges(clients: Clients, bundle_of: Rebundle) -> None:
    bundle = bundle_of("one")
    with pytest.raises(Killed), tapped(clients, killed_after="PutObject"):
        publish(bundle, clients)
    done = publish(bundle, clients)
    assert list(offered(clients)) == [done.products[0].product_id]
    assert len(clients.servicecatalog.list_portfolios()["PortfolioDetails"]) == 1


def test_a_publish_that_stops_after_its_first_write_says_that_it_can_be_continued(
    clients: Clients, bundle_of: Rebundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make_plan(bundle_of("one"), Settings(), clients)

    def refused(**_: Any) -> None:
        raise MlopsTemplatesError("access denied")

    monkeypatch.setattr(clients.s3, "put_object", refused)
    with pytest.raises(PublishStoppedError, match=r"access denied\n.*running it again continues"):
        apply(plan, bundle_of("one"), clients, report=lambda step: None)


def test_a_portfolio_too_long_for_a_request_goes_through_the_asset_bucket(
    clients: Clients, bundle_of: Rebundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlops_templates.publish.published.INLINE_LIMIT", 100)
    done = publish(bundle_of("one"), clients)
    assert offered(clients) == {done.products[0].product_id: [done.products[0].version]}
    again = make_plan(bundle_of("one"), Settings(), clients)
    assert not again.writes
