"""Tells how many of the held-out rows the model gets right."""

import argparse
import csv
import json
import tarfile
from pathlib import Path

parser = argparse.ArgumentParser()
for name in ("--model", "--test", "--output"):
    parser.add_argument(name, type=Path)
given = parser.parse_args()
with tarfile.open(given.model / "model.tar.gz") as archive:
    threshold = json.load(archive.extractfile("model.json"))["threshold"]
rows = [row for path in given.test.glob("*.csv") for row in csv.reader(path.open())]
right = sum((float(value) > threshold) == bool(int(label)) for label, value in rows)
report = {"binary_classification_metrics": {"accuracy": {"value": right / len(rows), "standard_deviation": "NaN"}}}
given.output.mkdir(parents=True, exist_ok=True)
(given.output / "evaluation.json").write_text(json.dumps(report))
