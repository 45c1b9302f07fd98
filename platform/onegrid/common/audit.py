"""The audit of everything that is no case; a case's audit is its event log (decision 6)."""

from typing import Any, Protocol

from onegrid.common import clock
from onegrid.common.models import AuditRecord


class Acting(Protocol):
    """Whoever acts: a person by one of their posts, or the system (both None)."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def post_id(self) -> int | None: ...


def record(
    *,
    actor: Acting,
    action: str,
    subject_kind: str,
    subject_id: str | int,
    reason: str = "",
    before: Any = None,
    after: Any = None,
) -> AuditRecord:
    """Append one row in the caller's transaction. before/after: JSON values without secrets."""
    return AuditRecord.objects.create(
        at=clock.now(),
        person_id=actor.person_id,
        post_id=actor.post_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        reason=reason,
        before=before,
        after=after,
    )
