"""What every training job does around its algorithm: reads arguments and rows, prints metrics, packs the handler."""

import argparse
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from shared_libraries.leaks import refuse_copies
from shared_libraries.tables import arrays, features_of, read_tables, target_of
from shared_libraries.tasks import TASKS, scores

HANDLER = Path(__file__).with_name("inference.py")
SCHEMA = "hyperparameters.schema.json"
KINDS = {"integer": int, "number": float, "string": str}
CHANNELS = {"train": "SM_CHANNEL_TRAIN", "validation": "SM_CHANNEL_VALIDATION", "model_dir": "SM_MODEL_DIR"}


@dataclass(frozen=True)
class TrainingJob:
    task: str
    seed: int
    hyperparameters: Mapping[str, float]
    train: pd.DataFrame
    validation: pd.DataFrame
    model_dir: Path

    def report(self, model: Callable[[np.ndarray], np.ndarray]) -> None:
        """Print the metrics on the validation rows, as the tuning and the log of the job find them."""
        print(f"train:rows={len(self.train)};")
        rows, truth = arrays(self.validation)
        for name, value in scores(self.task, truth, model(rows)).items():
            print(f"validation:{name}={value:.8g};")

    def pack(self, prediction: Path) -> None:
        """Put the request handler beside the model: an endpoint needs no repacking of model.tar.gz."""
        code = self.model_dir / "code"
        code.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HANDLER, code / HANDLER.name)
        shutil.copyfile(prediction, code / "prediction.py")
        facts = {"task": self.task, "features": [str(name) for name in features_of(self.train).columns]}
        if self.task != "regression":
            facts["classes"] = [int(code) for code in np.unique(target_of(self.train))]
        (self.model_dir / "task.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def read_job(folder: Path, description: str | None) -> TrainingJob:
    """The job that the command line asks for; hyperparameters are those of the schema in the algorithm's folder."""
    kinds = json.loads((folder / SCHEMA).read_text(encoding="utf-8"))["properties"]
    arguments = parse(kinds, description)
    train, validation = read_tables(arguments.train), read_tables(arguments.validation)
    check(train, validation, arguments.task)
    return TrainingJob(
        task=arguments.task,
        seed=arguments.seed,
        hyperparameters={name: getattr(arguments, name) for name in kinds},
        train=train,
        validation=validation,
        model_dir=arguments.model_dir,
    )


def parse(kinds: Mapping[str, Mapping[str, str]], description: str | None) -> argparse.Namespace:
    """Hyperparameters come as arguments, folders as the SM_* variables of the training image."""
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    for name, kind in kinds.items():
        optional = {"default": kind["default"]} if "default" in kind else {"required": True}
        parser.add_argument(f"--{name}", type=KINDS[kind["type"]], help=kind.get("description"), **optional)
    parser.add_argument("--task", choices=TASKS, default="binary")
    parser.add_argument("--seed", type=int, required=True)
    # A tuning job tells each training job what it tunes for.
    parser.add_argument("--_tuning_objective_metric", help=argparse.SUPPRESS)
    for name, variable in CHANNELS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=Path, default=os.environ.get(variable))
    arguments = parser.parse_args()
    for name, variable in CHANNELS.items():
        if getattr(arguments, name) is None:
            parser.error(f"--{name.replace('_', '-')} is missing, and its variable {variable} is not set")
    return arguments


def check(train: pd.DataFrame, validation: pd.DataFrame, task: str) -> None:
    """A ValueError for rows that no model of this task should learn from."""
    if list(train.columns) != list(validation.columns):
        raise ValueError("the validation rows have other columns than the training rows")
    target = target_of(train)
    if task != "regression":
        codes = sorted(target.unique().tolist())
        if codes != list(range(len(codes))) or len(codes) < 2 or (task == "binary" and len(codes) != 2):
            wanted = "0 and 1" if task == "binary" else "0, 1, 2 and so on, without a gap"
            raise ValueError(f"task {task} needs the classes {wanted}; {target.name!r} has: {codes[:10]}")
        if not set(target_of(validation)) <= set(codes):
            raise ValueError(f"the validation rows have classes of {target.name!r} that the training rows lack")
    elif target.nunique() < 2:
        raise ValueError(f"{target.name!r} is the same in all training rows: there is nothing to learn")
    refuse_copies(features_of(train), target, task)
