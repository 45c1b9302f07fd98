"""Keeping children alive, on small real processes."""

import itertools
import signal
import time
from pathlib import Path

import pytest

from onegrid.config.supervisor.process import Child, spawn
from onegrid.config.supervisor.services import Service
from onegrid.config.supervisor.watch import DidNotStart, Watch


class Marks:
    """Remembers in memory."""

    def __init__(self) -> None:
        self.alive: dict[str, int] = {}

    def remember(self, name: str, child: Child) -> None:
        self.alive[name] = child.pid

    def forget(self, name: str) -> None:
        del self.alive[name]


def _service(folder: Path, name: str, script: str) -> Service:
    log = folder / f"{name}.log"
    return Service(
        name,
        lambda: spawn(["/bin/sh", "-c", script], log=log, environment={"PATH": "/usr/bin:/bin"}, cwd=folder),
        (folder / f"{name}.up").exists,
        [(signal.SIGTERM, 2)],
        log,
    )


class Until:
    """Stops the loop when a condition holds or the time is over."""

    def __init__(self, seconds: float) -> None:
        self.limit = time.monotonic() + seconds
        self.holds = lambda: False

    def __call__(self) -> bool:
        return self.holds() or time.monotonic() > self.limit


def test_a_child_that_keeps_dying_is_restarted_with_growing_pauses(tmp_path: Path) -> None:
    until = Until(6)
    watch = Watch(Marks(), is_stopping=until)
    # Answers at its first start, then dies again and again.
    watch.start(_service(tmp_path, "weak", "date +%s.%N >> starts; touch weak.up; sleep 0.3; exit 7"), seconds=5)
    starts = tmp_path / "starts"
    until.holds = lambda: len(starts.read_text().split()) >= 4
    watch.keep(pause=0.02)
    watch.stop()
    at = [float(line) for line in starts.read_text().split()]
    gaps = [later - earlier - 0.3 for earlier, later in itertools.pairwise(at)]
    assert len(gaps) >= 3
    assert gaps[0] >= 0.45
    assert gaps[1] > gaps[0] * 1.5
    assert gaps[2] > gaps[1] * 1.5


def test_a_child_that_dies_at_the_first_start_is_reported_with_its_log(tmp_path: Path) -> None:
    watch = Watch(Marks(), is_stopping=lambda: False)
    with pytest.raises(DidNotStart, match="no such luck"):
        watch.start(_service(tmp_path, "broken", "echo no such luck; exit 1"), seconds=5)
    watch.stop()


def test_stops_in_reverse_order_and_kills_what_will_not_listen(tmp_path: Path) -> None:
    marks = Marks()
    watch = Watch(marks, is_stopping=lambda: False)
    watch.start(
        _service(tmp_path, "first", "trap 'date +%s.%N > first.end; exit' TERM; touch first.up; sleep 60 & wait")
    )
    watch.start(_service(tmp_path, "deaf", "trap '' TERM; touch deaf.up; sleep 60 & wait; sleep 60"))
    watch.start(_service(tmp_path, "last", "trap 'date +%s.%N > last.end; exit' TERM; touch last.up; sleep 60 & wait"))
    watch.stop()
    assert marks.alive == {}
    assert float((tmp_path / "last.end").read_text()) < float((tmp_path / "first.end").read_text())


def test_a_child_that_is_killed_while_it_starts_is_started_again(tmp_path: Path) -> None:
    watch = Watch(Marks(), is_stopping=lambda: False)
    script = "echo x >> starts; if [ $(wc -l < starts) -lt 3 ]; then kill -9 $$; fi; touch hit.up; exec sleep 30"
    watch.start(_service(tmp_path, "hit", script), seconds=20)
    assert len((tmp_path / "starts").read_text().split()) == 3
    watch.stop()
