"""`python -m onegrid.engine check` from any folder, without Django."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from onegrid.engine.commands import check
from onegrid.engine.commands.lines import reply_to
from tests.engine.drawing import human, straight

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT / "platform"), "PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "onegrid.engine", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_file_without_fault(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(straight(human("x"), "x"))
    done = run(tmp_path, "check", "a.bpmn")
    assert (done.returncode, done.stdout, done.stderr) == (0, "a.bpmn: publishable\n", "")


def test_faults_in_both_languages_or_one(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(straight('<bpmn:serviceTask id="x" name="调用"/>', "x"))
    done = run(tmp_path, "check", "a.bpmn")
    assert done.returncode == 0  # a connector is for the city to choose
    assert "a.bpmn: publishable" in done.stdout
    assert "warning service.no_call" in done.stdout
    assert "没有指定调用什么" in done.stdout
    assert "does not say what it calls" in done.stdout
    assert "没有" not in run(tmp_path, "check", "--language", "en", "a.bpmn").stdout


def test_json(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(b"<html/>")
    done = run(tmp_path, "check", "--json", "a.bpmn")
    (report,) = json.loads(done.stdout)
    assert report["state"] == "unreadable"
    assert report["problems"][0]["code"] == "read.not_bpmn"
    assert set(report["problems"][0]) >= {
        "severity",
        "message_zh",
        "message_en",
        "mend_zh",
        "mend_en",
        "element",
        "line",
    }


def test_missing_file(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "gone.bpmn")
    assert done.returncode == 2
    assert "gone.bpmn" in done.stderr


@pytest.mark.slow()
def test_shipped_processes_pass_with_their_examples(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--examples", "--json", str(ROOT / "workflows"))
    reports = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert len(reports) >= 6
    assert {report["state"] for report in reports} == {"publishable"}


def test_needs_no_django(tmp_path: Path) -> None:
    program = "import sys, onegrid.engine.__main__; sys.exit('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "platform")},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0


def test_a_folder_of_too_many_files_is_refused_in_words(tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number}.bpmn").write_bytes(b"<a/>")
    asked = json.dumps({"file": str(tmp_path)}).encode()
    answer = json.loads(reply_to(partial(check._answer, language="en"), asked))
    assert [found["code"] for found in answer["diagnostics"]] == ["import.too_many"]
    assert "more than 200 files" in answer["diagnostics"][0]["message"]
