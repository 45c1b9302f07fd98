"""Functions of the calendar, and the caller's moment."""

import datetime as dt

from onegrid.feel.builtins.registry import builtin
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.far import FAR
from onegrid.feel.values import Value

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: tuple[str, ...] = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _moment(ev: Evaluation, name: str) -> Value:
    if ev.now is None:
        return ev.fail("feel.argument", function=name, what="the caller gave no moment")
    return ev.now.astimezone(ev.zone) if ev.zone is not None else ev.now


@builtin("now")
def now(ev: Evaluation) -> Value:
    """The evaluation's moment, in its zone; never the machine's clock."""
    return _moment(ev, "now")


@builtin("today")
def today(ev: Evaluation) -> dt.date | None:
    moment = _moment(ev, "today")
    return None if moment is None else moment.date()


def _near(date: Value) -> dt.date:
    """The same place in the calendar within Python's years."""
    near: dt.date = date.near if type(date) in FAR else date
    return near


@builtin("day of year", "date:dD")
def day_of_year(_ev: Evaluation, date: Value) -> int:
    return int(_near(date).timetuple().tm_yday)


@builtin("day of week", "date:dD")
def day_of_week(_ev: Evaluation, date: Value) -> str:
    return _DAYS[_near(date).weekday()]


@builtin("month of year", "date:dD")
def month_of_year(_ev: Evaluation, date: Value) -> str:
    return _MONTHS[int(date.month) - 1]


@builtin("week of year", "date:dD")
def week_of_year(_ev: Evaluation, date: Value) -> int:
    return int(_near(date).isocalendar().week)
