"""A short silence as Ogg Opus (RFC 3533, RFC 7845), made byte by byte."""

import struct

_CRC = 0x04C11DB7
SILENT_PACKET = b"\xf8\xff\xfe"  # 20 ms
SAMPLES = 960


def silence(packets: int = 50) -> bytes:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    sound = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    sound.append(_page(4, packets * SAMPLES, 2, [SILENT_PACKET] * packets))
    return b"".join(sound)


def _page(kind: int, position: int, number: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    head = b"OggS" + struct.pack("<BBqII", 0, kind, position, 7, number)
    tail = bytes([len(packets)]) + lengths + b"".join(packets)
    return head + struct.pack("<I", _checksum(head + bytes(4) + tail)) + tail


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ (_CRC if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value
