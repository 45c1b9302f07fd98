"""What a case's page offers is what its services do not refuse, for everybody of the small city."""

import pytest
from django.db import transaction

from onegrid.cases.possible import acts_on
from onegrid.cases.selectors import parties_of
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions.policy import Actor
from tests.factories.cases import City, new_case

NAMES = ("intake", "leader", "dispatcher", "checker", "mayor", "operator", "handler")


@pytest.mark.parametrize("name", NAMES)
def test_offered_is_allowed_and_the_rest_is_refused(city: City, name: str) -> None:
    case = new_case(city)
    actor = city.actor(name)
    offered = acts_on(actor, case, {one.unit_id for one in parties_of(case)})
    done = {act for act in ("comment", "instruct", "copy", "unmask", "withdraw") if _goes(city, actor, case.pk, act)}
    assert offered - {"operate"} == done


def _goes(city: City, actor: Actor, case_id: int, act: str) -> bool:
    other = city.people["stranger"].pk
    try:
        with transaction.atomic():
            if act in ("comment", "instruct"):
                comment(actor=actor, case_id=case_id, text="x", is_instruction=act == "instruct")
            elif act == "copy":
                copy_to(actor=actor, case_id=case_id, person_ids=[other])
            elif act == "unmask":
                unmask_reporters(actor=actor, case_id=case_id, reason="x")
            else:
                withdraw_case(actor=actor, case_id=case_id, reason="x")
            transaction.set_rollback(True)
    except (Refused, NotFound):
        return False
    return True
