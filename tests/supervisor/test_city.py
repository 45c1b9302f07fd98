"""The whole installation under its supervisor, for real: every process, every kind of end."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from onegrid.config.supervisor.ports import any_free
from tests.supervisor.conftest import folder_for_all
from tests.supervisor.running_city import RunningCity

pytestmark = pytest.mark.slow
NewCity = Callable[..., RunningCity]


@pytest.fixture(scope="module")
def city(prepared_state: Path) -> Iterator[RunningCity]:
    """One that runs, for those who leave it as it is."""
    with folder_for_all() as folder:
        found = RunningCity(state=folder / "state", port=any_free())
        subprocess.run(["cp", "-a", str(prepared_state), str(found.state)], check=True)
        found.start()
        yield found
        found.clear()


def test_starts_survives_the_death_of_each_child_and_stops_in_reverse_order(old_city: RunningCity) -> None:
    city = old_city
    city.start()
    assert city.web_answers()
    database_url, broker_url = city.services()["database_url"], city.services()["broker_url"]
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    redis.Redis.from_url(broker_url).rpush("kept", *range(1000))

    for name in ("postgres", "valkey", "worker", "web", "live", "beat"):
        below = _children_of(city.child(name))
        assert below or name in ("valkey", "beat"), f"{name} has processes of its own"
        killed = city.kill_child(name)
        assert city.says(f"{name} is back", seconds=40), city.said()
        assert city.child(name) != killed
        assert not [pid for pid in below if pid in city.processes()], f"{name}'s processes outlived it"
        assert "ended (signal 9)" in city.said()
    assert city.web_answers()
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert redis.Redis.from_url(broker_url).llen("kept") == 1000

    assert city.interrupt() == 0
    stopped = [line.split()[-2] for line in city.said().splitlines() if line.endswith(" stopped")]
    assert stopped == ["beat", "worker", "live", "web", "valkey", "postgres"]
    assert city.nothing_left(seconds=2), city.processes()


def test_a_killed_supervisor_leaves_no_orphans_and_no_lost_data(old_city: RunningCity) -> None:
    city = old_city
    city.start()
    with psycopg.connect(city.services()["database_url"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    assert len(city.processes()) >= 10, "six children, two servers' workers, a pool process, and ourselves"
    city.kill()

    city.start()  # at once, while the old children are still on their way out
    assert city.web_answers()
    with psycopg.connect(city.services()["database_url"]) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (42,)
    city.kill()
    assert city.nothing_left(), city.processes()


def test_a_second_supervisor_is_refused_and_told_where_the_first_is(city: RunningCity) -> None:
    second = RunningCity(state=city.state, port=city.port, terminal="second")
    second.start(wait=False)
    assert second.process is not None
    assert second.process.wait(20) == 1
    assert "already runs" in second.said()
    assert city.services()["web_url"] in second.said()
    assert city.web_answers()


def test_a_busy_port_is_stepped_over_and_said(old_city: RunningCity) -> None:
    city = old_city
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", city.port))
        busy.listen()
        city.start()
        assert f"port {city.port} is busy, taking {city.services()['web_port']}" in city.said()
        assert city.services()["web_port"] != city.port
        assert city.web_answers()


def test_urls_replace_the_embedded_parts(city: RunningCity, new_city: NewCity) -> None:
    guest, services = new_city(), city.services()
    with psycopg.connect(services["database_url"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE elsewhere")
    guest.environment = {
        "ONEGRID_DATABASE_URL": services["database_url"].rpartition("/")[0] + "/elsewhere",
        "ONEGRID_BROKER_URL": services["broker_url"].rpartition("/")[0] + "/5",
        "DATABASE_URL": "postgresql://nobody@foreign.invalid/theirs",
    }
    guest.start()
    assert guest.web_answers()
    assert "DATABASE_URL is ignored" in guest.said()
    assert guest.said().count("DATABASE_URL is ignored") == 1
    assert not (guest.state / "run" / "postgres.json").exists()
    assert not (guest.state / "run" / "valkey.json").exists()
    with psycopg.connect(guest.environment["ONEGRID_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert found is not None
    assert found[0] > 10


def test_a_database_that_lets_nobody_in_is_told_in_its_own_words(city: RunningCity, new_city: NewCity) -> None:
    url = city.services()["database_url"]
    for wrong, words in (
        (url.replace("onegrid:", "onegrid:x"), "password authentication failed"),
        (url.replace("postgresql://", "mysql://"), "must be postgresql://"),
    ):
        guest = new_city()
        guest.environment = {"ONEGRID_DATABASE_URL": wrong}
        guest.start(wait=False)
        assert guest.process is not None
        assert guest.process.wait(20) == 1
        assert words in guest.said()
        assert "user, password and database name in ONEGRID_DATABASE_URL" in guest.said()
        assert "Traceback" not in guest.said()
        assert url.rpartition("@")[0].rpartition(":")[2] not in guest.said(), "a password stands on no terminal"


@pytest.mark.skipif(os.geteuid() != 0, reason="we are an ordinary user: all the other tests here are this one")
def test_runs_as_an_ordinary_user_too(new_city: NewCity) -> None:
    # The one capability stands for a checkout that the account may read; it gives no other right.
    capability = "+dac_read_search"
    city = new_city(
        prefix=(
            *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            *(f"--inh-caps={capability}", f"--ambient-caps={capability}"),
        )
    )
    city.state.mkdir()
    os.chown(city.state, 65534, 65534)
    city.start()
    assert city.web_answers()
    assert (city.state / "postgres" / "data" / "PG_VERSION").stat().st_uid == 65534
    assert city.interrupt() == 0
    assert city.nothing_left(seconds=2), city.processes()


def test_a_stop_during_the_start_is_orderly(new_city: NewCity) -> None:
    city = new_city()
    city.start(wait=False)
    assert city.says("valkey answers", seconds=60), city.said()
    assert city.process is not None
    city.process.send_signal(signal.SIGTERM)
    assert city.process.wait(30) == 0
    assert "postgres stopped" in city.said()
    assert city.nothing_left(seconds=2), city.processes()


def _children_of(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
