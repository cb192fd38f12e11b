"""The work of a tuning job: as many training jobs as it may have, each with values that the last results suggest."""

import random
from collections import deque

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.jobs import lifecycle, training
from mlops_templates.localaws.sagemaker.jobs.records import TRAINING, Job, JobFailed, JobStopped
from mlops_templates.localaws.sagemaker.jobs.workplace import Workplace
from mlops_templates.localaws.sagemaker.tuning.gaussian_process import Point
from mlops_templates.localaws.sagemaker.tuning.ranges import sides_of, values_at
from mlops_templates.localaws.sagemaker.tuning.search import Search
from mlops_templates.localaws.sagemaker.tuning.trials import best_first, objective_of, training_request

ALL_FAILED = "All training jobs failed. Please take a look at the training jobs failures to get more details."
NO_OBJECTIVE = "No training job has emitted the objective metric."


def work(place: Workplace) -> None:
    """Run the training jobs of the tuning job, so many at a time as it may."""
    tuning = place.job
    configuration = tuning.request["HyperParameterTuningJobConfig"]
    limits, sides = configuration["ResourceLimits"], sides_of(configuration["ParameterRanges"])
    chance = random.Random(configuration.get("RandomSeed"))  # noqa: S311 - values of hyperparameters, no secrets
    search = Search(configuration["Strategy"], len(sides), chance)
    running: deque[tuple[Point, Job]] = deque()
    ended: list[Job] = []
    for number in range(1, limits["MaxNumberOfTrainingJobs"] + 1):
        if len(running) == limits["MaxParallelTrainingJobs"]:
            ended.append(_result(place, search, *running.popleft()))
        if tuning.running.stopping.is_set():
            break
        point = search.next()
        running.append((point, _begin(place, training_request(tuning, number, values_at(sides, point)))))
    while running:
        ended.append(_result(place, search, *running.popleft()))
    _judge(place, ended)


def _begin(place: Workplace, request: Document) -> Job:
    job = lifecycle.begin(place.call, TRAINING, request["TrainingJobName"], request, training.work)
    if place.job.running.stopping.is_set():  # it was asked for before this job could be seen
        lifecycle.stop(place.call, job)
    return job


def _result(place: Workplace, search: Search, point: Point, job: Job) -> Job:
    """Wait for a training job, and tell the search what came of it."""
    lifecycle.wait(place.call, job.arn)
    objective = objective_of(place.job)
    value = objective.value(job)
    if value is not None:
        search.tell(point, objective.merit(value))
    return job


def _judge(place: Workplace, ended: list[Job]) -> None:
    if place.job.running.stopping.is_set():
        raise JobStopped("Stopped")
    if all(job.status == "Failed" for job in ended):
        raise JobFailed(ALL_FAILED)
    if not best_first(place.call, place.job):
        raise JobFailed(NO_OBJECTIVE)
