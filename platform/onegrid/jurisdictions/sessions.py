"""Who a session belongs to, for what looks at it beside a request. Only reads: no key is ever changed."""

from collections.abc import Collection

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from onegrid.common import clock
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.signed_in import SessionStore


def person_of_session(session_key: str) -> Person | None:
    """None for no session, an ended one, a closed account, and one from before a new password or a signing out."""
    kept = SessionStore(session_key or None)
    person_id, sealed = kept.get(SESSION_KEY, ""), kept.get(HASH_SESSION_KEY, "")
    if not str(person_id).isdecimal():
        return None
    person = Person.objects.filter(pk=int(person_id), is_active=True).first()
    if person is None:
        return None
    valid = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return person if any(constant_time_compare(sealed, one) for one in valid) else None


def living_sessions(session_keys: Collection[str]) -> set[str]:
    """Those of these that have not been ended and have not run out."""
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=clock.real_now())
    return set(rows.values_list("session_key", flat=True))
