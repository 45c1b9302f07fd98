"""Whether a report can be true: what no source means is told at once, not kept."""

import datetime as dt
from decimal import Decimal

from onegrid.common import clock
from onegrid.common.errors import Invalid

_SINCE = 2000  # no line of a source's own past goes further back


def check_plausible(*, reported_at: dt.datetime | None, latitude: Decimal | None, longitude: Decimal | None) -> None:
    """Invalid for half a position and for a moment before this century."""
    if (latitude is None) != (longitude is None):
        raise Invalid(
            "report.half_position",
            "Latitude and longitude go together.",
            "纬度和经度须同时填写。",
            field="latitude" if latitude is None else "longitude",
            mend_en="Send both, or neither and the place in words.",
            mend_zh="请同时填写两者；不知道坐标的都不填，用文字写明地点。",
        )
    if reported_at is not None and reported_at.astimezone(clock.zone()).year < _SINCE:
        raise Invalid(
            "report.too_old",
            f"Nothing is taken that was reported before {_SINCE}.",
            f"不受理 {_SINCE} 年以前的诉求。",
            field="reported_at",
            mend_en="Send the moment at which it was reported, or leave it out: then it is now.",
            mend_zh="请填写实际上报时间；不填即为现在。",
        )
