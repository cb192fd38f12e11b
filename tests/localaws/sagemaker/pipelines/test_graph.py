from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Step
from mlops_templates.localaws.sagemaker.pipelines.graph import Progress, nodes, ready, skip


def step(name, *depends_on, **more):
    return Step(name, "Processing", {}, depends_on=depends_on, **more)


def names(definition, progress):
    graph = nodes(definition)
    skip(graph, progress)
    return [found.name for found in ready(graph, progress)]


def branching(*others):
    check = Step("Check", "Condition", {}, if_steps=(step("Yes"),), else_steps=(step("No"),))
    return Definition((), (check, *others))


def test_steps_without_needs_are_ready_at_once():
    assert names(Definition((), (step("A"), step("B", "A"), step("C"))), Progress()) == ["A", "C"]


def test_a_reference_is_a_need():
    user = Step("B", "Processing", {"Uri": {"Get": "Steps.A.Outputs['x']"}})
    definition = Definition((), (user, step("A")))
    assert names(definition, Progress()) == ["A"]
    assert names(definition, Progress(done={"A"})) == ["B"]


def test_the_steps_of_a_branch_wait_for_their_condition():
    assert names(branching(), Progress()) == ["Check"]


def test_only_the_branch_that_is_taken_runs():
    assert names(branching(), Progress(done={"Check"}, outcomes={"Check": True})) == ["Yes"]
    assert names(branching(), Progress(done={"Check"}, outcomes={"Check": False})) == ["No"]


def test_what_needs_a_skipped_step_is_skipped_too():
    progress = Progress(done={"Check", "Yes"}, outcomes={"Check": True})
    assert names(branching(step("After", "No"), step("Later", "After")), progress) == []
    assert progress.skipped == {"No", "After", "Later"}
