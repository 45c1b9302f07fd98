"""Tokens, sessions, lock-out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from rest_framework.test import APIClient

from onegrid.common import clock
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import actor_of
from tests.factories.jurisdictions import PostFactory, actor_with
from tests.jurisdictions.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _no_throttle_of_others() -> None:
    cache.clear()


def _sign_in(client: APIClient, username: str, password: str = PASSWORD) -> Any:
    return client.post("/api/v1/tokens/", {"username": username, "password": password}, format="json")


def test_a_token_opens_the_door(person: Person) -> None:
    client = APIClient()
    answer = _sign_in(client, person.username)
    assert answer.status_code == 201
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['token']}")
    me = client.get("/api/v1/me/").json()
    assert me["person"]["id"] == person.pk
    assert [post["unit"]["code"] for post in me["posts"]] == ["C321311"]
    assert "dispatch" in me["posts"][0]["permissions"]
    assert me["acting_post"] == me["posts"][0]["id"]
    person.refresh_from_db()
    assert person.last_login is not None


@pytest.mark.parametrize("case", ["wrong password", "unknown name", "closed account", "unusable password"])
def test_why_not_is_not_told(person: Person, case: str) -> None:
    if case == "closed account":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    if case == "unusable password":
        person.set_unusable_password()
        person.save()
    name = "nobody" if case == "unknown name" else person.username
    answer = _sign_in(APIClient(), name, "wrong" if case == "wrong password" else PASSWORD)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "jurisdictions.wrong_credentials"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_stale_token_does_not_keep_anyone_from_a_new_one(person: Person) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer og1.1.0.1.nonsense")
    assert _sign_in(client, person.username).status_code == 201


@pytest.mark.parametrize("token", ["", "og1", "og1.1.0.9999999999.forged", "no.such.thing", "og1.x.0.1.abc", "一网"])
def test_forged_tokens(token: str) -> None:
    assert tokens.read(token) is None


def test_another_persons_id_can_not_be_written_in() -> None:
    token, _ = tokens.issue(1, 0)
    assert tokens.read(token) is not None
    assert tokens.read(token.replace("og1.1.", "og1.2.", 1)) is None


def test_a_token_ends(monkeypatch: pytest.MonkeyPatch, client_of: Callable[[Actor], APIClient]) -> None:
    client = client_of(actor_with(("dispatcher", "C321311")))
    assert client.get("/api/v1/me/").status_code == 200
    real = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: real + dt.timedelta(hours=13))
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "jurisdictions.token_invalid")


def test_business_time_does_not_end_tokens(
    client_of: Callable[[Actor], APIClient], move_clock: Callable[[dt.date], None]
) -> None:
    client = client_of(actor_with(("dispatcher", "C321311")))
    move_clock(dt.date(2031, 1, 1))
    assert tokens.read(tokens.issue(7, 0)[0]) is not None
    assert client.get("/api/v1/units/").status_code == 200


def test_sign_out_everywhere_ends_all_tokens(client_of: Callable[[Actor], APIClient]) -> None:
    actor = actor_with(("dispatcher", "C321311"))
    one, other = client_of(actor), client_of(actor)
    assert one.delete("/api/v1/tokens/").status_code == 204
    assert other.get("/api/v1/me/").status_code == 401
    assert one.get("/api/v1/me/").status_code == 401


def test_sign_out_everywhere_ends_all_sessions(person: Person, client_of: Callable[[Actor], APIClient]) -> None:
    other = PostFactory(role_slug="dispatcher", unit_code="C321302").person
    here, there, elsewhere = (_in_session(one) for one in (person, person, other))
    assert here.delete("/api/v1/tokens/").status_code == 204
    assert [one.get("/api/v1/me/").status_code for one in (here, there, elsewhere)] == [401, 401, 200]
    person.refresh_from_db()
    again = _in_session(person)
    assert again.get("/api/v1/me/").status_code == 200, "a new session holds"
    token = client_of(actor_of(person.pk))
    assert token.delete("/api/v1/tokens/").status_code == 204
    assert again.get("/api/v1/me/").status_code == 401, "by token, sessions end as well"


@pytest.mark.parametrize("fields", [None, ["password"]])
def test_a_password_set_by_whatever_way_ends_tokens_and_sessions(
    person: Person, client_of: Callable[[Actor], APIClient], fields: list[str] | None
) -> None:
    token, session = client_of(actor_of(person.pk)), _in_session(person)
    person.name = "只改姓名"
    person.save()
    assert [one.get("/api/v1/me/").status_code for one in (token, session)] == [200, 200]
    person.set_password("entirely another one")
    person.save(update_fields=fields)
    assert [one.get("/api/v1/me/").status_code for one in (token, session)] == [401, 401]
    assert client_of(actor_of(person.pk)).get("/api/v1/me/").status_code == 200


def test_a_session_outlives_a_new_key_of_the_installation_but_not_the_serial(person: Person, settings: Any) -> None:
    client = _in_session(person)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, long enough for signers"
    assert client.get("/api/v1/me/").status_code == 200
    Person.objects.filter(pk=person.pk).update(token_serial=person.token_serial + 1)
    assert client.get("/api/v1/me/").status_code == 401


def _in_session(person: Person) -> APIClient:
    client = APIClient()
    client.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    return client


def test_a_session_ends(person: Person) -> None:
    by_time, by_hand, by_closing = (_in_session(person) for _ in range(3))
    Session.objects.filter(pk=by_time.session.session_key).update(expire_date=clock.real_now())
    Session.objects.filter(pk=by_hand.session.session_key).delete()
    assert [one.get("/api/v1/me/").status_code for one in (by_time, by_hand, by_closing)] == [401, 401, 200]
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert by_closing.get("/api/v1/me/").status_code == 401


def test_a_closed_account_is_out_at_once(client_of: Callable[[Actor], APIClient]) -> None:
    actor = actor_with(("dispatcher", "C321311"))
    client = client_of(actor)
    assert client.get("/api/v1/me/").status_code == 200
    Person.objects.filter(pk=actor.person_id).update(is_active=False)
    assert client.get("/api/v1/me/").status_code == 401


def test_lock_out_after_failures_in_our_own_shape(person: Person, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    client = APIClient()
    codes = [_sign_in(client, person.username, "wrong").status_code for _ in range(5)]
    assert codes[0] == 401
    assert codes[-1] == 429
    answer = _sign_in(client, person.username)
    assert answer.status_code == 429, "the right password does not open a locked door"
    assert answer.json()["error"]["code"] == "jurisdictions.locked_out"


def test_success_forgets_failures(person: Person, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    client = APIClient()
    for _ in range(2):
        for _ in range(2):
            assert _sign_in(client, person.username, "wrong").status_code == 401
        assert _sign_in(client, person.username).status_code == 201


def test_sign_in_is_throttled_by_address(person: Person) -> None:
    client = APIClient()
    codes = {_sign_in(client, person.username).status_code for _ in range(40)}
    assert codes == {201, 429}


def test_a_session_is_as_good_but_writes_need_the_form_token(person: Person) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    assert client.get("/api/v1/me/").json()["person"]["id"] == person.pk
    assert client.delete("/api/v1/tokens/").status_code == 403


def test_strangers_are_asked_to_sign_in() -> None:
    for address in ("me", "divisions", "units", "posts", "roles"):
        answer = APIClient().get(f"/api/v1/{address}/")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "common.not_signed_in"), address


def test_one_acts_by_the_post_that_one_names(client_of: Callable[[Actor], APIClient]) -> None:
    actor = actor_with(("intake", "C321311002"), ("dispatcher", "C321311002"))
    client = client_of(actor)
    assert client.get("/api/v1/me/").json()["acting_post"] is None
    wanted = actor.posts[1].id
    assert client.get("/api/v1/me/", headers={"X-OneGrid-Post": str(wanted)}).json()["acting_post"] == wanted
    others = actor_with(("intake", "C321302")).posts[0].id
    answer = client.get("/api/v1/me/", headers={"X-OneGrid-Post": str(others)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "jurisdictions.not_your_post")
