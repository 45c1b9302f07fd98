"""The named demo accounts as people see them, read from the fixture that also creates them."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True)
class DemoAccount:
    """One line of the table of accounts to try."""

    username: str
    name: str
    role: str
    unit: str


def demo_accounts(path: Path | None = None) -> list[DemoAccount]:
    """Accounts in the fixture's order; empty while there is no fixture."""
    source = path or Path(settings.ROOT) / "fixtures" / "demo_people.yaml"
    if not source.exists():
        return []
    found = yaml.safe_load(source.read_text(encoding="utf-8"))
    rows = found.get("people", []) if isinstance(found, dict) else found
    return [
        DemoAccount(
            username=str(row["username"]),
            name=str(row.get("name", "")),
            role=str(row.get("role", "")),
            unit=str(row.get("unit", "")),
        )
        for row in rows
    ]
