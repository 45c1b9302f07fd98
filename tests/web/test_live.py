"""Live streams from a real server: who hears what, for how long, and that no stream carries a case."""

import datetime as dt
import http.client
import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.config.supervisor.ports import any_free
from onegrid.config.supervisor.process import Child, end, wait_until
from onegrid.config.supervisor.services import answers_http
from onegrid.jurisdictions.models import Person, Post
from onegrid.jurisdictions.services.end_tokens import end_tokens
from onegrid.notices.services.notify import notify
from tests.conftest import Processes
from tests.factories.cases import COUNTY, OTHER_COUNTY, City, make_city, new_case, publish

WEB_PORT = 8000


@pytest.fixture
def city(transactional_db: None) -> City:
    """Seen by the server's own connections."""
    from onegrid.cases import directory
    from onegrid.catalog import selectors as catalog
    from onegrid.jurisdictions import policy

    for one in (catalog, policy, directory):
        one.forget()
    made = make_city()
    publish()
    return made


@pytest.fixture
def server(city: City, processes: Processes) -> Iterator[int]:
    """granian with the streams, as the supervisor starts it."""
    port = any_free()
    child = start(processes, port)
    yield port
    end(child, [(signal.SIGINT, 5)])


def start(processes: Processes, port: int, **more: str) -> Child:
    child = processes.start(
        "live",
        *("granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--workers-kill-timeout", "2", "--log-level", "warning", "onegrid.config.asgi:application"),
        ONEGRID_WEB_PORT=str(WEB_PORT),
        **more,
    )
    if not wait_until(lambda: answers_http("127.0.0.1", port, "/live/healthz"), seconds=60):
        end(child, [])
        pytest.fail((processes.folder / "live.log").read_text()[-3000:])
    return child


def session(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="onegrid.jurisdictions.signed_in.PersonBackend")
    return str(client.cookies["sessionid"].value)


@dataclass
class Listener:
    """A browser's end of one stream."""

    port: int
    path: str
    key: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    answered: dict[str, str] = field(default_factory=dict)
    text: str = ""
    is_over: bool = False

    def open(self) -> "Listener":
        """Connects; what comes is read in the background."""
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        cookie = {"Cookie": f"sessionid={self.key}"} if self.key else {}
        self._connection.request("GET", f"/live/{self.path}", headers={**cookie, **self.headers})
        self._answer = self._connection.getresponse()
        self.status, self.answered = self._answer.status, {k.lower(): v for k, v in self._answer.getheaders()}
        if self.status == 200:
            Thread(target=self._read, daemon=True).start()
            assert wait_until(lambda: "event: ready" in self.text, seconds=10)
            time.sleep(1.2)  # the server has looked at least once, and knows what is old
        return self

    def _read(self) -> None:
        try:
            while piece := self._answer.read1(4096):
                self.text += piece.decode()
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        self.is_over = True

    def events(self) -> list[tuple[str, Any]]:
        """(name, data) of all that came, without the greeting."""
        found = []
        for block in self.text.split("\n\n"):
            lines = dict(
                line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":")
            )
            if lines.get("event") not in (None, "ready"):
                found.append((lines["event"], json.loads(lines["data"])))
        return found

    def heard(self, event: str) -> int:
        """How often."""
        return sum(name == event for name, _data in self.events())

    def hears(self, event: str, *, times: int = 1, seconds: float = 8) -> bool:
        """Whether it comes in time."""
        return wait_until(lambda: self.heard(event) >= times, seconds=seconds)

    def close(self) -> None:
        """The tab is closed."""
        if self._connection.sock is not None:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._connection.close()


Open = Callable[..., Listener]


@pytest.fixture
def listen(server: int) -> Iterator[Open]:
    opened: list[Listener] = []

    def of(person: Person, path: str, **headers: str) -> Listener:
        one = Listener(server, path, session(person), headers)
        opened.append(one)
        return one.open()

    yield of
    for one in opened:
        if one.status == 200:
            one.close()


def test_a_case_tells_who_follows_it_and_nobody_else(city: City, listen: Open) -> None:
    case, other = new_case(city), new_case(city)
    follower = listen(city.people["leader"], f"case/{case.number}/")
    of_other = listen(city.people["leader"], f"case/{other.number}/")
    comment(actor=city.actor("intake"), case_id=case.pk, text="请尽快处理，电话 13900000000")
    assert follower.hears("case")
    time.sleep(2.5)
    assert of_other.heard("case") == 0
    assert follower.heard("case") == 1, "once for what happened once"


def test_strangers_find_no_case_and_hear_of_none(city: City, listen: Open, server: int) -> None:
    case = new_case(city)
    for name in ("neighbour", "stranger"):
        assert listen(city.people[name], f"case/{case.number}/").status == 404
    assert listen(city.people["leader"], "case/no-such-number/").status == 404
    assert listen(city.people["leader"], "screen/").status == 404, "for who supervises"
    assert Listener(server, f"case/{case.number}/").open().status == 401
    assert Listener(server, "inbox/", "no-such-session").open().status == 401


