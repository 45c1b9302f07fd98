"""Server time and weight of the pages in a city of 200,000 cases with 100,000 open tasks, over HTTP, filters on.

One granian worker, a session cookie, one kept connection, production settings. Time is from the request to the last
byte over the loopback. Weight: the page and every style sheet and script that it names, as compressed on the wire at a
first visit. BENCH_CASES makes fewer cases. An address that does not answer 200 fails.
"""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bench import installation
from bench.completion import _set_up_django

WARM, TIMES = 5, 60
FIRST_PAGE_KB = 150
_FILES = re.compile(rb'(?:href|src)="(/static/[^"#]+\.(?:css|js))"')
_IMPORTS = re.compile(rb'(?:from|import)\s*"(\./[^"]+\.js)"')
_DAYS = "period=custom&since=2026-01-01&until=2030-12-31"


@dataclass(frozen=True)
class Measured:
    """One address. `who`: handler (with the heaviest load), supervisor, leader, designer. `goal`: of the p95 in ms."""

    name: str
    address: str
    who: str
    goal: float | None = None


PAGES = (
    Measured("inbox, the heaviest post", "/work/", "handler", 15),
    Measured("inbox, filtered and sorted", "/work/?light=late&sector=traffic&sort=due", "handler", 15),
    Measured("pool of a desk", "/work/?box=pool", "leader", 15),
    Measured("done tasks of a desk", "/work/?box=done", "leader"),
    Measured("task with its form", "/work/{task}/", "handler"),
    Measured("case page", "/cases/{number}/", "supervisor", 40),
    Measured("diagram of a case", "/cases/{number}/diagram/", "supervisor"),
    Measured("drawing and path of a case", "/cases/{number}/diagram.json", "supervisor"),
    Measured("supervision, this month", "/supervision/", "supervisor", 300),
    Measured("supervision, all days by township", f"/supervision/?{_DAYS}&by=township", "supervisor", 300),
    Measured("supervision, a county by unit", f"/supervision/?{_DAYS}&by=unit&place=321302", "supervisor", 300),
    Measured("cases behind the late figure", f"/supervision/cases/?{_DAYS}&figure=late_open", "supervisor", 300),
    Measured("cases list", "/cases/", "supervisor"),
    Measured("cases list, filtered", "/cases/?status=open&sector=traffic", "supervisor"),
    Measured("figures above the cases", "/cases/figures/", "supervisor"),
    Measured("screen", "/screen/", "supervisor"),
    Measured("notices", "/notices/", "handler"),
    Measured("register", "/register/", "leader"),
    Measured("start", "/", "supervisor"),
    Measured("start, a stranger", "/", ""),
    Measured("sign-in", "/sign-in/", ""),
    Measured("own account", "/me/", "handler"),
    Measured("studio", "/studio/", "designer"),
    Measured("studio, a process", "/studio/event_dispatch/", "designer"),
    Measured("studio, drawing and counts", "/studio/event_dispatch/versions/1/diagram.json", "designer"),
    Measured("studio, a form", "/studio/shared-forms/site_check/", "designer"),
)


def rows() -> Iterator[dict[str, Any]]:
    """The first counting of all cases, then each page: p50, p95, weight."""
    with installation.throw_away() as city:
        _set_up_django(city)
        from bench import many_cases
        from onegrid.reports.services.refresh_figures import refresh_figures

        cases = int(os.environ.get("BENCH_CASES", many_cases.CASES))
        cast = many_cases.fill(cases, cases // 2, min(many_cases.HEAVIEST, cases // 20))
        began = time.monotonic()
        refresh_figures()
        yield _row("supervision: the first count of all cases", time.monotonic() - began, "s", 240)
        began = time.monotonic()
        refresh_figures()
        yield _row("supervision: a renewal where nothing has changed", 1000 * (time.monotonic() - began), "ms", 1000)
        people = {**_people(), "handler": cast.person["handle"], "leader": cast.person["accept"]}
        cookies = {who: _session(person) for who, person in people.items()}
        named = {"number": _number(), "task": _task(people["handler"])}
        _collect(city)
        with city.web() as (port, _):
            yield from _pages(port, {**cookies, "": ""}, named)


def _collect(city: installation.Installation) -> None:
    """Styles and scripts under the names that production gives them, compressed."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=installation.ROOT, env=city.environment, check=True)


def _pages(port: int, cookies: dict[str, str], named: dict[str, Any]) -> Iterator[dict[str, Any]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for one in PAGES:
        address, cookie = one.address.format(**named), cookies[one.who]
        status, page = _get(line, address, cookie)
        if status != 200:
            raise AssertionError(f"{address}: {status}")
        spent = []
        for at in range(WARM + TIMES):
            began = time.perf_counter()
            _get(line, address, cookie)
            if at >= WARM:
                spent.append(1000 * (time.perf_counter() - began))
        spent.sort()
        yield _row(f"page, {one.name}: p50", spent[len(spent) // 2], "ms", None)
        yield _row(f"page, {one.name}: p95", spent[int(len(spent) * 0.95)], "ms", one.goal)
        goal = FIRST_PAGE_KB if one.address == "/" else None
        yield _row(f"page, {one.name}: first visit", _weight(line, page) / 1000, "kB", goal)


def _get(line: http.client.HTTPConnection, path: str, cookie: str = "") -> tuple[int, bytes]:
    """Status and the bytes as they came, compressed."""
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip", "Accept": "text/html"})
    answer = line.getresponse()
    return answer.status, answer.read()


def _weight(line: http.client.HTTPConnection, page: bytes) -> int:
    plain, found, total = _plain(page), set[str](), len(page)
    waiting = [one.decode() for one in _FILES.findall(plain)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        _, content = _get(line, path)
        total += len(content)
        folder = path.rpartition("/")[0]
        waiting += [f"{folder}/{one.decode()[2:]}" for one in _IMPORTS.findall(_plain(content))]
    return total


def _plain(content: bytes) -> bytes:
    import gzip

    with suppress(gzip.BadGzipFile):
        return gzip.decompress(content)
    return content


def _people() -> dict[str, int]:
    from onegrid.jurisdictions.models import Post

    def holder(role: str) -> int:
        posts = Post.objects.filter(role__slug=role, unit__level="city", unit__kind="centre").order_by("id")
        return int(posts.values_list("person_id", flat=True)[0])

    return {role: holder(role) for role in ("supervisor", "designer")}


def _session(person_id: int) -> str:
    """As a sign-in leaves it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from onegrid.jurisdictions.models import Person

    person = Person.objects.get(pk=person_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "onegrid.jurisdictions.signed_in.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _number() -> str:
    """A closed case with its whole log."""
    from onegrid.cases.models import Case, EventRecord

    case = Case.objects.filter(status="closed").order_by("-pk")
    whole = EventRecord.objects.filter(kind="case.registered", case_id__in=case.values("pk")[:1000])
    return str(Case.objects.get(pk=whole.order_by("-case_id").values_list("case_id", flat=True)[0]).number)


def _task(person: int) -> int:
    """One that is open with this person."""
    from onegrid.cases.models import WorkItem

    return int(WorkItem.objects.filter(status=WorkItem.Status.OPEN, owner_id=person).values_list("pk", flat=True)[0])


def _row(name: str, ours: float, unit: str, goal: float | None) -> dict[str, Any]:
    return {
        **{"name": name, "ours": round(ours, 1), "unit": unit, "goal": goal, "better": "less"},
        **{"baseline": None, "ratio": None},
    }
