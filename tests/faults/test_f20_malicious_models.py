"""Models that were made to harm: each is refused with a reason, none of them runs, and the library stays as it was
(F-20).

    python -m tests.faults.test_f20_malicious_models --full
"""

import bz2
import gzip
import io
import json
import os
import pickle
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.embedding import canary, importing, models
from desktop_search.embedding.library import Library
from desktop_search.embedding.refusing import ImportLimits, ModelRefused
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from tests.faults.figure import Figure, Measured, Task, by_tests, main
from tests.model_samples import bare_static, bare_transformer

Break = Callable[[Path, str], Any]
LIMITS = ImportLimits(
    files=30,
    total_bytes=2_000_000,
    ratio_from_bytes=200_000,
    text_bytes=500_000,
    description_bytes=20_000,
    header_bytes=100_000,
)


def code(marker: str) -> str:
    return f"open({marker!r}, 'w').close()\n"


class Evil:
    """A pickle that writes a marker when it is read."""

    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return (open, (self.marker, "w"))


def changed(file: Path, **changes: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def module_type(name: str) -> Break:
    """The layer at the end is of another class."""

    def change(folder: Path, marker: str) -> None:
        listed = json.loads((folder / "modules.json").read_text())
        listed[2]["type"] = name
        (folder / "modules.json").write_text(json.dumps(listed))
        # What would be imported writes the marker.
        package = Path(marker).parent / "modeling_evil.py"
        package.write_text(code(marker))

    return change


def module_path(path: str) -> Break:
    def change(folder: Path, _: str) -> None:
        listed = json.loads((folder / "modules.json").read_text())
        listed[2]["path"] = path
        (folder / "modules.json").write_text(json.dumps(listed))

    return change


def written(name: str, content: bytes | str) -> Break:
    def change(folder: Path, marker: str) -> None:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def with_code(name: str) -> Break:
    return lambda folder, marker: (folder / name).write_text(code(marker))


def pickled(name: str, instead_of: str = "") -> Break:
    def change(folder: Path, marker: str) -> None:
        (folder / name).write_bytes(pickle.dumps(Evil(marker)))
        if instead_of:
            (folder / instead_of).unlink()

    return change


def config(file: str, **changes: Any) -> Break:
    return lambda folder, _: changed(folder / file, **changes)


def link(folder: Path, marker: str) -> None:
    secret = Path(marker).parent / "secret.json"
    secret.write_text("{}")
    (folder / "vocab.json").symlink_to(secret)


def link_to_folder(folder: Path, marker: str) -> None:
    (folder / "3_Normalize").symlink_to(Path(marker).parent)


def pipe(folder: Path, _: str) -> None:
    os.mkfifo(folder / "vocab.json")


def header(content: dict[str, Any] | bytes, data: bytes = b"", length: int | None = None) -> Break:
    """Weights with a header of one's own."""

    def change(folder: Path, _: str) -> None:
        plain = content if isinstance(content, bytes) else json.dumps(content).encode()
        begin = struct.pack("<Q", len(plain) if length is None else length)
        (folder / "model.safetensors").write_bytes(begin + plain + data)

    return change


def tensor(shape: list[Any], begin: int, end: int, kind: str = "F32") -> dict[str, Any]:
    return {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}


def values(number: float) -> Break:
    def change(folder: Path, _: str) -> None:
        file = folder / "2_Dense" / "model.safetensors"
        content = bytearray(file.read_bytes())
        content[-4:] = np.float32(number).tobytes()
        file.write_bytes(content)

    return change


def overwritten(folder: Path, _: str) -> None:
    file = folder / "model.safetensors"
    content = file.read_bytes()
    data = len(content) - 30 * 8 * 4
    file.write_bytes(content[:data] + b"\xff" * (len(content) - data))


def cut_short(folder: Path, _: str) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])


def many_files(folder: Path, _: str) -> None:
    for number in range(40):
        (folder / f"{number}.json").write_text("{}")


