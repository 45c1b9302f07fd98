"""Tables go to a spreadsheet and back without loss; what a person changes there is all that changes in the file."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import openpyxl
import pytest

from onegrid.engine.__main__ import main
from onegrid.engine.dmn import read_dmn
from onegrid.engine.dmn.sheet import from_sheet, to_sheet
from onegrid.engine.problems import ModelError
from tests.engine.dmn.conftest import decision_xml, definitions

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted(ROOT.glob("workflows/*/decisions/*.dmn"))
TABLE = """
<!-- kept --><decisionTable id="t" hitPolicy="COLLECT" aggregation="MAX" other:mark="x"
  preferredOrientation="Rule-as-Row">
  <input id="i1" label="天数"><inputExpression id="e1" typeRef="number"><text>days</text></inputExpression>
    <inputValues id="v1"><text>[0..99]</text></inputValues></input>
  <input id="i2"><inputExpression typeRef="string"><text>kind</text></inputExpression></input>
  <output id="o1" name="score" label="分" typeRef="number">
    <defaultOutputEntry><text>0</text></defaultOutputEntry></output>
  <annotation name="依据"/>
  <rule id="r1"><description>first</description>
    <inputEntry id="c11"><text>&lt; 3</text></inputEntry><inputEntry id="c12"><text>"a", "b"</text></inputEntry>
    <outputEntry id="c13"><text>1.50</text></outputEntry><annotationEntry><text>law 5</text></annotationEntry></rule>
  <rule id="r2">
    <inputEntry id="c21"><text>= 3</text></inputEntry><inputEntry id="c22"><text>-</text></inputEntry>
    <outputEntry id="c23"><text>days + 1</text></outputEntry></rule>
