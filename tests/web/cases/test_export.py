"""Export: a workbook of the cases that one may take out, in which nothing can run; and a row in the audit."""

import importlib
import io
import zipfile

import pytest
from openpyxl import load_workbook

from onegrid.cases import selectors
from onegrid.cases.models import Case
from onegrid.cases.services.export_cases import export_cases
from onegrid.common.errors import Refused
from onegrid.common.models import AuditRecord
from tests.factories.cases import COUNTY, OTHER_COUNTY, City, new_case
from tests.web.cases.conftest import signed_in

EVIL = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example","y")', "http://x.example/a")


def test_no_cell_is_a_formula_or_a_link(city: City) -> None:
    for title in EVIL:
        new_case(city, title=title, place=title)
    answer = signed_in(city, "mayor").get("/cases/export.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert {cell.value for cell in cells} >= set(EVIL)
    assert not [cell for cell in cells if cell.hyperlink]
    assert [cell.value for cell in cells if cell.value == EVIL[0]], "the text is kept as it was typed"
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "<f>" not in text
    assert "<f " not in text
    assert "externalLink" not in text


def test_only_the_filtered_and_only_ones_own_and_who_took_it_is_in_the_audit(city: City) -> None:
    mine, other = new_case(city, title="近处", sector="traffic"), new_case(city, title="近处", sector="emergency")
    city.hire("far desk", ("intake", OTHER_COUNTY))
    far = new_case(city, by="far desk", title="远处", division="321311", sector="traffic")
    answer = signed_in(city, "leader").get("/cases/export.xlsx?sector=traffic")
    numbers = {row[0] for row in _rows(answer.content)}
    assert mine.number in numbers
    assert not {other.number, far.number} & numbers
    row = AuditRecord.objects.get(action="cases.exported")
    assert (row.person_id, row.after["rows"], row.after["filters"]) == (
        city.people["leader"].pk,
        1,
        {"sector": "traffic"},
    )


def test_who_may_not_export_is_refused_and_sees_no_button(city: City) -> None:
    new_case(city)
    client = signed_in(city, "intake")
    assert client.get("/cases/export.xlsx").status_code == 403
    assert "export.xlsx" not in client.get("/cases/").content.decode()
    assert "export.xlsx" in signed_in(city, "leader").get("/cases/").content.decode()
    assert not AuditRecord.objects.filter(action="cases.exported").exists()
    with pytest.raises(Refused):
        export_cases(actor=city.actor("intake"), cases=Case.objects.all(), what="", filters={})


def test_a_right_to_export_in_one_county_takes_nothing_out_of_another(city: City) -> None:
    city.hire("two desks", ("shift_leader", OTHER_COUNTY), ("intake", COUNTY))
    new_case(city)
    actor = city.actor("two desks")
    assert selectors.cases_for(actor).count() == 1
    assert export_cases(actor=actor, cases=selectors.cases_for(actor), what="", filters={}).rows == 0


def test_a_list_too_long_is_cut_and_says_so(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    service = importlib.import_module("onegrid.cases.services.export_cases")
    monkeypatch.setattr(service, "MOST", 2)
    monkeypatch.setattr(service, "_BLOCK", 1)
    numbers = [new_case(city).number for _ in range(3)]
    cases = selectors.cases_for(city.actor("leader")).order_by("pk")
    done = export_cases(actor=city.actor("leader"), cases=cases, what="x", filters={})
    assert (done.rows, done.is_cut) == (2, True)
    rows = _rows(done.content)
    assert [row[0] for row in rows[4:]] == numbers[:2]
    assert "2" in rows[1][0]
    assert "未导出" in rows[1][0]


def _rows(content: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
