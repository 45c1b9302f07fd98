"""What no page of ours sends is told in words, by whatever page it reaches; it is no fault of the server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from onegrid.cases.models import Comment, EventRecord
from onegrid.catalog import selectors
from onegrid.catalog.models import Form
from onegrid.common.errors import OneGridError
from onegrid.web.case.acts import _variables
from onegrid.web.forms.pickers.asked import _SALT
from tests.factories.cases import CITY, City, new_case
from tests.factories.catalog import make_code_set
from tests.web.studio_parts import publish
from tests.web.test_workspace import filled, taken
from tests.web.visitors import text_of, visitor

NO_TEXT = "提交的内容含有无法保存的不可见字符。"
LONG = "1" * 100_000


def quiet(city: City, name: str) -> Client:
    """A fault of ours is an answer, not an exception."""
    client = visitor(city, name)
    client.raise_request_exception = False
    return client


@pytest.fixture
def everybody(city: City) -> dict[str, Client]:
    """Who may open all that is asked below; the designer has a published process."""
    make_code_set()
    city.hire("designer", ("designer", CITY))
    selectors.forget()
    return {name: quiet(city, name) for name in ("leader", "handler", "mayor", "designer")}


def with_numbers(
    patterns: list[URLPattern | URLResolver], before: str = "", known: tuple[str, ...] = ()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(address with {names}, converters) of each that takes a whole number; without the API, walked elsewhere."""
    for one in patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        if route.startswith(("api/", "admin/")):
            continue
        if isinstance(one, URLResolver):
            yield from with_numbers(one.url_patterns, route)
        elif any(isinstance(kind, IntConverter) for kind in one.pattern.converters.values()):
            yield route, one.pattern.converters


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**30, "9" * 5000])
def test_numbers_that_no_row_has(city: City, everybody: dict[str, Client], number: int | str) -> None:
    case = new_case(city)
    given = {"slug": "three_tasks", "name": "process.bpmn", "number": case.number}
    addresses = list(with_numbers(get_resolver().url_patterns))
    assert len(addresses) > 15
    for route, kinds in addresses:
        named = {
            name: number if isinstance(kind, IntConverter) else given.get(name, "x") for name, kind in kinds.items()
        }
        address = "/" + route.format(**named)
        who = everybody["designer" if route.startswith("studio") else "leader"]
        for answer in (who.get(address), who.post(address, {})):
            assert answer.status_code in (404, 405), (address[:200], answer.status_code)
            assert answer.headers["Content-Type"].startswith("text/html"), address[:200]


LISTS = [
    ("leader", "/work/", ("box", "search", "category", "role", "unit", "owner", "after", "here", "sort", "light")),
    ("leader", "/work/?box=unit", ("owner", "unit", "role", "category", "search", "after")),
    ("leader", "/work/?box=copied", ("after", "search")),
    ("leader", "/work/?box=done", ("after", "search")),
    ("leader", "/cases/", ("cursor", "search", "status", "category", "within", "unit", "from", "source", "centre")),
    ("leader", "/cases/figures/", ("search", "category", "workflow")),
    ("leader", "/cases/{number}/", ("log",)),
    ("leader", "/cases/{number}/copy/", ("search",)),
    ("leader", "/cases/{number}/diagram.json", ("process",)),
    ("leader", "/notices/", ("cursor",)),
    ("leader", "/register/places/", ("place_2", "place_5")),
    ("leader", "/sign-in/", ("next", "name")),
    ("leader", "/forms/options/{unit}/", ("q",)),
    ("leader", "/forms/options/{person}/", ("q",)),
    ("handler", "/work/{item}/", ("box", "search")),
    ("handler", "/work/{item}/return/", ("target",)),
    ("handler", "/work/{item}/copy/", ("who",)),
    ("mayor", "/supervision/", ("period", "since", "by", "sort", "county", "category")),
    ("mayor", "/supervision/cases/", ("page", "figure", "unit")),
    ("mayor", "/screen/", ("part",)),
    ("designer", "/studio/", ("q", "search")),
    ("designer", "/studio/three_tasks/draft/", ("check",)),
]
VALUES = (
    *("\x00", "a\x00b", "²", "٣", "-1", "x", str(10**18), str(2**63)),
    *("1_nan", "1_1e999", "9" * 70, "%", "'", "字" * 400),
)


