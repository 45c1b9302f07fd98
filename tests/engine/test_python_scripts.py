"""Python scripts: read before anybody runs them, run only in workers with limits, off unless turned on."""

import datetime as dt
import importlib
import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pydantic_monty as monty
import pytest

from onegrid.engine import limits, run
from onegrid.engine.check import State, check
from onegrid.engine.commands import lines
from onegrid.engine.commands.rehearse import rehearse
from onegrid.engine.compile import compile_sources
from onegrid.engine.problems import EngineError, ModelError
from onegrid.engine.sandbox import workers
from onegrid.engine.sandbox.lacks import lacks
from onegrid.engine.sandbox.vocabulary import BUILTINS, MODULES
from onegrid.engine.sandbox.workers import run_call, run_script
from onegrid.engine.sources import Sources
from onegrid.feel import YearsMonths, from_json, to_json
from tests.engine.drawing import END, START, chain, file_of
from tests.engine.play import BEGIN, Play

NOW = dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def script(text: str, more: str = "", attributes: str = 'scriptFormat="python"') -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    task = (
        f'<bpmn:scriptTask id="s" name="算" {attributes}>{more}<bpmn:script>{escaped}</bpmn:script></bpmn:scriptTask>\n'
    )
    catch = '<bpmn:boundaryEvent id="b" attachedToRef="s"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>'
    return file_of(START + task + END + chain("start", "s", "end") + (catch + chain("b", "end") if "B" in more else ""))


def play_of(text: str, /, **data: Any) -> Play:
    return Play(compile_sources(Sources(script(text))), data)


def result_of(text: str, /, **data: Any) -> Any:
    return from_json(run_script(text, to_json(data, exact=True), NOW, "1"))


def refusal_of(text: str, /, **data: Any) -> EngineError:
    with pytest.raises(EngineError) as refused:
        run_script(text, to_json(data, exact=True), NOW, "1")
    return refused.value


# what a script is, to the engine


def test_a_script_leaves_as_a_call_and_comes_back_as_variables() -> None:
    play = play_of("total = days * rate\nif total > limit:\n    level = 'high'", days=3, rate=Decimal("1.5"), limit=2)
    (call,) = play.calls.values()
    assert (call.definition.connector, call.definition.element, call.definition.process) == ("python", "s", "p")
    assert set(call.parameters["variables"]) == {"days", "rate", "limit"}
    assert call.parameters["now"] == BEGIN.isoformat()
    play.answer(json.loads(json.dumps(run_call(call))))
    assert play.finished.data == {
        "days": 3,
        "rate": Decimal("1.5"),
        "limit": 2,
        "total": Decimal("4.5"),
        "level": "high",
    }
    assert play.passed == ["start", "s", "end"]


def test_only_names_of_the_script_come_back() -> None:
    play = play_of("x = 1", secret=1)
    play.answer({"variables": {"x": 2, "secret": 3}})
    assert play.finished.data == {"x": 2, "secret": 1}


def test_the_case_can_be_read() -> None:
    spec = compile_sources(Sources(script("title = case['title']")))
    (call,) = run.start(spec, data={}, case={"title": "路灯不亮"}, now=NOW).calls
    assert run_call(call) == {"variables": {"title": "路灯不亮"}}


def test_a_script_that_fails_is_a_call_that_fails() -> None:
    play = play_of("x = 1 / 0")
    play.fail("script.failed", "line 1")
    assert [incident.element for incident in play.incidents.values()] == ["s"]
    play.retry()
    assert len(play.calls) == 1


def test_an_answer_without_variables_is_an_incident() -> None:
    play = play_of("x = 1")
    play.answer("nonsense")
    assert [incident.code for incident in play.incidents.values()] == ["script.no_variables"]


# what is said when it is imported


