"""Times as people say them: "今天 17:40", "还剩 3 小时"; the exact moment goes beside them."""

import datetime as dt
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from onegrid.common import clock


def exactly(moment: dt.datetime) -> str:
    """In the city's zone, to the second."""
    return moment.astimezone(clock.zone()).isoformat(" ")[:19]


def time_of_day(moment: dt.datetime) -> str:
    """By the city's clocks, to the minute."""
    return _time_of_day(moment.astimezone(clock.zone()))


def _time_of_day(here: dt.datetime) -> str:
    return f"{here.hour:02d}:{here.minute:02d}"


def said(moment: dt.datetime, *, now: dt.datetime | None = None) -> str:
    """Today 17:40, yesterday 09:00, 3-2 09:00, 2025-12-31 09:00."""
    zone = clock.zone()
    here = moment.astimezone(zone)
    today = (now or clock.now()).astimezone(zone).date()
    time = _time_of_day(here)
    days = (here.date() - today).days
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": time}
    if days == -1:
        return _("yesterday %(time)s") % {"time": time}
    if here.year == today.year:
        return f"{here.month}-{here.day:02d} {time}"
    return f"{here.date().isoformat()} {time}"


def length(seconds: float) -> str:
    """The largest unit that fits, and the next where it matters: 3 days 4 hours, 50 minutes."""
    return _length(get_language() or "", int(abs(seconds) // 60))


@lru_cache(maxsize=10_000)  # lists say many
def _length(_language: str, minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 3 or (days and not hours):
        return _days(days)
    if days:
        return _("%(days)s %(hours)s") % {"days": _days(days), "hours": _hours(hours)}
    if hours >= 3 or (hours and not minutes):
        return _hours(hours)
    if hours:
        return _("%(hours)s %(minutes)s") % {"hours": _hours(hours), "minutes": _minutes(minutes)}
    return _minutes(minutes)


def due(deadline: dt.datetime, *, now: dt.datetime | None = None) -> str:
    """by today 17:40, 3 hours left; or: was due yesterday 09:00, 2 days late."""
    moment = now or clock.now()
    left = (deadline - moment).total_seconds()
    words = {"moment": said(deadline, now=moment), "length": length(left)}
    if left < 0:
        return _("was due %(moment)s, %(length)s late") % words
    return _("by %(moment)s, %(length)s left") % words


def _days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


def _minutes(n: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
