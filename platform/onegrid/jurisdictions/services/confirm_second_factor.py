"""Turns the second factor on: the offered device shows a right code."""

from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Conflict
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.services.end_tokens import end_tokens


def confirm_second_factor(*, actor: Actor, code: str) -> list[str]:
    """The recovery codes, told this once. Sessions and tokens given without a code end."""
    if (codes := _confirmed(actor, code)) is None:
        raise second_factor.wrong_code()
    return codes


@transaction.atomic
def _confirmed(actor: Actor, code: str) -> list[str] | None:
    """None where the code is wrong, so that the device's count of failures is kept."""
    person = Person.objects.select_for_update().get(pk=actor.person_id or 0)
    device = second_factor.pending(person)
    if device is None or second_factor.is_on(person):
        raise Conflict(
            "jurisdictions.no_device_offered",
            "No device waits for its first code.",
            "没有等待确认的设备。",
            mend_en="Begin anew and scan the new picture.",
            mend_zh="请重新开始并扫描新的二维码。",
        )
    is_allowed, _why = device.verify_is_allowed()
    if not is_allowed:
        raise second_factor.TooManyCodes(1)
    if not device.verify_token("".join(code.split())):
        return None
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = second_factor.give_recovery_codes(person)
    audit.record(actor=actor, action="second_factor.on", subject_kind="person", subject_id=person.pk)
    end_tokens(actor=actor)
    return codes
