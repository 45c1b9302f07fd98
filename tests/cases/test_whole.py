"""What a case's page reads by kept wordings is what the selectors read."""

from typing import Any

import pytest
from django.db.models import Model

from onegrid.cases import selectors, whole
from onegrid.cases.models import Case
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to
from onegrid.common.compiled import models_of, reading_of
from onegrid.common.errors import NotFound
from tests.factories.cases import City, new_case, open_item


def _told(rows: Any) -> list[tuple[dict[str, Any], set[str], dict[str, Any]]]:
    """Values, what is left for later, and what was read along."""
    return [
        (
            {name: value for name, value in vars(row).items() if name != "_state"},
            row.get_deferred_fields(),
            {
                name: (_told([value]) if isinstance(value, Model) else value)
                for name, value in row._state.fields_cache.items()
            },
        )
        for row in rows
    ]


def test_the_same_rows_with_what_belongs_to_them(city: City) -> None:
    for text in ("一", "二"):
        case = new_case(city, title=text)
        claim(actor=city.actor("leader"), work_item_id=open_item(case, "file").pk)
        comment(actor=city.actor("intake"), case_id=case.pk, text=text)
        copy_to(actor=city.actor("mayor"), case_id=case.pk, person_ids=[city.people["neighbour"].pk])
        for kept, asked in (
            (whole.log_of(case, None), selectors.events_of(case).order_by("seq")),
            (whole.log_of(case, 2), list(selectors.events_of(case).order_by("-seq")[:2])[::-1]),
            (whole.visits_of(case), selectors.work_items_of(case)),
            (whole.reports_of(case), selectors.sources_of(case)),
            (whole.parties_of(case), selectors.parties_of(case)),
            (whole.copies_of(case), selectors.copies_of(case)),
            (whole.comments_of(case), selectors.comments_of(case)),
        ):
            assert kept
            assert _told(kept) == _told(asked)
    assert whole.files_of(case) == []


def test_one_case_by_its_number_is_what_the_list_has_of_it(city: City) -> None:
    case, other = new_case(city), new_case(city)
    for actor in (city.actor("leader"), city.actor("mayor")):
        for one in (case, other):
            assert _told([selectors.case_for(actor, one.number)]) == _told(selectors.cases_for(actor).filter(pk=one.pk))
    for number in ("", "x" * 50, "the number that is asked for"):
        with pytest.raises(NotFound):
            selectors.case_for(city.actor("leader"), number)
    with pytest.raises(NotFound):
        selectors.case_for(city.actor("neighbour"), case.number)


def test_what_nothing_can_meet_is_nothing(db: None) -> None:
    assert models_of(reading_of(Case.objects.none()), {}) == []
