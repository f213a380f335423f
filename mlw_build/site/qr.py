"""QR codes (ISO/IEC 18004) for addresses: bytes, error correction M, versions 1 to 10. As SVG, made at the build.

A code is made here so that no visitor's address is sent to a service that draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

Matrix = list[list[bool]]
"""Rows of modules, dark ones True, without the quiet zone."""

QUIET = 4
"""Modules of light around a code, which readers need."""

WIDTH = 180
"""CSS pixels of an image that no stylesheet makes larger or smaller."""

_BLOCKS: Sequence[tuple[int, tuple[tuple[int, int], ...]]] = (
    (10, ((1, 16),)),
    (16, ((1, 28),)),
    (26, ((1, 44),)),
    (18, ((2, 32),)),
    (24, ((2, 43),)),
    (16, ((4, 27),)),
    (18, ((4, 31),)),
    (22, ((2, 38), (2, 39))),
    (22, ((3, 36), (2, 37))),
    (26, ((4, 43), (1, 44))),
)
"""For each version: octets of error correction a block; numbers of blocks and their octets of data (table 9)."""

_ALIGNMENT: Sequence[tuple[int, ...]] = (
    (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50),
)  # fmt: skip
"""For each version: the middles of its alignment patterns (annex E)."""

_MASKS: Sequence[Callable[[int, int], bool]] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def qr_svg(text: str, label: str) -> Markup | None:
    """The code of a text as an SVG image with a label; None for a text that is too long (213 octets)."""
    matrix = qr_matrix(text)
    if matrix is None:
        return None
    size = len(matrix) + 2 * QUIET
    runs = "".join(
        f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z" for row, column, length in _dark_runs(matrix)
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" width="{wide}" height="{wide}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges">'
        '<rect width="{size}" height="{size}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>'
    ).format(size=size, wide=WIDTH, label=label, runs=runs)


def qr_matrix(text: str) -> Matrix | None:
    """The modules of a text's code in the smallest version that holds it; None where none does."""
    data = text.encode()
    version = next((number for number in range(1, 11) if len(data) <= _capacity(number)), None)
    if version is None:
        return None
    size = 17 + 4 * version
    fixed = _fixed(version, size)
    bits = _bits(_codewords(data, version))
    places = [place for place in _zigzag(size) if place not in fixed]
    filled = {place: next(bits, False) for place in places}
    codes = []
    for number, mask in enumerate(_MASKS):
        dark = {**fixed, **{place: bit ^ mask(*place) for place, bit in filled.items()}, **_format(number, size)}
        codes.append([[dark[row, column] for column in range(size)] for row in range(size)])
    return min(codes, key=_penalty)


def _capacity(version: int) -> int:
    """Octets that a version holds, after the mode (4 bits) and the length (8 bits, from version 10 on 16)."""
    return _data_octets(version) - (2 if version < 10 else 3)


def _data_octets(version: int) -> int:
    return sum(number * octets for number, octets in _BLOCKS[version - 1][1])


