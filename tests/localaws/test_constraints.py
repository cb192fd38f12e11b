"""What an API model says of sizes is held to, also of lists."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.constraints import check
from mlops_templates.localaws.errors import AwsError

TAGS = [{"Key": f"{number}", "Value": "v"} for number in range(51)]


def test_a_list_may_be_too_long() -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:project/p"
    check("sagemaker", "AddTags", {"ResourceArn": arn, "Tags": TAGS[:50]})
    with pytest.raises(AwsError, match="at 'tags' failed to satisfy constraint: Member must have length less than"):
        check("sagemaker", "AddTags", {"ResourceArn": arn, "Tags": TAGS})
