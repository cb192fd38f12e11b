"""What the roles of projects may do: one file per duty. Each becomes one policy that all projects share.

Add a duty: `<noun>.py` with its `Duty`, then its line here.
"""

from __future__ import annotations

from mlops_templates.duties.branch import BRANCH
from mlops_templates.duties.build import BUILD
from mlops_templates.duties.build_pipeline import BUILD_PIPELINE
from mlops_templates.duties.deploy_pipeline import DEPLOY_PIPELINE
from mlops_templates.duties.deploy_production import DEPLOY_PRODUCTION
from mlops_templates.duties.deploy_render import DEPLOY_RENDER
from mlops_templates.duties.deploy_stack import DEPLOY_STACK
from mlops_templates.duties.deploy_staging import DEPLOY_STAGING
from mlops_templates.duties.deploy_test import DEPLOY_TEST
from mlops_templates.duties.drift_watch import DRIFT_WATCH
from mlops_templates.duties.events import EVENTS
from mlops_templates.duties.experiment import EXPERIMENT
from mlops_templates.duties.images import IMAGES
from mlops_templates.duties.model import MODEL
from mlops_templates.duties.monitor import MONITOR
from mlops_templates.duties.scientist import SCIENTIST
from mlops_templates.duties.seed import SEED
from mlops_templates.duties.seed_pipeline import SEED_PIPELINE
from mlops_templates.duties.source_codecommit import SOURCE_CODECOMMIT
from mlops_templates.duties.source_connection import SOURCE_CONNECTION
from mlops_templates.duties.spark import SPARK
from mlops_templates.duties.stage_entry import STAGE_ENTRY
from mlops_templates.duties.training import TRAINING

DUTIES = (
    BRANCH,
    BUILD,
    BUILD_PIPELINE,
    DEPLOY_PIPELINE,
    DEPLOY_PRODUCTION,
    DEPLOY_RENDER,
    DEPLOY_STACK,
    DEPLOY_STAGING,
    DEPLOY_TEST,
    DRIFT_WATCH,
    EVENTS,
    IMAGES,
    MODEL,
    MONITOR,
    EXPERIMENT,
    SCIENTIST,
    SEED,
    SEED_PIPELINE,
    SOURCE_CONNECTION,
    SOURCE_CODECOMMIT,
    SPARK,
    STAGE_ENTRY,
    TRAINING,
)