def _codewords(data: bytes, version: int) -> bytes:
    """The octets of data in blocks with error correction, interleaved (7.4 to 7.6)."""
    length = 8 if version < 10 else 16
    total = _data_octets(version)
    value = (0b0100 << length | len(data)) << 8 * len(data) | int.from_bytes(data)
    whole = (value << 4).to_bytes(len(data) + 1 + length // 8)
    padded = whole + (b"\xec\x11" * total)[: total - len(whole)]
    correction, groups = _BLOCKS[version - 1]
    blocks: list[bytes] = []
    for number, octets in groups:
        for _ in range(number):
            begin = sum(len(block) for block in blocks)
            blocks.append(padded[begin : begin + octets])
    checks = [_remainder(block, correction) for block in blocks]
    longest = max(len(block) for block in blocks)
    mixed = [block[index] for index in range(longest) for block in blocks if index < len(block)]
    return bytes(mixed + [check[index] for index in range(correction) for check in checks])


def _remainder(data: bytes, degree: int) -> bytes:
    """The Reed-Solomon code of a block, over GF(256) with the polynomial 0x11D."""
    generator = [1]
    root = 1
    for _ in range(degree):
        shifted = [*generator, 0]
        scaled = [0, *(_times(one, root) for one in generator)]
        generator = [one ^ other for one, other in zip(shifted, scaled, strict=True)]
        root = _times(root, 2)
    rest = [0] * degree
    for octet in data:
        factor = octet ^ rest[0]
        rest = [one ^ _times(term, factor) for one, term in zip([*rest[1:], 0], generator[1:], strict=True)]
    return bytes(rest)


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def _bits(octets: bytes) -> Iterator[bool]:
    return (bool(octet >> place & 1) for octet in octets for place in range(7, -1, -1))


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """The places of data: two columns at a time from the right, up and down in turn, past the timing column."""
    upwards = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _fixed(version: int, size: int) -> dict[tuple[int, int], bool]:
    """All that is no data: finders, alignment, timing, version; the places of the format are light for now."""
    dark: dict[tuple[int, int], bool] = {}
    for index in range(size):
        dark[6, index] = dark[index, 6] = index % 2 == 0
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for row in range(max(0, top - 1), min(size, top + 8)):
            for column in range(max(0, left - 1), min(size, left + 8)):
                away = max(abs(row - top - 3), abs(column - left - 3))
                dark[row, column] = away in (0, 1, 3)
    middles = _ALIGNMENT[version - 1]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for middle in ((row, column) for row in middles for column in middles if (row, column) not in corners):
        for row in range(-2, 3):
            for column in range(-2, 3):
                dark[middle[0] + row, middle[1] + column] = max(abs(row), abs(column)) != 1
    dark.update(dict.fromkeys(_format(0, size), False))
    if version >= 7:
        code = version << 12 | _bch(version << 12, 0x1F25, 12)
        for index in range(18):
            place = (index // 3, size - 11 + index % 3)
            dark[place] = dark[place[1], place[0]] = bool(code >> index & 1)
    return dark


def _format(mask: int, size: int) -> dict[tuple[int, int], bool]:
    """The error correction (M is 00) and the mask, twice, and the module that is always dark (7.9)."""
    code = (mask << 10 | _bch(mask << 10, 0x537, 10)) ^ 0x5412
    first = [*((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)), *((8, column) for column in (7, 5, 4, 3, 2, 1, 0))]
    second = [*((8, size - 1 - index) for index in range(8)), *((size - 7 + index, 8) for index in range(7))]
    dark = {place: bool(code >> index & 1) for places in (first, second) for index, place in enumerate(places)}
    return {**dark, (size - 8, 8): True}


def _bch(value: int, generator: int, degree: int) -> int:
    for place in range(value.bit_length() - 1, degree - 1, -1):
        if value >> place & 1:
            value ^= generator << place - degree
    return value


def _penalty(matrix: Matrix) -> int:
    """How hard a code is to read (7.8.3): long runs, blocks, what looks like a finder, too dark or too light."""
    size = len(matrix)
    lines = ["".join("1" if one else "0" for one in line) for line in (*matrix, *map(list, zip(*matrix, strict=True)))]
    points = 0
    for line in lines:
        points += sum(len(run) - 2 for digit in "01" for run in line.split("10"[int(digit)]) if len(run) >= 5)
        points += sum(
            40 for at in range(size - 10) if line.startswith("10111010000", at) or line.startswith("00001011101", at)
        )
    points += sum(
        3
        for row in range(size - 1)
        for column in range(size - 1)
        if len({*matrix[row][column : column + 2], *matrix[row + 1][column : column + 2]}) == 1
    )
    share = sum(line.count("1") for line in lines[:size]) * 20
    return points + abs(share - 10 * size * size) // (size * size) * 10


def _dark_runs(matrix: Matrix) -> Iterator[tuple[int, int, int]]:
    """Runs of dark modules: row, first column, length."""
    for row, line in enumerate(matrix):
        column = 0
        while column < len(line):
            length = 0
            while column + length < len(line) and line[column + length]:
                length += 1
            if length:
                yield row, column, length
            column += max(1, length)
