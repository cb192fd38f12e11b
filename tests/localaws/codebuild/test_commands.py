from tests.localaws.living import lives


def test_variables_functions_and_the_folder_last_over_phases(run):
    build = run("""
        env: {exported-variables: [RESULT]}
        phases:
          install:
            commands:
              - mkdir -p deep && cd deep
              - PLAIN=kept
              - greet() { echo "hello $1"; }
          build:
            commands:
              - export RESULT="$(basename "$PWD") $PLAIN $(greet you)"
        """)
    assert build.exported == {"RESULT": "deep kept hello you"}


def test_each_command_is_in_the_log_before_its_output(run):
    log = run("phases: {build: {commands: [echo one, echo two]}}").log
    places = [
        log.index(words) for words in ("Running command echo one", "\none\n", "Running command echo two", "\ntwo\n")
    ]
    assert places == sorted(places)


def test_a_failing_command_ends_its_phase_and_is_named_with_its_status(run):
    build = run("phases: {build: {commands: [sh -c 'exit 3', echo never]}}")
    assert build.status == "FAILED"
    assert build.failure == {
        "statusCode": "COMMAND_EXECUTION_ERROR",
        "message": "Error while executing command: sh -c 'exit 3'. Reason: exit status 3",
    }
    assert "never" not in build.log


def test_an_exit_ends_the_command_and_not_the_build(run):
    build = run("""
        phases:
          build: {commands: [exit 4]}
          post_build: {commands: [echo cleaned up]}
        """)
    assert build.phases["BUILD"] == "FAILED"
    assert "\ncleaned up\n" in build.log


def test_post_build_runs_after_a_failed_build_and_knows_it(run):
    build = run("""
        phases:
          build: {commands: ["false"]}
          post_build: {commands: ['echo succeeding: $CODEBUILD_BUILD_SUCCEEDING']}
        """)
    assert "\nsucceeding: 0\n" in build.log
    assert (build.status, build.phases["POST_BUILD"]) == ("FAILED", "SUCCEEDED")


def test_nothing_runs_after_a_failed_install(run):
    build = run("""
        phases:
          install: {commands: ["false"]}
          build: {commands: [echo never]}
          post_build: {commands: [echo never]}
        """)
    assert "BUILD" not in build.phases
    assert "POST_BUILD" not in build.phases


def test_finally_runs_after_a_failed_command(run):
    build = run("""
        phases:
          pre_build:
            commands: ["false"]
            finally: [echo in any case]
        """)
    assert "\nin any case\n" in build.log
    assert build.phases["PRE_BUILD"] == "FAILED"


def test_on_failure_abort_leaves_post_build_out(run):
    build = run("""
        phases:
          build: {on-failure: ABORT, commands: ["false"]}
          post_build: {commands: [echo never]}
        """)
    assert "POST_BUILD" not in build.phases


def test_on_failure_continue_goes_on_and_the_build_has_failed_all_the_same(run):
    build = run("""
        phases:
          install: {on-failure: CONTINUE, commands: ["false"]}
          build: {commands: [echo went on]}
        """)
    assert "\nwent on\n" in build.log
    assert build.status == "FAILED"


def test_commands_of_several_lines_are_one_command(run):
    build = run("""
        phases:
          build:
            commands:
              - |
                for word in a b; do
                  echo "<$word>"
                done
        """)
    assert "<a>\n<b>\n" in build.log


def test_values_with_quotes_and_lines_survive_between_commands(run):
    build = run(r"""
        env: {exported-variables: [TEXT]}
        phases:
          build:
            commands:
              - export TEXT="it's \"quoted\" \$HOME
                second"
              - printf '%s' "$TEXT" > text
              - export TEXT="$(cat text)"
        """)
    assert build.exported["TEXT"].startswith('it\'s "quoted" $HOME')


def test_a_variable_that_is_not_exported_is_no_exported_variable(run):
    build = run("""
        env: {exported-variables: [A, B]}
        phases: {build: {commands: [A=1, export B=2]}}
        """)
    assert build.exported == {"B": "2"}


def test_what_runs_in_the_background_serves_later_commands_and_ends_with_the_build(run):
    build = run("""
        phases:
          install: {commands: ['sleep 300 & echo $! > pid']}
          build: {commands: ['kill -0 $(cat pid) && echo alive: $(cat pid)']}
        """)
    pid = int(build.log.split("\nalive: ")[1].split()[0])
    assert not lives(pid)


def test_pip_in_a_build_leaves_the_python_of_the_machine_alone(run):
    build = run("phases: {build: {commands: [python -m pip install --upgrade pip, python -m pip --version]}}")
    assert build.status == "SUCCEEDED"
    assert "nothing to do" in build.log
