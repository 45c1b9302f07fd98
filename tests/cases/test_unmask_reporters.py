"""查看未脱敏信息."""

import pytest

from onegrid.cases.masking import masked_name, masked_phone
from onegrid.cases.models import CaseSource, EventRecord
from onegrid.cases.serializers.cases import CaseDetailOutput
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.common.errors import NotFound, Refused
from tests.factories.cases import City, new_case


def test_masked_for_all_in_full_with_a_row_in_the_log(city: City) -> None:
    case = new_case(city)
    CaseSource.objects.update(reporter_name="张三丰", reporter_phone="13812345678")
    shown = CaseDetailOutput(case).data["sources"][0]
    assert (shown["reporter_name"], shown["reporter_phone"]) == ("张**", "138****5678")
    (row,) = unmask_reporters(actor=city.actor("mayor"), case_id=case.pk, reason="回访")
    assert row.reporter_phone == "13812345678"
    logged = EventRecord.objects.filter(case_id=case.pk).latest("seq")
    assert (logged.kind, logged.reason, logged.person_id) == ("case.unmasked", "回访", city.people["mayor"].pk)


def test_refused_without_the_right_and_for_strangers(city: City) -> None:
    case = new_case(city)
    with pytest.raises(Refused):
        unmask_reporters(actor=city.actor("leader"), case_id=case.pk, reason="x")
    with pytest.raises(NotFound):
        unmask_reporters(actor=city.actor("neighbour"), case_id=case.pk, reason="x")


@pytest.mark.parametrize(("phone", "shown"), [("", ""), ("12345", "***45"), ("051784351234", "051*****1234")])
def test_short_numbers_show_even_less(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
    assert masked_name("") == ""
