"""Train a gradient boosting classifier and leave it in the model folder, together with its request handler."""

import argparse
import os
from pathlib import Path

from fitting import Hyperparameters, fit, save, score
from shared_libraries.messages import run_step
from shared_libraries.tables import read_tables


def parse_arguments() -> argparse.Namespace:
    """Hyperparameters come as arguments, folders as the SM_* variables of the training image."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learning_rate", type=float, required=True)
    parser.add_argument("--max_depth", type=int, required=True)
    parser.add_argument("--n_estimators", type=int, required=True)
    parser.add_argument("--subsample", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    arguments = parser.parse_args()
    for name in ("train", "validation", "model_dir"):
        if getattr(arguments, name) is None:
            parser.error(f"--{name.replace('_', '-')} is missing, and its SM_* variable is not set")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    hyperparameters = Hyperparameters(
        learning_rate=arguments.learning_rate,
        max_depth=arguments.max_depth,
        n_estimators=arguments.n_estimators,
        subsample=arguments.subsample,
        seed=arguments.seed,
    )
    train = read_tables(arguments.train)
    model = fit(train, hyperparameters)
    print(f"train:rows={len(train)};")
    for name, value in score(model, read_tables(arguments.validation)).items():
        print(f"validation:{name}={value:.4f};")
    save(model, arguments.model_dir)


if __name__ == "__main__":
    run_step(main)
