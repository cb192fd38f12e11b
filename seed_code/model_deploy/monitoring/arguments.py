"""What the pipeline tells the step."""

import argparse
from collections.abc import Sequence
from pathlib import Path

TEXT = {
    "captured": "S3 folder that the endpoint captures to",
    "reports": "S3 folder of the reports, which holds the state too",
    "kms-key": "key that the state is encrypted with",
    "project-id": "project that the metrics are told apart by",
    "stage": "stage that the metrics are told apart by",
}
NUMBERS = {
    "drift-threshold": "population stability index from which a feature has drifted",
    "missing-share-limit": "how much more of a feature may be missing than in training",
    "drifted-share-limit": "share of drifted features that is too much",
}
FOLDERS = {"baseline": "holds the model's statistics.json", "output": "gets report.json and report.html"}


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for kind, options in ((str, TEXT), (float, NUMBERS), (Path, FOLDERS)):
        for name, meaning in options.items():
            parser.add_argument(f"--{name}", type=kind, required=True, help=meaning)
    return parser.parse_args(words)
