from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import environments
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World
from tests.localaws.environments.conftest import Job


def test_a_job_that_installs_switches_to_an_environment_with_the_packages_and_their_commands(job):
    before = job.run("python -c 'import greeting'")
    after = job.run("pip install -r requirements.txt && python -c 'import greeting' && greet")
    assert before.returncode == 1
    assert after.stdout.splitlines()[-1] == "hello"


def test_installing_says_in_one_line_what_it_did(job):
    job.run("pip install -r requirements.txt")
    said = job.run("pip install -q -r requirements.txt").stdout.splitlines()
    assert len(said) == 1
    assert "environment" in said[0]


def test_python_m_pip_takes_the_same_way_as_pip(job):
    job.run("pip install -r requirements.txt")
    first = (job.bin / "current").readlink()
    environments.job.switch(job.bin, environments.base())
    job.run("python -I -m pip install -r requirements.txt")
    assert (job.bin / "current").readlink() == first


def test_an_environment_is_made_once(job):
    job.run("pip install -r requirements.txt")
    environments.job.switch(job.bin, environments.base())
    assert "from the cache" in job.run("pip install -r requirements.txt").stdout


def test_two_jobs_that_want_the_same_at_once_share_one_making(job, tmp_path):
    (tmp_path / "requirements.txt").write_text(f"# {tmp_path}\n" + (tmp_path / "requirements.txt").read_text())
    others = [Job(tmp_path, environments.job.make_bin(tmp_path / name, environments.base())) for name in "ab"]
    with ThreadPoolExecutor(2) as pool:
        said = [done.stdout for done in pool.map(lambda each: each.run("pip install -r requirements.txt"), others)]
    assert sorted("from the cache" in line for line in said) == [False, True]
    assert [each.run("greet").stdout for each in others] == ["hello\n", "hello\n"]


def test_later_packages_are_laid_over_earlier_ones(job, wheels):
    (job.folder / "empty.txt").write_text("# nothing\n")
    done = job.run('pip install -r requirements.txt && pip install -r empty.txt && greet && cat "$(which greet)"')
    _, greeted, command = done.stdout.partition("\nhello\n")
    assert greeted, done.stdout
    # The command runs on the new environment, or it would not see what is installed now.
    assert (job.bin / "current").readlink().name in command


def test_uninstalling_leaves_the_shared_environment_as_it_was(job):
    job.run("pip install -r requirements.txt")
    shared = environments.job.current(job.bin)
    assert job.run("pip uninstall -y greeting && python -c 'import greeting'").returncode == 1
    assert (shared.bin / "greet").exists()


def test_a_failed_installation_says_why_and_leaves_nothing(job, cache):
    job.run("pip install -r requirements.txt")
    before = {path for path in (cache / "environments").iterdir() if path.is_dir()}
    done = job.run("pip install --no-index no-such-package-anywhere")
    assert done.returncode == 1
    assert "No matching distribution found for no-such-package-anywhere" in done.stderr
    assert {path for path in (cache / "environments").iterdir() if path.is_dir()} == before


def test_a_missing_requirements_file_is_said_in_pips_words(job):
    done = job.run("pip install -r nowhere.txt")
    assert done.returncode == 1
    assert "Could not open requirements file: [Errno 2] No such file or directory: 'nowhere.txt'" in done.stderr


def test_other_pip_commands_reach_the_current_environment(job):
    job.run("pip install -r requirements.txt")
    assert "greeting==1.0" in job.run("pip freeze").stdout


def test_installing_into_a_folder_leaves_the_environment_alone(job):
    done = job.run("pip install --quiet -r requirements.txt --target ./layer")
    assert done.returncode == 0, done.stderr
    assert (job.folder / "layer" / "greeting.py").exists()
    assert environments.job.current(job.bin) == environments.base()


def test_pip_itself_is_never_replaced(job):
    done = job.run("python -m pip install --upgrade pip")
    assert done.returncode == 0
    assert environments.job.current(job.bin) == environments.base()


def test_code_from_the_jobs_own_folder_is_not_shared(uv, job):
    assert uv.exists()
    job.run("pip install -e ./package")
    assert environments.job.current(job.bin).path.parent == job.folder / "environments"


def test_outside_a_job_the_shared_environment_refuses_pip(job):
    done = job.run(f"PATH=/usr/bin:/bin '{environments.base().python}' -m pip install six")
    assert done.returncode == 1
    assert "shared between jobs" in done.stderr


def test_uv_installs_when_it_is_there(uv, tmp_path):
    made = environments.for_requirements(World(tmp_path / "state"), environments.base(), ["only-for-uv"], tmp_path)
    assert uv.with_name("said").read_text() == f"pip install --python {made.python} --compile-bytecode only-for-uv\n"


def test_a_half_made_environment_is_made_again(job):
    job.run("pip install -r requirements.txt")
    made = environments.job.current(job.bin)
    (made.path / ".complete").unlink()
    (made.bin / "greet").unlink()
    environments.job.switch(job.bin, environments.base())
    assert job.run("pip install -r requirements.txt && greet").stdout.endswith("hello\n")


def test_a_warm_up_makes_the_environment_that_a_build_asks_for(job):
    environments.prepare([job.folder / "requirements.txt"])
    done = job.run("python -m pip install --quiet --disable-pip-version-check -r requirements.txt")
    assert "from the cache" in done.stdout


def test_an_unknown_image_is_refused(tmp_path: Path):
    with pytest.raises(AwsError, match=r"not emulated: image 1\.dkr\.ecr/pytorch-training:2\.10\.0-cpu-py313"):
        environments.for_image(World(tmp_path), "1.dkr.ecr/pytorch-training:2.10.0-cpu-py313")


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_known_image_is_found_in_every_region(region):
    uri = f"683313688378.dkr.ecr.{region}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
    assert environments.requirements_of(uri).name == "sagemaker-scikit-learn-1.9-0.txt"


def test_an_image_is_known_without_a_word_on_its_processor():
    uri = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.2-0"
    assert environments.requirements_of(uri).name == "sagemaker-xgboost-3.2-0.txt"


def test_another_version_of_a_known_image_is_unknown():
    with pytest.raises(AwsError, match=r"known: .*sagemaker-xgboost:3\.2-0"):
        environments.requirements_of("141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:3.0-5")


def test_a_failure_in_the_server_is_an_error_for_a_person(tmp_path: Path):
    with pytest.raises(MlopsTemplatesError, match="no-such-package-anywhere"):
        environments.for_requirements(
            World(tmp_path), environments.base(), ["--no-index", "no-such-package-anywhere"], tmp_path
        )


def test_every_known_image_names_itself_as_its_uri_does():
    assert "sagemaker-scikit-learn:1.9-0" in environments.known()
    assert all(environments.requirements_of(image).is_file() for image in environments.known())
