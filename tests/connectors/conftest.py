"""A real receiver on a real port."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Receiver:
    """Keeps what came and answers what the test says."""

    port: int = 0
    status: int = 200
    body: bytes = b'{"accepted": true}'
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def address(self, path: str = "/reply") -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}{path}"


def _handler(receiver: Receiver) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append((self.path, dict(self.headers), content))
            time.sleep(receiver.delay)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            piece = 1 if receiver.drip else 65536
            with suppress(BrokenPipeError, ConnectionResetError):
                for at in range(0, len(receiver.body), piece):
                    self.wfile.write(receiver.body[at : at + piece])
                    self.wfile.flush()
                    time.sleep(receiver.drip)

        def log_message(self, *_arguments: object) -> None:
            """Silent."""

    return Handler


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))  # type: ignore[arg-type]
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join(5)
