"""What a draft changes, told by element and by part."""

from onegrid.catalog import difference
from tests.factories.catalog import Step, straight

ONE, TWO = Step("one", "第一步"), Step("two", "第二步")


def test_added_changed_and_removed_elements() -> None:
    before = straight("small", ONE, TWO)
    after = straight("small", Step("one", "改名", limit='value="3" unit="work_hour"'), Step("between", "复核"))
    found = difference.of_drawing(before, after)
    assert {(one.id, one.change) for one in found.elements if one.kind == "userTask"} == {
        ("one", "changed"),
        ("between", "added"),
        ("two", "removed"),
    }
    (changed,) = (one for one in found.elements if one.id == "one")
    assert set(changed.parts) == {"name", "documentation", "limit"}
    assert changed.name == "改名"
    assert {one.id for one in found.elements if one.change == "added"} == {
        "between",
        "flow_one_between",
        "flow_between_end",
    }


def test_only_moved() -> None:
    di = 'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    plane = f'<bpmndi:BPMNDiagram {di}><bpmndi:BPMNPlane x="{{}}"/></bpmndi:BPMNDiagram>'
    before, after = (
        straight("small", ONE).replace(b"</bpmn:definitions>", plane.format(x).encode() + b"</bpmn:definitions>")
        for x in (1, 2)
    )
    found = difference.of_drawing(before, after)
    assert (found.elements, found.is_moved) == ((), True)


def test_indentation_is_no_change() -> None:
    before = straight("small", ONE, TWO)
    found = difference.of_drawing(before, before.replace(b"        <onegrid:", b"  <onegrid:"))
    assert (found.elements, found.is_moved, found.is_readable) == ((), False, True)


def test_what_cannot_be_read_is_said() -> None:
    assert not difference.of_drawing(straight("small", ONE), b"<nonsense").is_readable


def test_a_first_drawing_is_all_new() -> None:
    found = difference.of_drawing(b"", straight("small", ONE))
    assert {one.change for one in found.elements} == {"added"}


def test_lines_of_texts() -> None:
    changed, added = difference.of_files(
        {"examples.yaml": b"a: 1\nb: 2\n"}, {"README.md": b"x\n", "examples.yaml": b"a: 1\nb: 3\n"}
    )[::-1]
    assert (added.name, added.change, added.lines[1:]) == ("README.md", "added", ("+x",))
    assert [line for line in changed.lines if line[0] in "+-"] == ["-b: 2", "+b: 3"]
