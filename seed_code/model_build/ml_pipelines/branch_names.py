"""Names that are made from the name of a branch: two branches never share one."""

import hashlib
import re

LONGEST_SLUG = 40
LONGEST_LABEL = 256


def slug(branch: str) -> str:
    """For pipelines and folders: small letters, digits and dashes; a hash where that does not say the whole name."""
    plain = re.sub(r"[^a-z0-9]+", "-", branch.lower()).strip("-")
    return plain if plain == branch and len(plain) <= LONGEST_SLUG else hashed(plain, branch, LONGEST_SLUG)


def label(branch: str) -> str:
    """For the metadata of a model version, which takes fewer characters than git."""
    plain = re.sub(r"[^A-Za-z0-9_./=+@-]", "_", branch)
    return plain if plain == branch and len(plain) <= LONGEST_LABEL else hashed(plain, branch, LONGEST_LABEL)


def hashed(plain: str, branch: str, longest: int) -> str:
    digest = hashlib.sha256(branch.encode()).hexdigest()[:8]
    return f"{plain[: longest - len(digest) - 1].rstrip('-')}-{digest}".lstrip("-")
