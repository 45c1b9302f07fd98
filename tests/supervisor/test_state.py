"""What a second start must find again, and what it must not trust."""

import subprocess
from pathlib import Path

import pytest

from onegrid.config.supervisor import preparation
from onegrid.config.supervisor.process import fingerprint
from onegrid.config.supervisor.state import AlreadyRunning, State, write_private


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    state = State(tmp_path)
    first = state.secret("database_password")
    assert State(tmp_path).secret("database_password") == first
    assert state.secret("broker_password") != first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_one_supervisor_at_a_time(tmp_path: Path) -> None:
    first, second = State(tmp_path), State(tmp_path)
    first.take()
    with pytest.raises(AlreadyRunning):
        second.take()
    first.release()
    second.take()
    second.release()


def test_an_orphan_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.run.mkdir()
    orphan, stranger = subprocess.Popen(["sleep", "60"]), subprocess.Popen(["sleep", "60"])
    try:
        write_private(state.run / "web.json", {"pid": orphan.pid, "born": fingerprint(orphan.pid)})
        write_private(state.run / "beat.json", {"pid": stranger.pid, "born": "of another time"})
        assert state.wait_for_orphans(patience=0.3) == ["web"]
        assert orphan.wait(5) != 0
        assert stranger.poll() is None
        assert list(state.run.glob("*.json")) == []
    finally:
        for process in (orphan, stranger):
            process.kill()
            process.wait()


def test_a_changed_seed_or_migration_asks_for_preparation_again(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").touch()
    for path in ("fixtures/units.yaml", "platform/onegrid/cases/migrations/0001_a.py", "workflows/a/process.bpmn"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("one")
        before = preparation.fingerprint(tmp_path, demo=True, demo_cases=True)
        assert preparation.fingerprint(tmp_path, demo=True, demo_cases=True) == before
        (tmp_path / path).write_text("two")
        assert preparation.fingerprint(tmp_path, demo=True, demo_cases=True) != before
    asked = [(True, True), (True, False), (False, False)]
    assert len({preparation.fingerprint(tmp_path, demo=demo, demo_cases=cases) for demo, cases in asked}) == 3
