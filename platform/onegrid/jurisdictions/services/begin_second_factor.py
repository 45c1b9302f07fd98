"""Offers a person a device for their second factor; it counts only once it has shown a right code."""

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from onegrid.common.errors import Conflict
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person


@transaction.atomic
def begin_second_factor(*, actor: Actor) -> TOTPDevice:
    """A fresh secret; one that was offered before and not confirmed is worth nothing any more."""
    person = Person.objects.select_for_update().get(pk=actor.person_id or 0)
    if second_factor.is_on(person):
        raise Conflict(
            "jurisdictions.second_factor_is_on",
            "The second factor is on already.",
            "两步验证已开启。",
            mend_en="Turn it off first to use another device.",
            mend_zh="如需更换设备，请先关闭再重新开启。",
        )
    TOTPDevice.objects.filter(user=person, confirmed=False).delete()
    return TOTPDevice.objects.create(user=person, name="app", confirmed=False)