@pytest.mark.parametrize(("who", "address", "names"), LISTS)
def test_strange_queries(
    city: City, everybody: dict[str, Client], who: str, address: str, names: tuple[str, ...]
) -> None:
    item = taken(city)
    tokens = {
        kind: signing.dumps([kind, {}, [], city.people[who].pk], salt=_SALT, compress=True)
        for kind in ("unit", "person")
    }
    address = address.format(number=item.case.number, item=item.pk, **tokens)
    path, _, before = address.partition("?")
    fixed = dict(one.split("=") for one in before.split("&")) if before else {}
    for name in names:
        for value in VALUES:
            answer = everybody[who].get(path, {**fixed, name: value})
            assert answer.status_code < 500, (address, name, value)
            if "\x00" in value:
                assert answer.status_code == 400, (address, name)
                assert NO_TEXT in text_of(answer)
        assert everybody[who].get(path, {**fixed, name: LONG}).status_code == 414, (address, name)


# The last: what browsers send where half of a surrogate pair stood.
@pytest.mark.parametrize("bad", ["a\x00b", "\x00", "井盖\ufffd"])
def test_forms_with_what_cannot_be_kept(city: City, everybody: dict[str, Client], bad: str) -> None:
    item = taken(city)
    case, client = item.case, everybody["handler"]
    sent = [
        (f"/work/{item.pk}/", filled(client, item, opinion=bad)),
        (f"/work/{item.pk}/", filled(client, item, reason=bad)),
        (f"/work/{item.pk}/", filled(client, item, **{"f.handling_result": bad})),
        (f"/work/{item.pk}/draft/", filled(client, item, opinion=bad)),
        (f"/work/{item.pk}/comment/", {"text": bad}),
        (f"/work/{item.pk}/release/", {"reason": bad}),
        (f"/work/{item.pk}/return/", {"reason": "x", "target": bad}),
        (f"/work/{item.pk}/copy/", {bad: "x"}),
        (f"/cases/{case.number}/comment/", {"text": bad}),
        (f"/cases/{case.number}/copy/", {"search": bad}),
        ("/language/", {"next": bad}),
    ]
    for address, fields in sent:
        answer = client.post(address, fields)
        assert (answer.status_code, NO_TEXT in text_of(answer)) == (400, True), (address, fields)
    assert not Comment.objects.exists()
    client.cookies["django_language"] = "en"
    page = text_of(client.post(f"/cases/{case.number}/comment/", {"text": bad}))
    assert "What was sent holds a character that is no text" in page
    assert "delete what was pasted" in page
    assert NO_TEXT not in page


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"username": "\x00"}, {"username": "a", "password": "\x00"}, {"next": "\x00"}])
def test_strangers_signing_in(fields: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/sign-in/", fields)
    assert (answer.status_code, NO_TEXT in text_of(answer)) == (400, True)
    assert client.post("/sign-in/", {"username": LONG, "password": LONG}).status_code == 401


@pytest.mark.django_db
def test_other_ways_to_send_them() -> None:
    """By a charset that spells them in plain letters, by a quoted cookie."""
    client = Client(raise_request_exception=False)
    for spelt in ("+AAA-", "+2AA-"):
        query, kind = f"name={spelt.replace('+', '%2B')}", "text/plain; charset=utf-7"
        odd = client.generic("GET", "/sign-in/", b"x", content_type=kind, QUERY_STRING=query)
        assert odd.status_code == 400, spelt
        body = f'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n{spelt}\r\n--x--\r\n'
        kind = "multipart/form-data; boundary=x; charset=utf-7"
        odd = client.generic("POST", "/sign-in/", body.encode(), content_type=kind)
        assert (odd.status_code, NO_TEXT in text_of(odd)) == (400, True), spelt
    answer = client.get("/", headers={"Cookie": 'sessionid="aaaaaaaaaa\\000"'})
    assert answer.status_code == 400
    assert "浏览器发送的网站数据无法读取。" in text_of(answer)


@pytest.mark.parametrize(
    "target", ["abc", "studio", "cases_case", "//elsewhere.example/", "/\\elsewhere.example", "http:abc", "/" + LONG]
)
def test_words_that_are_no_address_lead_to_the_start(city: City, target: str) -> None:
    client = quiet(city, "leader")
    assert client.post("/language/", {"next": target, "language": "en"}).headers["Location"] == "/"
    if target.endswith(LONG):
        return
    assert client.get("/sign-in/", {"next": target}).headers["Location"] == "/"
    person = city.people["leader"]
    person.set_password("a long enough one")
    person.is_staff = True
    person.save()
    sent = {"username": person.username, "password": "a long enough one", "next": target}
    assert Client(raise_request_exception=False).post("/sign-in/", sent).headers["Location"] == "/"
    assert client.post("/language/", {"next": "/work/?box=pool"}).headers["Location"] == "/work/?box=pool"


def test_people_and_revisions_that_are_no_numbers(city: City, everybody: dict[str, Client]) -> None:
    item = taken(city)
    client = everybody["handler"]
    for odd in ("²", "٣", "9" * 5000, str(2**63), "-1", "x", ""):
        for act in ("transfer", "copy"):
            answer = client.post(f"/work/{item.pk}/{act}/", {"person": odd, "reason": "x", "revision": odd})
            assert 200 <= answer.status_code < 500, (act, odd[:20])
        answer = everybody["leader"].post(f"/cases/{item.case.number}/copy/", {"person": odd, "search": LONG})
        assert 200 <= answer.status_code < 500, odd[:20]
        assert client.post(f"/work/{item.pk}/", filled(client, item, revision=odd, outcome="nothing")).status_code < 500
    later = EventRecord.objects.filter(case_id=item.case_id, seq__gt=item.case.log_seq)
    assert set(later.values_list("kind", flat=True)) == {"task.drafted"}  # what was refused is kept, nothing moves


@pytest.mark.parametrize("data", ['{"a": "\\u0000"}', '{"a": "\\ud800"}', "[" * 100_000, '{"a": NaN}', "1" * 6000])
def test_variables_that_cannot_be_kept(city: City, data: str) -> None:
    with pytest.raises(OneGridError):
        _variables(RequestFactory().post("/", {"data": data}))


def test_a_report_of_odd_fields(city: City) -> None:
    client = quiet(city, "intake")
    whole = {"title": "井盖", "place": "路口", "channel": "hotline", "category": "", "key": "", "post": ""}
    assert client.get("/register/").status_code == 200
    others = ("description", "external_id", "name", "phone", "place_2", "place_5", "anyway")
    for name in (*whole, *others, "f.position", "f.position.lat", "f.position.lon", "f.photos"):
        for odd in ("²", "9" * 5000, "nan", "1e999999", "json:[[[", "-1", "%"):
            assert client.post("/register/", {**whole, "title": "", name: odd}).status_code < 500, (name, odd[:20])


def test_a_designers_odd_fields_and_files(city: City, everybody: dict[str, Client]) -> None:
    client = everybody["designer"]
    publish()
    slug = Form.objects.exclude(current_version=None).values_list("slug", flat=True)[0]
    own, shared = "/studio/small/draft/", f"/studio/shared-forms/{slug}/draft/"
    for content in (b"\x00", b"\xff\xfe", b"a: \x00", b"[" * 5000, b"a: &a [*a]", b"<a>\x00</a>"):
        for address in (own, shared):
            for name in ("process.bpmn", "x.dmn", "workflow.yaml", "filing.yaml", "a.zip", "README.md"):
                answer = client.post(f"{address}upload/", {"files": SimpleUploadedFile(name, content)})
                assert answer.status_code < 500, (address, name, content[:9])
            for page in (address, f"{address}publish/", f"{address}?check=1"):
                assert client.get(page).status_code < 500, (page, content[:9])
    for odd in ("x", "²", "9" * 5000, "-1", str(2**63)):
        for address in (f"{own}edit/examples.yaml", f"{own}publish/", shared, f"{shared}publish/"):
            answer = client.post(address, {"revision": odd, "text": "typed by hand", "note": "noted by hand"})
            assert 400 <= answer.status_code < 500, (address, odd[:20])
            assert "另一个窗口" in text_of(answer), address
            assert "by hand" in answer.content.decode(), "what was typed stays"
