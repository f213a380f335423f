"""Two people change the programme on two branches; whichever way git's conflicts are resolved, calendars are right."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

import pytest

from tests.calendar.conftest import Programme

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

OURS, THEIRS, MERGED = "2020-09-20T08:00:00Z", "2020-09-21T08:00:00Z", "2020-09-22T08:00:00Z"


class Repository:
    """The programme's site in git, with the lock that `update` writes."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.before = [dict(one) for one in programme.sessions]
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "An Editor")
        self.git("config", "user.email", "editor@example.org")
        self.commit("published")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git in the site's folder."""
        return subprocess.run(
            ["git", "-C", str(self.programme.root), *arguments], capture_output=True, text=True, check=False
        )

    def commit(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        done = self.git("commit", "--quiet", "--message", message)
        assert done.returncode == 0, done.stderr

    def branches(self, ours: Callable[[Programme], object], theirs: Callable[[Programme], object]) -> None:
        """An edit on main and another on a branch, each with its own update of the lock."""
        self.git("branch", "other")
        ours(self.programme)
        self.programme.update(OURS)
        self.commit("ours")
        mine = [dict(one) for one in self.programme.sessions]
        self.git("checkout", "--quiet", "other")
        self.programme.sessions = self.before
        theirs(self.programme)
        self.programme.update(THEIRS)
        self.commit("theirs")
        self.git("checkout", "--quiet", "main")
        self.programme.sessions = mine

    def merge(self) -> bool:
        """Merge the branch; gives whether git could do it alone."""
        return self.git("merge", "--quiet", "--no-edit", "other").returncode == 0


@pytest.fixture
def repository(published: Programme) -> Repository:
    """The published programme in git."""
    return Repository(published)


def lock_merges(repository: Repository) -> bool:
    """Whether the lock has no conflict after a merge."""
    repository.merge()
    return "content/calendar.lock" not in repository.git("diff", "--name-only", "--diff-filter=U").stdout


def test_changes_of_neighbouring_sessions_merge_without_a_conflict(repository: Repository) -> None:
    repository.branches(
        lambda one: one.session("opening").update(start="09:45"),
        lambda one: one.session("panel").update(start="11:15"),
    )
    assert lock_merges(repository)
    programme = repository.programme
    programme.session("panel").update(start="11:15")
    update = programme.update(MERGED)
    assert (update.changes, update.differs) == ((), False)
    assert [programme.entry(one).sequence for one in ("opening", "panel", "workshop")] == [1, 1, 0]


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
@pytest.mark.parametrize("kept", ["09:45", "09:30"])
def test_a_session_that_both_moved_ends_one_revision_later_or_as_that_side_said(
    repository: Repository, side: str, kept: str
) -> None:
    repository.branches(
        lambda one: one.session("opening").update(start="09:45"),
        lambda one: one.session("opening").update(start="09:30"),
    )
    assert not lock_merges(repository)
    repository.git("checkout", side, "content/calendar.lock")
    programme = repository.programme
    programme.session("opening").update(start=kept)
    programme.update(MERGED)
    entry = programme.entry("opening")
    said = {"--ours": "09:45", "--theirs": "09:30"}[side]
    assert entry.sequence == (1 if said == kept else 2)
    assert f"{entry.last.start.hour + 2:02}:{entry.last.start.minute:02}" == kept


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_a_third_time_that_neither_side_had_is_a_new_revision(repository: Repository, side: str) -> None:
    repository.branches(
        lambda one: one.session("opening").update(start="09:45"),
        lambda one: one.session("opening").update(start="09:30"),
    )
    repository.merge()
    repository.git("checkout", side, "content/calendar.lock")
    programme = repository.programme
    programme.session("opening").update(start="09:15")
    programme.update(MERGED)
    assert programme.entry("opening").sequence == 2


def test_a_lock_with_gits_marks_is_refused(repository: Repository) -> None:
    repository.branches(
        lambda one: one.session("opening").update(start="09:45"),
        lambda one: one.session("opening").update(start="09:30"),
    )
    repository.merge()
    [problem] = repository.programme.lock().problems
    assert problem.code == "calendar-lock-broken"
    assert problem.span.line > 1


def test_both_lines_of_a_union_merge_are_understood(repository: Repository) -> None:
    repository.programme.put(".gitattributes", "content/calendar.lock merge=union\n")
    repository.commit("union")
    repository.branches(
        lambda one: one.session("opening").update(start="09:45"),
        lambda one: one.session("opening").update(start="09:30"),
    )
    assert lock_merges(repository)
    assert repository.programme.lock_file.read_text().count('"session":"opening"') == 2
    programme = repository.programme
    programme.session("opening").update(start="09:45")
    programme.update(MERGED)
    assert programme.entry("opening").sequence == 2
    assert programme.lock_file.read_text().count('"session":"opening"') == 1


def test_a_new_session_whose_line_a_merge_lost_gets_its_identity_back(repository: Repository) -> None:
    extra = {"title": "Extra", "room": "hall", "end": "18:00"}
    repository.branches(
        lambda one: one.sessions.append({"id": "pa", "start": "16:00", **extra}),
        lambda one: one.sessions.append({"id": "pb", "start": "17:00", **extra}),
    )
    repository.merge()
    repository.git("checkout", "--ours", "content/calendar.lock")
    programme = repository.programme
    programme.sessions.append({"id": "pb", "start": "17:00", **extra})
    programme.update(MERGED)
    assert programme.entry("pb").uid == "pb.demo@example.org"
