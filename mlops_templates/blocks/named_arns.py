"""The ARNs of all names in fields of the form; a field may hold several with commas between them."""

from __future__ import annotations

import re

from troposphere import AWSHelperFn, Join, Ref, Split, Sub

EACH_NAME = re.compile(r"(?<!\$)\{(\w+)\}")


def named_arns(*resources: str) -> AWSHelperFn:
    """Each resource: `s3:::{Buckets}/*` for each name in the field, `s3:::${Bucket}/*` for the one in it.

    CloudFormation takes plain text alone between the parts that it joins. So partition, region and account are `*`:
    the boundary of the role says which they are.
    """
    texts: list[str] = []
    names: dict[str, AWSHelperFn] = {}
    for resource in resources:
        before, *field = EACH_NAME.split(f"arn:*:{resource}")
        if not field:
            texts.append(before)
            continue
        variable, after = f"N{len(names)}", field[1]
        texts.append(f"{before}${{{variable}}}{after}")
        names[variable] = Join(f"{after},{before}", Split(",", Ref(field[0])))
    return Split(",", Sub(",".join(texts), names))
