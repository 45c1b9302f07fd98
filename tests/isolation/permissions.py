"""The text of docs/reference/permissions.md, from the walk's own table and the roles. Written by `make permissions`."""

from pathlib import Path

import yaml

from onegrid.jurisdictions.permissions import LABELS, Permission
from tests.isolation.operations import operations
from tests.isolation.shapes import Row, Stranger
from tests.isolation.table import ROWS

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "reference" / "permissions.md"

_HEAD = """\
# Who may do what

Generated from the table that `tests/isolation` walks, and from `fixtures/roles.yaml`; written anew by
`make permissions`. A test compares it. Every operation of the OpenAPI document is here: one that is not fails the walk.

**Sight is by taking part**: a case is seen by the posts of the units that take part in it (registered it, were given a
task, co-organise, check) and of every unit above, limited to the post's sectors where it has any; also by who owns an
open task of it at a unit where they hold a post, and by who was sent a copy while they hold any post. Place alone gives
no sight. Rights come from posts in force today: a post that ended or has not begun gives nothing, and one with sectors
gives none on a case of another sector, by whatever else its holder sees it.

**What one may not see answers 404**, with the same body as an address that never was; lists, counts and facets are the
same as if it did not exist. 403 says: seen, but not yours to do. 401: not signed in.

"""
_ADMINISTRATION = """
## The administration

`/admin/` opens for accounts that `manage.py createsuperuser` marks; no post opens it. It is for looking: cases, tasks,
files, calls, incidents, clocks and reports as the posts see cases; posts as the API lists them, and the people who hold
them; sources and imports of units for which the caller administers or imports; of the audit what was done by posts of
units that the caller administers, and what the caller did. Ladder and office hours are written by administrators of the
city. Notices, secrets of sign-in and its failures are no tables there.
"""
_KINDS = {
    Stranger.NOTHING: "404",
    Stranger.WITHOUT: "the answer without it",
    Stranger.REFUSED: "403 or 404",
    Stranger.OWN: "only their own",
    Stranger.ALL: "sees it too",
    Stranger.OPEN: "anybody",
}


def text() -> str:
    """The whole file."""
    by_operation = {row.operation: row for row in reversed(ROWS) if row.who}
    lines = [_HEAD, "## Operations\n\n", "| operation | address | who | a stranger |\n|---|---|---|---|\n"]
    for one in operations().values():
        row = by_operation[one.id]
        lines.append(f"| `{one.id}` | `{one.method.upper()} {one.path}` | {row.who} | {_KINDS[row.stranger]} |\n")
    lines += ["\n## Why everybody sees these\n\n", "| operations | reason |\n|---|---|\n"]
    lines += [
        f"| {', '.join(f'`{name}`' for name in names)} | {why} |\n" for why, names in _reasons(by_operation).items()
    ]
    lines += ["\nWithout signing in: `sign_in`, the OpenAPI document and its pages, the start page, `/healthz`.\n"]
    return "".join(lines) + _ADMINISTRATION + _roles()


def _reasons(by_operation: dict[str, Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in operations():
        if why := by_operation[name].why:
            found.setdefault(why, []).append(name)
    return found


def _roles() -> str:
    roles = yaml.safe_load((ROOT / "fixtures" / "roles.yaml").read_text(encoding="utf-8"))["roles"]
    head = "".join(f" {one['label']['zh']} {one['id']} |" for one in roles)
    lines = [
        "\n## Roles\n\nEach right holds at the post's unit and at every unit below it.\n\n",
        f"| right |{head}\n|---|{'---|' * len(roles)}\n",
    ]
    for right in Permission:
        marks = "".join(f" {'x' if right in one['permissions'] else ''} |" for one in roles)
        lines.append(f"| {LABELS[right]} `{right}` |{marks}\n")
    stands = "".join(f" {', '.join(one['stands_at'])} |" for one in roles)
    return "".join(lines) + f"| stands at |{stands}\n"
