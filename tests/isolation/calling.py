"""Calling an operation as somebody, and everything that one can tell from the answer."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from tests.common.documented import require_documented
from tests.isolation.city import Scene, leaves
from tests.isolation.operations import Operation
from tests.isolation.shapes import Call, Query

NEVER_WERE: dict[str, Any] = {
    "topic": "case/SQ00000000-0000",
    "number": "SQ00000000-0000",
    "key": str(uuid.UUID(int=7)),
    "code": "X",
    "slug": "none",
}


def browser(scene: Scene, caller: str) -> Client:
    """Signed in as somebody of the scene; "nobody" is not."""
    client = Client()
    if caller != "nobody":
        # Not `force_login`: it would note the moment in the person's row.
        person, session = scene.person(caller), client.session
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "onegrid.jurisdictions.signed_in.PersonBackend"
        session.save()
    return client


def call(scene: Scene, operation: Operation, how: Call, caller: str, query: Query, **path: Any) -> Any:
    """The answer to one call, which must be one that the document promises."""
    address = operation.path.format(**{**how.path, **path})
    body = how.body() if callable(how.body) else how.body
    client = scene.client(caller)
    if operation.method == "get":
        answer = client.get(address, query, headers=how.headers)
    else:
        answer = getattr(client, operation.method)(address, body, format=how.format, headers=how.headers)
    require_documented(operation.id, answer)
    return answer


def answers(scene: Scene, operation: Operation, how: Call, caller: str, most: int = 50) -> list[tuple[int, str]]:
    """Status and body of every query of the call."""
    called = (call(scene, operation, how, caller, query) for query in how.queries[:most])
    return [(one.status_code, text_of(one)) for one in called]


def text_of(answer: Any) -> str:
    """The body with whatever names it in the headers; bytes that are no text are kept as signs."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(answer.headers.get("Content-Disposition", "")) + body.decode("utf-8", "replace")


def never_was(how: Call) -> dict[str, Any]:
    """Parameters that name nothing that ever was."""
    return {name: NEVER_WERE.get(name, 999_999_999) for name in how.path}


def numbers_in(text: str) -> Iterator[Any]:
    """Every number and every text of a JSON body."""
    try:
        yield from leaves(json.loads(text))
    except ValueError:
        yield text
