"""Made-up names for demo people: the same person gets the same name at every load."""

import hashlib


class NameMaker:
    """Puts a surname and one or two given characters together, chosen by the digest of a key."""

    def __init__(self, surnames: str, given: str, avoid: set[str]) -> None:
        self._surnames, self._given, self._avoid = surnames, given, avoid

    def __call__(self, key: str) -> str:
        """Never a name of the list to avoid (people whom public sources name)."""
        for attempt in range(100):
            digest = hashlib.sha256(f"{key}/{attempt}".encode()).digest()
            surname = self._surnames[digest[0] % len(self._surnames)]
            given = "".join(self._given[byte % len(self._given)] for byte in digest[1 : 2 + (digest[3] % 4 > 0)])
            if surname + given not in self._avoid:
                return surname + given
        raise ValueError("too few characters to make names of")
