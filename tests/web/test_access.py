"""Signing in by page, the second step, the password, lock-out; the way into Django's admin."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from onegrid.jurisdictions.models import Person
from tests.factories.jurisdictions import PostFactory
from tests.jurisdictions.conftest import PASSWORD, city, loaded_city  # noqa: F401 - fixtures
from tests.jurisdictions.test_second_factor import calm, code_of, turn_on

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture(autouse=True)
def _no_throttle_of_others() -> None:
    cache.clear()


def knock(client: Client, person: Person, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"username": person.username, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_in_by_name_and_password_and_back_to_where_one_was_going(client: Client, person: Person) -> None:
    answer = client.get("/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fme%2F")
    before = client.get("/sign-in/?next=/me/").cookies["csrftoken"].value
    answer = knock(client, person, next="/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.cookies["csrftoken"].value != before
    assert is_in(client)


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client: Client, person: Person, target: str) -> None:
    assert knock(client, person, next=target)["Location"] == "/"
    assert client.get("/sign-in/", {"next": target})["Location"] == "/"


def test_a_session_from_before_is_not_the_one_after(client: Client, person: Person) -> None:
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = client.cookies["sessionid"].value
    knock(client, person)
    assert client.cookies["sessionid"].value != planted


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client: Client, person: Person) -> None:
    answer = knock(client, person, "wrong")
    page = answer.content.decode()
    assert answer.status_code == 401
    assert f'value="{person.username}"' in page
    assert "用户名或密码错误" in page
    assert "wrong" not in page


def test_the_lock_is_said_in_words(client: Client, person: Person, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    answers = [knock(client, person, "wrong") for _ in range(4)]
    assert answers[-1].status_code == 429
    assert "请等待 15 分钟后再试" in answers[-1].content.decode()
    assert knock(client, person).status_code == 429
    assert not is_in(client)


def test_one_address_tries_so_often_a_minute(client: Client, person: Person) -> None:
    answers = [knock(client, person, "wrong").status_code for _ in range(32)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client, person: Person) -> None:
    turn_on(person)
    answer = knock(client, person, next="/me/")
    assert answer["Location"] == "/sign-in/code/"
    assert not is_in(client)
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get("/sign-in/code/").status_code == 200
    answer = client.post("/sign-in/code/", {"otp": "nonsense"})
    assert answer.status_code == 401
    assert not is_in(client)
    calm(person)
    answer = client.post("/sign-in/code/", {"otp": code_of(person, steps=1)})
    assert answer["Location"] == "/me/"
    assert is_in(client)


def test_the_second_step_alone_opens_nothing(client: Client, person: Person) -> None:
    turn_on(person)
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"otp": code_of(person, steps=1)})["Location"] == "/sign-in/"
    assert not is_in(client)


@pytest.mark.parametrize("change", ["password", "account", "tokens"])
def test_what_changes_between_the_steps_ends_the_first(client: Client, person: Person, change: str) -> None:
    turn_on(person)
    knock(client, person)
    if change == "password":
        person.set_password("another one entirely")
        person.save()
    else:
        field = {"account": {"is_active": False}, "tokens": {"token_serial": person.token_serial + 1}}[change]
        Person.objects.filter(pk=person.pk).update(**field)
    assert client.post("/sign-in/code/", {"otp": code_of(person, steps=1)})["Location"] == "/sign-in/"
    assert not is_in(client)


def test_after_five_wrong_codes_the_password_is_asked_again(client: Client, person: Person) -> None:
    turn_on(person)
    knock(client, person)
    for _ in range(5):
        calm(person)
        answer = client.post("/sign-in/code/", {"otp": "nonsense"})
    assert 'name="password"' in answer.content.decode()
    calm(person)
    assert client.post("/sign-in/code/", {"otp": code_of(person, steps=1)})["Location"] == "/sign-in/"


def test_who_steps_in_halfway_is_not_who_was_here(client: Client, person: Person) -> None:
    client.force_login(PostFactory(role_slug="dispatcher", unit_code="C321302").person)
    turn_on(person)
    knock(client, person)
    assert not is_in(client)


def test_turning_on_by_page(client: Client, person: Person) -> None:
    knock(client, person)
    assert "未开启" in client.get("/me/second-factor/").content.decode()
    client.post("/me/second-factor/", {"do": "begin"})
    page = client.get("/me/second-factor/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    wrong = client.post("/me/second-factor/", {"do": "confirm", "otp": "nonsense"})
    assert wrong.status_code == 422
    assert "<svg" in wrong.content.decode(), "the picture stays"
    calm(person)
    answer = client.post("/me/second-factor/", {"do": "confirm", "otp": code_of(person)})
    page = answer.content.decode()
    assert page.count("<li><code") == 10
    assert "no-store" in answer["Cache-Control"]
    assert is_in(client), "this device stays"
    key = TOTPDevice.objects.get(user=person).key
    assert '<svg class="og-qr"' not in client.get("/me/second-factor/").content.decode()
    assert key not in page


def test_turning_off_needs_password_and_code(client: Client, person: Person) -> None:
    turn_on(person)
    client.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    for sent in ({"password": "wrong", "otp": code_of(person, steps=1)}, {"password": PASSWORD, "otp": "nonsense"}, {}):
        calm(person)
        assert client.post("/me/second-factor/", {"do": "off", **sent}).status_code == 401
    calm(person)
    answer = client.post("/me/second-factor/", {"do": "off", "password": PASSWORD, "otp": code_of(person, steps=1)})
    assert answer["Location"] == "/me/"
    assert knock(Client(), person)["Location"] == "/"


def test_a_new_password_ends_every_other_session_and_stays_here(client: Client, person: Person) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        knock(one, person)
    new = "nothing anybody guesses 7"
    for sent, field in (
        ({"old": "wrong", "new": new, "again": new}, "old"),
        ({"old": PASSWORD, "new": new, "again": new + "x"}, "again"),
        ({"old": PASSWORD, "new": "1234567890", "again": "1234567890"}, "new"),
    ):
        answer = client.post("/me/password/", sent)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.content.decode()
    assert client.post("/me/password/", {"old": PASSWORD, "new": new, "again": new})["Location"] == "/me/"
    assert is_in(client)
    assert not is_in(elsewhere)
    assert knock(Client(), person).status_code == 401
    assert knock(Client(), person, new).status_code == 302


def test_out_everywhere(client: Client, person: Person) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        knock(one, person)
    assert client.post("/me/sign-out-everywhere/")["Location"] == "/sign-in/"
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_djangos_admin_is_entered_by_our_door_alone(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    turn_on(person)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/sign-in/?next=%2Fadmin%2F"
    answer = client.post("/admin/login/", {"username": person.username, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"].startswith("/sign-in/")
    assert client.get("/admin/").status_code == 302
    knock(client, person, next="/admin/")
    client.post("/sign-in/code/", {"otp": code_of(person, steps=1)})
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/admin/"
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/password_change/")["Location"] == "/me/password/"


def test_who_may_not_enter_the_admin_is_told_and_not_sent_in_circles(client: Client, person: Person) -> None:
    knock(client, person)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "该账号不能进入管理后台" in answer.content.decode()
