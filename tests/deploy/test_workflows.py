"""The build files for hosts give nobody more than a job needs, and run nothing that can be changed under them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
WORKFLOWS = {path.name: path for path in sorted(DEPLOY.glob("*.yml")) if path.name != "gitlab-ci.yml"}
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
READING = {"read", "none"}
PERMISSIONS = {
    ("github-pages.yml", "build"): {"contents": "read", "pages": "read"},
    ("github-pages.yml", "attest"): {"attestations": "write", "id-token": "write"},
    ("github-pages.yml", "publish"): {"pages": "write", "id-token": "write"},
    ("calendar-lock.yml", "compare"): {"contents": "read"},
    ("calendar-lock.yml", "comment"): {"pull-requests": "write"},
    ("calendar-lock.yml", "update"): {"contents": "write"},
}


def read(name: str) -> dict[Any, Any]:
    workflow = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


JOBS = {(name, job): described for name in WORKFLOWS for job, described in read(name)["jobs"].items()}
STEPS = [(*place, step) for place, job in JOBS.items() for step in job["steps"]]


def uses(step: dict[str, Any], action: str) -> bool:
    return str(step.get("uses", "")).startswith(f"{action}@")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_named_by_its_commit_and_says_its_version(name: str) -> None:
    lines = WORKFLOWS[name].read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if re.search(r"\buses: (?!\./)", line)]
    assert named
    assert [line.strip() for line in named if not PINNED.search(line)] == []


def test_an_action_has_one_version_in_all_files() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS.values())
    versions = set(re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (\S+)", text))
    assert len(versions) == len({action for action, _, _ in versions})


def test_a_checkout_leaves_no_token_behind() -> None:
    checkouts = [step for *_, step in STEPS if uses(step, "actions/checkout")]
    assert checkouts
    assert [step for step in checkouts if step["with"].get("persist-credentials") is not False] == []


def test_every_job_has_the_permissions_that_it_needs_and_no_other() -> None:
    assert {place: job["permissions"] for place, job in JOBS.items()} == PERMISSIONS


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_that_says_nothing_may_do_nothing(name: str) -> None:
    assert read(name)["permissions"] == {}


def test_the_sites_own_code_runs_only_where_nothing_can_be_written_or_signed_but_the_lock() -> None:
    running = {
        (name, job) for name, job, step in STEPS if "build.py" in step.get("run", "") or uses(step, "actions/checkout")
    }
    writing = {place for place in running if set(JOBS[place]["permissions"].values()) - READING}
    assert writing == {("calendar-lock.yml", "update")}


def test_a_pull_request_gets_no_secret() -> None:
    for name, path in WORKFLOWS.items():
        assert "pull_request_target" not in read(name)[True]  # YAML 1.1 reads `on` as true
        assert "secrets." not in path.read_text(encoding="utf-8")


def test_the_token_is_given_to_the_steps_that_need_it_alone() -> None:
    holders = [(name, job) for name, job, step in STEPS if "GH_TOKEN" in step.get("env", {})]
    assert holders == [("calendar-lock.yml", "comment"), ("calendar-lock.yml", "update")]
    assert not [place for place, job in JOBS.items() if "env" in job]


def test_no_text_from_outside_becomes_part_of_a_command() -> None:
    assert [(name, job) for name, job, step in STEPS if "${{" in step.get("run", "")] == []


def test_no_job_runs_for_hours() -> None:
    assert {place for place, job in JOBS.items() if not 0 < job.get("timeout-minutes", 360) <= 15} == set()
    gitlab = yaml.safe_load((DEPLOY / "gitlab-ci.yml").read_text(encoding="utf-8"))
    assert [gitlab[job]["timeout"] for job in ("check", "pages")] == ["15 minutes"] * 2


def test_the_image_is_named_by_its_digest() -> None:
    image = yaml.safe_load((DEPLOY / "gitlab-ci.yml").read_text(encoding="utf-8"))["image"]
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-[\w-]+@sha256:[0-9a-f]{64}", image)


def test_no_file_removes_the_cache_as_if_it_were_believed() -> None:
    assert [
        path.name for path in DEPLOY.iterdir() if path.is_file() and "rm -rf" in path.read_text(encoding="utf-8")
    ] == []


def test_what_is_published_is_attested_with_what_made_it() -> None:
    attesting = [step["with"] for *_, step in STEPS if uses(step, "actions/attest")]
    assert ["sbom-path" in given for given in attesting] == [False, True]
    assert {given["subject-digest"] for given in attesting} == {"sha256:${{ needs.build.outputs.checksums }}"}
    assert "attest" in JOBS["github-pages.yml", "publish"]["needs"]


def test_the_bill_of_materials_names_every_package_with_its_version() -> None:
    printed = subprocess.run(
        [sys.executable, str(DEPLOY / "sbom.py")], capture_output=True, text=True, check=True
    ).stdout
    bill = json.loads(printed)
    assert (bill["bomFormat"], bill["specVersion"], printed.count("\n")) == ("CycloneDX", "1.6", 1)
    assert bill["serialNumber"].startswith("urn:uuid:")  # without one, GitHub refuses it
    libraries = {one["name"].lower(): one for one in bill["components"] if one["type"] == "library"}
    assert libraries["jinja2"]["purl"] == f"pkg:pypi/jinja2@{libraries['jinja2']['version']}"
    assert {"pyyaml", "markdown", "nh3", "pillow"} <= libraries.keys()
    assert len({one["purl"] for one in libraries.values()}) == len(libraries)


def test_the_example_of_code_owners_has_whoever_reads_code_review_themes_and_workflows() -> None:
    lines = (DEPLOY / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owned = dict(line.split() for line in lines if line and not line.startswith("#"))
    assert {"/themes/", "/content/conference.yaml", "/.github/", "/deploy/"} <= owned.keys()
    assert set(owned.values()) == {"@OWNER/developers", "@OWNER/organisers"}


@pytest.mark.skipif(shutil.which("zizmor", path=str(Path(sys.executable).parent)) is None, reason="needs zizmor")
@pytest.mark.parametrize("name", WORKFLOWS)
def test_zizmor_finds_nothing_in_a_workflow(name: str) -> None:
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-config", "--persona", "pedantic"]
    ran = subprocess.run(
        [*command, "--min-severity", "low", str(WORKFLOWS[name])], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
