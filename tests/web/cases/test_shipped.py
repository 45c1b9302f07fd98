"""A whole case of the shipped processes tells its story in either language, and no id stands for a word."""

import re

import pytest

from onegrid.cases.models import Case, EventRecord
from tests.factories.cases import DEPARTMENT, OTHER_DEPARTMENT, TOWNSHIP, City, make_city
from tests.factories.shipped import publish_shipped
from tests.web.cases.conftest import signed_in
from tests.workflows.staff import ACCEPTED, CLOSED, DONE, FAILED, PASSED, SATISFIED, VERIFIED, do, do_all, register

pytestmark = pytest.mark.slow
HAN = re.compile(r"[一-鿿]")
# Words of the platform's own: kinds, elements, outcomes, roles, facts, units of time.
ID = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(?:task|case|fact|call|clock|incident|notice|message|signal|timer)\.[a-z]+\b")


@pytest.fixture
def told(db: None) -> tuple[City, Case]:
    """Returned once, reworked once, then closed."""
    city = make_city()
    for name, role in (("desk", "intake"), ("lead", "shift_leader"), ("sender", "dispatcher"), ("grid", "grid_staff")):
        city.hire(f"township {name}", (role, TOWNSHIP))
    city.hire("township worker", ("handler", TOWNSHIP), ("grid_staff", TOWNSHIP))
    city.hire("lead", ("department_lead", DEPARTMENT))
    city.hire("other lead", ("department_lead", OTHER_DEPARTMENT))
    publish_shipped()
    case = register(city, trusted=False, title="人行道广告牌", description="占用人行道摆放", category="event-02-03")
    filing = ("file", {"standard": "sq-02-03-1", "urgency": "urgent"})
    do_all(
        case,
        [("verify_on_site", VERIFIED), ("file", filing), ("dispatch", ("dispatch", {"lead_unit": OTHER_DEPARTMENT}))],
    )
    do(case, "accept", ("not_ours", {"duty_basis": "权责清单第12项"}))
    do(case, "redispatch", ("redispatch", {"lead_unit": DEPARTMENT, "return_finding": "justified"}))
    handler = ("assign", {"handler": city.people["handler"].pk})
    do_all(case, [("accept", ACCEPTED), ("assign", handler), ("handle", DONE), ("check_by_grid", FAILED)])
    do_all(case, [("assign", handler), ("handle", DONE), ("check_by_grid", PASSED), ("close", CLOSED)])
    do_all(case, [("call_back", SATISFIED)])
    return city, case


def _own_words(text: str) -> str:
    """What the room itself says: without markup, stored data, scripts, and the diagram with its own tests."""
    main = text[text.index("<main") : text.index("</main>")]
    main = re.sub(r'<section class="og-diagram".*?</section>', " ", main, flags=re.DOTALL)
    main = re.sub(r"<(script|noscript)\b.*?</\1>", " ", main, flags=re.DOTALL)
    main = re.sub(r"<(\w+)[^>]*\sdata-stored[^>]*>[^<]*</\1>", " ", main)
    return re.sub(r"<[^>]+>", " ", main)


def test_every_row_is_said_and_no_id_is_left(told: tuple[City, Case]) -> None:
    city, case = told
    kinds = set(EventRecord.objects.filter(case_id=case.pk).values_list("kind", flat=True))
    assert {"task.completed", "fact.changed", "milestone", "call.requested", "case.finished"} <= kinds
    for language in ("zh-hans", "en"):
        answer = signed_in(city, "mayor", language).get(f"/cases/{case.number}/?log=all")
        assert answer.status_code == 200
        words = _own_words(answer.content.decode())
        assert not ID.findall(words), language
        if language == "en":
            assert not HAN.findall(words)
            assert "Milestone reached: Checked" in words
        else:
            foreign = set(re.findall(r"[A-Za-z]{2,}", words)) - {"JSON"}
            assert not foreign
            assert "里程碑：已核查" in words


def test_what_designers_and_people_named_stands_under_its_name(told: tuple[City, Case]) -> None:
    city, case = told
    text = signed_in(city, "mayor").get(f"/cases/{case.number}/?log=all").content.decode()
    for word in ("现场核实", "核查不通过", "非本单位职责", "派遣员", "权责清单第12项", "依据现场情况", "人行道广告牌"):
        assert word in text, word
    stored = set(re.findall(r"<span data-stored>([^<]*)</span>", text))
    assert not {one for one in stored if ID.fullmatch(one)}, "an id stands where a name should"
