"""Evidence of the demo's cases: small drawings of a street, before and after; photographs of nowhere would be lies."""

import random
import struct
import zlib

WIDTH, HEIGHT = 240, 160
_GROUND, _KERB, _STREET = 70, 108, 116
# Sky, far houses, windows, pavement, kerb, street, line, trees, what lies there, its shade.
_COLOURS = (
    (196, 214, 230),
    (168, 160, 152),
    (214, 206, 180),
    (190, 186, 178),
    (150, 148, 144),
    (104, 106, 110),
    (226, 224, 214),
    (96, 128, 88),
    (122, 88, 58),
    (72, 56, 44),
)
_SKY, _HOUSE, _WINDOW, _PAVEMENT, _EDGE, _ROAD, _LINE, _TREE, _HEAP, _SHADE = range(len(_COLOURS))


def drawing(number: int, *, is_done: bool) -> bytes:
    """A PNG, another one for every number: the same street with something lying there, or clean."""
    rng = random.Random(number)  # noqa: S311 - the same picture for the same number, nothing secret
    rows = [bytearray([_ground_at(y)]) * WIDTH for y in range(HEIGHT)]
    left = -rng.randrange(30)
    while left < WIDTH:
        left = _house(rows, left, rng) + rng.randrange(2, 12)
    for at in range(rng.randrange(20), WIDTH, rng.randrange(50, 80)):
        _box(rows, (at, 64), (4, 44), _SHADE)
        _box(rows, (at - 9, 44), (22, 26), _TREE)
    for at in range(rng.randrange(24), WIDTH, 40):
        _box(rows, (at, 138), (22, 4), _LINE)
    if not is_done:
        _heap(rows, rng)
    return _png(rows)


def _ground_at(y: int) -> int:
    return _SKY if y < _GROUND else _PAVEMENT if y < _KERB else _EDGE if y < _STREET else _ROAD


def _house(rows: list[bytearray], left: int, rng: random.Random) -> int:
    width, top = rng.randrange(34, 70), rng.randrange(8, 40)
    _box(rows, (left, top), (width, _GROUND - top), _HOUSE)
    for y in range(top + 6, _GROUND - 10, 14):
        for x in range(left + 6, left + width - 8, 12):
            _box(rows, (x, y), (6, 8), _WINDOW)
    return left + width


def _heap(rows: list[bytearray], rng: random.Random) -> None:
    middle, foot = rng.randrange(60, WIDTH - 60), rng.randrange(100, 132)
    for _ in range(14):
        width, height = rng.randrange(10, 26), rng.randrange(6, 16)
        x, y = middle + rng.randrange(-34, 34), foot - rng.randrange(0, 18)
        _box(rows, (x, y), (width, height), _HEAP if rng.randrange(3) else _SHADE)


def _box(rows: list[bytearray], corner: tuple[int, int], size: tuple[int, int], colour: int) -> None:
    (x, y), (width, height) = corner, size
    since, until = max(x, 0), min(x + width, WIDTH)
    if since < until:
        for row in rows[max(y, 0) : min(y + height, HEIGHT)]:
            row[since:until] = bytes([colour]) * (until - since)


def _png(rows: list[bytearray]) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    palette = bytes(part for colour in _COLOURS for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
