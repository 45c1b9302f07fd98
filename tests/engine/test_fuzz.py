"""A seeded slice of the soak: random FEEL, DMN and BPMN are answered in words and in time. More of it: `make soak`."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from onegrid.engine.check import State, check
from onegrid.engine.sources import Sources
from tests.engine.fuzz import __main__ as soak
from tests.engine.fuzz import judge
from tests.engine.fuzz.feel import EXPRESSIONS
from tests.engine.fuzz.files import bpmn_files, dmn_files
from tests.engine.fuzz.foreign import deliveries
from tests.engine.fuzz.judge import Unworthy, judge_bpmn, judge_delivery, judge_dmn, judge_feel

ROOT = Path(__file__).resolve().parents[2]
slice_of_it = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@slice_of_it
@given(EXPRESSIONS)
def test_feel(text: str) -> None:
    judge_feel(text)


@slice_of_it
@given(dmn_files())
def test_dmn(data: bytes) -> None:
    judge_dmn(data)


@slice_of_it
@given(bpmn_files())
def test_bpmn(data: bytes) -> None:
    judge_bpmn(data)


@slice_of_it
@given(deliveries())
def test_delivery(data: bytes) -> None:
    judge_delivery(data)


def test_the_files_get_everywhere() -> None:
    states: Counter[State] = Counter()

    @slice_of_it
    @given(bpmn_files())
    def look(data: bytes) -> None:
        states[check(Sources(data), {}).state] += 1

    look()
    assert states[State.UNREADABLE]
    assert states[State.DRAWING]
    assert states[State.REHEARSABLE] + states[State.PUBLISHABLE]


@pytest.mark.parametrize("kind", ["time", "words", "foreign exception"])
def test_the_judge_sees(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def compile_expression(text: str) -> object:
        if kind == "time":
            monkeypatch.setattr(judge, "SECONDS", -1.0)
        elif kind == "words":
            raise judge.FeelSyntaxError("feel.x", "TypeError: NoneType", "错误", text, 0)
        else:
            raise KeyError(text)
        return original(text)

    original = judge.compile_expression
    monkeypatch.setattr(judge, "compile_expression", compile_expression)
    with pytest.raises(KeyError if kind == "foreign exception" else Unworthy):
        judge_feel("1")


def test_the_judge_hears_no_program_in_the_files_own_words() -> None:
    judge_bpmn(b'<definitions xmlxmlns:xsi="x"/>')  # the XML reader's reason quotes the prefix: "xm-lxml-ns"
    with pytest.raises(Unworthy):
        judge._words(["lxml could not read it"])


def test_a_round_counts_what_it_tried(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.fuzz.round", "7", "1", str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[1]) > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.abort()", "died of signal 6"),
        ("import time; time.sleep(60)", "hangs"),
        ("1 / 0", "ZeroDivision"),
    ],
    ids=["crash", "hang", "fault"],
)
def test_the_soak_outlives_what_it_finds(
    program: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python").write_text(f"#!/bin/sh\nexec {sys.executable} -c '{program}'\n")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(soak, "PATIENCE", 1.0)
    assert said in soak.run_round(1, 0.0)[1]
