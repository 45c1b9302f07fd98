"""A page for every error, in the reader's language, also where the database is what failed."""

import io
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from onegrid.common import clock
from onegrid.jurisdictions.models import Person

pytestmark = pytest.mark.django_db


def shown(answer: Any, status: int, words: str) -> str:
    page: str = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert words in page
    assert 'class="og-top"' in page, "the frame of our pages"
    return page


def test_no_such_address(client: Client) -> None:
    shown(client.get("/nothing/"), 404, "没有找到，或您无权查看。")
    client.cookies["django_language"] = "en"
    page = shown(client.get("/nothing/"), 404, "Nothing here under this address for you.")
    assert "没有找到" not in page


def test_a_wrong_way_to_open_a_page(client: Client) -> None:
    answer = client.get("/sign-out/")
    shown(answer, 405, "该地址不能这样打开。")
    assert answer.headers["Allow"] == "POST"


def test_a_foreign_host_name(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["here.example"]
    answer = client.get("/", headers={"Host": "elsewhere.example"})
    shown(answer, 400, "请求无法解析。")


def test_a_body_that_is_too_large(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    shown(client.post("/sign-in/", b"a" * 2000, content_type="application/x-www-form-urlencoded"), 413, "请求超过")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    many = "&".join(f"a{n}=1" for n in range(9))
    answer = client.post("/sign-in/", many, content_type="application/x-www-form-urlencoded")
    shown(answer, 400, "请求无法解析。")


def test_a_form_that_broke_off(client: Client) -> None:
    """Half of a text reads as a whole one, so nothing of such a form is taken."""
    parts = encode_multipart(BOUNDARY, {"username": "li", "password": "a secret"})
    shown(client.generic("POST", "/sign-in/", parts[:-40], content_type=MULTIPART_CONTENT), 400, "表单未传输完整。")
    cut = b"username=li&password=a+sec"
    more: dict[str, Any] = {"wsgi.input": io.BytesIO(cut), "CONTENT_LENGTH": str(len(cut) + 3)}
    answer = client.generic("POST", "/sign-in/", cut, content_type="application/x-www-form-urlencoded", **more)
    shown(answer, 400, "表单未传输完整。")


def test_a_fault_of_ours_tells_its_number_and_asks_the_database_nothing(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def breaks(_request: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("onegrid.web.home.actor_from", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.create_user("somebody", None, name="某人"))
    with django_assert_num_queries(1):  # the clock of the demo
        answer = client.get("/")
    page = shown(answer, 500, "系统内部出错，日志中的请求编号为")
    assert "secret" not in page
    assert 'href="/"' in page


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(clock, "refresh", breaks)
    client = Client(raise_request_exception=False)
    answer = client.get("/")
    shown(answer, 503, "数据库暂时没有响应")
    assert answer.headers["Retry-After"]
    assert client.get("/api/v1/counts/").status_code == 500


def test_where_not_even_a_page_can_be_made_both_languages_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("no templates")

    monkeypatch.setattr("onegrid.web.faults.render", breaks)
    page = Client().get("/nothing/").content.decode()
    assert "没有找到" in page
    assert "Nothing here" in page


def stale(client: Client, **headers: str) -> Any:
    client.cookies["csrftoken"] = "a" * 32
    sent = {"csrfmiddlewaretoken": "b" * 32, "username": "li", "password": "hidden-word", "text": '一行\n"二行"'}
    return client.post("/sign-in/", sent, headers=headers)


def test_a_stale_form_loses_nothing_but_the_password() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = stale(client, Origin="http://testserver", Referer="http://testserver/sign-in/?next=/me/")
    page = shown(answer, 403, "未执行")
    assert 'name="username" value="li"' in page
    assert "一行\n&quot;二行&quot;" in page
    assert "hidden-word" not in page
    assert 'href="http://testserver/sign-in/?next=/me/"' in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = client.post(
        "/sign-in/", {"csrfmiddlewaretoken": token, "username": "li"}, headers={"Origin": "http://testserver"}
    )
    assert again.status_code == 401, "the form goes through now"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_what_a_strangers_page_sent_can_not_be_sent_again_by_one_click(origin: str) -> None:
    answer = stale(Client(enforce_csrf_checks=True), **({"Origin": origin} if origin else {}))
    assert answer.status_code == 403
    assert 'value="li"' not in answer.content.decode()


def test_without_cookies_the_page_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/sign-in/", {"username": "li"}, headers={"Origin": "http://testserver"}
    )
    page = shown(answer, 403, "浏览器没有保存本站的网站数据")
    assert 'href="/browser/"' in page
    assert Client().get("/browser/").status_code == 200


@pytest.mark.parametrize("post", ["999999", "abc"])
def test_a_post_that_is_not_ones_own_is_refused_in_words(client: Client, post: str) -> None:
    person = Person.objects.create(username="li", name="李")
    client.force_login(person)
    shown(client.get("/cases/", headers={"X-OneGrid-Post": post}), 403, "岗位")
