"""The named demo accounts as people see them, read from the fixture that also creates them."""

from dataclasses import dataclass
from pathlib import Path

import yaml

DEMO_PASSWORD = "onegrid-demo"  # noqa: S105 - meant to be known; production refuses the demo


@dataclass(frozen=True)
class DemoAccount:
    """One line of the table of accounts to try."""

    username: str
    name: str
    role: str
    unit: str
    order: int


def demo_accounts(source: Path) -> list[DemoAccount]:
    """Accounts by role in the fixture's order; empty where there is no fixture."""
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
