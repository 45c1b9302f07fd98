"""Tests run on real parts: a throw-away PostgreSQL for all that touch rows, on demand a Valkey and a Celery worker."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import kombu.pools
import pytest
from celery import Celery
from xdist.scheduler import LoadScopeScheduling

from onegrid.config.settings import environment
from onegrid.config.supervisor.binaries import postgres_programs, valkey_program
from onegrid.config.supervisor.identity import give, unprivileged
from onegrid.config.supervisor.lifeline import SUPERVISED
from onegrid.config.supervisor.ports import any_free
from onegrid.config.supervisor.postgres import Cluster
from onegrid.config.supervisor.process import Child, end, spawn, wait_until
from onegrid.config.supervisor.valkey import Valkey
from tests.supervisor.running_city import RunningCity

_ROOT = Path(__file__).resolve().parents[1]
_PASSWORD = "throw-away"
_IN_THE_DEMO_CITY = ("tests/browser/", "tests/flows/test_readme_walk.py")
_IN_A_CITY_OF_THEIR_OWN = "tests/supervisor/test_city.py"
# Tests do not commit: autovacuum finds every table empty, and plans for empty tables are hundreds of times slower.
_FAST = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    *("shared_buffers=64MB", "max_connections=60"),
)


@pytest.fixture(scope="session")
def throw_away_folder() -> Iterator[Path]:
    """A folder of this test process that the unprivileged account may enter, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="onegrid-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(throw_away_folder: Path) -> Iterator[Cluster]:
    """A PostgreSQL of this test process alone; each xdist process has its own."""
    identity = unprivileged()
    folder = throw_away_folder / "postgres"
    folder.mkdir()
    give(identity, folder)
    cluster = Cluster(
        folder=folder,
        log=throw_away_folder / "postgres.log",
        programs=postgres_programs(identity, throw_away_folder),
        password=_PASSWORD,
        identity=identity,
        port=any_free(),
        extra=_FAST,
    )
    cluster.make()
    child = cluster.start()
    if not wait_until(lambda: cluster.answers() or child.poll() is not None, seconds=30) or child.poll() is not None:
        pytest.exit(f"the tests' PostgreSQL did not start:\n{cluster.log.read_text()[-2000:]}", returncode=3)
    yield cluster
    end(child, [(signal.SIGINT, 5), (signal.SIGQUIT, 5)])


@pytest.fixture(scope="session")
def demo_city() -> Iterator[RunningCity]:
    """What `make run` starts, in a folder and on a port of its own; once for all who visit it, so none may clear it."""
    folder = Path(tempfile.mkdtemp(prefix="onegrid-demo-"))
    folder.chmod(0o755)
    city = RunningCity(state=folder / "state", port=any_free(), environment={"ONEGRID_DEMO": "1"})
    try:
        city.start(seconds=300)
        yield city
    finally:
        city.clear()
    shutil.rmtree(folder, ignore_errors=True)


class OneCity(LoadScopeScheduling):
    """All that visits one running city runs in one process, which starts it once; the rest is dealt out one by one."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_IN_THE_DEMO_CITY):
            return "demo city"
        return nodeid.partition("::")[0] if nodeid.startswith(_IN_A_CITY_OF_THEIR_OWN) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneCity:
    """For `-n 3`."""
    return OneCity(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Point Django at the throw-away server before the test database is made."""
    from django.conf import settings
    from django.db import connections

    if environment.text("ONEGRID_TEST_DATABASE_URL"):
        url = environment.text("ONEGRID_TEST_DATABASE_URL")
    else:
        url = request.getfixturevalue("postgres_server").url()
    found = environment.database(url)
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    where = {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    settings.DATABASES["default"].update(where)
    connections["default"].settings_dict.update(where)
    connections["default"].settings_dict["TEST"]["NAME"] = f"test_{found['NAME']}{'_' + worker if worker else ''}"


@pytest.fixture(scope="session")
def valkey_server(throw_away_folder: Path) -> Iterator[Valkey]:
    """A Valkey of this test process alone."""
    server = Valkey(
        folder=throw_away_folder / "valkey",
        log=throw_away_folder / "valkey.log",
        program=valkey_program(),
        password=_PASSWORD,
        port=any_free(),
    )
    child = server.start()
    if not wait_until(server.answers, seconds=10):
        pytest.exit(f"the tests' Valkey did not start:\n{server.log.read_text()[-2000:]}", returncode=3)
    yield server
    end(child, [(signal.SIGTERM, 5)])


@dataclass(frozen=True)
class Processes:
    """Real processes of the installation on the test database and the test broker."""

    environment: dict[str, str]
    folder: Path

    def start(self, name: str, *arguments: str, **more: str) -> Child:
        """`python -m <arguments>` with its log in `<folder>/<name>.log`."""
        return spawn(
            [sys.executable, "-m", *arguments],
            log=self.folder / f"{name}.log",
            environment={**self.environment, **more},
            cwd=_ROOT,
        )


@pytest.fixture
def processes(transactional_db: None, valkey_server: Valkey, throw_away_folder: Path) -> Processes:
    """Start real processes (commands, web, worker) against this test's committed rows."""
    from django.db import connection

    where = connection.settings_dict
    host = quote(where["HOST"], safe="")
    url = f"postgresql://{where['USER']}:{where['PASSWORD']}@{host}:{where['PORT']}/{where['NAME']}"
    return Processes(
        environment={
            **os.environ,
            "PYTHONPATH": str(_ROOT / "platform"),
            "DJANGO_SETTINGS_MODULE": "onegrid.config.settings.dev",
            "ONEGRID_DATABASE_URL": url,
            "ONEGRID_BROKER_URL": valkey_server.url(),
            "ONEGRID_SECRET_KEY": "only for tests, and long enough for every signer in use",
            "ONEGRID_STATE": str(throw_away_folder / "state"),
            "ONEGRID_DEMO": "1",
            SUPERVISED: "1",
        },
        folder=throw_away_folder,
    )


@pytest.fixture
def celery_worker_process(processes: Processes, valkey_server: Valkey, settings: object) -> Iterator[Child]:
    """A real worker on a real broker; `task.delay()` in the test goes to it."""
    from onegrid.config.celery import app

    old = app.conf.broker_url
    _turn_to(app, valkey_server.url())
    child = processes.start(
        "worker",
        *("celery", "-A", "onegrid.config.celery", "worker", "--concurrency=1"),
        *("--without-mingle", "--without-gossip", "--loglevel=INFO"),
    )
    ready: Callable[[], bool] = lambda: bool(app.control.ping(timeout=0.5))  # noqa: E731
    if not wait_until(ready, seconds=30):
        pytest.fail(f"no worker answered:\n{(processes.folder / 'worker.log').read_text()[-3000:]}")
    yield child
    end(child, [(signal.SIGTERM, 10), (signal.SIGQUIT, 5)])
    _turn_to(app, old)


def _turn_to(app: Celery, broker_url: str) -> None:
    """Another broker for this process's app; connections to the one before are dropped as after a fork."""
    app.conf.broker_url = broker_url
    kombu.pools.reset()
    app._after_fork()
