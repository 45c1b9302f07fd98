"""Keeping the children alive: start in order, restart the dead with growing pauses, stop in reverse order."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from onegrid.config.supervisor.process import Child, end
from onegrid.config.supervisor.services import Service
from onegrid.config.supervisor.terminal import say

_SHORTEST = 0.25
_LONGEST = 15.0
# Who lived longer than this was killed rather than broken, and is started again without growing pauses.
_CALM_AFTER = 5.0


class Marks(Protocol):
    """Where living children are noted."""

    def remember(self, name: str, child: Child) -> None:
        """Note a child."""

    def forget(self, name: str) -> None:
        """Strike it out."""


class DidNotStart(Exception):
    """A child ended, or did not answer in time, at the first start."""


@dataclass
class _Watched:
    service: Service
    child: Child | None = None
    started_at: float = 0.0
    pause: float = _SHORTEST
    again_at: float = 0.0
    was_down: bool = False


class Watch:
    """The living children, in the order of their start."""

    def __init__(self, marks: Marks, *, is_stopping: Callable[[], bool]) -> None:
        self._marks = marks
        self._is_stopping = is_stopping
        self._watched: list[_Watched] = []

    def start(self, *services: Service, seconds: float = 60) -> None:
        """Start these together and wait until all of them answer."""
        fresh = [_Watched(service) for service in services]
        for one in fresh:
            self._watched.append(one)
            self._launch(one)
        for one in fresh:
            self._wait_for(one, seconds)

    def _launch(self, one: _Watched) -> None:
        one.child = one.service.start()
        one.started_at = time.monotonic()
        self._marks.remember(one.service.name, one.child)

    def _wait_for(self, one: _Watched, seconds: float) -> None:
        """Until it answers. Who was killed meanwhile is started again; who ends by itself is broken, and says why."""
        until = time.monotonic() + seconds
        while not self._is_stopping():
            if one.child is not None and one.child.poll() is None and one.service.answers():
                one.was_down = False
                say(f"{one.service.name} 已应答", f"{one.service.name} answers")
                return
            if time.monotonic() > until or self._has_broken(one):
                raise DidNotStart(f"{one.service.name}\n{_tail(one.service)}")
            for other in self._watched:
                self._look_after(other)
            time.sleep(0.05)

    def _has_broken(self, one: _Watched) -> bool:
        """Ended with a code of its own while nothing that it needs was down."""
        code = one.child.poll() if one.child is not None else None
        return code is not None and code >= 0 and not any(other.was_down for other in self._watched)

    def keep(self, *, pause: float = 0.2) -> None:
        """Return only when we are to stop."""
        while not self._is_stopping():
            for one in self._watched:
                self._look_after(one)
            time.sleep(pause)

    def _look_after(self, one: _Watched) -> None:
        now = time.monotonic()
        name = one.service.name
        if one.child is not None:
            code = one.child.poll()
            if code is None:
                if one.was_down and one.service.answers():
                    one.was_down = False
                    say(f"{name} 已恢复", f"{name} is back")
                return
            one.pause = _SHORTEST if now - one.started_at > _CALM_AFTER else min(one.pause * 2, _LONGEST)
            one.child, one.again_at, one.was_down = None, now + one.pause, True
            say(
                f"{name} 意外退出（{_ending(code)}），{one.pause:.1f} 秒后重启，日志 {one.service.log}",
                f"{name} ended ({_ending(code)}), started again in {one.pause:.1f} s, log {one.service.log}",
            )
        elif now >= one.again_at:
            try:
                self._launch(one)
            except OSError as error:
                one.pause = min(one.pause * 2, _LONGEST)
                one.again_at = now + one.pause
                say(f"{name} 无法启动：{error}", f"{name} cannot be started: {error}")

    def stop(self) -> None:
        """Stop all in reverse order of their start."""
        for one in reversed(self._watched):
            if one.child is None:
                continue
            gently = end(one.child, one.service.stop_with)
            self._marks.forget(one.service.name)
            if gently:
                say(f"{one.service.name} 已停止", f"{one.service.name} stopped")
            else:
                say(f"{one.service.name} 已强行停止", f"{one.service.name} stopped by force")
        self._watched.clear()


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"


def _tail(service: Service, size: int = 3000) -> str:
    try:
        return f"--- {service.log}\n" + service.log.read_bytes()[-size:].decode(errors="replace")
    except OSError:
        return ""
