"""A short stand-in for what somebody sent, by which the same is known when it comes again."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def digest_of(said: Mapping[str, Any]) -> str:
    """Of what is said, in whatever order its fields stand: 64 hexadecimal digits."""
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
