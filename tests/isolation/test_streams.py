"""The isolation walk of the live streams: who may follow a case, and whose stream hears of it. No server is needed."""

import pytest

from onegrid.cases.changes import changes_of, log_since
from onegrid.cases.services.claim import claim
from onegrid.common import clock
from onegrid.common.errors import NotFound
from onegrid.web.live.entry import CASE, Entry, Topic, enter, still_enters
from onegrid.web.live.hub import hears
from tests.isolation.calling import NEVER_WERE, browser
from tests.isolation.city import Scene, World
from tests.isolation.pairs import PAIRS, Pair


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_case_moves_and_only_who_sees_it_hears(world: World, pair: Pair) -> None:
    scene, began = Scene(world, pair), clock.now()
    case = scene.filed()
    claim(actor=scene.actor("owner"), work_item_id=scene.item(case).pk)
    changes = [one for one in changes_of(log_since(began)) if one.case_id == case.pk]
    assert changes
    for topic in (f"case/{case.number}/", "inbox/"):
        assert any(hears(_enters(scene, "owner", topic), one) for one in changes), topic

    refusals = []
    for number in (case.number, NEVER_WERE["number"]):
        with pytest.raises(NotFound) as refused:
            _enters(scene, "stranger", f"case/{number}/")
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1], "as if it never was"
    foreign = Entry(scene.actor("stranger"), _key(scene, "stranger"), Topic(CASE, case.pk))
    assert still_enters(foreign) is None, "a stream whose right has ended goes on"
    for topic in ("inbox/", "screen/"):
        try:
            entry = _enters(scene, "stranger", topic)
        except NotFound:
            assert topic == "screen/"
        else:
            assert not any(hears(entry, one) for one in changes), topic


def _key(scene: Scene, name: str) -> str:
    return str(browser(scene, name).session.session_key)


def _enters(scene: Scene, name: str, topic: str) -> Entry:
    return enter(_key(scene, name), topic)
