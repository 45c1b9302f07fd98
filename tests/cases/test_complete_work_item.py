"""办理."""

import uuid

import pytest

from onegrid.cases.models import Case, EventRecord, WorkItem
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.together import together
from tests.factories.cases import DEPARTMENT, City, new_case, open_item

FILED = {"lead": DEPARTMENT}
HANDLED = {"handling_result": "已补"}


def filed(city: City) -> Case:
    """A case that waits for its handler."""
    case = new_case(city)
    complete_work_item(
        actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, outcome="file", answers=FILED
    )
    return case


def handled(city: City, by: str = "handler") -> Case:
    """A case that waits for its check."""
    case = filed(city)
    complete_work_item(actor=city.actor(by), work_item_id=open_item(case, "handle").pk, answers=HANDLED, opinion="属实")
    return case


def test_the_pool_task_becomes_the_actors_and_the_log_tells_all(city: City) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    done = complete_work_item(
        actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers={"lead": DEPARTMENT, "amount": 2}
    )
    done.refresh_from_db()
    assert (done.status, done.outcome, done.owner.name, done.done_by.name) == ("done", "file", "leader", "leader")
    row = EventRecord.objects.get(case_id=case.pk, kind="task.completed")
    assert (row.element, row.target, row.person_id) == ("file", "file", city.people["leader"].pk)
    assert row.payload["answers"] == {"lead": DEPARTMENT, "amount": 2}
    assert [one["element"] for one in row.payload["path"]] == ["file", "filed_or_not", "filed", "dispatched"]
    change = EventRecord.objects.get(case_id=case.pk, kind="fact.changed", target="lead_unit")
    assert (change.before, change.after) == (None, DEPARTMENT)


@pytest.mark.parametrize(("outcome", "status"), [("reject", "rejected"), ("void", "void")])
def test_rejected_and_void_stand_apart_from_closed(city: City, outcome: str, status: str) -> None:
    case = new_case(city)
    complete_work_item(
        actor=city.actor("leader"), work_item_id=open_item(case, "file").pk, outcome=outcome, reason="不属实"
    )
    case.refresh_from_db()
    assert (case.status, case.outcome, case.state) == (status, status, None)
    assert case.finished_at is not None
    assert not EventRecord.objects.filter(case_id=case.pk, milestone="filed").exists()


def test_rework_opens_the_same_element_again_and_is_counted(city: City) -> None:
    case = handled(city)
    complete_work_item(
        actor=city.actor("checker"), work_item_id=open_item(case, "check").pk, outcome="failed", reason="仍松动"
    )
    case.refresh_from_db()
    item = open_item(case, "handle")
    assert (case.rework_count, item.round, item.owner) == (1, 2, None)


def test_outcomes_are_those_declared(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(Invalid) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="close", answers=FILED)
    assert refused.value.extra == {"outcomes": ["file", "reject", "void"]}
    with pytest.raises(Invalid) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, answers=FILED)
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("element", "by", "sent", "field"),
    [
        ("file", "leader", {"outcome": "reject"}, "reason"),
        ("file", "leader", {"outcome": "reject", "reason": "  "}, "reason"),
        ("file", "leader", {"outcome": "file", "answers": {}}, "lead"),
        ("file", "leader", {"outcome": "file", "answers": {"lead": DEPARTMENT, "x": 1}}, "x"),
        ("handle", "handler", {"answers": HANDLED}, "opinion"),
        ("handle", "handler", {"opinion": "属实"}, "handling_result"),
    ],
)
def test_what_the_task_demands_is_named(city: City, element: str, by: str, sent: dict[str, object], field: str) -> None:
    case = new_case(city) if element == "file" else filed(city)
    before = EventRecord.objects.filter(case_id=case.pk).count()
    with pytest.raises(Invalid) as refused:
        complete_work_item(actor=city.actor(by), work_item_id=open_item(case, element).pk, **sent)
    assert refused.value.field == field
    assert EventRecord.objects.filter(case_id=case.pk).count() == before


def test_a_fact_that_names_nothing_is_refused_and_nothing_moves(city: City) -> None:
    case = new_case(city)
    with pytest.raises(Invalid) as refused:
        complete_work_item(
            actor=city.actor("leader"),
            work_item_id=open_item(case, "file").pk,
            outcome="file",
            answers={"lead": "D-nowhere"},
        )
    assert (refused.value.code, refused.value.field, refused.value.element) == (
        "case.fact_invalid",
        "lead_unit",
        "file",
    )


def test_strangers_find_nothing_others_are_refused(city: City) -> None:
    item = open_item(new_case(city), "file")
    with pytest.raises(NotFound):
        complete_work_item(actor=city.actor("neighbour"), work_item_id=item.pk, outcome="file", answers=FILED)
    with pytest.raises(Refused):
        complete_work_item(actor=city.actor("mayor"), work_item_id=item.pk, outcome="file", answers=FILED)
    claim(actor=city.actor("leader2"), work_item_id=item.pk)
    with pytest.raises(Conflict) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED)
    assert refused.value.code == "work_item.taken"


def test_the_handler_does_not_check_their_own_work(city: City) -> None:
    city.hire("handler", ("checker", "C321302"))
    case = handled(city)
    item = open_item(case, "check")
    assert item.excluded == [city.people["handler"].pk]
    with pytest.raises(Refused) as refused:
        complete_work_item(actor=city.actor("handler"), work_item_id=item.pk, outcome="passed")
    assert refused.value.code == "work_item.excluded"


def test_a_stale_revision_is_refused_with_both(city: City) -> None:
    item = open_item(new_case(city), "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    with pytest.raises(Conflict) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED, revision=1)
    assert (refused.value.code, refused.value.extra) == ("work_item.stale", {"sent": 1, "current": 2})


@pytest.mark.parametrize("key", [None, uuid.uuid4()])
def test_a_double_submit_answers_with_the_first_result(city: City, key: uuid.UUID | None) -> None:
    case = new_case(city)
    item = open_item(case, "file")
    first, again = (
        complete_work_item(
            actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED, revision=1, key=key
        )
        for _ in range(2)
    )
    assert (first.pk, first.outcome, first.done_at) == (again.pk, again.outcome, again.done_at)
    assert EventRecord.objects.filter(case_id=case.pk, kind="task.completed").count() == 1


def test_done_with_something_else_is_told_what_was_done(city: City) -> None:
    item = open_item(new_case(city), "file")
    complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers=FILED)
    with pytest.raises(Conflict) as refused:
        complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, outcome="void", reason="错")
    assert refused.value.extra["outcome"] == "file"


def test_a_double_click_at_once_is_one_completion(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item, actor = open_item(case, "file"), city.actor("leader")

    def click() -> WorkItem:
        return complete_work_item(actor=actor, work_item_id=item.pk, outcome="file", answers=FILED, revision=1)

    answers = together(click, click, click)
    assert {one.outcome for one in answers} == {"file"}
    case.refresh_from_db()
    log = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True))
    assert log == list(range(1, case.log_seq + 1))
    assert WorkItem.objects.filter(case=case, element="handle").count() == 1


def test_two_people_at_once_one_wins(committed_city: City) -> None:
    city = committed_city
    case = new_case(city)
    item = open_item(case, "file")
    actors = [city.actor("leader"), city.actor("leader2")]
    answers = together(
        *(
            lambda actor=actor: complete_work_item(actor=actor, work_item_id=item.pk, outcome="file", answers=FILED)
            for actor in actors
        )
    )
    assert len([one for one in answers if isinstance(one, WorkItem)]) == 1
    assert [one.code for one in answers if isinstance(one, Conflict)] == ["work_item.done"]
