"""Who asks for a stream, by the cookie of the session, and whether what they want to follow is theirs to follow."""

from dataclasses import dataclass

from onegrid.cases.selectors import case_id_for
from onegrid.cases.sight import sees
from onegrid.common.asked import is_text
from onegrid.common.errors import NotFound, OneGridError
from onegrid.jurisdictions.authentication import NotSignedIn
from onegrid.jurisdictions.policy import Actor, Permission, actor_of
from onegrid.jurisdictions.sessions import person_of_session

INBOX, CASE, SCREEN = "inbox", "case", "screen"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a page follows: one's own work, one case, or the figures of the screen."""

    kind: str
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody with a living session and what they may follow."""

    actor: Actor
    session_key: str
    topic: Topic


def enter(session_key: str, path: str) -> Entry:
    """NotSignedIn, or NotFound for what is unknown and for what is others' alike."""
    actor = _actor(session_key)
    return Entry(actor, session_key, topic_for(actor, path))


def _actor(session_key: str) -> Actor:
    person = person_of_session(session_key)
    if person is None:
        raise NotSignedIn(
            "common.not_signed_in",
            "Nobody is signed in here any more.",
            "登录已失效。",
            mend_en="Sign in again.",
            mend_zh="请重新登录。",
        )
    return actor_of(person.pk)


def topic_for(actor: Actor, path: str) -> Topic:
    """`inbox`, `case/<number>` or `screen`, as this actor may follow it."""
    kind, _, number = path.strip("/").partition("/")
    if kind == INBOX and not number:
        return Topic(INBOX)
    if kind == SCREEN and not number and actor.unit_ids_with(Permission.SUPERVISE):
        return Topic(SCREEN)
    if kind == CASE and number and is_text(number):
        return Topic(CASE, case_id_for(actor, number))
    raise NotFound


def still_enters(entry: Entry) -> Entry | None:
    """The same with the rights of now; None where the session has ended or the topic is not theirs any more."""
    try:
        actor = _actor(entry.session_key)
    except OneGridError:
        return None
    if entry.topic.kind == CASE and not sees(actor, entry.topic.case_id):
        return None
    if entry.topic.kind == SCREEN and not actor.unit_ids_with(Permission.SUPERVISE):
        return None
    return Entry(actor, entry.session_key, entry.topic)
