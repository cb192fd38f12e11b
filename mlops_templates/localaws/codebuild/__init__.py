"""CodeBuild: real buildspecs, run by bash as processes of this machine.

    buildspec.py (what is asked) -> sources.py, variables.py (what is given) -> phases.py, shell.py (what is done)
    -> artifacts.py (what comes out) -> build_log.py, announcements.py (who hears of it)

`run.start` is the way in for CodePipeline; `builds.py` has the actions.
"""

from mlops_templates.localaws.codebuild import build_control, builds, projects
from mlops_templates.localaws.codebuild.service import SERVICE

__all__ = ["SERVICE", "build_control", "builds", "projects"]
