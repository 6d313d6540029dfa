"""Tells whether a 7z archive is encrypted, by the list of coders in its header, unpacking the header if need be."""

import lzma
import struct

_AES = b"\x06\xf1\x07\x01"
_LZMA = b"\x03\x01\x01"
_PACKED_HEADER = 0x17
_LARGEST_HEADER = 16 * 1024 * 1024


def is_encrypted(data: bytes) -> bool:
    """Whether the header, or what it lists, needs a password. A damaged archive does not."""
    if len(data) < 32:
        return False
    offset, size = struct.unpack_from("<QQ", data, 12)
    header = data[32 + offset : 32 + offset + min(size, _LARGEST_HEADER)]
    if _AES in header:
        return True
    if not header or header[0] != _PACKED_HEADER:
        return False
    return _AES in _unpacked(data, header)


def _unpacked(data: bytes, header: bytes) -> bytes:
    """A header that was packed by LZMA, as 7-Zip does it for all but the smallest; else nothing."""
    # 17 06 | position, one stream | 09 size 00 | 07 0B 01 00 | one coder: 23 03 01 01, 05 properties | 0C size ...
    try:
        position, at = _number(header, 2)
        _, at = _number(header, at)
        size, _ = _number(header, at + 1)
        coder = header.index(_LZMA, at)
        properties, dictionary = struct.unpack_from("<BI", header, coder + len(_LZMA) + 1)
        most = min(_number(header, header.index(b"\x0c", coder + len(_LZMA) + 6) + 1)[0], _LARGEST_HEADER)
        rest, lc = divmod(properties, 9)
        pb, lp = divmod(rest, 5)
        lzma_filter = {"id": lzma.FILTER_LZMA1, "dict_size": min(dictionary, 1 << 26), "lc": lc, "lp": lp, "pb": pb}
        unpack = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[lzma_filter])
        return unpack.decompress(data[32 + position : 32 + position + size], most)
    except (ValueError, IndexError, struct.error, lzma.LZMAError):
        return b""


def _number(data: bytes, position: int) -> tuple[int, int]:
    """A number whose first byte tells by its leading ones how many more belong to it, and the position after it."""
    first = data[position]
    value, mask = 0, 0x80
    for extra in range(8):
        if not first & mask:
            return value | (first & (mask - 1)) << 8 * extra, position + extra + 1
        value |= data[position + extra + 1] << 8 * extra
        mask >>= 1
    return value, position + 9