</decisionTable>
"""


def model(table=TABLE):
    return definitions(decision_xml("d", table))


def changed(dmn, act):
    """The file after a person changed the sheet."""
    book = openpyxl.load_workbook(io.BytesIO(to_sheet(dmn)))
    act(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return from_sheet(dmn, target.getvalue())


def table_of(dmn):
    return read_dmn(dmn).decisions[0].box


def row_of(sheet, first):
    return next(row for row in sheet.iter_rows() if row[0].value == first)


@pytest.mark.parametrize(
    "dmn", [model(), *(path.read_bytes() for path in SHIPPED)], ids=["small", *(p.stem for p in SHIPPED)]
)
def test_there_and_back_is_the_same_to_the_byte(dmn):
    assert from_sheet(dmn, to_sheet(dmn)) == dmn


def test_saved_by_another_tool_it_is_still_the_same():
    assert changed(model(), lambda _sheet: None) == model()


def test_a_changed_cell_changes_nothing_else():
    def act(sheet):
        row_of(sheet, "r1")[1].value = "< 4"

    mended = changed(model(), act).replace(b"&lt; 4", b"&lt; 3")
    assert canonicalize(mended.decode()) == canonicalize(model().decode())


def test_what_the_spreadsheet_turned_into_its_own_values_is_feel_again():
    def act(sheet):
        cells = row_of(sheet, "r1")
        cells[1].value, cells[2].value, cells[3].value = 3, dt.datetime(2026, 3, 2), 0.1  # noqa: DTZ001
        row_of(sheet, "r2")[3].value = True

    rules = table_of(changed(model(), act)).rules
    assert [cell.text for cell in (*rules[0].tests, *rules[0].outputs)] == ["3", '@"2026-03-02"', "0.1"]
    assert rules[1].outputs[0].text == "true"


def test_new_moved_and_removed_rules():
    def act(sheet):
        first = [cell.value for cell in row_of(sheet, "r1")]
        sheet.delete_rows(row_of(sheet, "r1")[0].row)
        sheet.append([None, "> 5", '"c"', "7", "law 6", "new"])
        sheet.append(first)

    table = table_of(changed(model(), act))
    assert [rule.id for rule in table.rules] == ["r2", "t-rule", "r1"]
    assert [cell.text for cell in table.rules[1].tests] == ["> 5", '"c"']
    assert (table.rules[1].annotations, table.rules[1].description) == (("law 6",), "new")
    assert table.rules[2].tests[0].element == "c11"


def test_a_row_copied_gets_an_id_of_its_own():
    def act(sheet):
        sheet.append([cell.value for cell in row_of(sheet, "r1")])

    assert [rule.id for rule in table_of(changed(model(), act)).rules] == ["r1", "r2", "t-rule"]


def test_new_and_moved_columns():
    def act(sheet):
        sheet.insert_cols(2)
        head = {"Kind 列": "Input", "Label 标题": "urgent", "Expression 表达式": "urgency", "Type 类型": "string"}
        for name, value in head.items():
            row_of(sheet, name)[1].value = value
        row_of(sheet, "r2")[1].value = '"high"'
        for name in ("Table 表", "Decision 决策", "Policy 命中策略", "Aggregation 聚合"):
            cells = row_of(sheet, name)
            cells[1].value, cells[2].value = cells[2].value, None

    table = table_of(changed(model(), act))
    assert [clause.expression for clause in table.inputs] == ["urgency", "days", "kind"]
    cells = [[cell.text for cell in rule.tests] for rule in table.rules]
    assert cells == [["-", "< 3", '"a", "b"'], ['"high"', "= 3", "-"]]
    assert table.rules[0].tests[1].element == "c11"
    assert table.inputs[0].type_ref == "string"


def test_policy_lists_types_and_defaults_come_back():
    def act(sheet):
        row_of(sheet, "Policy 命中策略")[1].value = "unique"
        row_of(sheet, "Aggregation 聚合")[1].value = None
        row_of(sheet, "Values 允许值")[2].value = '"a","b"'
        row_of(sheet, "Default 默认")[3].value = "9"

    table = table_of(changed(model(), act))
    assert (table.policy, table.aggregation) == ("UNIQUE", None)
    assert (table.inputs[1].values.text, table.outputs[0].default.text) == ('"a","b"', "9")
    assert table.inputs[0].values.text == "[0..99]"


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 70_000_000)
    return target.getvalue()


def with_entity():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return target.getvalue()


@pytest.mark.parametrize(
    ("book", "code"),
    [
        pytest.param(b"no zip", "sheet.not-xlsx", id="text"),
        pytest.param(b"PK\x03\x04", "sheet.not-xlsx", id="torn"),
        pytest.param(with_entity(), "sheet.not-xlsx", id="entity"),
        pytest.param(bomb(), "sheet.too-large", id="bomb"),
    ],
)
def test_what_is_no_workbook_is_refused(book, code):
    with pytest.raises(ModelError) as fault:
        from_sheet(model(), book)
    assert fault.value.problems[0].code == code


def test_a_workbook_of_another_file_is_refused():
    with pytest.raises(ModelError) as fault:
        from_sheet(model(), to_sheet(model(TABLE.replace('id="t"', 'id="u"'))))
    assert fault.value.problems[0].code == "sheet.unknown-table"


@pytest.mark.parametrize("row", ["Kind 列", "Id 标识"])
def test_a_sheet_without_its_rows_is_refused(row):
    with pytest.raises(ModelError) as fault:
        changed(model(), lambda sheet: sheet.delete_rows(row_of(sheet, row)[0].row))
    assert fault.value.problems[0].code == "sheet.rows"


def test_the_command_goes_both_ways(tmp_path, capsys):
    dmn, sheet, out = tmp_path / "a.dmn", tmp_path / "a.xlsx", tmp_path / "b.dmn"
    dmn.write_bytes(model())
    assert main(["table", "to-sheet", str(dmn), str(sheet)]) == 0
    assert main(["table", "from-sheet", str(dmn), str(sheet), str(out)]) == 0
    assert out.read_bytes() == model()
    assert main(["table", "from-sheet", str(dmn), str(dmn), str(out)]) == 1
    assert "sheet.not-xlsx" in capsys.readouterr().err
    assert main(["table", "to-sheet", str(tmp_path / "none"), str(sheet)]) == 2
