"""What the environment asks of `make run`."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from onegrid.config.settings import environment as env


@dataclass(frozen=True)
class Options:
    """All of it, read once."""

    root: Path
    state: Path
    host: str
    port: int
    live_port: int
    database_url: str
    broker_url: str
    settings: str
    demo: bool
    demo_cases: bool
    web_workers: int
    web_threads: int
    worker_processes: int

    @property
    def installation(self) -> str:
        """Tells this state folder's processes from those of another one on the same broker."""
        return hashlib.sha256(str(self.state).encode()).hexdigest()[:8]


def read() -> Options:
    """From ONEGRID_* variables, with what suits a small machine as default."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "onegrid.config.settings.dev"
    cores = os.cpu_count() or 2
    return Options(
        root=env.ROOT,
        state=env.STATE,
        host=env.text("ONEGRID_LISTEN", "127.0.0.1"),
        port=env.whole("ONEGRID_PORT", 8000),
        live_port=env.whole("ONEGRID_LIVE_PORT", 0),
        database_url=env.text("ONEGRID_DATABASE_URL"),
        broker_url=env.text("ONEGRID_BROKER_URL"),
        settings=settings,
        demo=env.flag("ONEGRID_DEMO", default=settings.endswith(".dev")),
        demo_cases=env.flag("ONEGRID_DEMO_CASES", default=True),
        web_workers=env.whole("ONEGRID_WEB_WORKERS", min(cores, 4)),
        web_threads=env.whole("ONEGRID_WEB_THREADS", 4),
        worker_processes=env.whole("ONEGRID_WORKER_PROCESSES", min(cores, 4)),
    )
