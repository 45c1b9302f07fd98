"""Wrong keys of sources are counted by address and by source; whoever guesses finds the door shut for a minute."""

import hashlib
from typing import ClassVar

import structlog
from django.conf import settings
from django.core.cache import cache

from onegrid.common.errors import OneGridError

log = structlog.get_logger(__name__)

WINDOW = 60
"""Seconds in which failures are added up, counted from the first one."""


class TooManyWrongKeys(OneGridError):
    """Not even the right key is looked at now: a guess must not tell whether it was one."""

    status: ClassVar[int] = 429
    wait: ClassVar[int] = WINDOW


def refuse_where_shut(*, slug: str, address: str) -> None:
    """Before the key is looked at: one read where all is well.

    Only an address that sent a wrong key for this very source finds the door shut, so nobody can shut a source out by
    failing in its name from elsewhere, nor does a source suffer for another one behind the same address.
    """
    pair, *totals = _counters(slug, address)
    if cache.get(pair) is not None and _over(cache.get_many(totals), totals):
        raise _shut()


def count_wrong_key(*, slug: str, address: str) -> None:
    """One more failure; raises where it was one too many."""
    pair, *totals = _counters(slug, address)
    cache.set(pair, 1, WINDOW)
    counts = {key: _one_more(key) for key in totals}
    if _over(counts, totals):
        log.warning("too many wrong keys", source=slug[:60], address=address)
        raise _shut()


def _over(counts: dict[str, int], totals: list[str]) -> bool:
    limits = (settings.ONEGRID_WRONG_KEYS_BY_ADDRESS, settings.ONEGRID_WRONG_KEYS_BY_SOURCE)
    return any(counts.get(key, 0) > limit for key, limit in zip(totals, limits, strict=True))


def _one_more(key: str) -> int:
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # its minute ended between the two lines
        return 1


def _counters(slug: str, address: str) -> tuple[str, str, str]:
    """What a stranger sends is hashed: it may be of any length and hold any character."""
    said = hashlib.sha256(slug.encode()).hexdigest()[:32]
    return f"wrong-key-{said}-{address}", f"wrong-keys-by-{address}", f"wrong-keys-of-{said}"


def _shut() -> TooManyWrongKeys:
    return TooManyWrongKeys(
        "source.too_many_wrong_keys",
        "Too many wrong keys came from this address or for this source; keys are not looked at for a minute.",
        "该地址或该来源的错误密钥次数过多，一分钟内不再校验密钥。",
        mend_en="Wait as Retry-After says, then send the key that register_source printed; it can print a new one.",
        mend_zh="请按 Retry-After 等待后使用 register_source 生成的密钥重试；也可重新生成密钥。",
    )
