"""Learns the threshold between two classes, as a script for the scikit-learn image."""

import argparse
import csv
import json
import os
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--shift", type=float)
parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
given, _ = parser.parse_known_args()
rows = [
    (int(label), float(value)) for path in Path(given.train).glob("*.csv") for label, value in csv.reader(path.open())
]
low, high = (max(v for label, v in rows if not label), min(v for label, v in rows if label))
print(f"train:rows={len(rows)};")  # noqa: T201 - the log of the job
Path(os.environ["SM_MODEL_DIR"], "model.json").write_text(json.dumps({"threshold": (low + high) / 2 + given.shift}))
