"""The children: how each is started, asked whether it answers, and stopped."""

import http.client
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celery import Celery

from onegrid.config.supervisor.lifeline import READY_FILE
from onegrid.config.supervisor.postgres import Cluster
from onegrid.config.supervisor.process import Child, spawn
from onegrid.config.supervisor.valkey import Valkey

Signals = Sequence[tuple[signal.Signals, float]]


@dataclass(frozen=True)
class Service:
    """One child of the supervisor."""

    name: str
    start: Callable[[], Child]
    answers: Callable[[], bool]
    stop_with: Signals
    log: Path


def postgres(cluster: Cluster) -> Service:
    """Fast shutdown first: it ends sessions and writes everything out."""
    return Service("postgres", cluster.start, cluster.answers, [(signal.SIGINT, 20), (signal.SIGQUIT, 5)], cluster.log)


def valkey(server: Valkey) -> Service:
    """Ends at once; its file is already written."""
    return Service("valkey", server.start, server.answers, [(signal.SIGTERM, 10)], server.log)


@dataclass(frozen=True)
class Site:
    """What the Python children share."""

    root: Path
    logs: Path
    run: Path
    environment: Mapping[str, str]

    def python(self, name: str, *arguments: str, **more: str) -> Child:
        """`python -m ...` from the checkout's root; killed with us, for all of them are safe to kill."""
        return spawn(
            [sys.executable, "-m", *arguments],
            log=self.logs / f"{name}.log",
            environment={**self.environment, **more},
            cwd=self.root,
            on_orphaned=signal.SIGKILL,
        )


def web(site: Site, *, host: str, port: int, workers: int, threads: int) -> Service:
    """granian: pages and API on WSGI."""

    def start() -> Child:
        return site.python(
            "web",
            *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", str(threads)),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
            "onegrid.config.wsgi:application",
        )

    def answers() -> bool:
        return answers_http("127.0.0.1" if host == "0.0.0.0" else host, port, "/healthz")  # noqa: S104

    return Service("web", start, answers, [(signal.SIGTERM, 10)], site.logs / "web.log")


def live(site: Site, *, host: str, port: int) -> Service:
    """granian: the streams on ASGI, one process. Open streams are cut at a stop; browsers come again by themselves."""

    def start() -> Child:
        return site.python(
            "live",
            *("granian", "--interface", "asgi", "--host", host, "--port", str(port), "--workers", "1"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "2", "--log-level", "warning"),
            "onegrid.config.asgi:application",
        )

    def answers() -> bool:
        return answers_http("127.0.0.1" if host == "0.0.0.0" else host, port, "/live/healthz")  # noqa: S104

    return Service("live", start, answers, [(signal.SIGTERM, 10)], site.logs / "live.log")


def worker(site: Site, *, broker_url: str, processes: int) -> Service:
    """Celery worker; first asked to end its running tasks, then to drop them (they come again)."""
    name = f"worker@{site.logs.parent.name}-{site.environment['ONEGRID_INSTALLATION']}"
    asker = Celery(broker=broker_url, set_as_current=False)

    def start() -> Child:
        return site.python(
            "worker",
            *("celery", "-A", "onegrid.config.celery", "worker", "--hostname", name),
            *("--concurrency", str(processes), "--without-mingle", "--without-gossip", "--loglevel", "INFO"),
        )

    def answers() -> bool:
        try:
            return bool(asker.control.ping(destination=[name], timeout=0.3))
        except Exception:
            return False

    return Service("worker", start, answers, [(signal.SIGTERM, 15), (signal.SIGQUIT, 5)], site.logs / "worker.log")


def beat(site: Site) -> Service:
    """Celery beat with its schedule in memory: it is code, and nothing of it is worth keeping."""
    ready = site.run / "beat.ready"

    def start() -> Child:
        ready.unlink(missing_ok=True)
        return site.python(
            "beat",
            *("celery", "-A", "onegrid.config.celery", "beat", "--scheduler", "celery.beat:Scheduler"),
            *("--pidfile", "", "--loglevel", "WARNING"),
            **{READY_FILE: str(ready)},
        )

    return Service("beat", start, ready.exists, [(signal.SIGTERM, 5)], site.logs / "beat.log")


def answers_http(host: str, port: int, path: str) -> bool:
    """Whether a GET is answered with 200."""
    connection = http.client.HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
