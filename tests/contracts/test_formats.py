"""What every format must promise, held for whatever modules the formats folder contains."""

import io
import random
import subprocess
import sys
import zipfile
from types import ModuleType

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import all_formats, extract, extract_with
from desktop_search.records import Document
from tests.office_samples import office_samples
from tests.text_samples import text_samples

WORDS = "The quick brown fox jumps over the lazy dog"
FORMATS = sorted(all_formats().items())
HEAVY = (
    "lxml", "pypdfium2", "pypdf", "selectolax", "charset_normalizer", "pygments", "python_calamine", "olefile",
    "striprtf", "oxmsg", "PIL",
)  # fmt: skip


def minimal_pdf() -> bytes:
    """A PDF of one line of text."""
    stream = f"BT /F1 12 Tf 50 700 Td ({WORDS}) Tj ET\n"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(stream)}>>stream\n{stream}endstream",
    )
    data, table = "%PDF-1.4\n", "0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        table += f"{len(data):010} 00000 n \n"
        data += f"{number} 0 obj{body}endobj\n"
    return f"{data}xref\n0 6\n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF".encode()


def word_document() -> bytes:
    from docx import Document as WordDocument

    document, file = WordDocument(), io.BytesIO()
    document.add_heading("A heading", 1)
    document.add_paragraph(WORDS)
    document.save(file)
    return file.getvalue()


SAMPLES: dict[str, bytes] = {
    "plain_text": f"{WORDS}\n".encode(),
    "markdown": f"# A heading\n\n{WORDS}\n".encode(),
    "restructuredtext": f"A heading\n=========\n\n{WORDS}\n".encode(),
    "html": f"<!doctype html><h1>A heading</h1><p>{WORDS}</p>".encode(),
    "source_code": f'def fox():\n    return "{WORDS}"\n'.encode(),
    "pdf": minimal_pdf(),
    "docx": word_document(),
    **office_samples(WORDS),
    **text_samples(WORDS),
}

each_format = pytest.mark.parametrize(("name", "module"), FORMATS, ids=[name for name, _ in FORMATS])
each_sample = pytest.mark.parametrize("name", sorted(SAMPLES.keys() & all_formats().keys()))


def suffix_of(module: ModuleType) -> str:
    return min(module.SUFFIXES)


def text_of(document: Document) -> str:
    return "\n".join(block.text for part in (document, *document.members) for block in part.blocks)


@each_format
def test_a_format_says_what_it_reads_and_in_which_version(name: str, module: ModuleType) -> None:
    assert isinstance(module.SUFFIXES, frozenset)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in module.SUFFIXES)
    assert module.VERSION >= 1
    assert callable(module.extract)
    assert (module.__doc__ or "").strip()


def test_no_suffix_is_claimed_twice() -> None:
    claimed = [suffix for _, module in FORMATS for suffix in module.SUFFIXES]
    assert len(claimed) == len(set(claimed))


def test_listing_the_formats_imports_no_library() -> None:
    program = (
        "import sys; from desktop_search.extraction.registry import suffixes; suffixes(); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@each_format
def test_an_empty_file_is_unreadable(name: str, module: ModuleType) -> None:
    with pytest.raises(Unreadable) as caught:
        extract(Source.from_bytes(b"", f"a{suffix_of(module)}"))
    assert caught.value.code == "empty_text"


@each_sample
def test_text_survives(name: str) -> None:
    module = all_formats()[name]
    document, format_name, version = extract(Source.from_bytes(SAMPLES[name], f"a{suffix_of(module)}"))
    assert (format_name, version) == (name, module.VERSION)
    assert WORDS in text_of(document)


@each_sample
def test_the_name_of_a_file_is_never_its_title(name: str) -> None:
    module = all_formats()[name]
    document, _, _ = extract(Source.from_bytes(SAMPLES[name], f"Holiday plans{suffix_of(module)}"))
    assert "Holiday" not in (document.title or "")


@each_sample
def test_the_text_limit_is_kept_and_told(name: str) -> None:
    module = all_formats()[name]
    source = Source.from_bytes(SAMPLES[name], f"a{suffix_of(module)}", text_limit=12)
    document, _, _ = extract(source)
    assert len(text_of(document).replace("\n", "")) <= 12
    assert document.truncated


@each_format
def test_noise_is_unreadable_and_nothing_worse(name: str, module: ModuleType) -> None:
    dice = random.Random(name)
    for _ in range(60):
        data = dice.randbytes(dice.randrange(2000))
        for read in (extract, lambda source: extract_with(module, source)):
            try:
                read(Source.from_bytes(data, f"a{suffix_of(module)}"))
            except Unreadable as error:
                assert error.sentence.endswith(".")
                assert "Traceback" not in error.sentence


@each_sample
def test_damage_is_unreadable_and_nothing_worse(name: str) -> None:
    dice, module, sample = random.Random(name), all_formats()[name], SAMPLES[name]
    for round_number in range(140):
        data = bytearray(sample)
        for _ in range(dice.randrange(1, 9)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        damaged = bytes(data[: dice.randrange(len(data))] if round_number % 3 == 0 else data)
        try:
            extract_with(module, Source.from_bytes(damaged, f"a{suffix_of(module)}"))
        except Unreadable as error:
            assert error.sentence.endswith(".")


@pytest.mark.parametrize("name", ["docx", "pptx", "xlsx", "opendocument", "epub"])
def test_a_damaged_part_inside_a_package_is_unreadable_and_nothing_worse(name: str) -> None:
    sample, dice = SAMPLES[name], random.Random(name)
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for _ in range(60):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for part, content in parts.items():
                data = bytearray(content)
                data[dice.randrange(len(data))] = dice.randrange(256)
                archive.writestr(part, bytes(data))
        try:
            extract(Source.from_bytes(file.getvalue(), f"a{suffix_of(all_formats()[name])}"))
        except Unreadable as error:
            assert error.sentence.endswith(".")
