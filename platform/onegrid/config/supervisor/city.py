"""One run of the installation: from an empty folder to six answering children, and back to none."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onegrid.config.settings import environment as env
from onegrid.config.supervisor import preparation, services
from onegrid.config.supervisor.binaries import postgres_programs, valkey_program
from onegrid.config.supervisor.given import require_database
from onegrid.config.supervisor.identity import unprivileged
from onegrid.config.supervisor.lifeline import SUPERVISED, on_parent_death
from onegrid.config.supervisor.options import Options
from onegrid.config.supervisor.ports import Reserved, any_free, first_free
from onegrid.config.supervisor.postgres import Cluster
from onegrid.config.supervisor.state import State
from onegrid.config.supervisor.terminal import plain, say
from onegrid.config.supervisor.valkey import Valkey
from onegrid.config.supervisor.watch import DidNotStart, Watch
from onegrid.config.supervisor.welcome import welcome


class Stopped(Exception):
    """We were asked to stop while starting."""


@dataclass
class City:
    """Starts the parts that no URL replaces, prepares the database, starts our own processes."""

    options: Options
    state: State
    stopping: bool = False
    _running: "subprocess.Popen[bytes] | None" = None
    _ports: set[int] = field(default_factory=set)
    _reserved: Reserved = field(default_factory=Reserved)

    def stop(self, *_signal: object) -> None:
        """The signals' handler: a flag, and an end to the step that would keep us from looking at it."""
        self.stopping = True
        if self._running is not None:
            self._running.terminate()

    def live(self) -> None:
        """From start to stop; the caller holds the state's lock."""
        for met in self.state.wait_for_orphans():
            say(f"上次留下的 {met} 已结束", f"{met}, left by a killed supervisor, has ended")
        watch = Watch(self.state, is_stopping=lambda: self.stopping)
        try:
            port = self._start(watch)
            welcome(f"http://{self.options.host}:{port}", self.options)
            watch.keep()
            say("正在按相反顺序停止", "stopping in reverse order")
        except Stopped:
            say("启动中被要求停止", "asked to stop while starting")
        finally:
            watch.stop()
            self._reserved.give_back()

    def _start(self, watch: Watch) -> int:
        if self.options.database_url:
            require_database(self.options.database_url, is_stopping=lambda: self.stopping)
        database_url = self.options.database_url or self._start_postgres(watch)
        broker_url = self.options.broker_url or self._start_valkey(watch)
        secret_key = env.text("ONEGRID_SECRET_KEY") or self.state.secret("secret_key", length=48)
        environment = self._environment(database_url, broker_url, secret_key)
        self._prepare_if_needed(environment)
        port = self._free_port(self.options.port)
        live_port = self._free_port(self.options.live_port or port + 1)
        environment = {**environment, "ONEGRID_WEB_PORT": str(port), "ONEGRID_LIVE_PORT": str(live_port)}
        site = services.Site(self.options.root, self.state.logs, self.state.run, environment)
        self.state.write_services(
            {
                "database_url": database_url,
                "broker_url": broker_url,
                "secret_key": secret_key,
                "web_url": f"http://{self.options.host}:{port}",
                "web_port": port,
                "live_port": live_port,
                "pid": os.getpid(),
            }
        )
        self._go_on()
        watch.start(
            services.web(
                site,
                host=self.options.host,
                port=port,
                workers=self.options.web_workers,
                threads=self.options.web_threads,
            ),
            services.live(site, host=self.options.host, port=live_port),
            services.worker(site, broker_url=broker_url, processes=self.options.worker_processes),
            services.beat(site),
        )
        self._go_on()
        return port

    def _free_port(self, wanted: int) -> int:
        port = first_free(self.options.host, wanted, reserved=self._reserved)
        if port != wanted:
            say(f"端口 {wanted} 被占用，改用 {port}", f"port {wanted} is busy, taking {port}")
        return port

    def _start_postgres(self, watch: Watch) -> str:
        identity = unprivileged()
        folder = self.state.server_folder(identity)
        if folder != self.state.folder:
            say(
                f"数据库账号进不了 {self.state.folder}，数据放在 {folder}",
                f"the server's account cannot enter {self.state.folder}; its data lies in {folder}",
            )
        cluster = Cluster(
            folder=folder / "postgres",
            log=self.state.logs / "postgres.log",
            programs=postgres_programs(identity, folder),
            password=self.state.secret("database_password"),
            identity=identity,
            port=self._port("postgres_port"),
        )
        if cluster.make():
            self._prepared.unlink(missing_ok=True)
            say("已初始化数据库", "made a new database cluster")
        watch.start(services.postgres(cluster))
        self._go_on()
        cluster.create_database()
        return cluster.url()

    def _start_valkey(self, watch: Watch) -> str:
        server = Valkey(
            folder=self.state.folder / "valkey",
            log=self.state.logs / "valkey.log",
            program=valkey_program(),
            password=self.state.secret("broker_password"),
            port=self._port("valkey_port"),
        )
        watch.start(services.valkey(server))
        self._go_on()
        return server.url()

    def _port(self, name: str) -> int:
        """The same port as last time if it is free, for clients that stayed open."""
        path = self.state.run / name
        last = int(path.read_text()) if path.exists() else None
        port = any_free(preferred=last, taken=frozenset(self._ports))
        self._ports.add(port)
        path.write_text(str(port))
        return port

    def _environment(self, database_url: str, broker_url: str, secret_key: str) -> Mapping[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.options.root / "platform"),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": self.options.settings,
            "ONEGRID_STATE": str(self.state.folder),
            "ONEGRID_DATABASE_URL": database_url,
            "ONEGRID_BROKER_URL": broker_url,
            "ONEGRID_SECRET_KEY": secret_key,
            "ONEGRID_DEMO": "1" if self.options.demo else "0",
            "ONEGRID_INSTALLATION": self.options.installation,
            SUPERVISED: "1",
        }

    @property
    def _prepared(self) -> Path:
        return self.state.folder / "prepared"

    def _prepare_if_needed(self, environment: Mapping[str, str]) -> None:
        """A database of our own that was prepared from the same files is left alone; another's is always asked."""
        options = self.options
        wanted = preparation.fingerprint(options.root, demo=options.demo, demo_cases=options.demo_cases)
        is_ours = not options.database_url
        if is_ours and self._prepared.exists() and self._prepared.read_text() == wanted:
            return
        self._prepare(environment)
        if is_ours:
            self._prepared.write_text(wanted)

    def _prepare(self, environment: Mapping[str, str]) -> None:
        """Migrate and load, passing its lines on to the terminal as they come."""
        log = self.state.logs / "prepare.log"
        with log.open("ab") as chatter:
            self._running = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, str(self.options.root / "manage.py"), "prepare_city"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=chatter,
                cwd=self.options.root,
                env=dict(environment),
                start_new_session=True,
                preexec_fn=lambda: on_parent_death(signal.SIGKILL),
            )
            for line in self._running.stdout or ():
                plain(f"           {line.decode(errors='replace').rstrip()}")
            code = self._running.wait()
            self._running = None
        self._go_on()
        if code != 0:
            raise DidNotStart(f"prepare_city (exit {code})\n--- {log}\n{log.read_text(errors='replace')[-4000:]}")

    def _go_on(self) -> None:
        if self.stopping:
            raise Stopped
