"""Signing in by name and password, and by a code where the person has a second factor; lock-out by django-axes."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, user_logged_in, user_login_failed
from django.http import HttpRequest

from onegrid.common.errors import Invalid, OneGridError
from onegrid.jurisdictions import second_factor, tokens
from onegrid.jurisdictions.authentication import NotSignedIn
from onegrid.jurisdictions.models import Person


class LockedOut(OneGridError):
    """Too many failures; the door stays shut for a while."""

    status: ClassVar[int] = 429

    def __init__(self) -> None:
        minutes = max(1, round(settings.AXES_COOLOFF_TIME.total_seconds() / 60))
        self.wait = minutes * 60
        super().__init__(
            "jurisdictions.locked_out",
            "Too many failed attempts; signing in is closed for a while.",
            "失败次数过多，暂时不能登录。",
            mend_en=f"Wait {minutes} minutes, or ask an administrator to unlock the account.",
            mend_zh=f"请等待 {minutes} 分钟后再试，或请管理员解锁。",
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token is told once and stored nowhere."""

    person: Person
    token: str
    expires_at: dt.datetime


def sign_in(*, request: HttpRequest, username: str, password: str, otp: str = "") -> SignedIn:
    """A token for whoever proves name and password, and the code where the person has a second factor."""
    person = prove_password(request=request, username=username, password=password)
    if second_factor.is_on(person):
        if not otp:
            raise _code_needed()
        prove_code(request=request, person=person, code=otp)
    # Django's own announcement: it notes the sign-in and lets axes forget the failures.
    user_logged_in.send(sender=Person, request=request, user=person)
    token, expires_at = tokens.issue(person.pk, person.token_serial)
    return SignedIn(person, token, expires_at)


def prove_password(*, request: HttpRequest, username: str, password: str) -> Person:
    """The first step. Nobody is signed in by it: who has a second factor must `prove_code` as well.

    Wrong name, wrong password and closed account are told the same way.
    """
    person = authenticate(request, username=username, password=password)
    _refuse_locked_out(request)
    if not isinstance(person, Person):
        raise NotSignedIn(
            "jurisdictions.wrong_credentials",
            "The name or the password is wrong, or the account is closed.",
            "用户名或密码错误，或账号已停用。",
            mend_en="Check both; an administrator can set a new password.",
            mend_zh="请核对后重试，或请管理员重置密码。",
        )
    return person


def prove_code(*, request: HttpRequest, person: Person, code: str) -> None:
    """The second step. A wrong code counts as a failed attempt, as a wrong password does."""
    if not AxesProxyHandler.is_allowed(request, {"username": person.username}):
        raise LockedOut
    try:
        second_factor.require_code(person, code)
    except Invalid as error:
        user_login_failed.send(sender=Person, credentials={"username": person.username}, request=request)
        _refuse_locked_out(request)
        raise NotSignedIn(
            error.code,
            error.message_en,
            error.message_zh,
            field=error.field,
            mend_en=error.mend_en,
            mend_zh=error.mend_zh,
        ) from None


def _refuse_locked_out(request: HttpRequest) -> None:
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # else axes' middleware replaces our answer
        raise LockedOut


def _code_needed() -> NotSignedIn:
    return NotSignedIn(
        "jurisdictions.second_factor_needed",
        "This account signs in with a code as well.",
        "该账号已开启两步验证，还需验证码。",
        field="otp",
        mend_en="Send the code of the device, or a recovery code, as `otp`.",
        mend_zh="请将设备上的验证码或恢复码填入 otp。",
    )
