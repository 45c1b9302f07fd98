"""Rows of persons, posts and notices."""

import datetime as dt
import uuid

from onegrid.jurisdictions.models import Post, Role
from onegrid.notices.models import Notice
from onegrid.notices.services.notify import notify
from tests.factories.jurisdictions import PersonFactory
from tests.isolation.city import Scene
from tests.isolation.shapes import Call, Query, Row, Stranger

PASSWORD = "correct horse battery"
ADMINISTERS = "an administrator of the unit or of a unit above"


def _post(scene: Scene) -> Post:
    return Post.objects.create(
        person=PersonFactory(name="隐姓壬癸"),
        unit=scene.unit(),
        role=Role.objects.get(slug="checker"),
        since=dt.date(2021, 1, 1),
    )


def _posts(scene: Scene) -> Call:
    post = _post(scene)
    queries: tuple[Query, ...] = (
        {},
        {"unit": scene.pair.unit},
        {"person": post.person_id},
        {"role": "checker"},
        {"in_force": "true"},
    )
    return Call(queries=queries, shows=("隐姓壬癸",), hides=("隐姓壬癸", post.person.username))


def _read_post(scene: Scene) -> Call:
    return Call(path={"post_id": _post(scene).pk}, shows=("隐姓壬癸",), hides=("隐姓壬癸",))


def _end_post(scene: Scene) -> Call:
    body = {"until": "2099-01-01", "reason": "轮岗"}
    return Call(
        path={"post_id": _post(scene).pk}, body=body, owner=_administrator(scene), shows=("2099",), hides=("隐姓壬癸",)
    )


def _end_own_post(scene: Scene) -> Call:
    """Seen, but not theirs to change: nobody rewrites their own post."""
    post = scene.person("designer").posts.get()
    return Call(
        path={"post_id": post.pk},
        body={"until": "2099-01-01"},
        owner="administrator of the city",
        stranger="designer",
        shows=("2099",),
    )


def _give_post(scene: Scene) -> Call:
    body = {"username": PersonFactory(name="隐姓甲").username, "unit": scene.pair.unit, "role": "dispatcher"}
    return Call(body=body, owner=_administrator(scene), shows=("隐姓甲",), hides=("隐姓甲",))


def _raise_oneself(scene: Scene) -> Call:
    """Nobody gives themselves a post where they administer nothing."""
    body = {
        "username": scene.person("stranger").username,
        "unit": scene.pair.unit,
        "role": "supervisor",
        "until": "2098-01-01",
    }
    return Call(body=body, owner=_administrator(scene), shows=("supervisor",), is_lasting=False)


def _administrator(scene: Scene) -> str:
    return "administrator of the city" if scene.unit().level == "township" else "owner"


def _notice(scene: Scene) -> Notice:
    (found,) = notify(
        case_id=77_777,
        kind="clock.late",
        text_zh="密报超期",
        text_en="secret late",
        to_person_ids=[scene.person("owner").pk],
        link="/cases/SECRET",
        key=uuid.uuid4(),
    )
    return found


def _notices(scene: Scene) -> Call:
    notice = _notice(scene)
    queries: tuple[Query, ...] = ({}, {"unread": "true"}, {"kind": notice.kind}, {"case_id": notice.case_id})
    return Call(queries=queries, shows=("密报超期",), hides=("密报超期", "secret late"))


def _unread(scene: Scene) -> Call:
    _notice(scene)
    return Call(shows=lambda body: body["unread"] >= 1)


def _mark(scene: Scene) -> Call:
    return Call(path={"notice_id": _notice(scene).pk}, body={}, shows=("密报超期",), hides=("密报超期",))


def _mark_all(scene: Scene) -> Call:
    _notice(scene)
    return Call(body={}, shows=lambda body: body["marked"] >= 1)


def _me(scene: Scene) -> Call:
    return Call(shows=(scene.person("owner").username,), hides=(scene.person("owner").username,))


def _sign_in(scene: Scene) -> Call:
    person = scene.person("owner")
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return Call(body={"username": person.username, "password": PASSWORD}, owner="nobody", shows=("token",))


def _sign_out(scene: Scene) -> Call:
    return Call()


N, W, OWN = Stranger.NOTHING, Stranger.WITHOUT, Stranger.OWN

ROWS = (
    Row("list_posts", W, "one's own; who administers or supervises the unit or a unit above", _posts, where="units"),
    Row("get_post", N, "as the list", _read_post, where="units"),
    Row("change_post", N, ADMINISTERS, _end_post, where="units"),
    Row("change_post", Stranger.REFUSED, "", _end_own_post, name="one's own", where="city"),
    Row("give_post", Stranger.REFUSED, ADMINISTERS, _give_post, where="units"),
    Row("give_post", Stranger.REFUSED, "", _raise_oneself, name="to oneself", where="units"),
    Row("list_notices", W, "one's own", _notices, where="persons"),
    Row("count_unread_notices", W, "one's own", _unread, where="persons"),
    Row("read_notice", N, "one's own", _mark, where="persons"),
    Row("read_all_notices", W, "one's own", _mark_all, where="persons"),
    Row("me", OWN, "one's own", _me, where="persons"),
    Row(
        "sign_in",
        Stranger.OPEN,
        "anybody, by name and password; throttled and locked after failures",
        _sign_in,
        where="city",
    ),
    Row("sign_out_everywhere", OWN, "one's own tokens", _sign_out, where="persons"),
)
