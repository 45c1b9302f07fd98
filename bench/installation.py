"""A throw-away installation as a city runs it: PostgreSQL with fsync, Valkey, the demo city, production settings."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onegrid.config.supervisor import services
from onegrid.config.supervisor.binaries import postgres_programs, valkey_program
from onegrid.config.supervisor.identity import give, unprivileged
from onegrid.config.supervisor.lifeline import SUPERVISED
from onegrid.config.supervisor.ports import any_free
from onegrid.config.supervisor.postgres import Cluster
from onegrid.config.supervisor.process import Child, end, wait_until
from onegrid.config.supervisor.valkey import Valkey

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installation:
    """Running servers, and the environment under which this process and `web()` meet them."""

    folder: Path
    cluster: Cluster
    postmaster: int
    environment: dict[str, str]

    @contextmanager
    def web(self) -> Iterator[tuple[int, int]]:
        """granian with one worker, as `make run` starts it: (port, process id)."""
        port = any_free()
        site = services.Site(ROOT, self.folder, self.folder, self.environment)
        service = services.web(site, host="127.0.0.1", port=port, workers=1, threads=4)
        child = service.start()
        try:
            _await(service.answers, child, service.log)
            yield port, child.pid
        finally:
            end(child, service.stop_with)


@contextmanager
def throw_away() -> Iterator[Installation]:
    """Gone at the end, with everything in it."""
    folder = Path(tempfile.mkdtemp(prefix="onegrid-bench-"))
    folder.chmod(0o711)
    started: list[tuple[Child, services.Signals]] = []
    try:
        cluster = _cluster(folder)
        database = services.postgres(cluster)
        started.append((database.start(), database.stop_with))
        _await(database.answers, started[-1][0], database.log)
        cluster.create_database()
        broker = services.valkey(_valkey(folder))
        started.append((broker.start(), broker.stop_with))
        _await(broker.answers, started[-1][0], broker.log)
        environment = _environment(folder, cluster.url(), _broker_url)
        _load(environment)
        yield Installation(folder, cluster, started[0][0].pid, environment)
    finally:
        for child, signals in reversed(started):
            end(child, signals)
        shutil.rmtree(folder, ignore_errors=True)


_password = secrets.token_urlsafe(16)
_broker_url = ""


def _cluster(folder: Path) -> Cluster:
    identity = unprivileged()
    home = folder / "postgres"
    home.mkdir()
    give(identity, home)
    programs = postgres_programs(identity, folder)
    cluster = Cluster(home, folder / "postgres.log", programs, _password, identity, any_free())
    cluster.make()
    return cluster


def _valkey(folder: Path) -> Valkey:
    global _broker_url
    server = Valkey(folder / "valkey", folder / "valkey.log", valkey_program(), _password, any_free())
    _broker_url = server.url()
    return server


def _environment(folder: Path, database_url: str, broker_url: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ONEGRID_", "DJANGO_"))}
    return {
        **clean,
        "PYTHONPATH": str(ROOT / "platform"),
        "DJANGO_SETTINGS_MODULE": "onegrid.config.settings.production",
        "ONEGRID_DATABASE_URL": database_url,
        "ONEGRID_BROKER_URL": broker_url,
        "ONEGRID_SECRET_KEY": secrets.token_urlsafe(60),
        "ONEGRID_HOSTS": "127.0.0.1,localhost",
        "ONEGRID_HTTPS": "0",
        "ONEGRID_STATE": str(folder),
        "ONEGRID_LOG": "WARNING",
        SUPERVISED: "1",
    }


def _load(environment: dict[str, str]) -> None:
    """The demo city through the command that `make run` uses; only this step runs as a demo installation."""
    demo = {**environment, "DJANGO_SETTINGS_MODULE": "onegrid.config.settings.dev", "ONEGRID_DEMO": "1"}
    demo["ONEGRID_DEMO_CASES"] = "0"
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare_city"], cwd=ROOT, env=demo, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the demo city could not be loaded:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _await(answers: "services.Callable[[], bool]", child: Child, log: Path) -> None:
    wait_until(lambda: answers() or child.poll() is not None, seconds=60)
    if child.poll() is not None or not answers():
        child.send_signal(signal.SIGKILL)
        raise RuntimeError(f"a server did not start:\n{log.read_text(errors='replace')[-2000:]}")
