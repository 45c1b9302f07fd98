"""What a patient client makes of an installation that is killed in the middle of a call."""

import datetime as dt
from collections import deque
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from simulation.api import Api, ApiError
from simulation.day import Day

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
_BACK = b'{"error": {"code": "demo.clock_back", "message": {"zh": "x", "en": "x"}, "details": []}}'


@pytest.fixture
def installation() -> Iterator[Any]:
    """It cuts off the first so many calls (`cut`) and says to all others that the clock stands there already."""

    class Answers(BaseHTTPRequestHandler):
        cut, asked = 0, 0

        def do_POST(self) -> None:
            Answers.asked += 1
            self.rfile.read(int(self.headers["Content-Length"]))
            if Answers.asked <= Answers.cut:
                self.close_connection = True
                return
            self.send_response(422)
            self.send_header("Content-Length", str(len(_BACK)))
            self.end_headers()
            self.wfile.write(_BACK)

        def log_message(self, *_: object) -> None:
            """In silence."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Answers, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("cut", [0, 1])
def test_a_clock_call_that_was_cut_off_after_its_work_is_no_fault(
    installation: Any, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    answers, url = installation
    answers.cut = cut
    monkeypatch.setattr(Api, "patience", 20)
    operator: Any = SimpleNamespace(api=Api(url, "Bearer x"))
    day = Day(url, {}, operator, [], deque(), print, now=NOW)
    later = NOW + dt.timedelta(hours=1)
    if cut:
        day._set_clock(later)
        assert (day.now, day._clock, answers.asked) == (later, later, 2)
    else:
        with pytest.raises(ApiError) as refused:
            day._set_clock(later)
        assert refused.value.code == "demo.clock_back", "nobody has asked before: the day is out of step"
