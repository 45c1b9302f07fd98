"""Ports are found by listening, not by guessing; the one that is chosen stays ours."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from onegrid.config.supervisor.ports import Reserved, any_free, first_free, is_free

_CHOOSE = """
import sys
from onegrid.config.supervisor.ports import Reserved, first_free
sys.stdin.readline()
kept = Reserved()
print(first_free("127.0.0.1", int(sys.argv[1]), reserved=kept), flush=True)
sys.stdin.readline()
"""


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert not is_free("127.0.0.1", port)
        assert first_free("127.0.0.1", port) > port
        assert any_free(preferred=port) != port
        with pytest.raises(OSError, match="no free port"):
            first_free("127.0.0.1", port, tries=1)
    assert is_free("127.0.0.1", port)
    assert any_free(preferred=port) == port


@pytest.mark.skipif(sys.platform != "linux", reason="the range is told by Linux")
def test_a_port_that_outgoing_connections_may_get_is_not_chosen() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    chosen = [any_free() for _ in range(50)]
    assert max(chosen) < lowest
    assert len(set(chosen)) > 10
    assert any_free(taken=frozenset(chosen)) not in chosen


@pytest.mark.skipif(sys.platform != "linux", reason="abstract names are Linux's")
def test_of_two_that_choose_at_once_each_gets_its_own() -> None:
    """Nobody listens yet: the choice alone must count."""
    wanted = any_free()
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _CHOOSE, str(wanted)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": "platform"},
        )
        for _ in range(2)
    ]
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    chosen = [int(one.stdout.readline()) for one in processes if one.stdout is not None]
    assert len(set(chosen)) == 2
    assert wanted in chosen
    processes[0].kill()  # however it ends, its port is free again
    processes[0].wait()
    mine = Reserved()
    assert mine.take(chosen[0])
    assert not mine.take(chosen[1])
    mine.give_back()
    processes[1].communicate("end\n", timeout=20)


def test_what_one_holds_one_may_have() -> None:
    first, second = Reserved(), Reserved()
    port = first_free("127.0.0.1", any_free(), reserved=first)
    assert first.take(port)
    if sys.platform == "linux":
        assert first_free("127.0.0.1", port, reserved=second) > port
    first.give_back()
    assert first_free("127.0.0.1", port, reserved=second) == port
    second.give_back()
