"""Where a case stands and what it passed, from its own log and state."""

from onegrid.cases.path import path_of
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.return_to import return_to
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.cases.standing import standing_at
from tests.cases.models import MESSAGE
from tests.cases.test_complete_work_item import FILED, filed, handled
from tests.factories.cases import FOLDER, City, new_case, open_item, publish


def test_a_return_goes_against_the_flows(city: City) -> None:
    case = filed(city)
    item = open_item(case, "handle")
    return_to(actor=city.actor("handler"), work_item_id=item.pk, target="file", reason="非本单位职责")
    case.refresh_from_db()
    path = path_of(case)
    assert [(one.origin, one.target, one.task, one.reason) for one in path.trail.backs] == [
        ("handle", "file", item.task, "非本单位职责")
    ]
    assert path.trail.sent_back["three_tasks", "handle"] == 1
    assert (path.trail.arrived["three_tasks", "file"], path.trail.flows["three_tasks", "f1"]) == (2, 1)
    assert [(one.element, one.kind) for one in path.standing] == [("file", "human")]
    complete_work_item(
        actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, outcome="file", answers=FILED
    )
    case.refresh_from_db()
    trail = path_of(case).trail
    assert (trail.flows["three_tasks", "f_file"], trail.arrived["three_tasks", "handle"]) == (2, 2)
    assert trail.unknown == set()


def test_a_failed_check_is_a_flow_of_its_own(city: City) -> None:
    case = handled(city)
    check = open_item(case, "check")
    complete_work_item(actor=city.actor("checker"), work_item_id=check.pk, outcome="failed", reason="仍有问题")
    case.refresh_from_db()
    trail = path_of(case).trail
    assert (trail.flows["three_tasks", "f_failed"], trail.flows["three_tasks", "f_passed"]) == (1, 0)
    assert trail.sent_back["three_tasks", "check"] == 1
    assert [one.person_id for one in trail.passed["three_tasks", "check"]] == [city.people["checker"].pk]


def test_a_withdrawn_case_stands_nowhere(city: City) -> None:
    case = new_case(city)
    withdraw_case(actor=city.actor("intake"), case_id=case.pk, reason="重复")
    case.refresh_from_db()
    path = path_of(case)
    assert path.standing == ()
    assert (path.trail.arrived["three_tasks", "file"], path.trail.passed["three_tasks", "file"]) == (1, [])


def test_counts_are_of_cases_that_one_sees(city: City) -> None:
    filed(city)
    new_case(city)
    mine = standing_at(city.actor("mayor"), "three_tasks")
    assert {number: (one.cases, one.at, one.elsewhere) for number, one in mine.items()} == {
        1: (2, {"three_tasks": {"file": 1, "handle": 1}}, 0)
    }
    assert standing_at(city.actor("handler"), "three_tasks")[1].at == {"three_tasks": {"handle": 1}}
    assert standing_at(city.actor("neighbour"), "three_tasks") == {}


def test_each_version_counts_its_own(city: City) -> None:
    new_case(city)
    publish(bpmn=(FOLDER / "process.bpmn").read_text() + "<!-- the second -->")
    new_case(city)
    found = standing_at(city.actor("mayor"), "three_tasks")
    assert {number: one.at for number, one in found.items()} == {
        1: {"three_tasks": {"file": 1}},
        2: {"three_tasks": {"file": 1}},
    }


def test_a_case_that_waits_for_a_message_counts_at_its_node(city: City) -> None:
    publish("listening", bpmn=MESSAGE)
    case = new_case(city, slug="listening")
    first = open_item(case, "first")
    complete_work_item(actor=city.actor("leader"), work_item_id=first.pk, answers={"note": "好"})
    assert standing_at(city.actor("mayor"), "listening")[1].at == {"listening": {"wait": 1}}
