"""The second factor: turned on and off, asked everywhere, never got round."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework.test import APIClient

from onegrid.common.errors import Conflict, OneGridError
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions import second_factor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import actor_of
from onegrid.jurisdictions.services.begin_second_factor import begin_second_factor
from onegrid.jurisdictions.services.confirm_second_factor import confirm_second_factor
from tests.factories.jurisdictions import PostFactory
from tests.jurisdictions.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _no_throttle_of_others() -> None:
    cache.clear()


def code_of(person: Person, *, steps: int = 0) -> str:
    """What the person's device shows now, or so many half minutes later."""
    device = TOTPDevice.objects.get(user=person)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def turn_on(person: Person) -> list[str]:
    begin_second_factor(actor=actor_of(person.pk))
    codes = confirm_second_factor(actor=actor_of(person.pk), code=code_of(person))
    person.refresh_from_db()
    return codes


def calm(person: Person) -> None:
    """As if the pause after a wrong code were over."""
    TOTPDevice.objects.filter(user=person).update(throttling_failure_timestamp=None, throttling_failure_count=0)


def ask(person: Person, **more: str) -> Any:
    body = {"username": person.username, "password": PASSWORD, **more}
    return APIClient().post("/api/v1/tokens/", body, format="json")


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_it_counts_only_after_a_right_code(person: Person) -> None:
    actor = actor_of(person.pk)
    begin_second_factor(actor=actor)
    assert not second_factor.is_on(person)
    assert ask(person).status_code == 201, "an offered device asks for nothing"
    with pytest.raises(OneGridError) as wrong:
        confirm_second_factor(actor=actor, code="000000" if code_of(person) != "000000" else "000001")
    assert wrong.value.code == "jurisdictions.wrong_code"
    assert not second_factor.is_on(person)
    calm(person)
    codes = confirm_second_factor(actor=actor, code=code_of(person))
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert second_factor.is_on(person)
    with pytest.raises(Conflict):
        begin_second_factor(actor=actor_of(person.pk))
    assert AuditRecord.objects.filter(action="second_factor.on", subject_id=str(person.pk)).count() == 1


def test_what_was_given_without_a_code_ends_when_it_is_turned_on(person: Person) -> None:
    client, session = APIClient(), APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {ask(person).json()['token']}")
    session.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    assert [one.get("/api/v1/me/").status_code for one in (client, session)] == [200, 200]
    turn_on(person)
    assert [one.get("/api/v1/me/").status_code for one in (client, session)] == [401, 401]


def test_a_token_needs_the_code_as_well(person: Person) -> None:
    turn_on(person)
    assert told(ask(person)) == (401, "jurisdictions.second_factor_needed")
    assert told(ask(person, otp="")) == (401, "jurisdictions.second_factor_needed")
    assert told(ask(person, otp="nonsense")) == (401, "jurisdictions.wrong_code")
    calm(person)
    assert ask(person, otp=code_of(person, steps=1)).status_code == 201


def test_the_code_without_the_password_opens_nothing_and_tells_nothing(person: Person) -> None:
    turn_on(person)
    assert told(ask(person, password="wrong", otp=code_of(person, steps=1))) == (
        401,
        "jurisdictions.wrong_credentials",
    )


def test_a_code_counts_once(person: Person) -> None:
    turn_on(person)
    code = code_of(person, steps=1)
    assert ask(person, otp=code).status_code == 201
    assert told(ask(person, otp=code)) == (401, "jurisdictions.wrong_code")


def test_after_a_wrong_code_even_the_right_one_waits(person: Person) -> None:
    turn_on(person)
    assert told(ask(person, otp="nonsense")) == (401, "jurisdictions.wrong_code")
    answer = ask(person, otp=code_of(person, steps=1))
    assert told(answer) == (429, "jurisdictions.too_many_codes")
    assert int(answer["Retry-After"]) >= 1


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(person: Person, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    turn_on(person)
    answers = []
    for _ in range(4):
        calm(person)
        answers.append(told(ask(person, otp="nonsense")))
    assert answers[0] == (401, "jurisdictions.wrong_code")
    assert answers[-1] == (429, "jurisdictions.locked_out")
    calm(person)
    assert told(ask(person, otp=code_of(person, steps=1))) == (429, "jurisdictions.locked_out")


def test_a_recovery_code_opens_once_and_is_kept_nowhere(person: Person) -> None:
    first, second, *_ = turn_on(person)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not {first, first.replace("-", "")} & kept
    assert ask(person, otp=first.upper()).status_code == 201
    assert told(ask(person, otp=first)) == (401, "jurisdictions.wrong_code")
    calm(person)
    assert ask(person, otp=second.replace("-", " ")).status_code == 201
    assert second_factor.recovery_codes_left(person) == second_factor.RECOVERY_CODES - 2


def test_anothers_recovery_code_opens_nothing(person: Person) -> None:
    other = PostFactory(role_slug="dispatcher", unit_code="C321302").person
    turn_on(person)
    theirs = turn_on(other)[0]
    assert told(ask(person, otp=theirs)) == (401, "jurisdictions.wrong_code")
    assert second_factor.recovery_codes_left(other) == second_factor.RECOVERY_CODES


def test_who_runs_the_installation_mends_a_lost_device_with_a_reason(person: Person) -> None:
    turn_on(person)
    with pytest.raises(CommandError):
        call_command("end_second_factor", "nobody-of-that-name", reason="x")
    call_command("end_second_factor", person.username, reason="手机丢失，已当面核实")
    assert ask(person).status_code == 201
    row = AuditRecord.objects.get(action="second_factor.off")
    assert (row.reason, row.person_id) == ("手机丢失，已当面核实", None)
