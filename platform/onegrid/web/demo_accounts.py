"""The named demo accounts as people see them, read from the fixtures that also create them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class DemoAccount:
    """One line of the table of accounts to try: an account's first post."""

    username: str
    name: str
    role: str
    role_zh: str
    role_en: str
    unit: str


def demo_password() -> str:
    """One for all; meant to be known, and production refuses the demo."""
    return os.environ.get("ONEGRID_DEMO_PASSWORD") or "onegrid-demo"


def demo_accounts(fixtures: Path) -> list[DemoAccount]:
    """All that can sign in, in the order of the roles; empty where there are no fixtures."""
    people, roles = _read(fixtures / "demo_people.yaml", "people"), _read(fixtures / "roles.yaml", "roles")
    labels = {role["id"]: role["label"] for role in roles}
    order = {role["id"]: at for at, role in enumerate(roles)}
    accounts = [
        DemoAccount(
            username=row["username"],
            name=row["name"],
            role=row["role"],
            role_zh=labels.get(row["role"], {}).get("zh", row["role"]),
            role_en=labels.get(row["role"], {}).get("en", row["role"]),
            unit=row["unit"],
        )
        for row in people
    ]
    return sorted(accounts, key=lambda account: order.get(account.role, len(order)))


def _read(path: Path, key: str) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    return found
