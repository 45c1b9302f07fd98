"""The second factor: a code of a person's own device, or a recovery code where the device is lost.

Codes run on real time. A code counts once; after each wrong one the next is looked at only after a growing pause.
"""

import hashlib
import secrets
from math import ceil
from typing import ClassVar

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from onegrid.common import clock
from onegrid.common.errors import Invalid, OneGridError
from onegrid.jurisdictions.models import Person

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12


class TooManyCodes(OneGridError):
    """The next code is not looked at yet, not even the right one."""

    status: ClassVar[int] = 429

    def __init__(self, wait: float) -> None:
        self.wait = max(1, ceil(wait))
        super().__init__(
            "jurisdictions.too_many_codes",
            f"The last code was wrong; the next one is looked at in {self.wait} s.",
            f"上一个验证码有误，{self.wait} 秒后才能再试。",
            field="otp",
            mend_en="Wait that long, then enter the code that the device shows then.",
            mend_zh="请等待后输入设备届时显示的验证码。",
        )


def is_on(person: Person) -> bool:
    """Whether this person signs in with a code as well."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def pending(person: Person) -> TOTPDevice | None:
    """A device that has been offered and has not shown a right code yet; it gives and asks for nothing."""
    return TOTPDevice.objects.filter(user=person, confirmed=False).order_by("-id").first()


def recovery_codes_left(person: Person) -> int:
    """How many have not been used."""
    return int(StaticToken.objects.filter(device__user=person).count())


def require_code(person: Person, code: str) -> None:
    """Raises unless the code is right. Never inside a transaction of the caller: a failure must stay counted."""
    wait = _check(person, code)
    if wait is None:
        return
    if wait > 0:
        raise TooManyCodes(wait)
    raise wrong_code()


def wrong_code() -> Invalid:
    """The same words for a wrong, a used and an old code."""
    return Invalid(
        "jurisdictions.wrong_code",
        "The code is wrong, or was used already.",
        "验证码错误，或已使用过。",
        field="otp",
        mend_en="Enter the code that the device shows now; check its clock. A recovery code works once.",
        mend_zh="请输入设备当前显示的验证码，并检查设备时间；恢复码只能使用一次。",
    )


@transaction.atomic
def _check(person: Person, code: str) -> float | None:
    """None where it is right; else the seconds until the next is looked at, 0 for this one was looked at.

    The lock makes one code count once, also where it comes twice at the same time.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True).order_by("id").first()
    if device is None:
        return 0
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        until = (why or {}).get("locked_until")
        return max(0.5, (until - clock.real_now()).total_seconds()) if until else 1
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdecimal() and len(plain) == device.digits:
        return None if device.verify_token(plain) else 0
    used, _ = StaticToken.objects.filter(device__user=person, token=_kept(person, plain)).delete()
    if used:
        device.throttle_reset()
        return None
    device.throttle_increment()
    return 0


def give_recovery_codes(person: Person) -> list[str]:
    """A new set, the old one ends. Told once: only what they are recognised by is kept."""
    StaticDevice.objects.filter(user=person).delete()
    holder = StaticDevice.objects.create(user=person, name="recovery")
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=holder, token=_kept(person, code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, _LENGTH, 4)) for code in codes]


def forget(person: Person) -> None:
    """No device and no recovery code any more."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def _kept(person: Person, code: str) -> str:
    return hashlib.sha256(f"{person.pk}:{code}".encode()).hexdigest()[:16]
