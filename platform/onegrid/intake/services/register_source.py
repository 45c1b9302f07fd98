"""register_source: an outside system gets its key; the key is shown once."""

import hashlib
import secrets
from typing import Any

from django.db import transaction

from onegrid.common import audit, clock
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions import policy, selectors


def hash_of(secret: str) -> str:
    """How a key is kept. Keys are random and long, so a plain hash does."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def register_source(
    *, actor: policy.Actor, slug: str, unit_code: str, secret: str | None = None, **fields: Any
) -> tuple[SourceSystem, str]:
    """Create the source or give it a new key; answers the row and the key `slug.secret`."""
    unit = selectors.unit_by_code(unit_code)
    if not actor.is_system:
        policy.require(actor, policy.Permission.ADMINISTER, unit.pk)
    secret = secret or secrets.token_urlsafe(24)
    row, created = SourceSystem.objects.update_or_create(
        slug=slug,
        defaults={**fields, "unit": unit, "key_hash": hash_of(secret)},
        create_defaults={**fields, "unit": unit, "key_hash": hash_of(secret), "created_at": clock.now()},
    )
    audit.record(
        actor=actor,
        action="source.registered" if created else "source.changed",
        subject_kind="source",
        subject_id=slug,
        after={**{key: str(value) for key, value in fields.items()}, "unit": unit_code},
    )
    return row, f"{slug}.{secret}"