FOLDERS: dict[str, tuple[Break, str]] = {
    "code beside the weights": (with_code("modeling_evil.py"), "modeling_evil.py is code"),
    "code in a folder of a module": (with_code("1_Pooling/__init__.py"), "is code"),
    "compiled code": (written("2_Dense/pooling.cpython-311-x86_64-linux-gnu.so", b"\x7fELF"), "is code"),
    "a file that Python runs at its start": (written("site.pth", "import os"), "is code"),
    "pickled weights alone": (pickled("pytorch_model.bin", "model.safetensors"), "may hold code"),
    "a pickled layer": (pickled("2_Dense/pytorch_model.bin", "2_Dense/model.safetensors"), "may hold code"),
    "a pickled tokenizer": (pickled("tokenizer.pkl"), "tokenizer.pkl is of a kind that may hold code"),
    "a checkpoint": (pickled("model.ckpt"), "may hold code"),
    "a joblib file": (pickled("weights.joblib"), "may hold code"),
    "an HDF5 file": (written("weights.h5", b"\x89HDF"), "may hold code"),
    "an ONNX file in the model's place": (written("model.onnx", b"\x08"), "may hold code"),
    "a class of its own": (module_type("modeling_evil.Pooling"), "is none of the modules"),
    "a class of the standard library": (module_type("subprocess.Popen"), "is none of the modules"),
    "another class of the library": (
        module_type("sentence_transformers.sentence_transformer.trainer.SentenceTransformerTrainer"),
        "is none of the modules",
    ),
    "pictures": (module_type("sentence_transformers.models.CLIPModel"), "is none of the modules"),
    "a transformer at the end": (module_type("sentence_transformers.models.Transformer"), "do not fit together"),
    "a module outside": (module_path("../../secret"), "leads out of the folder"),
    "a module at the root of the disk": (module_path("/etc"), "leads out of the folder"),
    "no list of modules": (written("modules.json", '{"a": 1}'), "no list of modules"),
    "modules without end": (written("modules.json", "[" * 100_000), "cannot be read"),
    "code of its own in the config": (
        config("config.json", auto_map={"AutoModel": "modeling_evil.Model"}),
        "auto_map",
    ),
    "code of its own in the tokenizer": (
        config("tokenizer_config.json", auto_map={"AutoTokenizer": ["modeling_evil.T", None]}),
        "auto_map",
    ),
    "code that is to be trusted": (
        config("sentence_bert_config.json", model_args={"trust_remote_code": True}),
        "trust_remote_code",
    ),
    "weights that are to be unsafe": (
        config("sentence_bert_config.json", model_args={"use_safetensors": False}),
        "in a way of its own",
    ),
    "a method of its own": (
        config("sentence_bert_config.json", modality_config={"text": {"method": "save_pretrained"}}),
        "called in a way of its own",
    ),
    "attention from elsewhere": (config("config.json", _attn_implementation="evil/kernel"), "attn_implementation"),
    "another model's adapter": (written("adapter_config.json", "{}"), "only changes another model"),
    "a function as a layer's end": (
        config("2_Dense/config.json", activation_function="torch.hub.load"),
        "torch.hub.load, which is not known",
    ),
    "a program as a layer's end": (config("2_Dense/config.json", activation_function="os.system"), "not known"),
    "a link to a secret": (link, "is a link"),
    "a link to a folder": (link_to_folder, "is a link"),
    "a pipe": (pipe, "no plain file"),
    "too many files": (many_files, "more than 30 files"),
    "too much": (written("other.safetensors", b"0" * 2_000_000), "more than 2 MB"),
    "a huge description": (written("tokenizer_config.json", '{"a": "' + "b" * 30_000 + '"}'), "too large"),
    "a huge tokenizer": (written("tokenizer.json", '{"a": "' + "b" * 600_000 + '"}'), "too large"),
    "a deep description": (written("config.json", '{"a":' * 100 + "1" + "}" * 100), "nested too deeply"),
    "a description without end": (written("config.json", '{"a":' * 3_000), "cannot be read"),
    "a header longer than the file": (header(b"{}", length=1 << 40), "longer than it can be"),
    "a header of any length": (header(b" " * 150_000 + b"{}"), "longer than it can be"),
    "a header that is none": (header(b"[1, 2"), "header cannot be read"),
    "a tensor of absurd size": (header({"w": tensor([1 << 40, 1 << 20], 0, 4)}, b"1234"), "a tensor that is none"),
    "a tensor of negative size": (header({"w": tensor([-1, -1], 0, 4)}, b"1234"), "a tensor that is none"),
    "a tensor of an unknown kind": (header({"w": tensor([1], 0, 4, "OBJECT")}, b"1234"), "a tensor that is none"),
    "tensors one over the other": (
        header({"v": tensor([2], 0, 8), "w": tensor([2], 4, 12)}, b"0" * 12),
        "overlap or leave gaps",
    ),
    "a tensor outside the file": (header({"w": tensor([100], 0, 400)}, b"1234"), "bytes long"),
    "a name that stands twice": (
        header(b'{"w":%s,"w":%s}' % (2 * (json.dumps(tensor([1], 0, 4)).encode(),)), b"1234"),
        "header cannot be read",
    ),
    "a file behind the weights": (header({"w": tensor([1], 0, 4)}, b"1234PK\3\4"), "bytes long"),
    "weights cut short": (cut_short, "bytes long"),
    "weights of 0xFF": (overwritten, "values that are no numbers"),
    "a layer with NaN": (values(float("nan")), "values that are no numbers"),
    "a layer with infinity": (values(float("inf")), "values that are no numbers"),
    "a size that asks for all memory": (config("config.json", hidden_size=50_000, vocab_size=90_000_000), "describes"),
    "more layers than weights": (config("config.json", num_hidden_layers=900, hidden_size=9_000), "describes"),
    "a size that is no number": (config("config.json", hidden_size=1e30), "which no model has"),
    "a layer that asks for all memory": (
        config("2_Dense/config.json", in_features=1_000_000, out_features=1_000_000),
        "describes",
    ),
    "a module without its description": (lambda folder, _: (folder / "config.json").unlink(), "is missing"),
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with one model in it, which is the same afterwards; nothing that was to be run was run."""
    place = tmp_path / "library"
    kept = importing.import_model(bare_static(tmp_path / "kept"), place, "mine", try_out=lambda folder: 8)
    before = sorted((file, file.lstat().st_mtime_ns) for file in place.rglob("*"))
    yield Library(place)
    assert not (tmp_path / "marker").exists()
    assert sorted((file, file.lstat().st_mtime_ns) for file in place.rglob("*")) == before
    importing.check(kept.path)
    assert models.find(str(kept.path)) == kept


def refused(library: Library, source: Path, reason: str) -> str:
    """The sentence by which a source is refused, before any library has loaded anything of it."""

    def never(folder: Path) -> int:
        pytest.fail(f"{folder} was loaded")

    with pytest.raises(ModelRefused, match="This model is not added: ") as caught:
        importing.import_model(source, library.place, "other", limits=LIMITS, try_out=never)
    assert reason in str(caught.value)
    return str(caught.value)


def test_what_is_broken_below_is_whole_before(tmp_path: Path) -> None:
    added = importing.import_model(
        bare_transformer(tmp_path / "model"), tmp_path / "library", limits=LIMITS, try_out=lambda folder: 4
    )
    assert (added.path / "2_Dense" / "model.safetensors").exists()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_malicious_folder_is_refused(tmp_path: Path, library: Library, name: str) -> None:
    source = bare_transformer(tmp_path / "evil")
    break_it, reason = FOLDERS[name]
    break_it(source, str(tmp_path / "marker"))
    refused(library, source, reason)


@pytest.mark.parametrize("name", ["a link to a secret", "pickled weights alone", "a class of its own"])
@pytest.mark.parametrize("kind", ["w", "w:gz"])
def test_a_malicious_folder_in_an_archive_is_refused(tmp_path: Path, library: Library, name: str, kind: Any) -> None:
    source = bare_transformer(tmp_path / "evil")
    break_it, reason = FOLDERS[name]
    break_it(source, str(tmp_path / "marker"))
    with tarfile.open(tmp_path / "evil.tar", kind) as archive:
        archive.add(source, "evil")
    refused(library, tmp_path / "evil.tar", reason)


def zipped(folder: Path, into: Path) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED)
    for file in sorted(folder.rglob("*")):
        archive.write(file, file.relative_to(folder))
    return archive


def as_link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("vocab.json")
    entry.external_attr = 0o120777 << 16
    archive.writestr(entry, "/etc/passwd")


ZIPS: dict[str, tuple[Callable[[zipfile.ZipFile], Any], str]] = {
    "a name that leads up": (lambda archive: archive.writestr("../evil.json", "{}"), "leads out of the folder"),
    "a name that leads up later": (lambda archive: archive.writestr("a/../../evil.json", "{}"), "leads out"),
    "an absolute name": (lambda archive: archive.writestr("/tmp/evil.json", "{}"), "leads out of the folder"),
    "a name with a drive": (lambda archive: archive.writestr("C:/evil.json", "{}"), "an odd name"),
    "a name with backslashes": (lambda archive: archive.writestr("..\\evil.json", "{}"), "an odd name"),
    "a name with a line break": (lambda archive: archive.writestr("evil\n.json", "{}"), "an odd name"),
    "a name that reads backwards": (lambda archive: archive.writestr("evil\u202enosj.txt", "{}"), "an odd name"),
    "a link": (as_link, "is a link"),
    "a name in two cases": (lambda archive: archive.writestr("CONFIG.JSON", "{}"), "is there twice"),
    "code": (lambda archive: archive.writestr("setup.PY", "import os"), "is code"),
    "a bomb": (lambda archive: archive.writestr("vocab.txt", b"0" * 1_900_000), "unpacks to so much more"),
    "a folder that leads up": (lambda archive: archive.mkdir("../evil"), "leads out of the folder"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_malicious_zip_is_refused(tmp_path: Path, library: Library, name: str) -> None:
    break_it, reason = ZIPS[name]
    with zipped(bare_transformer(tmp_path / "evil"), tmp_path / "evil.zip") as archive:
        break_it(archive)
    refused(library, tmp_path / "evil.zip", reason)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path: Path, library: Library) -> None:
    with zipped(bare_transformer(tmp_path / "evil"), tmp_path / "evil.zip") as archive:
        archive.writestr("config.json", "{}")
    refused(library, tmp_path / "evil.zip", "is there twice")


def test_a_zip_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path, library: Library) -> None:
    with zipped(bare_transformer(tmp_path / "evil"), tmp_path / "evil.zip") as archive:
        archive.writestr("vocab.txt", b"word\n" * 1000)
    content = (tmp_path / "evil.zip").read_bytes()
    # Both places that say how long the file is: its own header and the list at the end.
    lie = content.replace(struct.pack("<I", 5000), struct.pack("<I", 50))
    assert lie.count(struct.pack("<I", 50)) >= 2
    (tmp_path / "evil.zip").write_bytes(lie)
    refused(library, tmp_path / "evil.zip", "no whole zip or tar file")


def test_a_zip_in_pieces_is_refused(tmp_path: Path, library: Library) -> None:
    zipped(bare_transformer(tmp_path / "evil"), tmp_path / "evil.zip").close()
    content = bytearray((tmp_path / "evil.zip").read_bytes())
    content[60:160] = b"x" * 100
    (tmp_path / "evil.zip").write_bytes(content)
    refused(library, tmp_path / "evil.zip", "no whole zip or tar file")


def tar_with(entry: tarfile.TarInfo, content: bytes = b"") -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        modules = tarfile.TarInfo("modules.json")
        modules.size = 2
        archive.addfile(modules, io.BytesIO(b"[]"))
        archive.addfile(entry, io.BytesIO(content))
    return written.getvalue()


def entry_of(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, target, size
    return entry


TARS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a link": (lambda: tar_with(entry_of("vocab.json", tarfile.SYMTYPE, "/etc/passwd")), "is a link"),
    "a hard link": (lambda: tar_with(entry_of("vocab.json", tarfile.LNKTYPE, "modules.json")), "is a link"),
    "a device": (lambda: tar_with(entry_of("vocab.json", tarfile.CHRTYPE)), "no plain file"),
    "a name that leads up": (lambda: tar_with(entry_of("../../evil.json")), "leads out of the folder"),
    "an absolute name": (lambda: tar_with(entry_of("/etc/evil.json")), "leads out of the folder"),
    "a bomb": (lambda: gzip.compress(tar_with(entry_of("vocab.txt", size=1_900_000), b"0" * 1_900_000)), "unpacks to"),
    "a bomb in bzip2": (
        lambda: bz2.compress(tar_with(entry_of("vocab.txt", size=1_900_000), b"0" * 1_900_000)),
        "unpacks to",
    ),
    "a name of any length": (
        lambda: gzip.compress(tar_with(entry_of("a/" * 9_000_000 + "b"))),
        "unpacks to more than",
    ),
    "cut short": (
        lambda: gzip.compress(tar_with(entry_of("vocab.txt", size=9_999), os.urandom(9_999)))[:-5_000],
        "no whole zip or tar file",
    ),
    "no archive at all": (lambda: b"GIF89a" * 100, "no whole zip or tar file"),
    "nothing": (lambda: b"", "no whole zip or tar file"),
}


@pytest.mark.parametrize("name", TARS)
def test_a_malicious_tar_is_refused(tmp_path: Path, library: Library, name: str) -> None:
    build, reason = TARS[name]
    (tmp_path / "evil.tar.gz").write_bytes(build())
    refused(library, tmp_path / "evil.tar.gz", reason)


def made(kind: str, name: str, place: Path) -> tuple[Path, str]:
    """A malicious folder, zip or tar, and the reason by which it is to be refused."""
    if kind == "tar":
        build, reason = TARS[name]
        (place / "evil.tar.gz").write_bytes(build())
        return place / "evil.tar.gz", reason
    source = bare_transformer(place / "evil")
    if kind == "folder":
        change, reason = FOLDERS[name]
        change(source, str(place / "marker"))
        return source, reason
    pack, reason = ZIPS[name]
    with zipped(source, place / "evil.zip") as archive:
        pack(archive)
    return place / "evil.zip", reason


ALL = [*(("folder", name) for name in FOLDERS), *(("zip", name) for name in ZIPS), *(("tar", name) for name in TARS)]
BY_TRIAL = ("a_model_that_fails_when_it_is_tried_out", "vectors_of_nothing_but_zeros", "words_without_vectors")
"""What only shows when the process that tries models out has loaded it."""


def added_anyway(source: Path, reason: str, place: Path) -> list[str]:
    """What is wrong when a malicious model is added to a library that holds a good one, by the command's own way."""
    library = place / "library"
    kept = importing.import_model(bare_static(place / "kept"), library, "mine", try_out=lambda folder: 8)
    before = sorted((file, file.lstat().st_mtime_ns) for file in library.rglob("*"))
    misses = []
    try:
        importing.import_model(source, library, "other", limits=LIMITS, try_out=canary.run)
    except ModelRefused as refusal:
        if reason not in str(refusal):
            misses.append(f"refused for another reason: {refusal}")
    else:
        misses.append("it was added")
    if (place / "marker").exists():
        misses.append("its code was run")
    if sorted((file, file.lstat().st_mtime_ns) for file in library.rglob("*")) != before:
        misses.append("the library has changed")
    if models.find(str(kept.path)) != kept:
        misses.append("the model in use is another")
    return misses


def measure(task: Task) -> Measured:
    chosen = ALL if task.n >= len(ALL) else random.Random(task.seed).sample(ALL, task.n)
    misses = []
    for number, (kind, name) in enumerate(chosen):
        place = task.place / str(number)
        place.mkdir()
        misses += [f"{kind}, {name}: {miss}" for miss in added_anyway(*made(kind, name, place), place)]
    if task.is_full:
        here = "faults/test_f20_malicious_models.py::test_"
        misses += by_tests(*(f"{here}{name}_is_refused" for name in BY_TRIAL[:1]), is_long=True)
        misses += by_tests(*(f"{here}{name}_are_refused" for name in BY_TRIAL[1:]), is_long=True)
    return Measured(
        f"{len(chosen) - len(misses)} refused with their reason, no code run, the library unchanged", misses
    )


FIGURE = Figure(
    "F-20",
    "each is refused with its reason, nothing of it runs, and the models that are there stay",
    "malicious models",
    short=6,
    full=len(ALL),
    measure=measure,
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_malicious_models_are_refused_as_the_program_adds_them(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_model_that_is_added_and_one_that_runs_code(tmp_path: Path) -> None:
    place = tmp_path / "added"
    place.mkdir()
    (place / "marker").write_text("")
    misses = added_anyway(bare_static(place / "good"), "is a link", place)
    assert misses == ["it was added", "its code was run", "the library has changed"]
    place = tmp_path / "refused"
    place.mkdir()
    [miss] = added_anyway(place / "nowhere", "is a link", place)
    assert miss.startswith("refused for another reason: ")


def test_what_is_neither_folder_nor_file_is_refused(tmp_path: Path, library: Library) -> None:
    refused(library, tmp_path / "nowhere", "neither a folder nor an archive")
    (tmp_path / "empty").mkdir()
    refused(library, tmp_path / "empty", "there is no modules.json")


def test_what_is_not_needed_is_left_behind(tmp_path: Path) -> None:
    source = bare_static(tmp_path / "model")
    marker = str(tmp_path / "marker")
    (source / "pytorch_model.bin").write_bytes(pickle.dumps(Evil(marker)))
    (source / "onnx").mkdir()
    (source / "onnx" / "model.onnx").write_bytes(b"\x08")
    (source / ".git").mkdir()
    (source / ".git" / "hook.py").write_text(code(marker))
    (source / "README.md").write_text("---\nlanguage:\n- en\n- de\nlicense: apache-2.0\n---\n# A model\n")
    (source / "picture.png").write_bytes(b"\x89PNG")
    added = Library(tmp_path / "library").add(source, try_out=lambda folder: 8)
    left = {file.name for file in Path(added.folder).rglob("*")}
    assert left == {"README.md", "model.safetensors", "modules.json", "tokenizer.json", "installed.json"}
    assert (added.licence, added.languages, added.dimensions) == ("apache-2.0", ("en", "de"), 8)
    assert not Path(marker).exists()


def test_archives_of_good_models_are_added(tmp_path: Path) -> None:
    source = bare_static(tmp_path / "model")
    zipped(source, tmp_path / "one.zip").close()
    with tarfile.open(tmp_path / "two.tar.xz", "w:xz") as archive:
        archive.add(source, "two")
    with tarfile.open(tmp_path / "three.tar", "w") as archive:
        archive.add(source, ".")
    library = Library(tmp_path / "library")
    added = [library.add(tmp_path / name, try_out=lambda folder: 8) for name in ("one.zip", "two.tar.xz", "three.tar")]
    assert [model.name for model in added] == ["one", "two", "three"]
    assert {model.revision for model in added} == {models.find(str(source)).revision}
    folder = Path(added[0].folder)
    assert (folder.stat().st_mode & 0o777, (folder / "modules.json").stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_model_that_was_changed_later_is_not_used(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    folder = Path(library.add(bare_static(tmp_path / "model"), try_out=lambda folder: 8).folder)
    tokenizer = (folder / "tokenizer.json").read_text()
    (folder / "tokenizer.json").write_text(tokenizer + " ")
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json is not as it was installed"):
        models.find(str(folder))
    (folder / "tokenizer.json").write_text(tokenizer)
    (folder / "pytorch_model.bin").write_bytes(b"1")
    with pytest.raises(ModelUnavailable, match=r"pytorch_model\.bin is not as it was installed"):
        models.find(str(folder))
    library.remove("model")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["..", "a/b", ".hidden", "shipped", "all-MiniLM-L6-v2", "a" * 65, "ä", "a."])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, library: Library, name: str) -> None:
    with pytest.raises(DesktopSearchError, match="cannot be called"):
        importing.import_model(bare_static(tmp_path / "model"), library.place, name, try_out=lambda folder: 8)
    with pytest.raises(DesktopSearchError):
        library.remove(name)


def test_a_name_is_given_once(tmp_path: Path, library: Library) -> None:
    with pytest.raises(DesktopSearchError, match="called mine already"):
        importing.import_model(bare_static(tmp_path / "model"), library.place, "mine", try_out=lambda folder: 8)


def test_a_model_that_fails_when_it_is_tried_out_is_refused(tmp_path: Path, library: Library) -> None:
    """In the process that really tries models out: it passes all checks, and no library can load it."""
    with pytest.raises(ModelRefused, match="cannot be loaded"):
        importing.import_model(bare_transformer(tmp_path / "evil"), library.place, "other", try_out=canary.run)


def test_vectors_of_nothing_but_zeros_are_refused(tmp_path: Path, library: Library) -> None:
    from safetensors.numpy import load_file, save_file

    source = bare_static(tmp_path / "evil")
    held = load_file(str(source / "model.safetensors"))
    save_file({name: np.zeros_like(one) for name, one in held.items()}, str(source / "model.safetensors"))
    with pytest.raises(ModelRefused, match="nothing but zeros"):
        importing.import_model(source, library.place, "other", try_out=canary.try_out)


def test_words_without_vectors_are_refused(tmp_path: Path, library: Library) -> None:
    from safetensors.numpy import load_file, save_file

    source = bare_static(tmp_path / "evil")
    held = load_file(str(source / "model.safetensors"))
    save_file({name: one[:5].copy() for name, one in held.items()}, str(source / "model.safetensors"))
    with pytest.raises((IndexError, RuntimeError)):
        importing.import_model(source, library.place, "other", try_out=canary.try_out)


if __name__ == "__main__":
    main(FIGURE)
