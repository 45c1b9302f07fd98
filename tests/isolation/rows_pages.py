"""Rows of the pages: operation = method and name of the address, as `get work_task`. A room adds its own here."""

from tests.isolation.city import Scene, words_of
from tests.isolation.shapes import Call, Row, Stranger

OWN = "oneself"
ANYBODY = "anybody"


def _nothing(_scene: Scene) -> Call:
    return Call()


def _start(scene: Scene) -> Call:
    return Call(hides=words_of(scene.filed()))


def _me(scene: Scene) -> Call:
    person = scene.person("owner")
    return Call(shows=(person.name, person.username), hides=(person.name, person.username))


def _language(_scene: Scene) -> Call:
    return Call(body={"language": "en", "next": "/"}, status=302)


def _sign_in(_scene: Scene) -> Call:
    return Call(body={"username": "nobody", "password": "wrong"}, status=401)


ROWS: tuple[Row, ...] = (
    Row("get start", Stranger.OPEN, ANYBODY, _start),
    Row("get sign_in", Stranger.OPEN, ANYBODY, _nothing, where="city"),
    Row("post sign_in", Stranger.OPEN, ANYBODY, _sign_in, where="city"),
    Row("post sign_out", Stranger.OPEN, ANYBODY, _nothing, where="city"),
    Row("post language", Stranger.OPEN, ANYBODY, _language, where="city"),
    Row("get me", Stranger.OWN, OWN, _me, where="persons"),
)
