"""A receiver outside: a real HTTP server that notes each call and answers as told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Receiver:
    """answers: statuses to give, in order; 200 when used up."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """Idempotency keys in order of arrival."""
        return [key for key, _ in self.calls]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Serves until the block ends."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.calls.append((self.headers["Idempotency-Key"], body))
            status = found.answers.pop(0) if found.answers else 200
            content = json.dumps({"received": body.get("external_id")}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}/in"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
