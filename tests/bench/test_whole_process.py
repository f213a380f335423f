"""Running whole programs: what they took, with all that they started, and what is said when they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlw_build.bench.memory import PROCESSES, watch_memory
from mlw_build.bench.whole_process import RunCost, RunFailed, end_all, run_whole

HOLD = "held = bytearray(b'x' * 40_000_000); print('ready', flush=True); sys.stdin.read()"
TWO_HOLD = f"""
import subprocess, sys
held = bytearray(b"x" * 40_000_000)
subprocess.run([sys.executable, "-c", "import sys; {HOLD}"])
"""


def python(program: str, folder: Path, *, memory: bool = False, longest: float = 60.0) -> RunCost:
    return run_whole((sys.executable, "-c", program), folder, dict(os.environ), memory=memory, longest=longest)


def test_a_program_runs_in_its_folder_and_its_time_is_taken(tmp_path: Path) -> None:
    took = python("open('here', 'w').close()", tmp_path)
    assert (tmp_path / "here").exists()
    assert took.wall > 0
    assert took.peak is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_the_time_of_what_a_program_starts_counts_too(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass"
    took = python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])", tmp_path)
    assert took.processor is not None
    assert took.processor >= 0.2


def test_a_program_that_fails_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"gave status 3(?s:.*)no such template"):
        python("import sys; print('no such template', file=sys.stderr); sys.exit(3)", tmp_path)


def test_a_program_that_never_ends_is_ended(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="ended by signal 9" if sys.platform != "win32" else "status"):
        python("import threading; threading.Event().wait()", tmp_path, longest=0.1)


@pytest.mark.skipif(not (PROCESSES / "self" / "smaps_rollup").exists(), reason="this system does not tell")
def test_memory_is_that_of_all_processes_together() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", TWO_HOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        with watch_memory(program.pid) as peak:
            pass
    finally:
        end_all(program)
        program.communicate()
    assert peak.octets is not None
    assert 80_000_000 < peak.octets < 200_000_000


def process(folder: Path, number: int, session: int, pss: int, most: int) -> None:
    """A process as proc(5) tells of it; sizes in kilobytes."""
    place = folder / str(number)
    place.mkdir()
    (place / "stat").write_text(f"{number} (a (strange) name) S 1 {number} {session} 0 -1\n")
    (place / "smaps_rollup").write_text(f"0-f ---p 0 00:00 0 [rollup]\nRss: {pss * 3} kB\nPss: {pss} kB\n")
    (place / "status").write_text(f"Name:\tone\nVmHWM:\t{most} kB\nVmRSS:\t{pss * 3} kB\nThreads:\t1\n")


@pytest.mark.parametrize(("most", "peak"), [(250, 300), (900, 900)], ids=["their sum", "or what one of them once held"])
def test_the_peak_is_the_highest_sum_of_what_each_holds_for_itself(most: int, peak: int, tmp_path: Path) -> None:
    process(tmp_path, 7, 7, 100, 120)
    process(tmp_path, 8, 7, 200, most)
    process(tmp_path, 9, 4, 5000, 6000)
    (tmp_path / "self").symlink_to("9")
    with watch_memory(7, tmp_path) as seen:
        pass
    assert seen.octets == peak * 1024


def test_where_the_system_does_not_tell_nothing_is_known(tmp_path: Path) -> None:
    with watch_memory(7, tmp_path) as seen:
        pass
    assert seen.octets is None
