"""Hyperparameter tuning jobs."""

from collections import Counter

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker.jobs import lifecycle, training_jobs
from mlops_templates.localaws.sagemaker.jobs.records import TUNING, Job, JobState
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid, not_found
from mlops_templates.localaws.sagemaker.service import SERVICE
from mlops_templates.localaws.sagemaker.tuning.ranges import sides_of
from mlops_templates.localaws.sagemaker.tuning.trials import best_first, objective_of, training_request, trials_of
from mlops_templates.localaws.sagemaker.tuning.work import work

SUMMARY = ("TrainingJobName", "TrainingJobArn", "CreationTime", "TrainingStartTime", "TrainingEndTime",
           "TrainingJobStatus", "FailureReason")  # fmt: skip


@SERVICE.action
def create_hyper_parameter_tuning_job(call: Call, request: Document) -> Document:
    _check(call, request)
    name, role = request["HyperParameterTuningJobName"], request["TrainingJobDefinition"]["RoleArn"]
    job = lifecycle.begin(call, TUNING, name, request, work, role)
    return {"HyperParameterTuningJobArn": job.arn}


@SERVICE.action
def describe_hyper_parameter_tuning_job(call: Call, request: Document) -> Document:
    return described(call, _found(call, request["HyperParameterTuningJobName"]))


@SERVICE.action
def list_hyper_parameter_tuning_jobs(call: Call, request: Document) -> Document:
    jobs = [job for job in list(call.state(JobState).jobs.values()) if job.kind == TUNING]
    kept, token = page(select(jobs, request, order="Descending", status=lambda job: job.status), request)
    return {"HyperParameterTuningJobSummaries": [described(call, job) for job in kept], "NextToken": token}


@SERVICE.action
def list_training_jobs_for_hyper_parameter_tuning_job(call: Call, request: Document) -> Document:
    tuning = _found(call, request["HyperParameterTuningJobName"])
    if request.get("SortBy") == "FinalObjectiveMetricValue":
        listed = best_first(call, tuning)
        listed += [job for job in trials_of(call, tuning) if job not in listed]
    else:
        listed = select(trials_of(call, tuning), request, status=lambda job: job.status)
    kept, token = page(listed, request)
    return {"TrainingJobSummaries": [_summary(tuning, job) for job in kept], "NextToken": token}


@SERVICE.action
def stop_hyper_parameter_tuning_job(call: Call, request: Document) -> Document:
    tuning = _found(call, request["HyperParameterTuningJobName"])
    lifecycle.stop(call, tuning)
    for job in trials_of(call, tuning):
        if job.status == "InProgress":
            lifecycle.stop(call, job)
    return {}


def described(call: Call, tuning: Job) -> Document:
    """The job as the API shows it."""
    trials, best = trials_of(call, tuning), best_first(call, tuning)
    states = Counter(job.status for job in trials)
    facts = {
        "HyperParameterTuningEndTime": tuning.ended,
        "FailureReason": tuning.failure_reason,
        "BestTrainingJob": _summary(tuning, best[0]) if best else None,
    }
    configuration = tuning.request["HyperParameterTuningJobConfig"]
    return {
        **{key: value for key, value in tuning.request.items() if key != "Tags"},
        "HyperParameterTuningJobArn": tuning.arn,
        "HyperParameterTuningJobStatus": tuning.status,
        "Strategy": configuration["Strategy"],
        "ResourceLimits": configuration["ResourceLimits"],
        "CreationTime": tuning.created,
        "LastModifiedTime": tuning.modified,
        "TrainingJobStatusCounters": {
            "Completed": states["Completed"],
            "InProgress": states["InProgress"] + states["Stopping"],
            "RetryableError": 0,
            "NonRetryableError": states["Failed"],
            "Stopped": states["Stopped"],
        },
        "ObjectiveStatusCounters": {
            "Succeeded": len(best),
            "Pending": sum(not job.over for job in trials),
            "Failed": sum(job.over for job in trials) - len(best),
        },
        **{name: value for name, value in facts.items() if value},
    }


def properties(call: Call, tuning: Job) -> Document:
    """What a pipeline's step shows of it: the description, and the training jobs with the best one first."""
    summaries = [_summary(tuning, job) for job in best_first(call, tuning)]
    return {**described(call, tuning), "TrainingJobSummaries": summaries}


def _summary(tuning: Job, job: Job) -> Document:
    shown, objective = training_jobs.described(job), objective_of(tuning)
    value, configuration = objective.value(job), tuning.request["HyperParameterTuningJobConfig"]
    names = {entry["Name"] for ranges in configuration["ParameterRanges"].values() for entry in ranges}
    tuned = {name: given for name, given in job.request["HyperParameters"].items() if name in names}
    metric = (
        {}
        if value is None
        else {
            "FinalHyperParameterTuningJobObjectiveMetric": {
                "Type": configuration["HyperParameterTuningJobObjective"]["Type"],
                "MetricName": objective.metric,
                "Value": value,
            }
        }
    )
    status = "Pending" if not job.over else "Failed" if value is None else "Succeeded"
    found = {name: shown[name] for name in SUMMARY if name in shown}
    return {**found, "TunedHyperParameters": tuned, "ObjectiveStatus": status, **metric}


def _found(call: Call, name: str) -> Job:
    found = call.state(JobState).jobs.get(call.arn("sagemaker", f"{TUNING.resource}/{name}"))
    if found is None:
        raise not_found(f"Could not find requested job with name: {name}")
    return found


def _check(call: Call, request: Document) -> None:
    """What AWS refuses at once; each training job is checked as if somebody asked for it."""
    configuration, definition = request["HyperParameterTuningJobConfig"], request.get("TrainingJobDefinition")
    if definition is None:
        raise invalid("Either TrainingJobDefinition or TrainingJobDefinitions must be given.")
    if "HyperParameterTuningJobObjective" not in configuration or "ParameterRanges" not in configuration:
        raise invalid("HyperParameterTuningJobObjective and ParameterRanges must be given.")
    limits = configuration["ResourceLimits"]
    if "MaxNumberOfTrainingJobs" not in limits:
        raise invalid("MaxNumberOfTrainingJobs must be given for the strategy.")
    sides_of(configuration["ParameterRanges"])
    _check_metric(configuration, definition)
    probe = Job(TUNING, request["HyperParameterTuningJobName"], "", request, created=now(), modified=now())
    training_jobs.check(call, training_request(probe, 1, {}))


def _check_metric(configuration: Document, definition: Document) -> None:
    objective = configuration["HyperParameterTuningJobObjective"]["MetricName"]
    metrics = [entry["Name"] for entry in definition["AlgorithmSpecification"].get("MetricDefinitions", [])]
    if objective not in metrics:
        raise invalid(f"The objective metric {objective} is not one of the metric definitions: {', '.join(metrics)}")
