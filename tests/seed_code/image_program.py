"""Runs under the Python of an image: trains, judges and serves an algorithm for every task; writes what came of it.

`python image_program.py ALGORITHMS_FOLDER ALGORITHM SERVER_FILE RESULT_FILE`, in an empty folder.
"""

import importlib.util
import json
import os
import runpy
import sys
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd

GATES = {"binary": ("auc", 0.9), "multiclass": ("accuracy", 0.8), "regression": ("rmse", 10)}


def rows(task: str) -> pd.DataFrame:
    values = np.random.default_rng(11).normal(size=(400, 3))
    told = values[:, 0] + values[:, 1] / 4
    target = {"binary": (told > 0).astype(int), "multiclass": np.digitize(told, [-0.5, 0.5]), "regression": 20 * told}
    return pd.DataFrame({"y": target[task], "a": values[:, 0], "b": values[:, 1], "c": values[:, 2]})


def step(folder: Path, *words: object) -> None:
    sys.argv = [str(folder), *map(str, words)]
    runpy.run_path(str(folder), run_name="__main__")


def hyperparameters(folder: Path) -> list[object]:
    """Those without a default; few trees are enough here."""
    chosen = {"learning_rate": 0.3, "max_depth": 3, "n_estimators": 40, "subsample": 0.9}
    needed = json.loads((folder / "hyperparameters.schema.json").read_text(encoding="utf-8"))["required"]
    return [word for name in needed for word in (f"--{name}", chosen[name])]


def trained_and_judged(algorithms: Path, algorithm: str, task: str, place: Path) -> dict[str, object]:
    table = rows(task)
    for name, part in (("train", table[:250]), ("validation", table[250:320]), ("test", table[320:])):
        (place / name).mkdir(parents=True)
        part.to_csv(place / name / "rows.csv", index=False)
    folder = algorithms / "training" / algorithm
    channels = ["--train", place / "train", "--validation", place / "validation", "--model-dir", place / "model"]
    step(folder, *hyperparameters(folder), "--seed", 3, "--task", task, *channels)
    with tarfile.open(place / "model.tar.gz", "w:gz") as archive:
        archive.add(place / "model", ".")
    metric, threshold = GATES[task]
    judged = ["--model", place, "--test", place / "test", "--output", place / "out", "--seed", 3]
    step(algorithms / "postprocessing" / "evaluate_model", *judged, "--metric", metric, "--threshold", threshold)
    return json.loads((place / "out" / "evaluation.json").read_text(encoding="utf-8"))["quality_gate"]


def served(server_file: Path, model_dir: Path, task: str) -> dict[str, object]:
    """The held-out rows and a wrong request, asked through the toolkit that the image serves with."""
    specification = importlib.util.spec_from_file_location("server", server_file)
    server = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(server)
    os.environ.update(SAGEMAKER_PROGRAM="inference.py", SAGEMAKER_SUBMIT_DIRECTORY=str(model_dir / "code"))
    sys.path.insert(0, str(model_dir / "code"))
    model = server.Model(str(model_dir))
    model.load()
    table = rows(task)[320:]
    body = table.iloc[:, 1:].to_csv(index=False, header=False).encode()
    csv = {"Content-Type": "text/csv", "Accept": "text/csv"}
    status, kind, answer = model.invoke(body, csv)
    return {
        "status": status,
        "kind": kind,
        "answers": [[float(number) for number in line.split(",")] for line in answer.decode().splitlines()],
        "truth": table["y"].tolist(),
        "refused": model.invoke(b"1,2", csv)[0],
    }


def main(algorithms: str, algorithm: str, server_file: str, result: str) -> None:
    found = {}
    for task in GATES:
        place = Path.cwd() / task
        verdict = trained_and_judged(Path(algorithms), algorithm, task, place)
        found[task] = {"verdict": verdict, **served(Path(server_file), place / "model", task)}
    Path(result).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
