"""A person gives themselves a new password."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import override

from onegrid.common import audit
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.authentication import NotSignedIn
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.services.end_tokens import end_tokens
from onegrid.jurisdictions.services.sign_in import prove_password


def change_password(*, actor: Actor, request: HttpRequest, old: str, new: str, again: str) -> Person:
    """Ends every other session and token. A wrong old password counts as a failed attempt at signing in."""
    person = Person.objects.get(pk=actor.person_id or 0)
    try:
        prove_password(request=request, username=person.username, password=old)
    except NotSignedIn:
        raise _invalid(
            Detail(
                "jurisdictions.wrong_old_password",
                "This is not the present password.",
                "当前密码不正确。",
                field="old",
                mend_en="Type it again; an administrator can set a new one.",
                mend_zh="请重新输入；如已忘记，请管理员重置。",
            )
        ) from None
    if new != again:
        raise _invalid(
            Detail(
                "jurisdictions.passwords_differ",
                "The two new passwords differ.",
                "两次输入的新密码不一致。",
                field="again",
                mend_en="Type the new password twice alike.",
                mend_zh="请两次输入相同的新密码。",
            )
        )
    if weak := _weaknesses(new, person):
        raise _invalid(*weak)
    return _change(actor, person, new)


@transaction.atomic
def _change(actor: Actor, person: Person, new: str) -> Person:
    person.set_password(new)
    person.save(update_fields=["password"])
    audit.record(actor=actor, action="password.changed", subject_kind="person", subject_id=person.pk)
    end_tokens(actor=actor)
    person.refresh_from_db()
    return person


def _weaknesses(new: str, person: Person) -> list[Detail]:
    """What the installation's rules find, in both languages."""
    said: dict[str, list[str]] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            try:
                validate_password(new, person)
            except ValidationError as error:
                said[language] = list(error.messages)
    pairs = zip(said.get("en", []), said.get("zh-hans", []), strict=True)
    return [_weak(en, zh) for en, zh in pairs]


def _weak(en: str, zh: str) -> Detail:
    return Detail(
        "jurisdictions.weak_password",
        en,
        zh,
        field="new",
        mend_en="Choose another one: several words that nobody who knows you would guess.",
        mend_zh="请换一个更长、更难猜的密码。",
    )


def _invalid(*details: Detail) -> Invalid:
    return Invalid(
        "jurisdictions.password_not_changed",
        "The password was not changed.",
        "密码未修改。",
        details=details,
        field=details[0].field,
        mend_en="See `details` and send again.",
        mend_zh="请按所列各项修改后重试。",
    )