def test_off_unless_turned_on() -> None:
    off, on = (check(Sources(script("x = 1")), python=python) for python in (False, True))
    assert [(found.code, found.element) for found in off.errors] == [("script.python_off", "s")]
    assert off.state is State.REHEARSABLE
    assert (on.errors, on.state) == ((), State.PUBLISHABLE)


LACKING = {
    "import os": "the module `os`",
    "import os.path as p": "the module `os.path`",
    "from . import x": "the module `.`",
    "from subprocess import run": "the module `subprocess`",
    "from datetime import *": "`datetime.*`",
    "from math import sin, foo": "`math.foo`",
    "import math\ny = math.foo(1)": "`math.foo`",
    "import math as m\ny = m.foo(1)": "`math.foo`",
    "x = open('/etc/passwd').read()": "files (`open`)",
    "f = open": "files (`open`)",
    "x = eval('1')": "code made while running (`eval`)",
    "exec('x = 1')": "code made while running (`exec`)",
    "__import__('os').system('id')": "modules named while running (`__import__`)",
    "x = input()": "a keyboard (`input`)",
    "x = globals()": "a function `globals`",
    "x = callable(3)": "a function `callable`",
    "x = get_current_user()": "a function `get_current_user`",
    "x = ().__class__.__bases__": "the inside of Python, `__class__`",
    "def f():\n    yield 1": "`yield`",
    "x = 1\ndel x": "`del`",
    "with a as b:\n    pass": "`with`",
    "async def f():\n    pass": "`async`",
    "try:\n    pass\nexcept* ValueError:\n    pass": "`except*`",
    "class A(dict):\n    pass": "a class that inherits",
    "class A:\n    @property\n    def x(self): return 1": "a decorated method",
    "x = a @ b": "the operator `@`",
    "case = 3": "a variable `case`, which is read only",
    "x = person.name": 'entries behind a dot, `.name` (write `["name"]`)',
    "x = (": "what is no Python 3.11 here",
    "type X = int": "what is no Python 3.11 here",
    "x = " + "-" * 19_000 + "1": "a script nested that deep",
    "x = 1\n" * 5_000: "more than 20,000 characters",
}


@pytest.mark.parametrize(("text", "what"), LACKING.items(), ids=range(len(LACKING)))
def test_what_the_sandbox_lacks_is_named(text: str, what: str) -> None:
    assert what in [lack.what[0] for lack in lacks(text)]


@pytest.mark.parametrize(
    "text",
    [text for text in LACKING if text.startswith(("def f", "x = 1\ndel", "class A", "try", "type X"))],
    ids=range(6),
)
def test_what_is_named_is_really_lacking(text: str) -> None:
    used = text + ("\nf()" if text.startswith("def") else "")
    with monty.Monty() as pool, pool.checkout() as session, pytest.raises(monty.MontyError):
        session.feed_run(used)


def test_the_lack_stands_at_its_element_and_line() -> None:
    found = check(Sources(script("\n  import math\n  x = math.sqrt(2)\n  import os\n")), python=True)
    (lack,) = found.errors
    assert (lack.code, lack.element) == ("script.python_lacks", "s")
    text = script("\n  import math\n  x = math.sqrt(2)\n  import os\n").decode().splitlines()
    assert text[(lack.line or 0) - 1].strip() == "import os"
    assert found.state is State.DRAWING
    with pytest.raises(ModelError):
        compile_sources(Sources(script("import os")))


INDENTED = "x = 1\n      if x:\n        y = 2\n      "


def test_the_indentation_of_the_file_is_none_of_the_script() -> None:
    assert lacks(INDENTED) == ()
    assert result_of(INDENTED) == {"x": 1, "y": 2}
    assert result_of("if a:\n  b = 2\n", a=1) == {"b": 2}


def test_an_empty_script() -> None:
    assert [found.code for found in check(Sources(script(" ")), python=True).errors] == ["script.empty"]


