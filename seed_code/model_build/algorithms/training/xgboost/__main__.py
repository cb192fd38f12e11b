"""Train the trees of XGBoost and leave them in the model folder, with their request handler."""

from pathlib import Path

import xgboost_prediction
from shared_libraries.messages import run_step
from shared_libraries.tables import arrays
from shared_libraries.training_job import read_job
from xgboost_fitting import fit, save


def main() -> None:
    job = read_job(Path(__file__).parent, __doc__)
    model = fit(arrays(job.train), arrays(job.validation), job.task, job.hyperparameters, job.seed)
    job.report(lambda rows: xgboost_prediction.predict(model, rows, job.task))
    save(model, job.model_dir)
    job.pack(Path(xgboost_prediction.__file__))


if __name__ == "__main__":
    run_step(main)
