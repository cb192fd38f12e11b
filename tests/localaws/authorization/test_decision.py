"""The order of policy evaluation, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_templates.localaws.authorization.decision import Policies, Question, decide, nowhere
from mlops_templates.localaws.authorization.policy import MalformedPolicyError, Statements, parse
from mlops_templates.localaws.authorization.principals import Caller

ROLE = "arn:aws:iam::111111111111:role/duty"
SESSION = "arn:aws:sts::111111111111:assumed-role/duty/now"
WORKER = Caller(SESSION, "111111111111", entity=ROLE)
ROOT = Caller("arn:aws:iam::111111111111:root", "111111111111")
EVENTS = Caller("events.amazonaws.com", "111111111111", service="events.amazonaws.com")
ELSEWHERE = "222222222222"
ACCOUNT = {"AWS": "arn:aws:iam::111111111111:root"}

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}
DENY = {**ALLOW, "Effect": "Deny"}


def statements(*given: dict[str, Any]) -> Statements:
    return parse(json.dumps({"Version": "2012-10-17", "Statement": list(given)}))


def to(principal: object, statement: dict[str, Any] = ALLOW) -> Statements:
    return statements({**statement, "Principal": principal})


def why(policies: Policies, caller: Caller = WORKER, resource: str = "arn:aws:sns:r:1:t") -> str:
    refusal = decide(Question(caller, "sns:Publish", resource), policies)
    return refusal.why if refusal else ""


ALLOWED, DENIED = statements(ALLOW), statements(DENY)
NO = "because no {} allows the sns:Publish action"
EXPLICIT = "with an explicit deny in {}"


@pytest.mark.parametrize(
    ("policies", "reason"),
    [
        (Policies(), NO.format("identity-based policy")),
        (Policies(ALLOWED), ""),
        (Policies((*ALLOWED, *DENIED)), EXPLICIT.format("an identity-based policy")),
        (Policies(ALLOWED, boundary=()), NO.format("permissions boundary")),
        (Policies(ALLOWED, boundary=ALLOWED), ""),
        (Policies((), boundary=ALLOWED), NO.format("identity-based policy")),
        (Policies(ALLOWED, boundary=(*ALLOWED, *DENIED)), EXPLICIT.format("a permissions boundary")),
        (Policies(ALLOWED, session=()), NO.format("session policy")),
        (Policies(ALLOWED, session=ALLOWED), ""),
        (Policies(ALLOWED, session=DENIED), EXPLICIT.format("a session policy")),
        (Policies(ALLOWED, resource=to("*", DENY)), EXPLICIT.format("a resource-based policy")),
        (Policies(ALLOWED, resource=to({"AWS": "*"}, DENY)), EXPLICIT.format("a resource-based policy")),
        (Policies(ALLOWED, resource=to({"AWS": "arn:aws:iam::111111111111:role/other"}, DENY)), ""),
        (Policies(resource=to({"AWS": ROLE})), ""),
        (Policies(resource=to("*")), ""),
        (Policies(resource=to(ACCOUNT)), NO.format("identity-based policy")),
        (Policies(ALLOWED, resource=to(ACCOUNT)), ""),
        (Policies(resource=to({"Service": "events.amazonaws.com"})), NO.format("identity-based policy")),
        (Policies(resource=to({"AWS": ROLE}), boundary=()), NO.format("permissions boundary")),
        (Policies(resource=to({"AWS": SESSION}), boundary=()), ""),
        (Policies(ALLOWED, resource_account=ELSEWHERE), NO.format("resource-based policy")),
        (Policies((), resource=to({"AWS": ROLE}), resource_account=ELSEWHERE), NO.format("identity-based policy")),
        (Policies(ALLOWED, resource=to({"AWS": ROLE}), resource_account=ELSEWHERE), ""),
        (Policies(ALLOWED, resource=to(ACCOUNT), resource_account=ELSEWHERE), ""),
        (Policies(ALLOWED, resource=(), resource_rules=True), NO.format("resource-based policy")),
        (Policies(ALLOWED, resource=to(ACCOUNT), resource_rules=True), ""),
        (Policies((), resource=to(ACCOUNT), resource_rules=True), NO.format("identity-based policy")),
        (Policies((), resource=to({"AWS": ROLE}), resource_rules=True), ""),
    ],
)
def test_policies_join_in_the_order_of_aws(policies: Policies, reason: str) -> None:
    assert why(policies) == reason


def test_a_root_needs_no_policy_in_its_account_and_the_resources_in_another() -> None:
    assert why(Policies(), ROOT) == ""
    assert why(Policies(resource_account=ELSEWHERE), ROOT) == NO.format("resource-based policy")


def test_a_denial_of_the_resource_holds_for_a_root_too() -> None:
    both = (*to("*"), *to("*", DENY))
    for account in ("", ELSEWHERE):
        denied = why(Policies(resource=both, resource_account=account), ROOT)
        assert denied == EXPLICIT.format("a resource-based policy")


def test_a_service_needs_the_policy_of_the_resource() -> None:
    assert why(Policies(), EVENTS) == NO.format("resource-based policy")
    assert why(Policies(resource=to({"Service": "events.amazonaws.com"})), EVENTS) == ""
    assert why(Policies(resource=to({"Service": "s3.amazonaws.com"})), EVENTS) == NO.format("resource-based policy")


@pytest.mark.parametrize(
    ("element", "applies"),
    [
        ({"NotAction": "sns:*"}, False),
        ({"NotAction": "s3:*"}, True),
        ({"Action": "sns:Publish", "NotResource": "arn:aws:sns:*"}, False),
        ({"Action": "sns:Publish", "NotResource": "arn:aws:sqs:*"}, True),
        ({"Action": "sns:Publish", "Resource": ["arn:aws:sqs:*", "arn:aws:sns:*"]}, True),
        ({"Action": "sns:Publish", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Action": "sns:Publish", "Resource": "*", "Condition": {"Null": {"a": "true"}}}, True),
        (
            {"Action": "sns:Publish", "Resource": "*", "Condition": {"Null": {"a": "true"}, "Bool": {"a": "true"}}},
            False,
        ),
        ({"Action": "sns:Publish", "Resource": "*", "Condition": {"Surprise": {"aws:SecureTransport": "true"}}}, False),
    ],
)
def test_a_statement_speaks_of_what_its_elements_say(element: dict[str, Any], applies: bool) -> None:
    given = {"Effect": "Allow", **({"Resource": "*"} if "NotResource" not in element else {}), **element}
    assert (why(Policies(statements(given))) == "") is applies


def test_a_denial_with_an_operator_that_nobody_knows_denies() -> None:
    unknown = {**DENY, "Condition": {"Surprise": {"aws:SecureTransport": "true"}}}
    assert why(Policies((*ALLOWED, *statements(unknown)))) == EXPLICIT.format("an identity-based policy")


def test_a_denial_to_all_but_one_spares_that_one() -> None:
    but = statements({**DENY, "NotPrincipal": {"AWS": [ROLE]}})
    assert why(Policies(ALLOWED, resource=but)) == ""
    other = Caller("arn:aws:sts::111111111111:assumed-role/x/y", "111111111111", "arn:aws:iam::111111111111:role/x")
    assert why(Policies(ALLOWED, resource=but), other) == EXPLICIT.format("a resource-based policy")


def test_a_refusal_names_who_what_where_and_why() -> None:
    refusal = decide(Question(WORKER, "sns:Publish", "arn:aws:sns:r:1:t"), Policies())
    assert str(refusal) == (
        f"User: {SESSION} is not authorized to perform: sns:Publish on resource: arn:aws:sns:r:1:t "
        "because no identity-based policy allows the sns:Publish action"
    )


def test_an_action_may_be_allowed_somewhere_only_if_identity_and_boundary_know_it() -> None:
    narrow = statements({**ALLOW, "Resource": "arn:x", "Condition": {"Bool": {"a": "b"}}})
    assert nowhere("sns:Publish", Policies(narrow)) == ""
    assert nowhere("sns:Publish", Policies(narrow, boundary=())) == NO.format("permissions boundary")
    assert nowhere("sns:Publish", Policies((*narrow, *DENIED))) == EXPLICIT.format("an identity-based policy")
    assert nowhere("sns:Subscribe", Policies(narrow)).startswith("because no identity-based policy")


@pytest.mark.parametrize("less", [{"Resource": "arn:x"}, {"Condition": {"Bool": {"a": "true"}}}])
def test_a_denial_of_less_than_everything_leaves_an_action_allowed_somewhere(less: dict[str, Any]) -> None:
    assert nowhere("sns:Publish", Policies((*ALLOWED, *statements({**DENY, **less})))) == ""


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"Statement": [{"Action": "*"}]}', '{"Statement": ["x"]}'])
def test_a_text_that_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(MalformedPolicyError):
        parse(text)


SOME = st.lists(st.sampled_from([ALLOW, DENY, {**ALLOW, "Action": "s3:*"}]), max_size=3).map(
    lambda given: statements(*given)
)


@given(identity=SOME, boundary=st.none() | SOME, session=st.none() | SOME, more=SOME)
def test_a_denial_more_never_allows_and_a_boundary_more_never_widens(
    identity: Statements, boundary: Statements | None, session: Statements | None, more: Statements
) -> None:
    before = why(Policies(identity, boundary, session))
    assert why(Policies((*identity, *DENIED), boundary, session))
    if before and boundary is None:
        assert why(Policies(identity, more, session))
