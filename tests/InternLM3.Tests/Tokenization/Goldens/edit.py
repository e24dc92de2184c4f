#!/usr/bin/env python3
"""Changes a SentencePiece model by hand: edit.py IN OUT unused|noescape.

unused: every third normal piece, and every fifth of one character, becomes an unused piece.
noescape: escape_whitespaces becomes false.
"""
import sys


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def encode(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def fields(data: bytes):
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        wire = tag & 7
        if wire == 2:
            length, at = varint(data, at)
            end = at + length
        else:
            end = varint(data, at)[1] if wire == 0 else at + (8 if wire == 1 else 4)
        yield tag >> 3, wire, data[at:end]
        at = end


def put(field: int, wire: int, raw: bytes) -> bytes:
    return encode(field << 3 | wire) + (encode(len(raw)) if wire == 2 else b"") + raw


def main() -> None:
    source, target, mode = sys.argv[1:4]
    out, index = b"", 0
    for field, wire, raw in fields(open(source, "rb").read()):
        if field == 1:
            text = next(r for g, _, r in fields(raw) if g == 1).decode()
            normal = all(g != 3 for g, _, _ in fields(raw))
            if mode == "unused" and normal and (index % 3 == 0 or len(text) == 1 and index % 5 == 0):
                raw += put(3, 0, encode(5))
            index += 1
        if field == 3 and mode == "noescape":
            raw = b"".join(put(g, w, r) for g, w, r in fields(raw) if g != 5) + put(5, 0, encode(0))
        out += put(field, wire, raw)
    open(target, "wb").write(out)


main()
