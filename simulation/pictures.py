"""Photos as evidence: small real PNG files, no two alike."""

import struct
import zlib


def photo(number: int) -> bytes:
    """An 8 x 8 picture whose colours spell the number."""
    rows = b"".join(
        b"\x00" + bytes((number >> (3 * (x % 8)) ^ y * 31 ^ x * 17) & 0xFF for x in range(24)) for y in range(8)
    )
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    text = b"case\x00" + str(number).encode()
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"tEXt", text)
        + _chunk(b"IDAT", zlib.compress(rows))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
