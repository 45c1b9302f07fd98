"""The words of the pages for ids that the platform fixes: statuses, sectors, lights, milestones."""

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


def word(table: dict[str, Any], value: object) -> Any:
    """The word, or the id itself where none is known: nothing is hidden."""
    return table.get(str(value or ""), value)