def test_no_event_of_another_county_ever(city: City, listen: Open) -> None:
    city.hire("far", ("supervisor", OTHER_COUNTY))
    city.hire("near", ("supervisor", COUNTY))
    theirs = [listen(city.people["neighbour"], "inbox/"), listen(city.people["far"], "screen/")]
    ours = listen(city.people["leader"], "inbox/")
    screens = [listen(city.people["near"], "screen/"), listen(city.people["mayor"], "screen/")]
    case = new_case(city)
    assert ours.hears("inbox")
    assert all(one.hears("screen") for one in screens)
    comment(actor=city.actor("intake"), case_id=case.pk, text="补充")
    assert all(one.hears("screen", times=2) for one in screens)
    assert ours.heard("inbox") == 1, "a comment changes nobody's list of work"
    time.sleep(2)
    assert [one.heard("inbox") + one.heard("screen") for one in theirs] == [0, 0]


def test_no_stream_carries_a_case(city: City, listen: Open) -> None:
    case = new_case(city, title="井盖缺失，幸福路")
    streams = [
        listen(city.people["leader"], f"case/{case.number}/"),
        listen(city.people["leader"], "inbox/"),
        listen(city.people["mayor"], "screen/"),
    ]
    comment(actor=city.actor("intake"), case_id=case.pk, text="请尽快处理")
    new_case(city, title="路灯不亮")
    assert all(one.hears(name) for one, name in zip(streams, ("case", "inbox", "screen"), strict=True))
    for one in streams:
        assert all(data == {} or list(data) == ["unread"] for _name, data in one.events())
        for word in (case.number, "井盖", "路灯", "幸福", "请尽快", "intake"):
            assert word not in one.text


def test_who_is_told_something_hears_how_much_is_unread(city: City, listen: Open) -> None:
    case = new_case(city)
    told, other = listen(city.people["leader"], "inbox/"), listen(city.people["leader2"], "inbox/")
    assert told.events() == [("notices", {"unread": 0})]
    say_to(city, case.pk, "leader")
    assert wait_until(lambda: ("notices", {"unread": 1}) in told.events(), seconds=8)
    time.sleep(1)
    assert ("notices", {"unread": 1}) not in other.events()


def say_to(city: City, case_id: int, name: str) -> None:
    """As a task does: the notice and its row in the log in one act."""
    import uuid

    from django.db import transaction

    from onegrid.cases import log
    from onegrid.cases.models import Case
    from onegrid.jurisdictions.policy import SYSTEM

    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        log.append(case, actor=SYSTEM, kind="notice.requested")
        notify(
            case_id=case_id,
            kind="told",
            to_person_ids=[city.people[name].pk],
            text_zh="一条消息",
            text_en="A message",
            link="",
            key=uuid.uuid4(),
        )


def test_a_copy_is_heard_by_who_gets_it(city: City, listen: Open) -> None:
    case = new_case(city)
    gets = listen(city.people["neighbour"], "inbox/")
    copy_to(actor=city.actor("mayor"), case_id=case.pk, person_ids=[city.people["neighbour"].pk])
    assert gets.hears("inbox")


def test_what_is_missed_while_away_is_told_on_coming_again(city: City, listen: Open, server: int) -> None:
    case = new_case(city)
    first = listen(city.people["leader"], f"case/{case.number}/")
    last = first.text.split("id: ")[1].split("\n")[0]
    first.close()
    time.sleep(1.5)
    calm = listen(city.people["leader"], f"case/{case.number}/", **{"Last-Event-ID": last})
    assert calm.heard("case") == 0, "nothing was missed"
    comment(actor=city.actor("intake"), case_id=case.pk, text="一")
    assert calm.hears("case")
    again = listen(city.people["leader"], f"case/{case.number}/", **{"Last-Event-ID": last})
    assert again.hears("case", seconds=2)
    foreign = listen(city.people["leader"], f"case/{case.number}/", **{"Last-Event-ID": "0123abcd-7"})
    assert foreign.hears("case", seconds=2), "of another server's marks nothing is known"


def test_what_happened_between_page_and_stream_is_told(city: City, listen: Open) -> None:
    case = new_case(city)
    listen(city.people["leader2"], "inbox/")  # the server looks already
    made_at = time.time()
    comment(actor=city.actor("intake"), case_id=case.pk, text="一")
    time.sleep(2.5)
    late = listen(city.people["leader"], f"case/{case.number}/?since={made_at:.3f}")
    assert late.hears("case", seconds=2)
    later = listen(city.people["leader"], f"case/{case.number}/?since={time.time():.3f}")
    time.sleep(1.5)
    assert later.heard("case") == 0


