"""One's messages: unread first, opened once, nobody else's."""

from onegrid.notices.models import Notice
from onegrid.notices.services.notify import notify
from onegrid.web.notices import place_of
from tests.factories.cases import City, new_case
from tests.web.cases.conftest import signed_in


def tell(city: City, name: str, text: str, link: str = "") -> Notice:
    """One message to one person."""
    (row,) = notify(
        case_id=None,
        kind="process",
        text_zh=text,
        text_en=f"en {text}",
        to_person_ids=[city.people[name].pk],
        link=link,
    )
    return row


def test_unread_first_each_in_the_language_that_is_wanted(city: City) -> None:
    client = signed_in(city, "leader")
    assert "暂无消息" in client.get("/notices/").content.decode()
    first, second = tell(city, "leader", "甲"), tell(city, "leader", "乙")
    client.post(f"/notices/{second.pk}/open/")
    text = client.get("/notices/").content.decode()
    assert text.index(">甲<") < text.index(">乙<")
    assert ">en 甲<" in signed_in(city, "leader", "en").get("/notices/").content.decode()
    first.refresh_from_db()
    assert first.read_at is None, "looking at the list reads nothing"


def test_opening_one_leads_to_its_case_and_marks_it(city: City) -> None:
    case = new_case(city)
    row = tell(city, "leader", "甲", f"/cases/{case.number}")
    answer = signed_in(city, "leader").post(f"/notices/{row.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.number}/")
    row.refresh_from_db()
    assert row.read_at is not None


def test_nobody_opens_or_sees_anothers(city: City) -> None:
    row = tell(city, "leader", "机密内容")
    client = signed_in(city, "leader2")
    assert client.post(f"/notices/{row.pk}/open/").status_code == 404
    client.post("/notices/read/")
    row.refresh_from_db()
    assert row.read_at is None
    assert "机密内容" not in client.get("/notices/").content.decode()


def test_all_at_once(city: City) -> None:
    for text in ("甲", "乙"):
        tell(city, "leader", text)
    signed_in(city, "leader").post("/notices/read/")
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_link_never_leads_out_of_the_house() -> None:
    assert place_of("/work/7/") == "/work/7/"
    for link in ("https://evil.example/", "//evil.example/cases/1", "/cases/1/../../admin", "", "javascript:alert(1)"):
        assert place_of(link) == "", link
