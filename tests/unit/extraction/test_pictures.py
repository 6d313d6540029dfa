"""What is written into pictures, and what is known of those that say nothing."""

import io
from collections.abc import Mapping

import numpy
import pytest
from PIL import Image

from desktop_search.extraction import recognition, registry
from desktop_search.extraction.format import Source, Unreadable

TAKEN, MAKER, DESCRIPTION = 0x0132, 0x010F, 0x010E


def picture(kind: str, written: Mapping[int, str] | None = None) -> bytes:
    drawn, file = Image.new("RGB", (200, 100), "white"), io.BytesIO()
    exif = drawn.getexif()
    exif.update(written or {})
    drawn.save(file, kind, **({"exif": exif} if written else {}))
    return file.getvalue()


def why_not(data: bytes, name: str) -> Unreadable:
    with pytest.raises(Unreadable) as raised:
        registry.extract(Source.from_bytes(data, name))
    return raised.value


@pytest.mark.parametrize("name", ["screen.bmp", "screen.dib", "screen.txt", "screen"])
def test_bitmaps_are_pictures_whose_text_can_be_recognised(name: str) -> None:
    source = Source.from_bytes(picture("BMP"), name)
    assert recognition.to_do(source) == "unrecognised:images"
    assert why_not(picture("BMP"), name).sentence == "Nothing is written in the picture's description."


def test_a_text_that_begins_as_a_bitmap_does_is_a_text() -> None:
    document, name, _ = registry.extract(Source.from_bytes(b"BMW and other cars of the year 1970.", "cars"))
    assert (document.blocks[0].text, name) == ("BMW and other cars of the year 1970.", "plain_text")


def test_a_picture_that_says_nothing_still_knows_its_date_and_camera() -> None:
    about = why_not(picture("JPEG", {TAKEN: "2024:01:02 03:04:05", MAKER: "Canon"}), "beach.jpg").about
    assert about is not None
    assert (about.blocks, about.properties) == ((), {"date": "2024-01-02T03:04:05", "camera": "Canon"})


def test_text_that_is_recognised_joins_the_date_and_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    class Result:
        txts, boxes = ("Harbour open daily",), numpy.array([[[0, 0], [90, 0], [90, 20], [0, 20]]])

    monkeypatch.setattr(recognition, "_recogniser", lambda: lambda picture: Result)
    photo = picture("JPEG", {TAKEN: "2024:01:02 03:04:05", MAKER: "Canon"})
    document, _, _ = recognition.recognise(Source.from_bytes(photo, "sign.jpg"), lambda: True)
    assert document.blocks[0].text == "Harbour open daily"
    assert document.properties == {"date": "2024-01-02T03:04:05", "camera": "Canon"}
