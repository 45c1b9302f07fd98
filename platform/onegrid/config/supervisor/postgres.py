"""The embedded PostgreSQL: one cluster in a data folder, one postmaster as our direct child.

Runs as root too (the server itself then under `nobody`), and asks for a password. We meet it at a socket in its own
folder, which costs both sides a fifth less than the network; at 127.0.0.1 it answers other tools.
"""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from onegrid.config.supervisor.identity import Identity, give
from onegrid.config.supervisor.process import Child, command_line, fingerprint, put_an_end_to, spawn

OWNER = "onegrid"
_LONGEST_SOCKET = 103  # bytes of a socket's path that every system takes (sun_path)
OLDEST = 15
"""The oldest PostgreSQL that the city runs on."""
_BUILTIN = 17  # brings its own C.UTF-8; older ones take the system's
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class PostgresFailed(Exception):
    """The cluster could not be made or does not fit the programs."""


@dataclass(frozen=True)
class Cluster:
    """A data folder with everything needed to run it."""

    folder: Path
    log: Path
    programs: Path
    password: str
    identity: Identity | None
    port: int
    extra: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder, inside ours."""
        return self.folder / "data"

    def url(self, database: str = OWNER) -> str:
        """The address for clients: the socket, written as a host the way libpq has it, else the network."""
        host = quote(str(self.folder), safe="") if self._has_socket else "127.0.0.1"
        return f"postgresql://{OWNER}:{quote(self.password, safe='')}@{host}:{self.port}/{database}"

    @property
    def _socket(self) -> Path:
        return self.folder / f".s.PGSQL.{self.port}"

    @property
    def _has_socket(self) -> bool:
        name = os.fsencode(self._socket)
        return self.folder.is_absolute() and len(name) <= _LONGEST_SOCKET and not set(name) & set(b',"')

    def make(self) -> bool:
        """Initialise the cluster unless it stands; a half-made one of an earlier kill is thrown away."""
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return False
        version = self._program_version()
        if version < OLDEST:
            raise PostgresFailed(
                f"ONEGRID_POSTGRES_BIN names PostgreSQL {version}; {OLDEST} or later is needed / "
                f"ONEGRID_POSTGRES_BIN 指向 PostgreSQL {version}，需要 {OLDEST} 或更高版本"
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        give(self.identity, self.folder)
        partial = self.folder / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        self._initialise(partial, version)
        partial.rename(self.data)
        return True

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        program = self._program_version()
        if made_by != str(program):
            raise PostgresFailed(
                f"{self.data} was made by PostgreSQL {made_by}, the program is PostgreSQL {program}. Dump with the old "
                "one and load into the new, or set ONEGRID_POSTGRES_BIN to the old one's folder / 数据与程序版本不符"
            )

    def _program_version(self) -> int:
        said = subprocess.run(  # noqa: S603
            [self.programs / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout
        found = re.search(r"\) (\d+)", said)  # "postgres (PostgreSQL) 18.6 (Debian 18.6-1)"
        if found is None:
            raise PostgresFailed(
                f"{self.programs / 'postgres'} is no PostgreSQL: {said.strip()[:200]} / 不是 PostgreSQL"
            )
        return int(found.group(1))

    def _initialise(self, target: Path, version: int) -> None:
        # Through a pipe: the password stands on no command line and in no file of the server's account.
        reading, writing = os.pipe()
        try:
            if self.identity is not None:
                os.fchown(reading, self.identity.uid, self.identity.gid)
            os.write(writing, f"{self.password}\n".encode())
            os.close(writing)
            done = subprocess.run(  # noqa: S603
                [
                    self.programs / "initdb",
                    f"--pgdata={target}",
                    f"--username={OWNER}",
                    "--auth=scram-sha-256",
                    f"--pwfile=/dev/fd/{reading}",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= _BUILTIN else []),
                    *(["--no-sync"] if self.extra else []),
                ],
                check=False,
                capture_output=True,
                text=True,
                cwd="/",
                env=_ENVIRONMENT,
                pass_fds=(reading,),
                **(self.identity.popen_arguments() if self.identity else {}),
            )
        finally:
            os.close(reading)
        with self.log.open("a") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode != 0:
            raise PostgresFailed(f"initdb failed / 初始化数据库失败: {done.stderr.strip()[-600:]}")

    def start(self) -> Child:
        """Start the postmaster; readiness is `answers()`. It shuts itself down cleanly if we are killed."""
        self._clear_stale_pid_file()
        return spawn(
            [
                self.programs / "postgres",
                "-D",
                self.data,
                *_options(
                    "listen_addresses=127.0.0.1",
                    f"port={self.port}",
                    f"unix_socket_directories={self.folder if self._has_socket else ''}",
                    "unix_socket_permissions=0700",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "jit=off",
                    *self.extra,
                ),
            ],
            log=self.log,
            environment=_ENVIRONMENT,
            identity=self.identity,
            on_orphaned=signal.SIGINT,
        )

    def answers(self) -> bool:
        """Whether a client gets in now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def create_database(self, name: str = OWNER) -> None:
        """Create the database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if found is None:
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))

    def _clear_stale_pid_file(self) -> None:
        """A killed postmaster leaves its file; a living one without supervisor is on its way out or is sent there.

        Callers hold the state folder's lock, so nobody else supervises this cluster.
        """
        self._end_left_postmaster()
        # It would refuse to start over a socket whose process number somebody else has by now.
        for left in (self.data / "postmaster.pid", self._socket, self.folder / f"{self._socket.name}.lock"):
            left.unlink(missing_ok=True)

    def _end_left_postmaster(self) -> None:
        path = self.data / "postmaster.pid"
        try:
            pid = int(path.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return
        born = fingerprint(pid)
        if born is not None and str(self.data) in command_line(pid):
            put_an_end_to(pid, born, patience=10, first=signal.SIGINT)


def _options(*settings: str) -> list[str]:
    return [part for setting in settings for part in ("-c", setting)]
