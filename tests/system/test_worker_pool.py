"""What is promised of work that processes share: the same results in the same order, and every failure is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from mlw_build.system.worker_pool import map_in_workers


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_pieces(jobs: int) -> None:
    assert map_in_workers(100, lambda piece: piece * piece, jobs) == [piece * piece for piece in range(100)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_piece_is_told_of_once(jobs: int) -> None:
    told: list[int] = []
    map_in_workers(50, lambda piece: piece, jobs, told.append)
    assert sorted(told) == list(range(50))


def in_a_new_process(program: str) -> str:
    """What a program prints. The process of the tests may have threads, and then nothing is shared."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


SEVERAL = """\
import os
from mlw_build.system.worker_pool import map_in_workers
print(len(set(map_in_workers(20, lambda piece: os.getpid() if sum(range(1_000_000)) else 0, 2))))
"""


def test_several_processes_take_part() -> None:
    assert in_a_new_process(SEVERAL) == "2"


def test_there_may_be_nothing_to_do() -> None:
    assert map_in_workers(0, lambda piece: piece, 4) == []


class NotMade(Exception):
    """What a piece fails with."""


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_failure_of_a_piece_is_the_failure_of_all(jobs: int) -> None:
    def do(piece: int) -> int:
        if piece == 37:
            raise NotMade("piece 37")
        return piece

    with pytest.raises(NotMade, match="piece 37"):
        map_in_workers(60, do, jobs)


KILLED = """\
import os, signal
from mlw_build.system.worker_pool import WorkerDied, map_in_workers

def do(piece):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return sum(range(10_000))

here = os.getpid()
try:
    map_in_workers(2000, do, 2)
except WorkerDied as ended:
    print(ended)
"""


def test_a_process_that_is_killed_is_told_of() -> None:
    assert in_a_new_process(KILLED) == "A process of the build was ended from outside."


LEADER = """\
import os, sys, time
from mlw_build.system.worker_pool import map_in_workers

def do(piece):
    if os.getpid() != leader:
        print(os.getpid(), flush=True)
        time.sleep(60)
    while True:
        time.sleep(60)

leader = os.getpid()
map_in_workers(2, do, 2)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_when_the_leader_is_killed_its_helpers_end_too() -> None:
    with subprocess.Popen([sys.executable, "-c", LEADER], stdout=subprocess.PIPE, text=True) as leader:
        assert leader.stdout is not None
        assert int(leader.stdout.readline()) != leader.pid
        leader.kill()
        # The pipe is closed when the last process that holds it has ended.
        assert leader.communicate(timeout=30)[0] == ""


def test_with_other_threads_running_nothing_is_copied() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert set(map_in_workers(20, lambda piece: os.getpid(), 2)) == {os.getpid()}
    finally:
        done.set()
        other.join()
