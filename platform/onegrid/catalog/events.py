"""What catalog announces."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """A process has a new current version; running cases stay on theirs."""

    slug: str
    version_id: int
    number: int
    at: dt.datetime
