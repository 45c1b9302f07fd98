"""`check --stdin`: one answer a line, whatever comes in."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onegrid.engine import limits
from onegrid.engine.__main__ import main
from onegrid.engine.commands import check
from tests.engine.imports.drawn import service, straight

ROOT = Path(__file__).resolve().parents[3]


def answers(folder: Path, *lines: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "onegrid.engine", "check", "--stdin"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT / "platform"), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_stays_alive(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(straight(service('camunda:class="A"')))
    (tmp_path / "b.bpmn").write_bytes(b"\x00\xff not a file")
    lines = (
        '{"file": "a.bpmn", "run": true}',
        "{",
        "",
        "[1]",
        '{"file": "gone"}',
        '{"file": "b.bpmn"}',
        '{"file": "a.bpmn"}',
    )
    fine, syntax, no_question, gone, broken, again = answers(tmp_path, *lines)
    assert set(fine) == {"accepted", "deployable", "nodes", "diagnostics", "exported", "runs"}
    assert (fine["accepted"], fine["deployable"]) == (True, True)
    assert fine["nodes"] == ["start", "x", "end"]
    assert fine["exported"] is not None
    (tried,) = fine["runs"]  # type: ignore[misc, attr-defined]
    assert (tried["process"], tried["state"], tried["waiting_on"], tried["error"]) == ("p", "completed", [], None)
    for answer, code in ((syntax, "import.request"), (no_question, "import.request"), (gone, "import.no_file")):
        assert [each["code"] for each in answer["diagnostics"]] == [code]  # type: ignore[attr-defined]
    assert (broken["accepted"], broken["exported"]) == (False, None)
    assert again == {**fine, "runs": []}
    for diagnostic in fine["diagnostics"]:  # type: ignore[attr-defined]
        assert set(diagnostic) == {"severity", "code", "element", "line", "message", "hint"}
        assert diagnostic["element"] or diagnostic["line"]


def test_what_has_no_process_is_an_error_that_says_so_and_a_table_is_looked_at_all_the_same(tmp_path: Path) -> None:
    table = ROOT / "workflows" / "evaluation" / "decisions" / "scoring.dmn"
    (tmp_path / "alone.dmn").write_bytes(table.read_bytes())
    (tmp_path / "bad.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m" id="m">'
        '<decision id="d" name="d"><literalExpression><text>1 +</text></literalExpression></decision></definitions>'
    )
    (tmp_path / "data.bpmn").write_text('{"a": 1}')
    (tmp_path / "form.json").write_text('{"id": "f", "components": []}')
    names = ("alone.dmn", "bad.dmn", "data.bpmn", "form.json")
    alone, bad, data, form = answers(tmp_path, *(json.dumps({"file": name}) for name in names))
    wrong = [
        [each["code"] for each in answer["diagnostics"] if each["severity"] == "error"]  # type: ignore[attr-defined]
        for answer in (alone, bad, data, form)
    ]
    assert wrong == [
        ["import.table_alone"],
        ["import.table_alone", "dmn.expression"],
        ["import.no_diagram"],
        ["import.no_diagram"],
    ]
    assert not any(answer["accepted"] for answer in (alone, bad, data, form))


def test_a_fault_of_ours_is_one_answer_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError("internal words")

    monkeypatch.setattr(check, "import_files", fails)
    line = f'{{"file": "{Path(__file__).as_posix()}"}}\n'.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert check._serve("en") == 0
    said = capsys.readouterr().out
    assert json.loads(said)["diagnostics"][0]["code"] == "import.failed"
    assert "internal words" not in said


ODD = (
    (b"\xff\xfe", "import.request"),
    (b"[" * 50_000, "import.request"),
    (b'{"file": "a", "file": "b"}', "import.request"),
    (b'{"file": 5}', "import.request"),
    (b'{"files": []}', "import.request"),
    (b'{"file": "a.bpmn", "run": 1}', "import.request"),
    (b"{}", "import.request"),
    (b'{"file": "folder"}', "import.no_file"),
    (b'{"file": "/dev/zero"}', "import.no_file"),
    (b'{"file": "a\\u0000"}', "import.no_file"),
    (b'{"file": "\\ud800"}', "import.no_file"),
    (b'{"file": "' + b"a" * 5_000 + b'"}', "import.no_file"),
    (b'{"file": "huge.bpmn"}', "read.too_large"),
)


def test_odd_lines_are_answered_in_the_same_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bpmn").write_bytes(straight(service('camunda:class="A"')))
    (tmp_path / "folder").mkdir()
    (tmp_path / "huge.bpmn").write_bytes(b" " * (limits.FILE_BYTES + 1))
    sink = io.BytesIO()
    incoming = b"\n".join(line for line, _ in ODD) + b'\n{"file": "a.bpmn", "colour": 1}'
    check._serve("both", io.BytesIO(incoming), sink)
    *odd, extra = (json.loads(line) for line in sink.getvalue().splitlines())
    assert [(each["accepted"], [found["code"] for found in each["diagnostics"]]) for each in odd] == [
        (False, [code]) for _, code in ODD
    ]
    shape = {"accepted", "deployable", "nodes", "diagnostics", "exported", "runs"}
    assert all(set(each) == shape for each in (*odd, extra))
    assert (extra["deployable"], extra["diagnostics"][-1]["severity"]) == (True, "warning")
    assert "colour" in extra["diagnostics"][-1]["message"]


def test_a_device_does_not_hold_the_command_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/dev/zero"]) == 2
    assert "/dev/zero" in capsys.readouterr().err
