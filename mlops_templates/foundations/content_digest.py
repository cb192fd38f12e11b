"""What a stack of ours says of itself: the digest of what was published."""

from __future__ import annotations

from troposphere import Output, Parameter, Ref, Template


def add_content_digest(template: Template) -> Output:
    """A parameter that publish sets, and its output: one read of the stack then tells whether anything changed."""
    template.add_parameter(
        Parameter(
            "ContentDigest",
            Type="String",
            Default="none",
            AllowedPattern="none|[0-9a-f]{64}",
            ConstraintDescription="none or 64 hexadecimal digits",
            Description="SHA-256 of what was published; set by mlops-templates publish",
        )
    )
    return Output("ContentDigest", Value=Ref("ContentDigest"), Description="SHA-256 of what was published")
