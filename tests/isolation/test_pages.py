"""The isolation walk of the pages: every address, as the owner of a row, then as somebody whom it does not concern."""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from onegrid.cases.models import Attachment, Case, Incident
from onegrid.common import clock
from onegrid.reports.services.refresh_figures import refresh_figures
from onegrid.web.urls import urlpatterns
from tests.isolation import snapshot
from tests.isolation.calling import browser, never_was
from tests.isolation.calling import text_of as plain_text_of
from tests.isolation.city import Scene, World
from tests.isolation.pairs import PAIRS, Pair
from tests.isolation.rows_pages import ROWS
from tests.isolation.shapes import Call, Row, Stranger

_APPS = ("jurisdictions", "catalog", "cases", "notices", "sla", "intake", "common")
_KEEPS = (Stranger.NOTHING, Stranger.WITHOUT, Stranger.REFUSED)
_ROOT = "onegrid.web.urls"
# What differs each time that a page is written: tokens against forged forms, the moment, keys of forms.
_FLEETING = re.compile(
    r' <strong class="sv-stale">.*?</strong>|'
    r'(?<=<time datetime=")[^"]+">数据截至 [\d:]+|数据截至：[\d: -]+|导出时间 [\d: -]+|'
    r'(?<=data-made-at=")[^"]+|(?<=name="csrfmiddlewaretoken" value=")\w+|(?<="X-CSRFToken":")\w+'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_NAMES = {str(one.name) for one in urlpatterns}
_OPEN = {row.operation for row in ROWS if row.stranger is Stranger.OPEN}
# Each row goes by itself between the first pair; between each of the others all lists, and all addresses, of one scene
# together. What concerns oneself alone is asked once.
# The live streams are walked in test_beside_pages.py.


def _is_walked(pair: Pair, row: Row) -> bool:
    if row.where not in pair.kinds:
        return False
    return pair is PAIRS[0] or (row.where != "persons" and row.stranger not in (Stranger.NOTHING, Stranger.WITHOUT))


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two answers are compared: "3 hours 2 minutes left" must not become 3 hours 1 between them."""
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)


_WALKS = [(pair, row) for pair in PAIRS for row in ROWS if _is_walked(pair, row)]
_IDS = [f"{pair.name} | {row.operation}{f' ({row.name})' if row.name else ''}" for pair, row in _WALKS]


def test_every_address_has_a_prepared_row_for_each_method_that_it_takes(world: World) -> None:
    scene, rows = Scene(world, PAIRS[0]), {row.operation for row in ROWS}
    assert {row.operation.partition(" ")[2] for row in ROWS} == _NAMES, "prepare a row in tests/isolation/rows_pages.py"
    for method in ("get", "post"):
        for name in sorted(_NAMES):
            if f"{method} {name}" not in rows:
                how = next(row for row in ROWS if row.operation.endswith(f" {name}")).make(scene)
                answer = browser(scene, how.owner).generic(method.upper(), _address(name, how))
                assert answer.status_code == 405, f"prepare a row for `{method} {name}`"


@pytest.fixture(autouse=True, scope="module")
def _counted(loaded_world: World) -> None:
    """The figures of the world as it is without the walk's rows."""
    refresh_figures()


@pytest.mark.parametrize(("pair", "row"), _WALKS, ids=_IDS)
def test_walk(world: World, pair: Pair, row: Row) -> None:
    scene, is_first = Scene(world, pair), pair.name == next(one.name for one, other in _WALKS if other is row)
    # As in the walk of the API: every filter and what reading changes between the first pair, the plainest between all.
    most = 50 if is_first else 1
    looked_at = _APPS if is_first or row.operation.startswith("post ") else ()
    with transaction.atomic():
        how = row.make(scene)
        before = snapshot.of_database(looked_at)
        at_first = list(_answers(scene, row, how, how.stranger, most))
        if row.stranger in _KEEPS:
            assert snapshot.of_database(looked_at) == before, "the stranger has changed something"
        if is_first:
            _as_nobody(scene, row, how)
        with transaction.atomic():
            _as_owner(scene, row, how, most)
            afterwards = list(_answers(scene, row, how, how.stranger, 1)) if how.is_lasting else at_first[:1]
            transaction.set_rollback(True)
        for found in (at_first, afterwards):
            _judge(row, how, found)
        if row.stranger is Stranger.NOTHING:
            never = list(_answers(scene, row, how, how.stranger, most, **never_was(how)))
            assert _same(never, at_first) == "", "as if it never was"
        transaction.set_rollback(True)
    if row.stranger is Stranger.WITHOUT or (row.stranger is Stranger.OWN and how.hides):
        without = list(_answers(scene, row, how, how.stranger, most))
        assert _same(at_first, without) == "", "the answer tells that there is a row"
        if row.stranger is Stranger.WITHOUT:
            assert _same(afterwards, without[:1]) == "", "the answer tells what was done with the row"


@dataclass
class _OneCase(Scene):
    """A scene whose rows are about one case wherever they can be: strangers leave it as it is."""

    made: dict[str, Case] = field(default_factory=dict)

    def registered(self, *, slug: str = "three_tasks", by: str = "owner") -> Case:
        """Made once of each process."""
        if slug not in self.made:
            self.made[slug] = Scene.registered(self, slug=slug, by=by)
        return self.made[slug]

    def filed(self) -> Case:
        """Filed once."""
        if "filed" not in self.made:
            self.made["filed"] = Scene.filed(self)
        return self.made["filed"]

    def attached(self) -> Attachment:
        """Of another case, which goes on to its next task."""
        return Scene(self.world, self.pair).attached()

    def stopped(self) -> Incident:
        """Of another one, each time."""
        return Scene(self.world, self.pair).stopped()


def _is_of_pool(row: Row) -> bool:
    return row.name in ("pool", "done") or row.operation == "post work_claim_ticked"


@pytest.mark.parametrize("pair", PAIRS[1:], ids=lambda pair: pair.name)
def test_no_list_tells_a_stranger(world: World, pair: Pair) -> None:
    """What lists answers after there is a case as it did before."""
    scene = _OneCase(world, pair)
    rows = [row for row in ROWS if row.stranger is Stranger.WITHOUT and row.where in pair.kinds - {"persons"}]
    with transaction.atomic():
        calls, found = [], []
        for in_pool in (True, False):  # while the task lies in the pool, and once it is the owner's
            made = [(row, row.make(scene)) for row in rows if _is_of_pool(row) is in_pool]
            before = snapshot.of_database(_APPS)
            found += [list(_answers(scene, row, how, how.stranger, 1)) for row, how in made]
            assert snapshot.of_database(_APPS) == before, "the stranger has changed something"
            calls += made
        for (row, how), answers in zip(calls, found, strict=True):
            _judge(row, how, answers)
        for row, how in calls:
            if row.operation in ("get cases", "get supervision_cases"):
                _as_owner(scene, row, how, 1)
        transaction.set_rollback(True)
    for (row, how), answers in zip(calls, found, strict=True):
        without = list(_answers(scene, row, how, how.stranger, 1))
        assert _same(answers, without) == "", (row, "the answer tells that there is a row")


@pytest.mark.parametrize("pair", PAIRS[1:], ids=lambda pair: pair.name)
def test_no_address_answers_a_stranger(world: World, pair: Pair) -> None:
    scene = _OneCase(world, pair)
    rows = [row for row in ROWS if row.stranger is Stranger.NOTHING and row.where in pair.kinds - {"persons"}]
    calls = [(row, row.make(scene)) for row in rows]
    hidden = {word for _row, how in calls for word in how.hides if word}
    before, never = snapshot.of_database(_APPS), {}
    for row, how in calls:
        ((status, text),) = _answers(scene, row, how, how.stranger, 1)
        assert status == 404, (row, text)
        assert [word for word in hidden if word in text] == [], row
        if row.operation not in never:
            (never[row.operation],) = _answers(scene, row, how, how.stranger, 1, **never_was(how))
        assert _same([never[row.operation]], [(status, text)]) == "", (row, "as if it never was")
    assert snapshot.of_database(_APPS) == before, "the stranger has changed something"
    for name in ("get cases_case", "get work_task"):
        row, how = next((row, how) for row, how in calls if row.operation == name)
        _as_owner(scene, row, how, 1)


def _as_owner(scene: Scene, row: Row, how: Call, most: int) -> None:
    for status, text in _answers(scene, row, how, how.owner, most):
        assert status == how.status if how.status else 200 <= status < 400, text
        if callable(how.shows):
            assert how.shows(text), text
        else:
            assert [word for word in how.shows if word not in text] == [], text


def _as_nobody(scene: Scene, row: Row, how: Call) -> None:
    with transaction.atomic():
        before = snapshot.of_database(_APPS)
        for status, text in _answers(scene, row, how, "nobody", 50):
            if row.operation not in _OPEN:
                assert (status, text) == (302, "to the sign-in") or status == 401, text
            assert not any(word in text for word in how.hides)
        assert snapshot.of_database(_APPS) == before
        transaction.set_rollback(True)


def _judge(row: Row, how: Call, found: list[tuple[int, str]]) -> None:
    for status, text in found:
        assert [word for word in how.hides if word and word in text] == [], text
        if row.stranger is Stranger.NOTHING:
            assert status == 404, text
        elif row.stranger is Stranger.REFUSED:
            assert status in (403, 404), text
        elif not how.status:
            assert 200 <= status < 400, text


def _answers(scene: Scene, row: Row, how: Call, caller: str, most: int, **path: Any) -> Iterator[tuple[int, str]]:
    """Status and text of every query, without what differs each time."""
    method, _, name = row.operation.partition(" ")
    body = how.body() if callable(how.body) else how.body
    for query in how.queries[:most]:
        client, address = browser(scene, caller), _address(name, how, **path)
        headers = dict(how.headers)
        if method == "get":
            answer = client.get(address, query, headers=headers)
        else:
            answer = client.post(address, body or {}, headers=headers)
        if answer.status_code == 302 and answer.headers["Location"].startswith(reverse("sign_in")):
            yield 302, "to the sign-in"
        else:
            text = _text_of(answer)
            for parameter, value in ({**how.path, **path}).items():
                if row.stranger is Stranger.NOTHING and caller == how.stranger:
                    # The address itself comes back, in the switch of language.
                    text = text.replace(address, f"<{parameter}>")
                    assert len(str(value)) < 5 or str(value) not in text
            if caller == how.stranger:
                # What one has typed oneself stands in the box of the search again.
                for typed in sorted(map(str, query.values()), key=len, reverse=True):
                    text = text.replace(typed, "")
            yield answer.status_code, _FLEETING.sub("", text)


def _same(found: list[tuple[int, str]], others: list[tuple[int, str]]) -> str:
    """Empty, or the lines in which they differ."""
    if found == others:
        return ""
    lines = [[f"{status}\n{text}".splitlines() for status, text in answers] for answers in (found, others)]
    pairs = zip(*lines, strict=False)
    return "\n".join(line for one, other in pairs for line in difflib.unified_diff(one, other, lineterm="", n=0))


def _address(name: str, how: Call, **path: Any) -> str:
    return reverse(name, urlconf=_ROOT, kwargs={**how.path, **path})


def _text_of(answer: Any) -> str:
    """Everything that one can read in it, in a workbook too; and where it leads."""
    led = str(answer.headers.get("Location", ""))
    if "spreadsheetml" not in answer.headers.get("Content-Type", ""):
        return led + plain_text_of(answer)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(one).decode() for one in sorted(book.namelist()) if one != "docProps/core.xml")
