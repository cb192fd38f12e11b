import pytest

from mlops_templates.localaws.codebuild.buildspec import read
from mlops_templates.localaws.codebuild.failure import BuildFailure

BUILD = "phases: {build: {commands: ['true']}}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version: 0.2\nphases: [\n", "expected the node content"),
        ("just words", "must be a mapping"),
        (BUILD, "Invalid buildspec version: None"),
        ("version: 0.1\n" + BUILD, "Invalid buildspec version: 0.1"),
        ("version: 0.2\n", "phases are required"),
        ("version: 0.2\nphases: {bild: {commands: [x]}}", "Invalid buildspec phase name: bild"),
        ("version: 0.2\nphase: {}\n" + BUILD, "Invalid key in buildspec: phase"),
        ("version: 0.2\nphases: {build: {command: [x]}}", "Invalid key in phases/build: command"),
        ("version: 0.2\nphases: {build: {commands: [a: b]}}", "Expected Commands[0] to be of string type"),
        ("version: 0.2\nphases: {build: {on-failure: RETRY, commands: [x]}}", "not emulated: phases/build/on-failure"),
        ("version: 0.2\nenv: {secrets-manager: {A: b}}\n" + BUILD, "not emulated: secrets-manager in env"),
        ("version: 0.2\nenv: {shell: powershell.exe}\n" + BUILD, "not emulated: env/shell powershell.exe"),
        ("version: 0.2\nenv: {variables: {A: [1]}}\n" + BUILD, "Expected env/variables/A to be of string type"),
        ("version: 0.2\nenv: [a]\n" + BUILD, "Expected env to be a mapping"),
        ("version: 0.2\nbatch: {}\n" + BUILD, "not emulated: batch in buildspec"),
        ("version: 0.2\nartifacts: {file: [x]}\n" + BUILD, "Invalid key in artifacts: file"),
        ("version: 0.2\nartifacts: {files: [x], discard-paths: perhaps}\n" + BUILD, "Invalid artifacts/discard-paths"),
    ],
)
def test_a_buildspec_that_aws_refuses_is_refused(text, words):
    with pytest.raises(BuildFailure) as refusal:
        read(text)
    assert refusal.value.code == "YAML_FILE_ERROR"
    assert words in refusal.value.message


def test_everything_that_a_buildspec_says_is_read():
    spec = read("""
version: 0.2
env:
  shell: bash
  variables: {VERSION: 3.10, ON: yes}
  exported-variables: [VERSION]
phases:
  install: {runtime-versions: {python: 3.12}, commands: [a]}
  build: {commands: [b, c], finally: [d], on-failure: CONTINUE}
artifacts:
  base-directory: out
  files: ['**/*']
  exclude-paths: [secret]
  discard-paths: yes
  secondary-artifacts: {Extra: {files: [x]}}
reports: {unit: {files: ['*.xml']}}
cache: {paths: ['/var/cache/pip/**/*']}
""")
    assert spec.variables == {"VERSION": "3.10", "ON": "yes"}
    assert (spec.phases["install"].runtimes, spec.phases["build"].finally_) == ({"python": "3.12"}, ["d"])
    assert spec.phases["build"].on_failure == "CONTINUE"
    assert (spec.artifacts[""].base, spec.artifacts[""].discard_paths) == ("out", True)
    assert spec.artifacts["Extra"].files == ["x"]
    assert (spec.reports, spec.caches) == (["unit"], ["/var/cache/pip/**/*"])


def test_what_is_accepted_and_has_no_effect_is_named_in_the_log(run):
    log = run("""
        phases:
          install: {runtime-versions: {python: 3.12}}
          build: {commands: ["true"]}
        reports: {unit: {files: ['*.xml']}}
        """).log
    assert "Runtime python 3.12 was asked for" in log
    assert "Report unit is not kept" in log


def test_a_bad_buildspec_fails_the_build_before_any_command(run):
    build = run("phases: {build: {commands: [echo no], comands: [echo no]}}")
    assert (build.status, build.phases["DOWNLOAD_SOURCE"]) == ("FAILED", "FAILED")
    assert build.failure["statusCode"] == "YAML_FILE_ERROR"
    assert "BUILD" not in build.phases
