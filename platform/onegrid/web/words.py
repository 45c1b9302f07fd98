"""The words of the pages for ids that the platform fixes: statuses, sectors, lights, channels, units of time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CASE_STATUS: dict[str, Any] = {
    "open": _("Open"),
    "closed": _("Closed"),
    "rejected": _("Rejected"),
    "void": _("Void"),
    "withdrawn": _("Withdrawn"),
    "answered": _("Ended unfiled"),
}
TASK_STATUS: dict[str, Any] = {"open": _("To do"), "done": _("Done"), "withdrawn": _("Taken back")}
SECTOR: dict[str, Any] = {
    "public_order": _("Public order"),
    "urban_management": _("Urban management"),
    "emergency": _("Emergency"),
    "traffic": _("Traffic"),
    "": _("Not decided yet"),
}
URGENCY: dict[str, Any] = {"normal": _("Normal"), "urgent": _("Urgent"), "critical": _("Critical"), "": ""}
LEVEL: dict[str, Any] = {
    "city": _("City"),
    "county": _("County"),
    "township": _("Township"),
    "village": _("Village"),
    "grid": _("Grid"),
    "": _("Not decided yet"),
}
LIGHT: dict[str, Any] = {
    "green": _("On time"),
    "pressed": _("Soon late"),
    "amber": _("Soon late"),
    "late": _("Late"),
    "red": _("Late"),
    "grey": _("On hold"),
    "none": _("No limit"),
}
# Whichever of the two vocabularies a light comes in, the class and the icon of its sign.
LIGHT_SIGN: dict[str, tuple[str, str]] = {
    "green": ("green", "clock"),
    "pressed": ("amber", "hourglass"),
    "amber": ("amber", "hourglass"),
    "late": ("red", "alert"),
    "red": ("red", "alert"),
    "grey": ("grey", "pause"),
    "none": ("grey", "minus"),
}
MILESTONE: dict[str, Any] = {
    "registered": _("Registered"),
    "verified": _("Verified"),
    "filed": _("Filed"),
    "dispatched": _("Dispatched"),
    "accepted": _("Accepted"),
    "handled": _("Handled"),
    "checked": _("Checked"),
    "closed": _("Closed"),
    "replied": _("Replied"),
    "evaluated": _("Evaluated"),
}
CHANNEL: dict[str, Any] = {
    "hotline": _("12345 hotline"),
    "urban_management": _("Urban management system"),
    "police": _("110, no police matter"),
    "resident": _("Residents"),
    "collector": _("Grid patrol"),
    "sensor": _("Sensors"),
    "early_warning": _("Early warning"),
}
CAPACITY: dict[str, Any] = {
    "registered": _("Registered it"),
    "tasked": _("Handles it"),
    "co_organiser": _("Takes part"),
    "checker": _("Checks it"),
}
REPLY: dict[str, Any] = {
    "none": _("Not answered yet"),
    "pending": _("Answer on its way"),
    "sent": _("Answered"),
    "failed": _("Answer failed"),
    "impossible": _("No address for an answer"),
}
INCIDENT_STATE: dict[str, Any] = {
    "open": _("Waits for an operator"),
    "retried": _("Tried again"),
    "skipped": _("Skipped"),
    "cleared": _("Settled"),
}
SATISFACTION: dict[str, Any] = {
    "satisfied": _("Satisfied"),
    "dissatisfied": _("Dissatisfied"),
    "unreachable": _("Not reached"),
    "no_answer": _("No answer"),
}
CLOCK_REASON: dict[str, Any] = {
    "": "",
    "opened": _("the task opened"),
    "dispatched": _("the case was dispatched"),
    "rework": _("rework"),
    "reopened": _("the case was reopened"),
    "calendar": _("the calendar was changed"),
}
LIMIT_UNIT: dict[str, Any] = {
    "urgent_hour": _("hours, day and night"),
    "work_hour": _("working hours"),
    "work_day": _("working days"),
    "natural_day": _("calendar days"),
    "urgent_day": _("days, around the clock"),
}
FACT: dict[str, Any] = {
    "centre": _("Centre"),
    "level": _("Level"),
    "category": _("Category"),
    "standard": _("Closing standard"),
    "urgency": _("Urgency"),
    "sector": _("Sector"),
    "lead_unit": _("Unit in charge"),
    "co_units": _("Units taking part"),
    "title": _("Title"),
    "place": _("Where it is"),
    "division": _("Division"),
    "trusted": _("Trusted source"),
    "satisfaction": _("Satisfaction"),
    "score": _("Score"),
    "reject_reason": _("Reason for rejection"),
}


def word(table: dict[str, Any], value: object) -> Any:
    """The word, or the id itself where none is known: nothing is hidden."""
    return table.get(str(value or ""), value)
