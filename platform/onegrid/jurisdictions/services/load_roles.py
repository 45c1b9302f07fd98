"""Loads roles with their labels and permissions from the fixture, and grants them."""

from pathlib import Path

from django.db import transaction

from onegrid.common import audit
from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Role
from onegrid.jurisdictions.rows import Loaded, align
from onegrid.jurisdictions.services.grant_roles import grant_roles

_FIELDS = ("label_zh", "label_en", "permissions", "stands_at", "rank")


@transaction.atomic
def load_roles(*, actor: Actor, path: Path) -> Loaded:
    """The file decides: a role's permissions become those of the file at every unit."""
    wanted = [
        Role(
            slug=row["id"],
            label_zh=row["label"]["zh"],
            label_en=row["label"]["en"],
            permissions=row["permissions"],
            stands_at=row["stands_at"],
            rank=rank,
        )
        for rank, row in enumerate(fixtures.read_yaml(path)["roles"], start=1)
    ]
    done = align(wanted, {row.slug: row for row in Role.objects.all()}, key="slug", fields=_FIELDS)
    grant_roles(actor=actor)
    audit.record(actor=actor, action="roles.loaded", subject_kind="roles", subject_id=path.name, after=done.as_json())
    return done
