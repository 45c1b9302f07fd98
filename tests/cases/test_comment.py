"""沟通、批示."""

import uuid
from functools import partial

import pytest

from onegrid.cases.models import Comment, EventRecord
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.together import together
from tests.factories.cases import City, new_case


def test_a_line_in_the_thread_and_in_the_log(city: City) -> None:
    case = new_case(city)
    state = bytes(case.state)
    row = comment(actor=city.actor("leader"), case_id=case.pk, text=" 请核实地点 ")
    assert (row.text, row.person.name) == ("请核实地点", "leader")
    logged = EventRecord.objects.filter(case_id=case.pk).latest("seq")
    assert (logged.kind, logged.payload["text"]) == ("case.commented", "请核实地点")
    case.refresh_from_db()
    assert bytes(case.state) == state


def test_only_who_supervises_writes_instructions(city: City) -> None:
    case = new_case(city)
    assert comment(actor=city.actor("mayor"), case_id=case.pk, text="尽快", is_instruction=True).is_instruction
    with pytest.raises(Refused):
        comment(actor=city.actor("leader"), case_id=case.pk, text="尽快", is_instruction=True)


def test_refused_when_empty_and_for_strangers(city: City) -> None:
    case = new_case(city)
    with pytest.raises(Invalid):
        comment(actor=city.actor("leader"), case_id=case.pk, text="  ")
    with pytest.raises(NotFound):
        comment(actor=city.actor("neighbour"), case_id=case.pk, text="x")
    assert not Comment.objects.exists()


def test_the_same_key_with_another_text_is_refused(city: City) -> None:
    case, key, leader = new_case(city), uuid.uuid4(), city.actor("leader")
    comment(actor=leader, case_id=case.pk, text="x", key=key)
    other = new_case(city)
    for case_id, text in ((case.pk, "y"), (other.pk, "x")):
        with pytest.raises(Conflict) as refused:
            comment(actor=leader, case_id=case_id, text=text, key=key)
        assert refused.value.code == "comment.key_used"
    assert Comment.objects.count() == 1


def test_the_same_key_at_two_cases_at_once_is_one_line(committed_city: City) -> None:
    cases, key, leader = [new_case(committed_city) for _ in range(2)], uuid.uuid4(), committed_city.actor("leader")
    acts = [partial(comment, actor=leader, case_id=case.pk, text="x", key=key) for case in cases]
    assert {type(one) for one in together(*acts)} == {Comment, Conflict}
    assert Comment.objects.count() == 1


def test_the_same_key_writes_once(city: City) -> None:
    case, key = new_case(city), uuid.uuid4()
    rows = [comment(actor=city.actor("leader"), case_id=case.pk, text="x", key=key) for _ in range(2)]
    assert rows[0].pk == rows[1].pk


def test_many_at_once_leave_no_gap_in_the_log(committed_city: City) -> None:
    city = committed_city
    case, actor = new_case(city), city.actor("leader")
    answers = together(*(lambda n=n: comment(actor=actor, case_id=case.pk, text=f"{n}") for n in range(8)))
    assert not [one for one in answers if isinstance(one, Exception)]
    case.refresh_from_db()
    log = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq").values_list("seq", flat=True))
    assert log == list(range(1, case.log_seq + 1))


def test_what_was_copied_is_for_reading(city: City) -> None:
    case = new_case(city)
    copy_to(actor=city.actor("mayor"), case_id=case.pk, person_ids=[city.people["neighbour"].pk])
    with pytest.raises(Refused) as refused:
        comment(actor=city.actor("neighbour"), case_id=case.pk, text="x")
    assert refused.value.code == "comment.read_only"
    assert not Comment.objects.exists()
