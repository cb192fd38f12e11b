"""Building blocks: each adds resources to a template and returns a typed handle for the blocks that follow.

A block is imported when a product is built, not before: listing products must not wait for Troposphere.
Add a block: `add_<noun>` in `<noun>.py`, then its line here.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlops_templates.blocks.allowed_instance_types import add_allowed_instance_types as add_allowed_instance_types
    from mlops_templates.blocks.approval_topic import add_approval_topic as add_approval_topic
    from mlops_templates.blocks.artifact_bucket import add_artifact_bucket as add_artifact_bucket
    from mlops_templates.blocks.branch_builds import add_branch_builds as add_branch_builds
    from mlops_templates.blocks.branch_pipeline import add_branch_pipeline as add_branch_pipeline
    from mlops_templates.blocks.bucket import add_bucket as add_bucket
    from mlops_templates.blocks.build_pipeline import add_build_pipeline as add_build_pipeline
    from mlops_templates.blocks.build_project import add_build_project as add_build_project
    from mlops_templates.blocks.code_repository import add_code_repository as add_code_repository
    from mlops_templates.blocks.dataset_grants import add_dataset_grants as add_dataset_grants
    from mlops_templates.blocks.dead_letter_queue import add_dead_letter_queue as add_dead_letter_queue
    from mlops_templates.blocks.decision_trigger import add_decision_trigger as add_decision_trigger
    from mlops_templates.blocks.deploy_pipeline import add_deploy_pipeline as add_deploy_pipeline
    from mlops_templates.blocks.deploy_render_job import add_deploy_render_job as add_deploy_render_job
    from mlops_templates.blocks.deploy_stack_role import add_deploy_stack_role as add_deploy_stack_role
    from mlops_templates.blocks.deploy_test_job import add_deploy_test_job as add_deploy_test_job
    from mlops_templates.blocks.development_account import add_development_account as add_development_account
    from mlops_templates.blocks.experimenter_role import add_experimenter_role as add_experimenter_role
    from mlops_templates.blocks.fleet_entry import add_fleet_entry as add_fleet_entry
    from mlops_templates.blocks.ground import add_ground as add_ground
    from mlops_templates.blocks.key import add_key as add_key
    from mlops_templates.blocks.log_group import add_log_group as add_log_group
    from mlops_templates.blocks.ml_data_bucket import add_ml_data_bucket as add_ml_data_bucket
    from mlops_templates.blocks.model_build_delivery import add_model_build_delivery as add_model_build_delivery
    from mlops_templates.blocks.model_build_job import add_model_build_job as add_model_build_job
    from mlops_templates.blocks.model_deploy_delivery import add_model_deploy_delivery as add_model_deploy_delivery
    from mlops_templates.blocks.model_registry import add_model_registry as add_model_registry
    from mlops_templates.blocks.model_role import add_model_role as add_model_role
    from mlops_templates.blocks.network_choice import add_network_choice as add_network_choice
    from mlops_templates.blocks.one_approval import add_one_approval as add_one_approval
    from mlops_templates.blocks.own_account import add_own_account as add_own_account
    from mlops_templates.blocks.parameter import add_parameter as add_parameter
    from mlops_templates.blocks.pipeline import add_pipeline as add_pipeline
    from mlops_templates.blocks.production_approval_topic import (
        add_production_approval_topic as add_production_approval_topic,
    )
    from mlops_templates.blocks.push_trigger import add_push_trigger as add_push_trigger
    from mlops_templates.blocks.retraining import add_retraining as add_retraining
    from mlops_templates.blocks.role import add_role as add_role
    from mlops_templates.blocks.scientist_role import add_scientist_role as add_scientist_role
    from mlops_templates.blocks.seeding import add_seeding as add_seeding
    from mlops_templates.blocks.stage_accounts import add_stage_accounts as add_stage_accounts
    from mlops_templates.blocks.starter_role import add_starter_role as add_starter_role
    from mlops_templates.blocks.starting import add_starting as add_starting
    from mlops_templates.blocks.target_accounts import add_target_accounts as add_target_accounts
    from mlops_templates.blocks.tool_grants import add_tool_grants as add_tool_grants
    from mlops_templates.blocks.topic import add_topic as add_topic
    from mlops_templates.blocks.training_role import add_training_role as add_training_role
    from mlops_templates.blocks.trigger import add_trigger as add_trigger
    from mlops_templates.blocks.two_approvals import add_two_approvals as add_two_approvals
    from mlops_templates.blocks.workflow_role import add_workflow_role as add_workflow_role

# Hidden from type checkers, so that they know the blocks above and no other.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find `add_key` in `key.py`."""
        noun = name.removeprefix("add_")
        if noun == name or not Path(__file__).with_name(f"{noun}.py").is_file():
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{noun}"), name)
        globals()[name] = found  # so that it is not looked for again
        return found