def test_every_name_that_is_allowed_is_there() -> None:
    names = "\n".join(sorted(BUILTINS)) + "\n"
    imports = "".join(f"from {module} import {', '.join(sorted(found))}\n" for module, found in MODULES.items())
    with monty.Monty() as pool, pool.checkout() as session:
        session.feed_run(names + imports + "".join(f"import {module}\n" for module in MODULES))
    for module, found in MODULES.items():
        assert found <= set(dir(importlib.import_module(module)))


ALLOWED = """
from dataclasses import dataclass
from decimal import Decimal, ROUND_HALF_UP
import json, re, datetime

@dataclass
class Part:
    name: str
    price: object

def rounded(amount, *, places="0.01"):
    "两位小数"
    return Decimal(amount).quantize(Decimal(places), rounding=ROUND_HALF_UP)

parts = [Part(name=f"{n:>3}", price=n * 2) for n in range(3) if n]
总额 = sum(part.price for part in parts)
first, *others = [part.name for part in parts]
match len(parts):
    case 2 | 3:
        size = "small"
    case _:
        size = "large"
try:
    found = re.findall(r"\\d+", text)
except (TypeError, ValueError) as error:
    found = str(error)
else:
    found.append("!")
finally:
    done = True
while True:
    done = not done
    if not done:
        continue
    break
counts = {key: value for key, value in sorted({"b": 1, "a": 2}.items(), key=lambda pair: pair[1])}
note["seen"] = note.get("seen", 0) + 1
price = rounded("1.005")
day = datetime.date(2026, 3, 1) + datetime.timedelta(days=1)
_own = lambda a, b=2: a ** b
squares = list(map(_own, [1, 2]))
json.dumps(counts)
part = parts = None
"""


def test_a_script_of_many_forms_runs() -> None:
    assert lacks(ALLOWED) == ()
    assert result_of(ALLOWED, text="a1b22", note={"seen": 1}) == {
        "总额": 6,
        "first": "  1",
        "others": ["  2"],
        "size": "small",
        "found": ["1", "22", "!"],
        "done": True,
        "counts": {"b": 1, "a": 2},
        "note": {"seen": 2},
        "price": Decimal("1.01"),
        "day": dt.date(2026, 3, 2),
        "squares": [1, 4],
        "part": None,
        "parts": None,
    }


# in the sandbox


def test_values_of_every_kind_go_in_and_out() -> None:
    values = {
        "n": 3,
        "big": 10**30,
        "half": Decimal("0.5"),
        "exact": Decimal("0.1234567890123456789012"),
        "t": "中文",
        "yes": True,
        "no": None,
        "day": dt.date(2026, 1, 1),
        "at": NOW,
        "span": dt.timedelta(hours=3),
        "clock": dt.time(8, 30),
        "list": [1, {"a": [Decimal("2.5")]}],
    }
    copies = "\n".join(f"copy_{name} = {name}" for name in values)
    assert result_of(copies, **values) == {f"copy_{name}": value for name, value in values.items()}


def test_only_what_has_changed_comes_back() -> None:
    assert result_of("a = a\nb = 1\nc = 1.0\nd['x'].append(2)", a=[1], b=True, c=1, d={"x": []}) == {
        "b": 1,
        "c": Decimal("1.0"),
        "d": {"x": [2]},
    }


def test_the_moment_is_that_of_the_act_and_chance_repeats() -> None:
    text = "import datetime, random\nat = datetime.datetime.now()\nn = random.random()"
    first, second = result_of(text), result_of(text)
    assert first == second
    assert first["at"] == NOW


