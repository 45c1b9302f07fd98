"""Signed tokens that need no table: person, serial and expiry under the installation's key (decision 25).

They run on real time. A person's `token_serial` is part of them, so raising it ends every token given before.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

from onegrid.common import clock

_VERSION = "og1"
_SIGNER_SALT = "onegrid.jurisdictions.token"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a genuine token says; whether the account still stands is the policy's to know."""

    person_id: int
    serial: int
    expires_at: dt.datetime


def issue(person_id: int, serial: int, *, hours: int | None = None) -> tuple[str, dt.datetime]:
    """A token and the moment at which it ends (setting ONEGRID_TOKEN_HOURS, 12 by default)."""
    lifetime = dt.timedelta(hours=hours or settings.ONEGRID_TOKEN_HOURS)
    expires_at = (clock.real_now() + lifetime).replace(microsecond=0)
    return _signer().sign(f"{_VERSION}.{person_id}.{serial}.{int(expires_at.timestamp())}"), expires_at


def read(token: str) -> Claim | None:
    """None for what is forged, malformed or expired."""
    try:
        version, person_id, serial, expires = _signer().unsign(token).split(".")
        claim = Claim(int(person_id), int(serial), dt.datetime.fromtimestamp(int(expires), dt.UTC))
    except (BadSignature, ValueError, OverflowError, OSError):
        return None
    return claim if version == _VERSION and claim.expires_at > clock.real_now() else None


def _signer() -> Signer:
    return Signer(sep=".", salt=_SIGNER_SALT)