@pytest.mark.parametrize("way", ["signs out", "everywhere", "account closed", "post ended"])
def test_a_stream_ends_with_what_it_rests_upon(city: City, listen: Open, way: str) -> None:
    case = new_case(city)
    leader = city.people["leader"]
    stream = listen(leader, f"case/{case.number}/")
    if way == "signs out":
        Session.objects.filter(session_key=stream.key).delete()
    elif way == "everywhere":
        end_tokens(actor=city.actor("leader"))
    elif way == "account closed":
        Person.objects.filter(pk=leader.pk).update(is_active=False)
    else:
        Post.objects.filter(person=leader).update(until=dt.date(2021, 1, 1))
    assert wait_until(lambda: stream.is_over, seconds=12)
    assert stream.events()[-1] == ("over", {})
    comment(actor=city.actor("intake"), case_id=case.pk, text="之后")
    assert stream.heard("case") == 0


def test_pages_of_elsewhere_can_not_read_and_ours_can(city: City, listen: Open, server: int) -> None:
    leader = city.people["leader"]
    for origin in ("https://elsewhere.example", f"http://elsewhere.example:{WEB_PORT}", "null", "http://127.0.0.1:1"):
        assert listen(leader, "inbox/", Origin=origin).status == 403
    ours = listen(leader, "inbox/", Origin=f"http://127.0.0.1:{WEB_PORT}")
    assert ours.answered["access-control-allow-origin"] == f"http://127.0.0.1:{WEB_PORT}"
    assert ours.answered["access-control-allow-credentials"] == "true"
    assert ours.answered["x-accel-buffering"] == "no"
    assert ours.answered["content-type"].startswith("text/event-stream")
    assert "no-store" in ours.answered["cache-control"]
    behind_proxy = listen(leader, "inbox/", Origin="https://city.example", Host="city.example")
    assert behind_proxy.status == 200


def test_one_person_opens_only_so_many_and_streams_let_go_by_themselves(city: City, processes: Processes) -> None:
    port = any_free()
    child = start(processes, port, ONEGRID_LIVE_STREAMS_OF_ONE="2", ONEGRID_LIVE_SECONDS="4")
    try:
        keys = [session(city.people["leader"]) for _ in range(3)]
        first, second = (Listener(port, "inbox/", key).open() for key in keys[:2])
        assert Listener(port, "inbox/", keys[2]).open().status == 429
        assert Listener(port, "inbox/", session(city.people["leader2"])).open().status == 200
        assert wait_until(lambda: first.is_over and second.is_over, seconds=10)
        assert first.heard("over") == 0, "the browser comes again"
        assert Listener(port, "inbox/", keys[2]).open().status == 200
    finally:
        end(child, [(signal.SIGINT, 5)])


def test_the_fallback_says_whether_anything_changed(city: City) -> None:
    cache.clear()
    case = new_case(city)
    clients = {name: Client() for name in ("leader", "neighbour", "mayor", "stranger")}
    for name, client in clients.items():
        client.force_login(city.people[name], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    leader = clients["leader"]
    for topic in ("inbox", f"case/{case.number}"):
        first = leader.get(f"/changes/{topic}/")
        assert first.status_code == 200
        etag = first.headers["ETag"]
        assert leader.get(f"/changes/{topic}/", headers={"If-None-Match": etag}).status_code == 304
        assert case.number not in first.content.decode()
        if topic == "inbox":
            new_case(city)
        else:
            comment(actor=city.actor("intake"), case_id=case.pk, text="一")
        assert leader.get(f"/changes/{topic}/", headers={"If-None-Match": etag}).status_code == 200
    before = {name: clients[name].get("/changes/inbox/").json()["mark"] for name in ("leader", "neighbour")}
    new_case(city)
    after = {name: clients[name].get("/changes/inbox/").json()["mark"] for name in ("leader", "neighbour")}
    assert before["leader"] != after["leader"]
    assert before["neighbour"] == after["neighbour"]
    for name in ("neighbour", "stranger"):
        assert clients[name].get(f"/changes/case/{case.number}/").status_code == 404
    assert clients["mayor"].get("/changes/screen/").status_code == 200
    assert leader.get("/changes/screen/").status_code == 404
    assert Client().get("/changes/inbox/").status_code == 401


def test_pages_say_where_the_streams_are_and_may_connect_there(city: City, settings: Any) -> None:
    client = Client()
    client.force_login(city.people["leader"], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    answer = client.get("/me/")
    assert '<meta name="og-live" content="/live/"' in answer.content.decode()
    assert "connect-src" not in answer.headers["Content-Security-Policy"]
    settings.ONEGRID_LIVE_PORT = 8001
    answer = client.get("/me/", headers={"Host": "10.1.2.3:8000"})
    assert '<meta name="og-live" content="http://10.1.2.3:8001/live/"' in answer.content.decode()
    assert answer.headers["Content-Security-Policy"].endswith("; connect-src 'self' http://10.1.2.3:8001")
    settings.ONEGRID_LIVE_URL = "off"
    answer = client.get("/me/")
    assert '<meta name="og-live" content=""' in answer.content.decode()
    assert 'name="og-live"' not in Client().get("/").content.decode(), "strangers follow nothing"
