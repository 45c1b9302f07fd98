"""What the process environment says, read in one place.

Only names that begin with ONEGRID_ count: a machine may carry another project's DATABASE_URL, and following it would
migrate a foreign database.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[4]
STATE = Path(os.environ.get("ONEGRID_STATE", ROOT / ".state")).resolve()

_TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    """A setting as text; blank counts as unset."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A setting as yes or no."""
    found = text(name)
    return found.lower() in _TRUE if found else default


def whole(name: str, default: int) -> int:
    """A setting as a whole number."""
    return int(text(name) or default)


def listed(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated setting."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def running_services() -> dict[str, str]:
    """Addresses that a supervisor of this checkout wrote down, so that `manage.py` by hand meets the same database."""
    try:
        found = json.loads((STATE / "services.json").read_text())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()}


def warn_of_foreign_database() -> None:
    """Say once, in the first process, that a DATABASE_URL without our prefix is not followed."""
    if os.environ.get("DATABASE_URL") and not os.environ.get("ONEGRID_FOREIGN_URL_SAID"):
        os.environ["ONEGRID_FOREIGN_URL_SAID"] = "1"
        sys.stderr.write(
            "onegrid: DATABASE_URL is ignored; OneGrid reads ONEGRID_DATABASE_URL only / "
            "已忽略 DATABASE_URL，一网只读取 ONEGRID_DATABASE_URL\n"
        )


def _host(parts: SplitResult) -> str:
    """A socket's folder stands there percent-encoded, as in libpq's own addresses, and keeps its capitals."""
    written = parts.netloc.rpartition("@")[2]
    return unquote(written.partition(":")[0] if "%" in written else parts.hostname or "")


def database(url: str) -> dict[str, Any]:
    """Django's database entry for a postgresql:// URL; query parameters become libpq options."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            f"ONEGRID_DATABASE_URL must be postgresql://user:password@host:port/name, not {parts.scheme}:// / "
            "ONEGRID_DATABASE_URL 只支持 PostgreSQL"
        )
    return {
        "ENGINE": "onegrid.common.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
