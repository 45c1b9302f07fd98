"""HTTP calls of one caller; every call is counted."""

import threading
import time
import uuid
from collections import Counter
from typing import Any, ClassVar

import requests

_local = threading.local()


class ApiError(Exception):
    """An answer of 400 and more; `code` is the platform's own code of what went wrong.

    is_repeated: an earlier try of the call was cut off, and may have done its work before.
    """

    is_repeated = False

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status, self.code = status, code


class Api:
    """One address, one way to sign in. Threads share connections, never callers' headers."""

    calls: Counter[str] = Counter()
    patience: ClassVar[float] = 0  # seconds for which an installation that does not answer is asked again

    def __init__(self, base: str, authorization: str) -> None:
        self.base, self.headers = base.rstrip("/") + "/api/v1/", {"Authorization": authorization}

    @classmethod
    def changed(cls) -> int:
        """How many calls that change something were answered well."""
        return sum(count for said, count in list(cls.calls.items()) if said.startswith(("POST 2", "PUT 2")))

    def get(self, path: str, **params: Any) -> Any:
        """The answer's JSON."""
        return self._call("GET", path, params=params)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """The answer's JSON. `key`: sent as Idempotency-Key."""
        return self._call("POST", path, json=body if body is not None else {}, key=key)

    def upload(self, path: str, name: str, content: bytes, kind: str) -> Any:
        """A file as multipart."""
        return self._call("POST", path, files={"file": (name, content, kind)})

    def _call(self, method: str, path: str, *, key: str | None = None, **more: Any) -> Any:
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {})}
        answer, tries = self._patiently(method, path, headers, more)
        self.calls[f"{method} {answer.status_code}"] += 1
        if answer.status_code >= 400:
            error = _error(answer)
            error.is_repeated = tries > 1
            raise error
        return answer.json() if answer.content else None

    def _patiently(
        self, method: str, path: str, headers: dict[str, str], more: dict[str, Any]
    ) -> tuple[requests.Response, int]:
        """The same request, with the same key, until it is answered: what every client of an unreliable net does. The
        answer, and how often it was asked for."""
        until = time.monotonic() + self.patience
        tries = 0
        while True:
            tries += 1
            try:
                answer = _session().request(method, self.base + path, headers=headers, timeout=120, **more)
                if answer.status_code < 500 or time.monotonic() > until:
                    return answer, tries
            except requests.RequestException:
                if time.monotonic() > until:
                    raise
            time.sleep(0.3)


def new_key() -> str:
    """A key of the client's own."""
    return str(uuid.uuid4())


def _session() -> requests.Session:
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
    session: requests.Session = _local.session
    return session


def _error(answer: requests.Response) -> ApiError:
    try:
        error = answer.json()["error"]
        words = error["message"]["zh"]
        details = "; ".join(f"{d.get('field') or d.get('element')}: {d['message']['zh']}" for d in error["details"])
        return ApiError(answer.status_code, error["code"], f"{words} {details}".strip())
    except (ValueError, KeyError, TypeError):
        return ApiError(answer.status_code, "no json", answer.text[:300])
