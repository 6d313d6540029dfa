"""The smallest file of every kind of text, mail, archive and picture that holds some words."""

import io
import json

from tests import nested_samples as nested


def picture(description: str, kind: str = "PNG", **exif: object) -> bytes:
    """A picture of one point with a description; exif gives further fields as _271="Make"."""
    from PIL import Image, PngImagePlugin

    file, image = io.BytesIO(), Image.new("RGB", (1, 1))
    if kind == "PNG":
        written = PngImagePlugin.PngInfo()
        written.add_text("Description", description)
        image.save(file, "PNG", pnginfo=written)
        return file.getvalue()
    fields = Image.Exif()
    fields[0x010E] = description
    for number, value in exif.items():
        fields[int(number[1:])] = value
    image.save(file, kind, exif=fields)
    return file.getvalue()


def web_archive(page: str, charset: str = "utf-8") -> bytes:
    """A page saved with a style sheet and a picture beside it."""
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/page\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--edge--"\r\n\r\n----edge--\r\n'
        b"Content-Type: text/html; charset="
        + charset.encode()
        + b"\r\n\r\n"
        + page.encode(charset)
        + b"\r\n----edge--\r\n"
        b"Content-Type: text/css\r\n\r\np { color: red }\r\n----edge--\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----edge----\r\n"
    )


def notebook(*cells: dict[str, object]) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}).encode()


def text_samples(words: str) -> dict[str, bytes]:
    """For each format by its name a file with these words in it."""
    return {
        "mail": nested.mail(words),
        "mbox": nested.mailbox(nested.mail(words)),
        "outlook_message": nested.outlook_message("Lunch", words, {"a.txt": words.encode()}),
        "zip_archive": nested.zipped({"letters/a.txt": words.encode()}),
        "tar_archive": nested.tarred({"letters/a.txt": words.encode()}, "w:gz"),
        "compressed": nested.PACKERS["bz2"](words.encode()),
        "web_archive": web_archive(f"<h1>A heading</h1><p>{words}</p>"),
        "notebook": notebook({"cell_type": "markdown", "source": ["# A heading\n", "\n", words]}),
        "delimited": f"name;text\nAnn;{words}\nBob;other\n".encode(),
        "json_text": json.dumps({"name": "Ann", "text": words}).encode(),
        "settings_text": f"[section]\ntext = {words}\n".encode(),
        "xml_text": f'<?xml version="1.0"?>\n<note><text>{words}</text></note>\n'.encode(),
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><text>{words}</text></svg>'.encode(),
        "subtitles": f"1\n00:00:01,000 --> 00:00:02,500\n{words}\n".encode(),
        "calendars": f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:{words}\nEND:VEVENT\nEND:VCALENDAR\n".encode(),
        "contacts": f"BEGIN:VCARD\nFN:Ann\nNOTE:{words}\nEND:VCARD\n".encode(),
        "org": f"* A heading\n\n{words}\n".encode(),
        "latex": f"\\section{{A heading}}\n\n{words}\n".encode(),
        "asciidoc": f"== A heading\n\n{words}\n".encode(),
        "images": picture(words),
    }
