"""A system outside that takes replies: it keeps every idempotency key it was sent, and how often."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """`keys`: idempotency key -> times received."""

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()
        self.lock = threading.Lock()

    def take(self, key: str) -> None:
        """One call came in."""
        with self.lock:
            self.keys[key] += 1


@contextmanager
def listening() -> Iterator[tuple[Receiver, str]]:
    """The receiver and its address, on a free port of this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        """Answers 200 to everything."""

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            receiver.take(self.headers.get("Idempotency-Key") or "")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver, f"http://127.0.0.1:{server.server_address[1]}/replies"
    finally:
        server.shutdown()
