"""`make run-local`: the training pipeline of this repository, on this machine."""

import json
import shutil
import tempfile
from pathlib import Path

from ci import build as builds
from ci.banner import StepFailed, say
from ci.local.run import execute
from ci.local.store import Store
from ci.pipeline import PIPELINE, chosen_settings
from ml_pipelines import definition
from ml_pipelines.project import Project
from ml_pipelines.source_code import step_sources

ACCOUNT = "000000000000"
OUTPUT = Path("build") / "local"
HERE = Project(
    name="local",
    id="laptop",
    region="us-east-1",
    role=f"arn:aws:iam::{ACCOUNT}:role/local",
    bucket="local",
    kms_key=f"arn:aws:kms:us-east-1:{ACCOUNT}:key/local",
    main_group="local",
    dev_group="local-dev",
    branch="main",
    main_pipeline="local-training",
)


def run_local(root: Path) -> None:
    """Render the definition, run it, and say where report, model and metrics are."""
    settings, output = chosen_settings(root), root / OUTPUT
    source = settings.data.source
    if not (root / source).is_file():
        raise StepFailed(f"data.source is {source}, which is no file here", "name a CSV file of this repository")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    sources, data = step_sources(root / "algorithms"), {Path(source).name: (root / source).read_bytes()}
    build = builds.Build(HERE, "local", "local")
    text = definition.render(PIPELINE, HERE, settings, sources, build.uri(builds.data_key(HERE, data)))
    (output / "pipeline-definition.json").write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.put(HERE.bucket, builds.objects(build, root, data, sources))
        execute(json.loads(text), {"BuildId": build.build_id, "CommitId": build.commit}, store, output)
    evaluation = json.loads((output / "evaluation.json").read_text(encoding="utf-8"))
    say(f"\n{evaluation['quality_gate']['message']}\nreport, metrics and model are in {output}")
