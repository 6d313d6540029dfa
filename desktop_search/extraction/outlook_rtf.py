"""Unpacks the rich text of Outlook messages, which is packed as [MS-OXRTFCP] describes."""

import struct

from desktop_search.extraction.format import Unreadable

_UNPACKED, _PACKED = b"MELA", b"LZFu"
_WINDOW = 4096
_LARGEST = 64 * 1024 * 1024
# What the window holds before the first byte, by the standard.
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked_rtf(data: bytes) -> bytes:
    """The rich text; what comes after damage is left out. Raises Unreadable where it is not packed so."""
    if len(data) < 16:
        raise Unreadable("damaged", "The message's text is damaged.")
    _, size, kind = struct.unpack_from("<II4s", data)
    if kind == _UNPACKED:
        return data[16 : 16 + size]
    if kind != _PACKED:
        raise Unreadable("damaged", "The message's text is damaged.")
    window = bytearray(_BEGINNING.ljust(_WINDOW, b"\0"))
    write, position, text = len(_BEGINNING), 16, bytearray()
    while position < len(data) and len(text) < min(size, _LARGEST):
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                piece = data[position : position + 1]
                position += 1
            else:
                reference = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write % _WINDOW or position > len(data):
                    return bytes(text)
                piece = b""
                for step in range(length):
                    byte = window[(offset + step) % _WINDOW]
                    window[(write + step) % _WINDOW] = byte
                    piece += bytes((byte,))
            for step, byte in enumerate(piece):
                window[(write + step) % _WINDOW] = byte
            write = (write + len(piece)) % _WINDOW
            text += piece
    return bytes(text[:size])
