"""What a caller hands to `start_case`: the first facts and the reports behind the case."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewSource:
    """One report. (source, external_id) exists once in the installation."""

    source: str
    channel: str
    external_id: str
    reported_at: datetime | None = None
    is_trusted: bool = False
    reporter_name: str = ""
    reporter_phone: str = ""
    reply_connector: str = ""
    reply_address: str = ""