LIMITED = {
    "while True:\n    pass": "script.limit",
    "x = sum(range(10 ** 12))": "script.limit",
    "x = 'x' * 10 ** 10": "script.limit",
    "x = []\nwhile True:\n    x.append('x' * 1000)": "script.limit",
    "x = 9 ** 9 ** 9": "script.limit",
    "def f():\n    return f()\nx = f()": "script.limit",
    "while True:\n    print('x' * 10000)": "script.limit",
    "x = 'x' * 3_000_000": "script.limit",
    "x = 1\nfor n in range(60):\n    x = x * x + 9 ** 999": "script.limit",
    "x = []\nfor n in range(100000):\n    x = [x]": "script.value",
    "x = {1, 2}": "script.value",
    "x = float('nan')": "script.value",
    "x = {1: 2}": "script.value",
    "x = print": "script.",
    "x = 1 / 0": "script.failed",
    "x = y": "script.failed",
    "raise ValueError('inner words')": "script.failed",
    "x = open('/etc/passwd').read()": "script.failed",
    "import os\nx = os.listdir('/')": "script.failed",
    "import os\nx = os.environ['PATH']": "script.failed",
    "import socket": "script.failed",
    "import time\ntime.sleep(1000)\nx = 1 / 0": "script.failed",
    "x = 1\ndel x": "script.failed",
    "x = (": "script.python",
}


@pytest.mark.parametrize(("text", "code"), LIMITED.items(), ids=range(len(LIMITED)))
def test_limits_and_faults(text: str, code: str) -> None:
    began = time.monotonic()
    fault = refusal_of(text)
    assert time.monotonic() - began < 20, "a busy machine; alone it is 1.5 s at most"
    assert fault.code.startswith(code), fault
    assert "inner words" not in str(fault)
    assert not {"Error", "Traceback", "monty"} & set(fault.message_en.split())
    assert result_of("x = 1") == {"x": 1}


def test_the_line_of_the_fault_is_told() -> None:
    fault = refusal_of("x = 1\ny = x / 0")
    assert "line 2 divides by zero" in fault.message_en
    assert "第 2 行除数为零" in fault.message_zh


def test_what_python_has_no_kind_for() -> None:
    assert refusal_of("x = span", span=YearsMonths(3)).code == "script.value"


def test_a_sandbox_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_pools", {})
    monkeypatch.setenv("MONTY_BIN", "/nowhere/monty")
    assert refusal_of("x = 1").code == "script.no_sandbox"


# in a rehearsal


def ask(path: Path, *, python: bool, **asked: Any) -> dict[str, Any]:
    line = json.dumps({"files": [str(path)], **asked}).encode()
    return dict(json.loads(lines.reply_to(lambda asked: rehearse(asked, run_call if python else None), line)))


def test_rehearsal(tmp_path: Path) -> None:
    path = tmp_path / "a.bpmn"
    path.write_bytes(script("x = [n * 1.5 for n in range(3)]"))
    off = ask(path, python=False)
    assert (off["code"], off["element"]) == ("script.python_off", "s")
    assert ask(path, python=False, calls={"s": {"variables": {"x": 1}}})["data"] == {"x": 1}
    assert ask(path, python=True)["data"] == {"x": [0, 1.5, 3]}
    path.write_bytes(script("x = 1 / 0"))
    failed = ask(path, python=True)
    assert failed["element"] == "s"
    assert "divides by zero" in failed["error"]


def test_a_failed_script_goes_to_its_boundary(tmp_path: Path) -> None:
    path = tmp_path / "a.bpmn"
    path.write_bytes(script("x = 1 / 0", more="<!-- B -->"))
    assert ask(path, python=True)["path"] == ["start", "b", "end"]


def test_limits_are_those_that_are_stated() -> None:
    assert workers._LIMITS["max_memory"] == limits.SCRIPT_MEMORY


def test_only_who_plays_cases_imports_the_workers() -> None:
    platform = Path(workers.__file__).parents[3]
    importing = {
        str(path.relative_to(platform / "onegrid"))
        for path in (platform / "onegrid").rglob("*.py")
        if "sandbox.workers import" in path.read_text(encoding="utf-8")
    }
    assert importing == {"catalog/rehearsal.py", "connectors/python/connector.py", "engine/commands/rehearse.py"}
