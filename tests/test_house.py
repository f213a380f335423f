"""The house's own rules: the straight line, types, style, sizes, and requirements that say why."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-test.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"],
}
LOCKS = ("requirements-build.lock", *REQUIREMENTS, "requirements-uv.lock")
ON_DEMAND = (
    "commands/import_source.py",
    "exchange/incoming/",
    "commands/serve.py",
    "commands/edit.py",
    "board/",
    "serve/",
    "bench/",
)
"""Modules of the commands whose packages build.py installs when they are first used."""

LONGEST_MODULE = 450
MADE = {".venv", "output", "dist", "__pycache__", ".git", ".cache", ".hypothesis"} | {
    f".{tool}_cache" for tool in ("mypy", "pytest", "ruff", "import_linter")
}

# Written so that this file does not name them itself.
REGISTRY_HOST = re.compile(r"(py[p]i|python[h]osted|npm[j]s|deb[.]debia[n])\.(org|com)")
MACHINE_PATH = re.compile(r"(?<![\w.~\-}>])/(wor[k]|roo[t]|tm[p]|far[m])/|[f]ile:///(?!$|\W)")


def run(*command: str) -> None:
    """Run a tool of this Python in the checkout; fails with all that the tool said."""
    ran = subprocess.run([sys.executable, *command], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}{ran.stderr}"


def project_files() -> list[Path]:
    """Every file of the project, new ones too; in a copy without git, all but what tools made."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in CHECKOUT.rglob("*") if not MADE & {*path.relative_to(CHECKOUT).parts}]
    return [path for path in paths if path.is_file()]


def pins(lock: str) -> dict[str, str]:
    """The names in a lock file with their versions."""
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))


def imported(path: Path) -> set[str]:
    """The top-level names of the modules that a Python file imports."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
    return modules


def normalised(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def locked_names(lock: str) -> set[str]:
    return {normalised(name) for name in pins(lock)}


def name_of(requirement: str) -> str:
    return re.split("[<>=]", requirement)[0].lower()


def test_nothing_earlier_in_the_line_imports_anything_later() -> None:
    run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")


def test_ruff_finds_no_fault() -> None:
    run("-m", "ruff", "check", ".")


def test_ruff_would_write_it_the_same_way() -> None:
    run("-m", "ruff", "format", "--check", ".")


@pytest.mark.thorough
def test_the_types_agree() -> None:
    run("-m", "mypy")


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {
        str(path.relative_to(CHECKOUT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (CHECKOUT / "mlw_build").rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


@pytest.mark.parametrize("forbidden", [REGISTRY_HOST, MACHINE_PATH], ids=["a registry's host", "a path of one machine"])
def test_no_file_names(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}: {match.group()}"
        for path in project_files()
        for match in forbidden.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


@pytest.mark.parametrize("requirement", REQUIREMENTS["requirements-test.lock"])
def test_a_requirement_says_why_it_is_there(requirement: str) -> None:
    lines = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    assert any(re.match(rf' +"{re.escape(requirement)}", +# why: \w', line) for line in lines)


@pytest.mark.parametrize("requirement", REQUIREMENTS["requirements-test.lock"])
def test_a_requirement_keeps_to_the_form_that_build_py_reads(requirement: str) -> None:
    assert re.fullmatch(r"[A-Za-z][\w-]*>=[\d.]+(,<[\d.]+)?", requirement)


@pytest.mark.parametrize("lock", REQUIREMENTS)
def test_a_lock_pins_everything_that_the_project_asks_for(lock: str) -> None:
    assert {name_of(requirement) for requirement in REQUIREMENTS[lock]} - pins(lock).keys() == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_for_every_pin(lock: str) -> None:
    entries = (CHECKOUT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_says_how_to_renew_it(lock: str) -> None:
    assert (CHECKOUT / lock).read_text(encoding="utf-8").splitlines()[1].endswith(f" -o {lock}")


def test_the_tests_run_with_the_very_packages_of_a_build() -> None:
    assert pins("requirements-build.lock").items() <= pins("requirements.lock").items()
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()


@pytest.mark.thorough
def test_a_command_imports_only_what_it_installs() -> None:
    distributions = importlib.metadata.packages_distributions()
    # Only the command `test` imports pytest; only `resolve` imports ortools, and does without where it is not there.
    own = {*sys.stdlib_module_names, "mlw_build", "pytest", "ortools"}
    package = CHECKOUT / "mlw_build"
    unlocked = {
        f"{name}: {module}"
        for path in package.rglob("*.py")
        if (name := path.relative_to(package).as_posix())
        for module in imported(path) - own
        if not locked_names("requirements.lock" if name.startswith(ON_DEMAND) else "requirements-build.lock")
        & {normalised(distribution) for distribution in distributions.get(module, ())}
    }
    assert unlocked == set()


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_what_is_locked_needs_nothing_that_is_not(lock: str) -> None:
    locked = locked_names(lock)
    needed = {
        normalised(needed.name)
        for name in pins(lock)
        if name != "colorama"  # for Windows alone
        for needed in map(Requirement, importlib.metadata.requires(name) or ())
        if not needed.marker or needed.marker.evaluate({"extra": ""})
    }
    assert needed - locked == set()


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").endswith("exec python3 build.py test\n")


@pytest.mark.thorough
def test_an_installed_mlw_build_carries_its_default_theme(tmp_path: Path) -> None:
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    theme = {
        path.relative_to(CHECKOUT / "themes" / "default").as_posix()
        for path in project_files()
        if path.is_relative_to(CHECKOUT / "themes" / "default")
    }
    assert {f"mlw_build/_themes/default/{name}" for name in theme} <= set(names)
