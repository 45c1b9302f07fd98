"""The units of the city, as anybody who is signed in may list them."""

from typing import Any

TOWNSHIPS_PER_CENTRE = 2


class Places:
    """Which townships take part, and which units may get their work."""

    def __init__(self, units: list[dict[str, Any]]) -> None:
        self._parent = {str(unit["code"]): str(unit["parent"] or "") for unit in units}
        centres = [unit for unit in units if unit["kind"] == "centre"]
        self.townships: list[str] = []
        for county in (str(unit["code"]) for unit in centres if unit["level"] == "county"):
            below = [str(u["code"]) for u in centres if u["level"] == "township" and u["parent"] == county]
            self.townships += sorted(below)[:TOWNSHIPS_PER_CENTRE]
        higher = {str(unit["code"]) for unit in units if unit["level"] != "township"}
        self.on_duty = higher | set(self.townships)
        self._departments: dict[str, list[str]] = {}
        for unit in units:
            if unit["kind"] == "department":
                self._departments.setdefault(str(unit["parent"]), []).append(str(unit["code"]))

    def units_near(self, division: str) -> list[str]:
        """Who could handle there: the township's centre, then the departments of its county-level centre."""
        township = f"C{division[:9]}" if len(division) >= 9 else ""
        county = self._parent.get(township) or (f"C{division[:6]}" if len(division) >= 6 else "C321311")
        return [*([township] if township else []), *sorted(self._departments.get(county, ()))]
