"""Turns the second factor off: by the person with password and code, or by who runs the installation."""

from django.db import transaction
from django.http import HttpRequest

from onegrid.common import audit
from onegrid.common.errors import Conflict
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.services.sign_in import prove_code, prove_password


def end_second_factor(*, actor: Actor, request: HttpRequest, password: str, code: str) -> None:
    """Both are asked anew: an open browser alone must not take the protection away."""
    person = Person.objects.get(pk=actor.person_id or 0)
    if not second_factor.is_on(person):
        raise Conflict(
            "jurisdictions.second_factor_is_off",
            "The second factor is off already.",
            "两步验证未开启。",
            mend_en="Nothing is left to do; load the page anew.",
            mend_zh="无需操作，请刷新页面。",
        )
    prove_password(request=request, username=person.username, password=password)
    prove_code(request=request, person=person, code=code)
    remove_second_factor(actor=actor, person=person)


@transaction.atomic
def remove_second_factor(*, actor: Actor, person: Person, reason: str = "") -> None:
    """Without any proof: for `end_second_factor`, and for the command by which a lost device is mended."""
    second_factor.forget(person)
    audit.record(actor=actor, action="second_factor.off", subject_kind="person", subject_id=person.pk, reason=reason)
