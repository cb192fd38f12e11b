"""`python -m mlops_templates.localaws.environments FILE...`: fill the cache during set-up.

Requirement files come by path, framework images by name (`sagemaker-scikit-learn:1.9-0`).
"""

import sys
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.environments import prepare


def main(arguments: list[str]) -> int:
    images = [argument for argument in arguments if not argument.endswith(".txt")]
    files = [Path(argument) for argument in arguments if argument.endswith(".txt")]
    try:
        prepare(files, images, report=lambda line: print(line, flush=True))  # noqa: T201 - a program of its own
    except MlopsTemplatesError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
