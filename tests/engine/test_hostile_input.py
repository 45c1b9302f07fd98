"""Input that means harm is answered within two seconds and 300 MB, in words, by a process that lives on."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.hostile.payloads import PAYLOADS, PLAIN, Payload

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 2.0, 300
# what a designer should never read: Python's, lxml's and SpiffWorkflow's own words
INTERNAL = re.compile(
    r"Traceback|\b\w+(Error|Exception)\b|\bNone\b|<class|object at 0x|SpiffWorkflow|lxml|\.py\b|not supported between"
)


class Server:
    """One process that answers all payloads, one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.hostile.server"],
            cwd=folder,
            env={"PYTHONPATH": f"{ROOT / 'platform'}{os.pathsep}{ROOT}", "PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, data: bytes, kind: str, tasks: Any) -> dict[str, Any]:
        path = self.folder / f"payload.{kind}"
        path.write_bytes(data)
        asked = {"kind": kind, "files": [str(path)], "tasks": tasks}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the process has ended: {self.process.poll()}"
        return dict(json.loads(line))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("hostile"))
    yield found
    found.process.kill()
    found.process.wait()


@pytest.mark.parametrize("payload", PAYLOADS, ids=[payload.name.replace(" ", "_") for payload in PAYLOADS])
def test_payload(server: Server, payload: Payload) -> None:
    found = server.ask(payload.make(), payload.kind, payload.tasks)
    assert "error" not in found, found
    codes = {code for code, _, _ in found["problems"]}
    assert codes & set(payload.codes) or not payload.codes, found
    assert found["seconds"] < SECONDS, found
    assert found["megabytes"] < MEGABYTES, found
    for code, words, _ in found["problems"]:
        assert not INTERNAL.search(words), words
        assert len(words) < 2_000, words[:200]
        assert re.search("[\u4e00-\u9fff]", words), (code, words)


def test_the_process_lives_on(server: Server) -> None:
    found = server.ask(PLAIN, "bpmn", {"a": {}})
    assert found["run"]["completed"], found


def test_there_are_enough_of_each_kind() -> None:
    assert len(PAYLOADS) >= 100
    assert len({payload.name for payload in PAYLOADS}) == len(PAYLOADS)
    assert sum(1 for payload in PAYLOADS if payload.codes) >= 80
