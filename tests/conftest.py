"""Small sites for tests: made of a few lines each, read, put together and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.conference import Conference
from tests.small_sites import MINIMAL, Files, SiteMaker, checked, model_of

# A machine that is busy with something else is no fault of what is tested. Examples are the same in each run, so that
# it has the same result everywhere; others are looked for in the nights.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="MLW_NIGHTLY" not in os.environ,
)
settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def state_of_the_tests_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tool remembers of this machine lies in a folder of the tests, also for processes that they start."""
    with pytest.MonkeyPatch.context() as environment:
        folder = str(tmp_path_factory.mktemp("state"))
        environment.setenv("XDG_STATE_HOME", folder)
        environment.setenv("LOCALAPPDATA", folder)
        yield


@pytest.fixture
def site(tmp_path: Path) -> SiteMaker:
    """Writes the minimal site with these files over it (None leaves a file out); gives its root."""

    def write(files: Files | None = None, *, base: Mapping[str, str] = MINIMAL) -> Path:
        root = tmp_path / "site"
        for path, text in {**base, **(files or {})}.items():
            if text is None:
                continue
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return write


@pytest.fixture
def conference(site: SiteMaker) -> Callable[..., Conference]:
    """Puts together the conference of a site that has no fault."""

    def make(files: Files | None = None) -> Conference:
        made, problems = model_of(site(files))
        assert problems == ()
        assert made is not None
        return made

    return make


@pytest.fixture
def problems(site: SiteMaker) -> Callable[..., tuple[Diagnostic, ...]]:
    """Everything that reading, modelling and checking say of a site."""

    def find(files: Files | None = None) -> tuple[Diagnostic, ...]:
        return checked(site(files))

    return find


@pytest.fixture
def sessions(problems: Callable[..., tuple[Diagnostic, ...]]) -> Callable[..., tuple[Diagnostic, ...]]:
    """The same, for a day with these sessions."""

    def find(written: str, files: Files | None = None, date: str = "2020-10-12") -> tuple[Diagnostic, ...]:
        return problems({**(files or {}), "content/programme/day.yaml": f"date: {date}\nsessions:\n{written}"})

    return find
