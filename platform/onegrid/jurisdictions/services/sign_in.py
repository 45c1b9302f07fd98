"""Signing in by name and password, with lock-out after repeated failures (django-axes)."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth import authenticate, user_logged_in
from django.http import HttpRequest

from onegrid.common.errors import OneGridError
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.authentication import NotSignedIn
from onegrid.jurisdictions.models import Person


class LockedOut(OneGridError):
    """Too many failures; the door stays shut for a while."""

    status: ClassVar[int] = 429


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token is told once and stored nowhere."""

    person: Person
    token: str
    expires_at: dt.datetime


def sign_in(*, request: HttpRequest, username: str, password: str) -> SignedIn:
    """Wrong name, wrong password and closed account are told the same way."""
    person = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # else axes' middleware replaces our answer
        raise LockedOut(
            "jurisdictions.locked_out",
            "Too many failed attempts; signing in is closed for a while.",
            "失败次数过多，暂时不能登录。",
            mend_en="Wait a quarter of an hour, or ask an administrator to unlock the account.",
            mend_zh="请稍后（约 15 分钟）再试，或请管理员解锁。",
        )
    if not isinstance(person, Person):
        raise NotSignedIn(
            "jurisdictions.wrong_credentials",
            "The name or the password is wrong, or the account is closed.",
            "用户名或密码错误，或账号已停用。",
            mend_en="Check both; an administrator can set a new password.",
            mend_zh="请核对后重试，或请管理员重置密码。",
        )
    # Django's own announcement: it notes the sign-in and lets axes forget the failures.
    user_logged_in.send(sender=Person, request=request, user=person)
    token, expires_at = tokens.issue(person.pk, person.token_serial)
    return SignedIn(person, token, expires_at)
