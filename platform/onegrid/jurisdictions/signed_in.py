"""Who is signed in, read at every request: as the framework reads it, but worded once."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db

from onegrid.common import clock
from onegrid.common.compiled import models_of, reading_of, worded
from onegrid.common.prepared import prepared
from onegrid.jurisdictions.models import Person

_SESSION = "SELECT session_data FROM django_session WHERE session_key = $1 AND expire_date > $2::timestamptz"
_ASKED = -1  # stands for the person in the wording


class SessionStore(db.SessionStore):
    """Django's, in the same table."""

    def load(self) -> dict[str, Any]:
        """Empty, and without a key, where it has run out or never was."""
        now = clock.real_now().isoformat()
        rows = prepared(_SESSION, (self.session_key, now)) if self.session_key else []
        if not rows:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(rows[0][0])
        return found


class PersonBackend(ModelBackend):
    """By name and password; whose account is closed is nobody."""

    def get_user(self, user_id: int) -> Person | None:
        """As Django's."""
        reading = worded("signed in", lambda: reading_of(Person.objects.filter(pk=_ASKED)))
        person = next(iter(models_of(reading, {_ASKED: int(user_id)})), None)
        return person if person is not None and self.user_can_authenticate(person) else None
