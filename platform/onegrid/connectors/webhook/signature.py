"""The signature by which a receiver knows us: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>." + body>`."""

import hashlib
import hmac

HEADER = "X-OneGrid-Signature"


def sign(body: bytes, secret: str, at: int) -> str:
    """The header's value. Receivers refuse old timestamps, so that a recorded call can't be played again for long."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"
